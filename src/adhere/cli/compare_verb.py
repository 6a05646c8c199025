"""``adhere compare``: two runs, task by task."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.cli.options import Json

if TYPE_CHECKING:
    from adhere.evals import Run, RunComparison

EXIT_CODES = {"pass": 0, "regression": 1, "inconclusive": 3}


def run(before: Path, after: Path, /, *, margin: float = 0.05, html: Path | None = None, as_json: Json = False) -> int:
    """Compare two runs on the same tasks; exit with 0 pass, 1 regression, 3 inconclusive.

    It passes when the 95 % interval of the difference excludes a loss beyond the margin.

    Args:
        before: folder of the earlier run.
        after: folder of the later run.
        margin: loss of prompt-level strict accuracy that is accepted; 0.05 is five points.
        html: write a report there, with the tasks that were fixed and broken.
        as_json: print the comparison as JSON.
    """
    from adhere.cli.figures import give_comparison
    from adhere.cli.terminal import give, give_json
    from adhere.evals import Run, compare_runs
    from adhere.evals.decision import decide

    first, second = Run.open(before), Run.open(after)
    comparison = compare_runs(first, second)
    decision = decide(comparison.overall, margin)
    if html:
        _write_report(first, second, comparison, html)
    if as_json:
        give_json({"decision": asdict(decision), "comparison": comparison.to_dict()})
    else:
        give_comparison(comparison)
        needed = f": about {decision.n_needed} tasks would tell" if decision.n_needed else ""
        give(f"\n{decision.outcome.value}{needed} (accepted loss: {100 * margin:g} points)")
    return EXIT_CODES[decision.outcome.value]


def _write_report(before: Run, after: Run, comparison: RunComparison, path: Path) -> None:
    from adhere.cli.terminal import say
    from adhere.evals.report import Report, Variant, render, write

    later, earlier = after.path.name, before.path.name
    if later == earlier:
        later, earlier = str(after.path), str(before.path)
    variant = Variant(later, "", after, comparison)
    write(render(Report(f"{later} against {earlier}", before, (variant,))), path)
    say(f"report: {path}")
