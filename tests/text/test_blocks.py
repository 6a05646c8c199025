"""Golden examples of CommonMark's rules for blocks, and of how adhere places them."""

from __future__ import annotations

import pytest

from adhere.text import Block, Document


def shown(document: Document, *, inner: bool = False) -> list[tuple[str, str]]:
    return [(b.kind.value, (b.inner if inner else b.span).of(document.text)) for b in document.blocks]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One\ntwo\n\nThree", [("paragraph", "One\ntwo"), ("paragraph", "Three")]),
        ("# Title\nText", [("heading", "# Title"), ("paragraph", "Text")]),
        ("#hashtag", [("paragraph", "#hashtag")]),
        ("####### seven", [("paragraph", "####### seven")]),
        ("Title\n===\nText", [("heading", "Title\n==="), ("paragraph", "Text")]),
        ("a\n\n---\n\nb", [("paragraph", "a"), ("rule", "---"), ("paragraph", "b")]),
        ("* * *", [("rule", "* * *")]),
        ("***bold***", [("paragraph", "***bold***")]),
        ("-5 degrees", [("paragraph", "-5 degrees")]),
        ("*an italic line*", [("paragraph", "*an italic line*")]),
        ("+ item", [("list", "+ item"), ("item", "+ item"), ("paragraph", "item")]),
        ("2) item", [("list", "2) item"), ("item", "2) item"), ("paragraph", "item")]),
        ("    indented", [("code", "indented")]),
        ("<div>\nhi\n</div>", [("html", "<div>\nhi\n</div>")]),
        ("[a]: /url", []),
        ("~~~\n# no heading\n~~~", [("code", "~~~\n# no heading\n~~~")]),
        ("```\nnever closed\n- x", [("code", "```\nnever closed\n- x")]),
        ("a\n| b | c |", [("paragraph", "a\n| b | c |")]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", [("table", "| a | b |\n|---|---|\n| 1 | 2 |")]),
    ],
)
def test_blocks_are_commonmarks(text: str, blocks: list[tuple[str, str]]) -> None:
    assert shown(Document(text)) == blocks


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("## Title ##", "Title"),
        ("# C#", "C#"),
        ("# ends in spaces  ", "ends in spaces"),
        ("#", ""),
        ("### ###", ""),
        ("Two\nlines\n---", "Two\nlines"),
        ("```json\n{}\n```", "{}"),
        ("```json\n{}", "{}"),
        ("```\n```", ""),
        ("````\n```\n````", "```"),
    ],
)
def test_the_inside_of_a_block_leaves_its_marks_out(text: str, inner: str) -> None:
    document = Document(text)
    assert document.blocks[0].inner.of(document.text) == inner


def test_levels_orders_and_info_strings_are_kept() -> None:
    document = Document("### Three\n\n1. one\n\n* star\n\n``` python x=1\n```\n\nTitle\n---")
    facts = [(b.kind.value, b.level, b.ordered, b.info) for b in document.blocks if b.kind != "paragraph"]
    assert facts == [
        ("heading", 3, False, ""),
        ("list", 0, True, ""),
        ("item", 0, True, ""),
        ("list", 0, False, ""),
        ("item", 0, False, ""),
        ("code", 0, False, "python x=1"),
        ("heading", 2, False, ""),
    ]


def test_nested_blocks_know_their_parents() -> None:
    document = Document("1. one\n   - two\n\n     > three\n     > - four\n2. five")
    tree = [(b.kind.value, b.depth, b.parent, b.inner.of(document.text)) for b in document.blocks if b.kind != "list"]
    assert tree == [
        ("item", 1, 0, "one\n   - two\n\n     > three\n     > - four"),
        ("paragraph", 2, 1, "one"),
        ("item", 3, 3, "two\n\n     > three\n     > - four"),
        ("paragraph", 4, 4, "two"),
        ("quote", 4, 4, "three\n     > - four"),
        ("paragraph", 5, 6, "three"),
        ("item", 6, 8, "four"),
        ("paragraph", 7, 9, "four"),
        ("item", 1, 0, "five"),
        ("paragraph", 2, 11, "five"),
    ]


def test_a_quoted_paragraph_may_go_on_without_its_mark() -> None:
    document = Document("> one\ntwo\n\nthree")
    assert shown(document) == [("quote", "> one\ntwo"), ("paragraph", "one\ntwo"), ("paragraph", "three")]


def test_an_item_may_be_empty_or_begin_on_the_next_line() -> None:
    document = Document("-\n- \n-\n  late")
    items = [b.inner.of(document.text).strip() for b in document.blocks if b.kind == "item"]
    assert items == ["", "", "late"]
    assert shown(document)[-1] == ("paragraph", "late")


def test_nesting_beyond_the_limit_reads_as_one_paragraph() -> None:
    text = "\n".join("  " * level + "- deep" for level in range(40))
    assert [b.kind.value for b in Document(text).blocks] == ["paragraph"]


def test_blocks_are_plain_values() -> None:
    first, second = Document("# a").blocks, Document("# a").blocks
    assert first == second
    assert isinstance(first[0], Block)
