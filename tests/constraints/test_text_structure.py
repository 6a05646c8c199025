"""Tables, Markdown, tags, lines and order: the cases in which a careful reader and a quick pattern differ."""

from __future__ import annotations

from random import Random

import pytest

from adhere.constraints import CATALOGUE, Outcome, load
from adhere.constraints.structure.code import CodeBlockCount, CodeLanguage
from adhere.constraints.structure.headings import HeadingCount, HeadingDepth, HeadingsInOrder
from adhere.constraints.structure.lines import FrontMatter, KeyValueLines, LineCount, LineLength
from adhere.constraints.structure.lists import ListDepth, ListKind
from adhere.constraints.structure.markup import BoldCount, LinkCount, NoMarkdown
from adhere.constraints.structure.parts import OrderedParts
from adhere.constraints.structure.structure_families import STRUCTURE_FAMILIES
from adhere.constraints.structure.tables import TableColumns, TableOnly, TableShape
from adhere.constraints.structure.tags import ContainsTags, Wrapped
from adhere.errors import UsageError
from adhere.text import Document

TABLE = "| Name | Price |\n|---|---:|\n| Tea | 2 |\n| A \\| B | 3 |"


@pytest.mark.parametrize(
    ("reply", "rows", "columns", "satisfied"),
    [
        (TABLE, 2, 2, True),
        (f"Here:\n\n{TABLE}\n\nThat is all.", 2, 2, True),
        ("a | b\n--|--\n1 | 2\n3 | 4", 2, 2, True),
        (f"> {TABLE}".replace("\n", "\n> "), 2, 2, True),
        (f"- Prices:\n\n  {TABLE}".replace("\n|", "\n  |"), 2, 2, True),
        ("| a | b |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |", 2, 2, True),
        ("| a |\n|---|\n| 1 |", 1, 1, True),
        (f"{TABLE}\n| Milk | 1 |", 2, 2, False),
        (f"```\n{TABLE}\n```", 2, 2, False),
        ("Name | Price\nTea | 2", 1, 2, False),
        (f"| x |\n|---|\n| 1 |\n\n{TABLE}", 2, 2, True),
        (TABLE, None, 3, False),
        (TABLE, 2, None, True),
    ],
)
def test_a_table_has_a_size(reply: str, rows: int | None, columns: int | None, *, satisfied: bool) -> None:
    verdict = TableShape(rows=rows, columns=columns).check(Document(reply))
    assert verdict.satisfied is satisfied, verdict.reason


def test_the_nearer_the_size_the_higher_the_score() -> None:
    constraint = TableShape(rows=4, columns=2)
    body = ["| 1 | 2 |\n" * count for count in (4, 3, 2, 1, 0)]
    scores = [constraint.check(Document(f"| a | b |\n|---|---|\n{rows}")).score for rows in body]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    assert constraint.check(Document("a, b")).score == 0 < scores[-1] < scores[0] == 1


@pytest.mark.parametrize(
    ("header", "satisfied"),
    [
        ("| Name | Price |", True),
        ("|name|PRICE|", True),
        ("| **Name** | `Price` |", True),
        ("Name | Price", True),
        ("| Price | Name |", False),
        ("| Name | Price (EUR) |", False),
        ("| Name | Price | |", False),
        ("| Names | Price |", False),
    ],
)
def test_the_columns_have_these_names(header: str, *, satisfied: bool) -> None:
    dashes = "|---" * (header.strip("|").count("|") + 1) + "|"
    reply = Document(f"{header}\n{dashes}\n| Tea | 2 |")
    assert TableColumns(columns=("Name", "Price")).check(reply).satisfied is satisfied


def test_the_reply_is_one_table() -> None:
    assert TableOnly().check(Document(f"\n{TABLE}\n\n")).satisfied
    for reply in (f"Prices:\n\n{TABLE}", f"{TABLE}\n\n{TABLE}", f"{TABLE}\n\n*Source: me*", "| |\n|---|", "Tea: 2"):
        verdict = TableOnly().check(Document(reply))
        assert verdict.outcome is Outcome.VIOLATED
        assert verdict.score < 0.9


@pytest.mark.parametrize(
    ("reply", "satisfied"),
    [
        ("## One\n\ntext\n\n## Two", True),
        ("One\n---\n\ntext", True),
        ("# One\n\n## Two", False),
        ("###### One", False),
        ("##One", False),
        ("Text", False),
        ("```\n# a comment\n```\n\n## One", True),
        ("##\n\ntext", False),
    ],
)
def test_headings_keep_their_level(reply: str, *, satisfied: bool) -> None:
    assert HeadingDepth(minimum=2, maximum=2).check(Document(reply)).satisfied is satisfied


def test_headings_are_counted_by_level() -> None:
    reply = Document("# A\n\n## B\n\nC\n---\n\n##\n\n#hashtag\n\n    # code\n\n> ## D")
    assert HeadingCount(minimum=4, maximum=4).check(reply).satisfied
    assert HeadingCount(minimum=3, maximum=3, level=2).check(reply).satisfied


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ("# Summary\n\nx\n\n# Details\n\ny\n\n# Next steps", 1.0),
        ("# 1. Summary:\n\n## More\n\n### **Details**\n\nNEXT STEPS\n===", 1.0),
        ("# Details\n\n# Summary\n\n# Next steps", 2 / 3),
        ("# Summary of it\n\n# Details\n\n# Next steps", 2 / 3),
        ("Summary\n\nDetails\n\nNext steps", 0.0),
    ],
)
def test_named_headings_come_in_order(reply: str, score: float) -> None:
    constraint = HeadingsInOrder(headings=("Summary", "Details", "Next steps"))
    assert constraint.check(Document(reply)).score == pytest.approx(score)


@pytest.mark.parametrize(
    ("reply", "satisfied"),
    [
        ("```python\nx\n```", True),
        ("~~~py\nx\n~~~\n\n```Python title=a.py\nx\n```", True),
        ("```{python}\nx\n```", True),
        ("```python\nx", True),
        ("```\nx\n```", False),
        ("```python\nx\n```\n\n```bash\ny\n```", False),
        ("`python`", False),
        ("    python", False),
        ("```pythonic\nx\n```", False),
    ],
)
def test_code_names_its_language(reply: str, *, satisfied: bool) -> None:
    assert CodeLanguage(programming_language="Python").check(Document(reply)).satisfied is satisfied


def test_fences_inside_fences_are_one_block() -> None:
    nested = Document("````markdown\n```python\nx\n```\n````\n\n    indented\n\n`inline` and ``` not a fence")
    assert CodeBlockCount(minimum=1, maximum=1).check(nested).satisfied
    assert CodeLanguage(programming_language="md").check(nested).satisfied


@pytest.mark.parametrize(
    ("reply", "ordered", "bulleted"),
    [
        ("1. a\n2. b", True, False),
        ("1) a\n2) b", True, False),
        ("1. a\n   - b\n2. c", True, False),
        ("- a\n- b", False, True),
        ("- a\n  1. b", False, True),
        ("1. a\n\ntext\n\n- b", False, False),
        ("text\n---\n-5 degrees", False, False),
        ("> 1. a", True, False),
    ],
)
def test_lists_are_of_one_kind(reply: str, *, ordered: bool, bulleted: bool) -> None:
    document = Document(reply)
    assert ListKind(ordered=True).check(document).satisfied is ordered
    assert ListKind(ordered=False).check(document).satisfied is bulleted


@pytest.mark.parametrize(
    ("reply", "depth"),
    [
        ("text", 0),
        ("- a\n- b", 1),
        ("- a\n  - b\n- c", 2),
        ("1. a\n   - b\n     1. c\n\ntext\n\n- d", 3),
        ("- a\n - b", 1),
        ("> - a\n>   - b", 2),
        ("- > - a", 2),
        ("```\n- a\n  - b\n```", 0),
    ],
)
def test_lists_nest_so_deep(reply: str, depth: int) -> None:
    verdict = ListDepth(minimum=9).check(Document(reply))
    assert verdict.score == pytest.approx(depth / 9)
    if depth:
        assert ListDepth(minimum=depth, maximum=depth).check(Document(reply)).satisfied


@pytest.mark.parametrize(
    "reply",
    [
        "Plain text.",
        "2 * 3 * 4 = 24, and snake_case_name too.",
        "#1 of 5: use [brackets] and <angles>.",
        "1. First\n2. Second",
        "    an indented line",
        "A - B\n-5 degrees",
        "https://example.com/a_b_c",
    ],
)
def test_plain_text_is_no_markdown(reply: str) -> None:
    assert NoMarkdown().check(Document(reply)).satisfied


@pytest.mark.parametrize(
    "reply",
    ["# A", "A\n===", "* a", "> a", "a\n\n---\n\nb", "*a*", "__a__", "`a`", "~~~\na\n~~~", "[a](b)", "![a](b)", TABLE],
)
def test_each_mark_of_markdown_is_found(reply: str) -> None:
    verdict = NoMarkdown().check(Document(reply))
    assert verdict.outcome is Outcome.VIOLATED
    assert verdict.evidence


def test_links_and_bold_words_are_counted_as_commonmark_reads_them() -> None:
    links = Document("[a](b) [c][d] <https://e.fr> ![f](g) [h] `[i](j)` https://k.fr\n\n[d]: http://d.com")
    assert LinkCount(minimum=3, maximum=3).check(links).satisfied
    bold = Document("**a** __b__ ***c*** *d* `**e**` 2 ** 3 ** 4 ** ** **f **g** h**")
    assert BoldCount(minimum=4, maximum=4).check(bold).satisfied


@pytest.mark.parametrize(
    ("reply", "satisfied"),
    [
        ("<answer>42 it is</answer>", True),
        ('\n<answer lang="en">\nYes.\n</answer >\n', True),
        ("<think>Hm.</think><answer>Yes.</answer>", True),
        ("<answer>a <answer>b</answer> c</answer>", True),
        ("<answer>Yes.", False),
        ("<answer></answer>", False),
        ("<answer>...</answer>", False),
        ("Yes: <answer>Yes.</answer>", False),
        ("<answer>Yes.</answer><answer>No.</answer>", False),
        ("<Answer>Yes.</Answer>", False),
        ("<answers>Yes.</answers>", False),
        ("</answer>Yes.<answer>", False),
        ("&lt;answer&gt;Yes.&lt;/answer&gt;", False),
    ],
)
def test_the_reply_stands_inside_the_tag(reply: str, *, satisfied: bool) -> None:
    verdict = Wrapped().check(Document(reply))
    assert verdict.satisfied is satisfied
    assert verdict.outcome is not Outcome.UNDECIDED


def test_each_tag_is_opened_and_closed() -> None:
    constraint = ContainsTags(tags=("a", "b"))
    scores = [
        constraint.check(Document(reply)).score
        for reply in ("<b>x</b> and <a>y</a><a>z</a>", "<a>x</a> <b>y", "<a>x</a><b></b>", "<a>x<a></a> <b/>", "a b")
    ]
    assert scores == [1, 1 / 2, 1 / 2, 0, 0]


@pytest.mark.parametrize("tag", ["", "a b", "<a>", "1st", "think", "reasoning"])
def test_a_tag_that_no_reply_can_have_is_refused(tag: str) -> None:
    for spec in ({"id": "tags:wrapped", "params": {"tag": tag}}, {"id": "tags:contains", "params": {"tags": [tag]}}):
        with pytest.raises(UsageError):
            load(spec)


def test_lines_are_counted_and_measured_without_what_nobody_sees() -> None:
    reply = Document("# A\n\n   \n- b   \r\n\r\nc" + " " * 200)
    assert LineCount(minimum=3, maximum=3).check(reply).satisfied
    assert LineLength(maximum=3).check(reply).satisfied
    verdict = LineLength(maximum=2).check(reply)
    assert [evidence.span.of(reply.text).rstrip() for evidence in verdict.evidence] == ["# A", "- b"]
    assert LineLength(maximum=4).check(Document("日本語😀")).satisfied
    assert LineLength(maximum=3).check(Document("\u200b")).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("reply", "satisfied"),
    [
        ("Name: Ann\nDue date: today", True),
        ("Sure!\n\n- **Due date:** today\n* `name`: Ann", True),
        ("DUE DATE:today\nname: Ann", True),
        ("Name:\nDue date: today", False),
        ("Name - Ann\nDue date - today", False),
        ("The name: Ann\nDue date: today", False),
        ("Surname: Ann\nDue date: today", False),
        ("Name: Due date: today", False),
    ],
)
def test_each_key_has_a_line_with_a_value(reply: str, *, satisfied: bool) -> None:
    assert KeyValueLines(keys=("Name", "Due date")).check(Document(reply)).satisfied is satisfied


@pytest.mark.parametrize(
    ("reply", "satisfied"),
    [
        ("---\ntitle: A\ntags: [b]\n---\n\nText.", True),
        ("---\ntags: b\nTitle: A\nmore: c\n...\nText.", True),
        ("---\ntitle: A\ntags: b\n---", True),
        ("Text.\n\n---\ntitle: A\ntags: b\n---", False),
        ("---\ntitle: A\n---\ntags: b", False),
        ("---\ntitle: A\ntags: b", False),
        ("---\n---\ntitle: A\ntags: b", False),
        ("```yaml\ntitle: A\ntags: b\n```", False),
    ],
)
def test_front_matter_opens_the_reply(reply: str, *, satisfied: bool) -> None:
    assert FrontMatter(keys=("title", "tags")).check(Document(reply)).satisfied is satisfied


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ("First the risks, then the costs, at last a plan.", 1.0),
        ("Plan, costs. Risks: ... Costs! Plan.", 1.0),
        ("Costs, risks and a plan.", 2 / 3),
        ("Plan, costs, risks.", 1 / 3),
        ("Planning riskscosts.", 0.0),
        ("", 0.0),
    ],
)
def test_parts_come_in_order(reply: str, score: float) -> None:
    assert OrderedParts(parts=("risks", "costs", "plan")).check(Document(reply)).score == pytest.approx(score)


@pytest.mark.parametrize(
    ("type_id", "params"),
    [
        ("table:shape", {}),
        ("table:shape", {"rows": 0}),
        ("table:shape", {"rows": "3"}),
        ("table:columns", {"columns": ["a|b"]}),
        ("table:columns", {"columns": []}),
        ("markdown:heading_depth", {}),
        ("markdown:heading_depth", {"minimum": 3, "maximum": 2}),
        ("markdown:heading_depth", {"maximum": 7}),
        ("markdown:heading_count", {"minimum": 1, "level": 7}),
        ("markdown:headings_in_order", {"headings": ["a\nb"]}),
        ("markdown:code_language", {"programming_language": "visual basic"}),
        ("markdown:list_kind", {}),
        ("markdown:list_kind", {"ordered": 1}),
        ("markdown:list_depth", {"minimum": 26}),
        ("lines:max_length", {"maximum": 0}),
        ("lines:key_value", {"keys": ["a:b"]}),
        ("order:parts", {"parts": ["alone"]}),
        ("order:parts", {"parts": ["a", "A"]}),
    ],
)
def test_bad_parameters_are_refused(type_id: str, params: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        load({"id": type_id, "params": params})
    assert caught.value.hint


@pytest.mark.parametrize("type_id", STRUCTURE_FAMILIES)
def test_hostile_replies_get_a_verdict(type_id: str) -> None:
    constraint = CATALOGUE[type_id].draw(Random(1), "Write a poem.")
    many = 20_000
    for text in (
        "[" * many,
        "<answer " * many,
        "<answer>" * many + "</answer>" * many,
        "|" * many,
        "|a" * many + "\n" + "|-" * many,
        "```" * many,
        "- " * many,
        "> " * many,
        "#" * many,
        "---\n" * (many // 10),
        "Name:" + " " * many + "\n",
        "e" + "\u0301" * many,
        "\ud800" * many,
        "\x00" * many,
    ):
        assert constraint.check(Document(text)).reason
