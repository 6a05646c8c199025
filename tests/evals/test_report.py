"""Whole pages: that they open anywhere, say what the figures say, and do nothing that a reply asks for."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from report_material import checked, passes, run, sample, verdict

from adhere.errors import UsageError
from adhere.evals import ReplyStatus, compare_runs
from adhere.evals.report import Report, Variant, figures, render, render_run, write
from adhere.models import Price, Usage

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.evals import Run

VOID = {"meta", "br", "col"}
HOSTILE = "</div><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[31mred\x1b[0m \u202eevil\u202c \x00 & done"


class Page(HTMLParser):
    """Reads a page as strictly as the standard asks its authors to write it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attributes}) == len(attributes), f"an attribute twice in {name}"
        self.tags.append((name, dict(attributes)))
        if name not in VOID:
            self.open.append(name)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))

    def handle_endtag(self, name: str) -> None:
        assert self.open, f"</{name}> closes nothing"
        assert self.open.pop() == name

    def handle_data(self, text: str) -> None:
        if "style" not in self.open:
            self.words.append(text)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def variant(name: str, baseline: Run, after: Run) -> Variant:
    return Variant(name, "decoding", after, compare_runs(baseline, after))


@pytest.fixture(scope="module")
def baseline() -> Run:
    return run(passes([i % 4 == 0 for i in range(80)]))


@pytest.fixture(scope="module")
def report(baseline: Run) -> Report:
    better = run(passes([i % 4 != 1 for i in range(80)], Usage(100, 300, 4.0, 4)), name="tiny-model + best")
    same = run(passes([(i + 1) % 4 == 0 or i == 0 for i in range(80)]), name="tiny-model + same")
    worse = run(passes([i == 0 for i in range(80)]), name="tiny-model + worse")
    variants = tuple(variant(n, baseline, r) for n, r in (("same", same), ("worse", worse), ("best-of-n", better)))
    return Report("What improves tiny-model", baseline, variants, {"rlhf": "no reward model"})


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return render(report)


def test_the_page_is_well_formed_and_its_figures_and_tables_are_labelled(page: str) -> None:
    parsed = Page(page)
    names = [name for name, _ in parsed.tags]
    assert names.count("h1") == 1
    assert names.count("svg") == 3
    assert all(a.get("role") == "img" and a.get("aria-label") for name, a in parsed.tags if name == "svg")
    assert all(a.get("scope") for name, a in parsed.tags if name == "th")
    anchors = {a["href"] for name, a in parsed.tags if name == "a"}
    assert anchors == {f"#{a['id']}" for _, a in parsed.tags if "id" in a}


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(page: str) -> None:
    parsed = Page(page)
    assert not {name for name, _ in parsed.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    for _, attributes in parsed.tags:
        assert not any(key.startswith("on") for key in attributes)
        assert all((attributes.get(key) or "#").startswith("#") for key in ("href", "src", "xlink:href"))
    assert "http:" not in page
    assert "https:" not in page
    assert not re.search(r"@import|url\(", page)
    policy = next(a["content"] for _, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'")


def test_every_colour_of_a_figure_follows_the_page(page: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "var(--gain)" in drawings
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", drawings)


def test_the_headline_names_the_best_intervention_its_gain_and_its_price(report: Report, page: str) -> None:
    text = Page(page).text
    overall = report.variants[2].comparison.overall
    assert "best-of-n raises the share of prompts with every constraint satisfied from 25.0 % to 75.0 %" in text
    assert f"+{100 * overall.difference.value:.1f} percentage points" in text
    assert f"+{100 * overall.difference.low:.1f} to +{100 * overall.difference.high:.1f}" in text
    assert f"fixes {overall.fixed} prompts" in text
    assert f"breaks {overall.broken} prompts" in text
    assert "2.00 \N{MULTIPLICATION SIGN} the prompt tokens, 3.00 \N{MULTIPLICATION SIGN} the completion tokens" in text
    assert "Worse: worse (\N{MINUS SIGN}23.8)" in text
    assert "rlhf was not tried: no reward model" in text


def test_every_accuracy_stands_in_the_page_with_its_interval_and_n(report: Report, page: str) -> None:
    text = Page(page).text
    for one in (report.baseline, *(v.run for v in report.variants)):
        metrics = one.metrics()
        for estimate in (metrics.prompt_strict, metrics.constraint_loose, *metrics.by_type.values()):
            assert (
                f"{100 * estimate.value:.1f} %{100 * estimate.low:.1f} to {100 * estimate.high:.1f} %, n {estimate.n}"
            ) in text


def test_fixed_and_broken_prompts_are_shown_and_the_rest_counted(report: Report, page: str) -> None:
    text = Page(page).text
    comparison = report.variants[2].comparison
    assert f"{len(comparison.fixed)} prompts fixed" in text
    assert f"{len(comparison.fixed) - 10} more are in the folders of the runs" in text
    assert comparison.fixed[0] in text
    assert '<mark class="violated" title="punctuation:no_comma: a comma">,</mark>' in page


def test_the_identity_says_what_it_takes_to_measure_again(page: str) -> None:
    text = Page(page).text
    for fact in ("d1" * 32, "ab" * 32, "bfloat16", "2026-01-02T03:04:05+00:00", "max tokens", "2.4.6", "held-out"):
        assert fact in text


def test_a_hostile_reply_prompt_and_name_stay_text() -> None:
    hostile = [
        sample(
            f"t{i}{HOSTILE}",
            [checked(HOSTILE, verdict(satisfied=i > 2, spans=[(3, 12)], note=HOSTILE), {"p": HOSTILE})],
            prompt=HOSTILE,
            reply=HOSTILE,
        )
        for i in range(6)
    ]
    before = run(hostile, name=HOSTILE)
    after = run(hostile, name=f"{HOSTILE} + x")
    for page in (render_run(before), render(Report(HOSTILE, before, (variant(HOSTILE, before, after),)))):
        names = {name for name, _ in Page(page).tags}
        assert not names & {"script", "img"}
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)
        assert "&lt;script&gt;alert(1)" in page
        assert '<span class="code-point" title="right-to-left override">U+202E</span>' in page


def test_not_distinguishable_is_said_with_the_prompts_that_it_would_take(baseline: Run) -> None:
    after = run(passes([i % 4 == 0 or i == 1 for i in range(80)]), name="b")
    text = Page(render(Report("before and after", baseline, (variant("after", baseline, after),)))).text
    comparison = compare_runs(baseline, after).overall
    assert "after is not distinguishable from the baseline" in text
    assert f"it takes about {comparison.n_needed:,} prompts" in text
    assert "1 prompt fixed" in text
    assert "0 prompts broken" in text


def test_several_that_cannot_be_told_apart_and_one_that_harms_have_their_own_headlines(baseline: Run) -> None:
    same = run(passes([i % 4 == 0 for i in range(80)]), name="b")
    worse = run(passes([False] * 80), name="c")
    nothing = Report("r", baseline, (variant("one", baseline, same), variant("two", baseline, same)))
    harm = Report("r", baseline, (variant("one", baseline, same), variant("two", baseline, worse)))
    assert "None of the 2 interventions is distinguishable from the baseline" in render(nothing)
    assert "Nothing that was tried helps, and two makes it worse" in render(harm)
    assert "two lowers the share" in render(Report("r", baseline, (variant("two", baseline, worse),)))


def test_a_difference_that_does_not_survive_the_correction_is_not_called_better(baseline: Run) -> None:
    gain = run(passes([i % 4 == 0 or i in {1, 2, 3, 5, 6, 7} for i in range(80)]), name="b")
    same = run(passes([i % 4 == 0 for i in range(80)]), name="c")
    alone = variant("gain", baseline, gain)
    assert 0.01 < alone.comparison.overall.p_value < 0.05
    assert figures(Report("r", baseline, (alone,))).best is not None
    many = figures(Report("r", baseline, (alone, *(variant(str(i), baseline, same) for i in range(4)))))
    assert many.best is None
    assert many.entries[0].p_adjusted == pytest.approx(5 * alone.comparison.overall.p_value)


@pytest.mark.parametrize("outcome", [True, False])
def test_rates_at_the_ends_still_have_intervals(outcome: bool) -> None:  # noqa: FBT001 - a parameter of the test
    one = run(passes([outcome] * 12))
    text = Page(render_run(one)).text
    assert ("100.0 %75.8 to 100.0 %, n 12" if outcome else "0.0 %0.0 to 24.2 %, n 12") in text
    text = Page(render(Report("r", one, (variant("same", one, one),)))).text
    assert "0 prompts fixed" in text


def test_one_prompt_is_a_report_with_an_unknown_cost_interval() -> None:
    text = Page(render_run(run(passes([True])))).text
    assert re.search("satisfies every constraint of 100.0 % of 1 prompt(?!s)", text)
    assert "interval unknown, n 1" in text


def test_a_report_without_variants_says_what_was_not_tried(baseline: Run) -> None:
    text = Page(render(Report("r", baseline, (), {"best-of-n": "no constraints"}))).text
    assert "tiny-model satisfies every constraint of 25.0 % of 80 prompts" in text
    assert "best-of-n was not tried: no constraints" in text


def test_replies_that_are_none_are_counted_apart_and_gaps_come_first() -> None:
    samples = [
        *passes([True, False]),
        sample("empty", [checked("a:b", verdict(satisfied=False))], reply="", status=ReplyStatus.EMPTY),
        sample("cut", [checked("a:b", verdict(satisfied=True))], status=ReplyStatus.TRUNCATED),
        sample("lost", [], reply="", status=ReplyStatus.ERROR),
    ]
    page = render_run(run(samples, tasks=7))
    text = Page(page).text
    assert "Not every prompt was measured: 4 of 7 of tiny-model (1 failed, 2 not tried)" in text
    assert "no reply to judge" in text
    assert re.search(r"Answered Truncated Empty".replace(" ", ""), text.replace(" ", ""))
    assert "1 20.0 % of 5".replace(" ", "") in text.replace(" ", "").replace("\u202f", "")


def test_money_is_shown_where_the_price_is_known(baseline: Run) -> None:
    assert "Dollars" not in Page(render_run(baseline)).text
    priced = run(passes([True] * 4), price=Price(1.0, 2.0))
    # 50 tokens at 1 and 100 at 2 dollars a million: 0.25 dollars for 1,000 replies.
    assert "0.25" in Page(render_run(priced)).text


def test_nothing_measured_is_an_error_not_a_page() -> None:
    with pytest.raises(UsageError):
        render_run(run([sample("lost", [], status=ReplyStatus.ERROR)]))


def test_a_report_appears_whole(tmp_path: Path, page: str) -> None:
    target = tmp_path / "report.html"
    write(page, target)
    assert target.read_text(encoding="utf-8") == page
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
