"""The sections of a page, in the order in which people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.evals.report import numbers, plots, tables, tasks
from adhere.evals.report.content import BASELINE
from adhere.evals.report.identity import identity
from adhere.evals.report.markup import Html, joined, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.evals.metrics import Metrics
    from adhere.evals.report.content import Figures
    from adhere.evals.runs import Run

_COSTS = (
    "Means per reply with their intervals. Seconds run from taking a request up to its last token; requests overlap, "
    "so that they depend on how many are in flight."
)
_MARKS = (
    "Marks in a reply show what a verdict rests on: underlined for satisfied, wavy for violated. "
    "Point at one to read why."
)
_METHOD = (
    "Prompt-level accuracy is the share of prompts with every constraint satisfied, constraint-level accuracy the "
    "share of constraints. Strict judges the reply as it is; loose accepts it when one of eight trimmed variants "
    "passes. Refused, empty and reasoning-only replies satisfy nothing, a truncated reply is judged as it stands, and "
    "an error is no measurement. Intervals are at 95 %: Wilson's for shares and Tango's for paired differences, both "
    "at the effective sample size of prompts that share a base task. Every comparison is over the same prompts. Better "
    "and worse need a p-value below 0.05 after Holm's correction for the number of comparisons in the table; intervals "
    "are not corrected."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its anchor, its heading, how to read it, and what it shows."""

    anchor: str
    heading: str
    lead: str
    content: Html


def report_sections(figures: Figures) -> list[Section]:
    """Return the sections of a comparison with a baseline."""
    report = figures.report
    runs = {BASELINE: report.baseline, **{e.variant.name: e.variant.run for e in figures.entries}}
    columns = {BASELINE: figures.baseline, **{e.variant.name: e.metrics for e in figures.entries}}
    return [
        _ranking(figures, columns),
        Section(
            "cost",
            "What it costs",
            f"{_COSTS} Below them: how many times the baseline's.",
            tables.cost_table(runs, report.baseline),
        ),
        Section(
            "types",
            "Where it helps and where it hurts",
            "Share of constraints satisfied, strict, by constraint type; the baseline's weakest types come first.",
            joined(
                [
                    plots.types_by_variant(figures),
                    _folded("As a table, with intervals and p-values", tables.type_table(figures)),
                ]
            ),
        ),
        _statuses(columns),
        Section("prompts", "Fixed and broken prompts", _MARKS, tasks.changed_tasks(figures)),
        Section("identity", "How this was measured", _METHOD, identity(runs)),
    ]


def run_sections(run: Run, metrics: Metrics) -> list[Section]:
    """Return the sections of a report on one run."""
    columns = {run.manifest.model: metrics}
    types = tables.share_table(
        "Constraint-level strict accuracy by constraint type", "Constraint type", metrics.by_type
    )
    kinds = tables.share_table("Prompt-level strict accuracy by kind of work", "Kind of work", metrics.by_kind)
    return [
        Section(
            "accuracies",
            "Accuracy",
            "The field's four figures, each with its n and its interval.",
            joined([plots.accuracies(metrics), tables.accuracies(columns)]),
        ),
        Section(
            "types",
            "By constraint type",
            "Share of constraints satisfied, strict; the weakest types come first.",
            joined([plots.types(metrics.by_type), _folded("As a table", types)]),
        ),
        Section("kinds", "By kind of work", "Share of prompts with every constraint satisfied, strict.", kinds),
        Section("cost", "What it costs", _COSTS, tables.cost_table({run.manifest.model: run}, run)),
        _statuses(columns),
        Section("prompts", "Single prompts", _MARKS, tasks.run_tasks(run)),
        Section("identity", "How this was measured", _METHOD, identity({run.manifest.model: run})),
    ]


def _ranking(figures: Figures, columns: Mapping[str, Metrics]) -> Section:
    parts: list[str] = [plots.ranked(figures), tables.ranking(figures)] if figures.entries else []
    parts += [
        tag("p", {"class": "left-out"}, f"{name} was not tried: {why}") for name, why in figures.report.skipped.items()
    ]
    parts += [tag("p", {"class": "left-out"}, text) for text in _left_out(figures)]
    lead = "Ranked by the difference in prompt-level strict accuracy to the baseline, on the same prompts."
    return Section("ranking", "What moves the needle", lead, joined([*parts, tables.accuracies(columns)]))


def _left_out(figures: Figures) -> list[str]:
    """Say which prompts a comparison cannot use."""
    gaps = {
        entry.variant.name: len(entry.variant.comparison.missing_before) + len(entry.variant.comparison.missing_after)
        for entry in figures.entries
    }
    return [
        f"Not measured in both runs and left out of the comparison with {name}: {numbers.whole(gap, 'prompt')}"
        for name, gap in gaps.items()
        if gap
    ]


def _statuses(columns: Mapping[str, Metrics]) -> Section:
    lead = "A reply that is none is counted here, apart from violations."
    return Section("replies", "What kind of replies came", lead, tables.statuses(columns))


def _folded(summary: str, content: Html) -> Html:
    return tag("details", {"class": "folded"}, tag("summary", {}, summary), content)
