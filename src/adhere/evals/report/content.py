"""What a report is about, and the figures that all its parts share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.stats import PairedVerdict, holm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.evals.comparison import RunComparison
    from adhere.evals.metrics import Metrics
    from adhere.evals.runs import Run
    from adhere.evals.samples import Sample

ALPHA = 0.05
BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that was tried.

    Attributes:
        name: what people call it. changes: the part of the system that it changes, empty where that is unknown.
        run: its run. comparison: of that run with the baseline.
    """

    name: str
    changes: str
    run: Run
    comparison: RunComparison


@dataclass(frozen=True, slots=True)
class Report:
    """A baseline and what was tried on it, over one suite.

    Attributes:
        skipped: what could not be tried, with the reason.
    """

    title: str
    baseline: Run
    variants: tuple[Variant, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A variant with its figures.

    Attributes:
        p_adjusted: p-value of the overall comparison by Holm's method over all variants.
        verdict: the comparison's, unless the adjusted p-value no longer carries it.
    """

    variant: Variant
    metrics: Metrics
    p_adjusted: float
    verdict: PairedVerdict


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a report, computed once.

    Attributes:
        entries: from the largest gain to the largest loss in prompt-level strict accuracy.
    """

    report: Report
    baseline: Metrics
    entries: tuple[Entry, ...]

    @property
    def best(self) -> Entry | None:
        """The entry with the largest gain that is a gain beyond chance."""
        return next((entry for entry in self.entries if entry.verdict is PairedVerdict.BETTER), None)


def figures(report: Report) -> Figures:
    """Compute the figures of a report.

    Raises:
        UsageError: a run has measured nothing.
    """
    adjusted = holm([variant.comparison.overall.p_value for variant in report.variants])
    entries = [
        Entry(variant, variant.run.metrics(), p, _verdict(variant, p))
        for variant, p in zip(report.variants, adjusted, strict=True)
    ]
    entries.sort(key=lambda entry: -entry.variant.comparison.overall.difference.value)
    return Figures(report, report.baseline.metrics(), tuple(entries))


def measured(run: Run) -> dict[str, Sample]:
    """Return the samples of a run that are measurements, by task."""
    return {sample.task: sample for sample in run.samples if sample.failure is None}


def _verdict(variant: Variant, p_adjusted: float) -> PairedVerdict:
    return variant.comparison.overall.verdict if p_adjusted < ALPHA else PairedVerdict.NOT_DISTINGUISHABLE
