"""The figures of a report, drawn from its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.evals.report import charts, numbers, palette
from adhere.evals.report.content import BASELINE
from adhere.evals.report.markup import Html, tag
from adhere.evals.report.svg import figure
from adhere.stats import PairedVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.evals.metrics import Metrics
    from adhere.evals.report.content import Figures
    from adhere.stats import Estimate

_SIGNS = {
    PairedVerdict.BETTER: " \N{BLACK UP-POINTING TRIANGLE}",
    PairedVerdict.WORSE: " \N{BLACK DOWN-POINTING TRIANGLE}",
    PairedVerdict.NOT_DISTINGUISHABLE: "",
}
_TYPES_WIDTH, _TYPES_STEP = 800, 34


def ranked(figures: Figures) -> Html:
    """Return prompt-level strict accuracy by variant, and beside it the differences to the baseline."""
    return tag("div", {"class": "pair"}, _levels(figures), _differences(figures))


def _levels(figures: Figures) -> Html:
    baseline = figures.baseline.prompt_strict
    marks = [_share(e.variant.name, e.metrics.prompt_strict, palette.OF_VERDICT[e.verdict]) for e in figures.entries]
    marks.append(_share(BASELINE, baseline, palette.MUTED))
    spec = charts.shares(marks, title="Prompts with every constraint satisfied", reference=baseline.value)
    return figure(
        spec,
        description="Prompt-level strict accuracy: " + _spoken(marks),
        caption="Prompt-level strict accuracy with 95 % intervals; the dashed line is the baseline.",
    )


def _differences(figures: Figures) -> Html:
    marks = []
    for entry in figures.entries:
        name, overall = entry.variant.name, entry.variant.comparison.overall
        label, color = numbers.points(overall.difference.value), palette.OF_VERDICT[entry.verdict]
        low, high = overall.difference.interval
        marks.append(charts.Mark(name, 100 * overall.difference.value, 100 * low, 100 * high, label, color))
    spec = charts.differences(marks, title="Difference to the baseline, percentage points")
    return figure(
        spec,
        description="Difference to the baseline in percentage points: " + _spoken(marks),
        caption="Difference to the baseline over the same prompts, with 95 % intervals; "
        "blue is better, orange worse, grey not distinguishable.",
    )


def types_by_variant(figures: Figures) -> Html:
    """Return constraint-level strict accuracy by constraint type and variant."""
    rows = sorted(figures.baseline.by_type, key=lambda name: figures.baseline.by_type[name].value)
    columns = [BASELINE, *(entry.variant.name for entry in figures.entries)]
    cells = [_cell(name, BASELINE, figures.baseline.by_type[name]) for name in rows]
    for entry in figures.entries:
        compared = entry.variant.comparison.by_type
        cells += [
            _cell(name, entry.variant.name, found, _SIGNS[compared[name].verdict] if name in compared else "")
            for name, found in entry.metrics.by_type.items()
        ]
    return figure(
        charts.heat_map(cells, rows, columns),
        description="Share of constraints satisfied by type and variant; the table below holds the same numbers.",
        caption="A triangle marks a difference to the baseline that holds after Holm's correction over all types.",
    )


def types(found: Mapping[str, Estimate]) -> Html:
    """Return constraint-level strict accuracy by constraint type of one run."""
    ordered = sorted(found.items(), key=lambda item: item[1].value)
    marks = [_share(name, estimate, palette.GAIN) for name, estimate in ordered]
    return figure(
        charts.shares(marks, title="Constraints satisfied", width=_TYPES_WIDTH, step=_TYPES_STEP),
        description="Constraint-level strict accuracy by type: " + _spoken(marks),
        caption="Constraint-level strict accuracy with 95 % intervals.",
    )


def accuracies(metrics: Metrics) -> Html:
    """Return the four accuracies of one run."""
    named = {
        "Prompt-level strict": metrics.prompt_strict,
        "Prompt-level loose": metrics.prompt_loose,
        "Constraint-level strict": metrics.constraint_strict,
        "Constraint-level loose": metrics.constraint_loose,
    }
    marks = [_share(name, estimate, palette.GAIN) for name, estimate in named.items()]
    return figure(
        charts.shares(marks, title="Satisfied"),
        description="Accuracies: " + _spoken(marks),
        caption="The field's four accuracies with 95 % intervals.",
    )


def _share(name: str, estimate: Estimate, color: str) -> charts.Mark:
    return charts.mark(name, estimate.value, estimate.interval, numbers.percent(estimate.value), color)


def _cell(row: str, column: str, estimate: Estimate, sign: str = "") -> charts.Cell:
    return charts.Cell(row, column, estimate.value, numbers.percent(estimate.value) + sign, f"n {estimate.n:,}")


def _spoken(marks: list[charts.Mark]) -> str:
    return "; ".join(f"{mark.name} {mark.label}" for mark in marks)
