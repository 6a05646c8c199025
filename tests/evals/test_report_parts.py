"""The parts of a page: escaping, marks, numbers, figures."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_material import checked, passes, run, sample, verdict

from adhere.constraints import Outcome
from adhere.evals.report import charts, evidence, numbers, palette
from adhere.evals.report.costs import costs
from adhere.evals.report.identity import identity
from adhere.evals.report.markup import Html, escaped, tag
from adhere.evals.report.svg import figure
from adhere.models import Usage
from adhere.stats import Estimate, Interval
from adhere.text import Document, Span

TEXTS = st.text(st.characters(codec=None), max_size=60)


def visible(html: str) -> str:
    """Undo tags and escapes, as a browser shows them."""
    plain = re.sub(r"<[^>]*>", "", html)
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, char)
    return plain


@given(TEXTS)
def test_no_text_becomes_a_tag_and_no_character_acts(text: str) -> None:
    found = escaped(text)
    assert not re.search(r"<(?!/?span)", found)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u2069\ud800-\udfff]", found)


@given(TEXTS)
def test_an_attribute_ends_where_it_should(text: str) -> None:
    assert re.fullmatch(r'<p title="[^"<>\x00-\x08\x0b-\x1f]*"></p>', tag("p", {"title": text}))


def test_text_is_escaped_and_html_is_not_escaped_twice() -> None:
    assert tag("p", {}, "a < b", tag("b", {}, "&")) == "<p>a &lt; b<b>&amp;</b></p>"
    assert isinstance(tag("p", {}), Html)
    assert escaped("\r\nx\u200d") == "\nx\u200d"


@given(st.text("ab <&\n", max_size=30), st.lists(st.tuples(st.integers(0, 35), st.integers(0, 35)), max_size=6))
def test_marks_may_overlap_and_never_lose_a_character(text: str, spans: list[tuple[int, int]]) -> None:
    notes = [evidence.Note(Span(min(s), max(s)), Outcome.VIOLATED, "n") for s in spans]
    found = evidence.marked(text, notes)
    assert visible(found) == text
    covered = {i for start, end in (note.span for note in notes) for i in range(start, min(end, len(text)))}
    assert sum(len(visible(inner)) for inner in re.findall(r"<mark[^>]*>(.*?)</mark>", found, re.DOTALL)) == len(
        covered
    )


def test_an_overlap_shows_what_speaks_against_and_names_both() -> None:
    found = evidence.marked(
        "abc",
        [
            evidence.Note(Span(0, 2), Outcome.SATISFIED, "x"),
            evidence.Note(Span(1, 3), Outcome.VIOLATED, "y"),
            evidence.Note(Span(3, 3), Outcome.VIOLATED, "z"),
        ],
    )
    assert found == (
        '<mark class="satisfied" title="x">a</mark><mark class="violated" title="x; y">b</mark>'
        '<mark class="violated" title="y">c</mark><mark class="violated place" title="z"></mark>'
    )


def test_evidence_is_marked_in_the_judged_part_of_a_reply() -> None:
    raw = "<think>well, hmm</think>\r\n\r\nOne, two"
    start = Document(raw).text.index(",")
    found = evidence.reply(
        sample("t", [checked("a:b", verdict(satisfied=False, spans=[(start, start + 1)]))], reply=raw)
    )
    assert 'One<mark class="violated" title="a:b: a comma">,</mark> two' in found
    assert "reasoning, not judged: 9 characters" in found


def test_a_reply_of_a_megabyte_is_cut_and_says_so() -> None:
    commas = [(i, i + 1) for i in range(0, 2000, 2)]
    found = evidence.reply(
        sample("t", [checked("a:b", verdict(satisfied=False, spans=commas))], reply=", " * 500_000 + "x")
    )
    assert len(found) < 40_000
    assert "994,001 more characters not shown" in found
    assert "800 more marks not shown" in found


def test_evidence_that_is_the_whole_reply_marks_nothing_and_an_empty_reply_says_so() -> None:
    whole = sample("t", [checked("a:b", verdict(satisfied=True, spans=[(0, 5)]))], reply="hello")
    assert "<mark" not in evidence.reply(whole)
    assert "no text" in evidence.reply(sample("t", [], reply=""))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numbers.percent(0.2244), "22.4\u202f%"),
        (numbers.points(0.188), "+18.8"),
        (numbers.points(-0.0004), "0.0"),
        (numbers.points(-0.05), "\u22125.0"),
        (numbers.p_value(0.0004), "<\u202f0.001"),
        (numbers.p_value(0.04951), "0.050"),
        (numbers.quantity(2.346), "2.35"),
        (numbers.quantity(9.996), "10.0"),
        (numbers.quantity(99.96), "100"),
        (numbers.quantity(1234.5), "1,234"),
        (numbers.quantity(0.0), "0.00"),
        (numbers.quantity_range(Interval(-math.inf, math.inf)), "interval unknown"),
        (numbers.whole(1, "prompt"), "1 prompt"),
        (numbers.whole(1204, "prompt"), "1,204 prompts"),
    ],
)
def test_numbers_are_written_one_way(written: str, expected: str) -> None:
    assert written == expected


def test_a_figure_is_drawn_from_its_data_in_order_with_its_reference() -> None:
    marks = [charts.Mark(n, v, v - 0.1, v + 0.1, f"{v}", palette.GAIN) for n, v in (("b", 0.4), ("a", 0.2))]
    spec = charts.shares(marks, title="t", reference=0.3)
    assert [row["name"] for row in spec["data"]["values"]] == ["b", "a"]
    drawn = figure(spec, description="what <it> shows", caption="how")
    assert drawn.count("<svg") == 1
    assert 'aria-label="what &lt;it&gt; shows"' in drawn
    assert drawn.index(">b<") < drawn.index(">a<")
    assert "stroke-dasharray" in drawn


def test_a_name_that_would_end_the_drawing_library_is_drawn_as_text() -> None:
    cell = charts.Cell("row\x00", "<b>&\u202e", 0.5, "50 %", "n 2")
    drawn = figure(charts.heat_map([cell], [cell.row], [cell.column]), description="d", caption="c")
    assert "rowU+0000" in drawn
    assert "&lt;b&gt;&amp;U+202E" in drawn


def test_costs_are_means_and_ratios_over_the_same_prompts() -> None:
    before = run([*passes([True] * 8, Usage(100, 50, 1.0, 1)), sample("only-there", [], usage=Usage(7000, 7, 7.0, 7))])
    after = run([*passes([True] * 8, Usage(300, 50, 2.0, 4)), sample("only-here", [], usage=Usage(9000, 9, 9.0, 9))])
    found = costs(after, before)
    assert found["Prompt tokens"].per_reply.value == pytest.approx((8 * 300 + 9000) / 9)
    relative = {name: cost.relative for name, cost in found.items()}
    assert {name: r and r.value for name, r in relative.items()} == pytest.approx(
        {"Prompt tokens": 3.0, "Completion tokens": 1.0, "Seconds": 2.0, "Calls": 4.0}
    )
    assert isinstance(relative["Calls"], Estimate)
    assert costs(before, before)["Calls"].relative is None


def test_a_cost_that_the_baseline_does_not_tell_has_no_ratio() -> None:
    before, after = run(passes([True] * 3, Usage(0, 0, 1.0, 1))), run(passes([True] * 3))
    assert costs(after, before)["Prompt tokens"].relative is None


def test_the_identity_separates_what_runs_share_from_what_differs() -> None:
    both = identity({"one": run(passes([True]), name="m1"), "two": run(passes([True]), name="m2")})
    shared, different = both.split("Different from run to run</caption>")
    assert "bfloat16" in shared
    assert "m1" not in shared
    assert "<td>m1</td><td>m2</td>" in different
