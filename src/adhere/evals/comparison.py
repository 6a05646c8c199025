"""Two runs of one suite, task by task: is there a difference, and where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from adhere.errors import UsageError
from adhere.evals.metrics import satisfied
from adhere.evals.notebook import points, table
from adhere.stats import PairedComparison, PairedVerdict, compare_paired, holm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.evals.runs import Run
    from adhere.evals.samples import Sample


@dataclass(frozen=True, slots=True)
class TypeComparison:
    """One constraint type in both runs.

    Attributes:
        comparison: of its constraints, by itself.
        p_adjusted: its p-value by Holm's method over all types compared.
        verdict: the comparison's, unless the adjusted p-value no longer carries it.
    """

    comparison: PairedComparison
    p_adjusted: float
    verdict: PairedVerdict


@dataclass(frozen=True, slots=True, repr=False)
class RunComparison:
    """What changed from one run to another, over the tasks measured in both.

    Attributes:
        overall: prompt-level strict, paired by task, clustered by prompt.
        by_type: constraint-level strict of each constraint type.
        fixed, broken: ids of the tasks that only the later, or only the earlier run satisfies, in the suite's order.
        missing_before, missing_after: ids of the tasks that the earlier or the later run has not measured.
    """

    overall: PairedComparison
    by_type: Mapping[str, TypeComparison]
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    missing_before: tuple[str, ...]
    missing_after: tuple[str, ...]

    def __repr__(self) -> str:
        lines = ("  ".join(row) for row in self._rows())
        return "\n  ".join([f"<RunComparison: {len(self.fixed)} fixed, {len(self.broken)} broken>", *lines])

    def _repr_html_(self) -> str:
        caption = f"{len(self.fixed)} tasks fixed, {len(self.broken)} broken"
        return table(caption, ("measure", "points (95 % interval)", "verdict"), self._rows())

    def _rows(self) -> list[tuple[str, str, str]]:
        types = [(name, one.comparison, one.verdict) for name, one in self.by_type.items()]
        rows = [("prompt-level strict", self.overall, self.overall.verdict), *types]
        return [(name, points(one.difference), verdict.value.replace("_", " ")) for name, one, verdict in rows]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON's types."""
        return {
            **asdict(self),
            "overall": _to_dict(self.overall),
            "by_type": {
                name: {**_to_dict(one.comparison), "p_adjusted": one.p_adjusted, "verdict": one.verdict}
                for name, one in self.by_type.items()
            },
        }


def compare_runs(before: Run, after: Run, *, level: float = 0.95) -> RunComparison:
    """Compare two runs of one suite.

    Raises:
        UsageError: the runs are of different suites, or no task was measured in both.
    """
    _require_same_suite(before, after)
    old = {sample.task: sample for sample in before.samples if sample.failure is None}
    new = {sample.task: sample for sample in after.samples if sample.failure is None}
    pairs = [(sample, new[task]) for task, sample in old.items() if task in new]
    if not pairs:
        raise UsageError(
            f"no task was measured in both {before.path} and {after.path}", hint="resume the runs, then compare"
        )
    overall = compare_paired(
        [first.strict for first, _ in pairs],
        [second.strict for _, second in pairs],
        [first.cluster for first, _ in pairs],
        level=level,
    )
    return RunComparison(
        overall=overall,
        by_type=_by_type(pairs, level),
        fixed=tuple(second.task for first, second in pairs if second.strict and not first.strict),
        broken=tuple(second.task for first, second in pairs if first.strict and not second.strict),
        missing_before=tuple(task for task in new if task not in old),
        missing_after=tuple(task for task in old if task not in new),
    )


def _to_dict(comparison: PairedComparison) -> dict[str, Any]:
    return {**asdict(comparison), "difference": comparison.difference.to_dict()}


def _require_same_suite(before: Run, after: Run) -> None:
    first, second = before.manifest.suite, after.manifest.suite
    if first.digest != second.digest:
        raise UsageError(
            f"{before.path} measured {first.name} {first.version} ({first.digest[:12]}, {first.tasks} tasks), "
            f"{after.path} measured {second.name} {second.version} ({second.digest[:12]}, {second.tasks} tasks)",
            hint="compare runs of one suite, loaded with the same half, seed and limit",
        )


def _by_type(pairs: Sequence[tuple[Sample, Sample]], level: float) -> dict[str, TypeComparison]:
    columns: dict[str, tuple[list[bool], list[bool], list[str]]] = {}
    for first, second in pairs:
        for one, other in zip(first.checked, second.checked, strict=True):
            before, after, clusters = columns.setdefault(one.id, ([], [], []))
            before.append(satisfied(first, one))
            after.append(satisfied(second, other))
            clusters.append(first.cluster)
    compared = {name: compare_paired(*columns[name], level=level) for name in sorted(columns)}
    adjusted = holm([comparison.p_value for comparison in compared.values()])
    return {
        name: TypeComparison(comparison, p, comparison.verdict if p < 1 - level else PairedVerdict.NOT_DISTINGUISHABLE)
        for (name, comparison), p in zip(compared.items(), adjusted, strict=True)
    }
