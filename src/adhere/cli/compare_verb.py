"""``adhere compare``: two runs, task by task."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from adhere.cli.options import Json

EXIT_CODES = {"pass": 0, "regression": 1, "inconclusive": 3}


def run(before: Path, after: Path, /, *, margin: float = 0.05, as_json: Json = False) -> int:
    """Compare two runs on the same tasks; exit with 0 pass, 1 regression, 3 inconclusive.

    It passes when the 95 % interval of the difference excludes a loss beyond the margin.

    Args:
        before: folder of the earlier run.
        after: folder of the later run.
        margin: loss of prompt-level strict accuracy that is accepted; 0.05 is five points.
        as_json: print the comparison as JSON.
    """
    from adhere.api import compare
    from adhere.cli.figures import give_comparison
    from adhere.cli.terminal import give, give_json
    from adhere.evals.decision import decide

    comparison = compare(before, after)
    decision = decide(comparison.overall, margin)
    if as_json:
        give_json({"decision": asdict(decision), "comparison": comparison.to_dict()})
    else:
        give_comparison(comparison)
        needed = f": about {decision.n_needed} tasks would tell" if decision.n_needed else ""
        give(f"\n{decision.outcome.value}{needed} (accepted loss: {100 * margin:g} points)")
    return EXIT_CODES[decision.outcome.value]
