"""Figures in words and tables, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.cli.progress import duration
from adhere.cli.terminal import give, give_table
from adhere.evals.notebook import p_value, percent, points

if TYPE_CHECKING:
    from adhere.evals import Metrics, Run, RunComparison
    from adhere.interventions import Improvement
    from adhere.stats import Estimate, PairedComparison

LEVELS = (
    ("prompt-level strict", "prompt_strict"),
    ("prompt-level loose", "prompt_loose"),
    ("constraint-level strict", "constraint_strict"),
    ("constraint-level loose", "constraint_loose"),
)
VERDICTS = {"better": "better", "worse": "worse", "not_distinguishable": "not distinguishable"}


def give_run(run: Run) -> None:
    """Print what a run came to."""
    metrics = run.metrics()
    suite, sampling = run.manifest.suite, run.manifest.sampling
    give(f"{run.manifest.model} on {suite.name} {suite.version}: {run.ledger.finished} of {suite.tasks} tasks")
    give(
        f"{'greedy' if sampling.temperature == 0 else f'temperature {sampling.temperature:g}'}, "
        f"at most {sampling.max_tokens} tokens a reply, seed {sampling.seed}"
    )
    _give_levels(metrics)
    _give_types(metrics)
    statuses = ", ".join(
        f"{count} {status.value.replace('_', ' ')}" for status, count in metrics.statuses.items() if count
    )
    give(f"\nreplies: {statuses}" + (f"; {metrics.undecided} verdicts undecided" if metrics.undecided else ""))
    give(f"cost: {_cost(run, metrics)}")
    give(f"run: {run.path}")


def _give_levels(metrics: Metrics) -> None:
    official = metrics.official_prompt_strict is not None
    header = ("accuracy (95 % interval)", "adhere", *(("IFEval's own checkers",) if official else ()), "n")
    rows = []
    for label, name in LEVELS:
        own: Estimate = getattr(metrics, name)
        published: Estimate | None = getattr(metrics, f"official_{name}")
        rows.append((label, percent(own), *((percent(published),) if published else ()), str(own.n)))
    give("")
    give_table(header, rows)


def _give_types(metrics: Metrics) -> None:
    ranked = sorted(metrics.by_type.items(), key=lambda item: item[1].value)
    rows = [(name, percent(estimate), str(estimate.n)) for name, estimate in ranked]
    give("")
    give_table(("constraint type", "strict", "n"), rows)


def _cost(run: Run, metrics: Metrics) -> str:
    parts = [
        f"{metrics.tokens_per_reply:.0f} tokens",
        f"{metrics.calls_per_reply:.1f} calls",
        f"{metrics.seconds_per_reply:.1f} s a reply",
        f"{duration(run.manifest.spent.seconds)} in all",
    ]
    return ", ".join(parts + ([f"${run.dollars:.4f}"] if run.dollars is not None else []))


def give_comparison(comparison: RunComparison) -> None:
    """Print a comparison in words, and the constraint types that changed."""
    overall = comparison.overall
    give(f"prompt-level strict: {sentence(overall)}")
    give(f"fixed {overall.fixed}, broken {overall.broken} of {overall.difference.n} tasks measured in both")
    if comparison.missing_before or comparison.missing_after:
        give(
            f"not compared: {len(comparison.missing_before) + len(comparison.missing_after)} tasks measured in one only"
        )
    rows = [
        (
            name,
            points(one.comparison.difference),
            p_value(one.p_adjusted),
            VERDICTS[one.verdict.value],
            str(one.comparison.difference.n),
        )
        for name, one in comparison.by_type.items()
        if one.comparison.fixed or one.comparison.broken
    ]
    if rows:
        give("")
        give_table(("constraint type", "points (95 % interval)", "p (Holm)", "verdict", "n"), rows)


def give_improvement(improvement: Improvement) -> None:
    """Print the ranking of interventions."""
    baseline = improvement.figures.baseline
    give(
        f"{improvement.baseline.manifest.model}: prompt-level strict {percent(baseline.prompt_strict)}, "
        f"{baseline.prompt_strict.n} held-out tasks"
    )
    _give_ranking(improvement)
    _give_costs(improvement)
    give("")
    for name, reason in improvement.skipped.items():
        give(f"not tried: {name}: {reason}")
    best = improvement.best
    give(
        f"best: {best.variant.name}, {sentence(best.variant.comparison.overall)}"
        if best
        else "none of them is better beyond chance"
    )
    give(f"report: {improvement.report}")
    give(f"figures: {improvement.summary}")


def _give_ranking(improvement: Improvement) -> None:
    rows = [("(as it is)", percent(improvement.figures.baseline.prompt_strict), "", "", "")]
    rows += [
        (
            entry.variant.name,
            percent(entry.metrics.prompt_strict),
            points(entry.variant.comparison.overall.difference),
            p_value(entry.p_adjusted),
            VERDICTS[entry.verdict.value],
        )
        for entry in improvement.ranking
    ]
    give("")
    give_table(("intervention", "strict", "points (95 % interval)", "p (Holm)", "verdict"), rows)


def _give_costs(improvement: Improvement) -> None:
    rows = [("(as it is)", "", "", *_costs(improvement.figures.baseline))]
    for entry in improvement.ranking:
        overall = entry.variant.comparison.overall
        rows.append((entry.variant.name, str(overall.fixed), str(overall.broken), *_costs(entry.metrics)))
    give("")
    give_table(("intervention", "fixed", "broken", "tokens a reply", "calls a reply", "seconds a reply"), rows)


def _costs(metrics: Metrics) -> tuple[str, str, str]:
    return f"{metrics.tokens_per_reply:.0f}", f"{metrics.calls_per_reply:.1f}", f"{metrics.seconds_per_reply:.1f}"


def sentence(comparison: PairedComparison) -> str:
    """Return the verdict in words."""
    found = f"{points(comparison.difference)} points, p = {p_value(comparison.p_value)}".replace("= <", "< ")
    if comparison.verdict.value != "not_distinguishable":
        return f"{VERDICTS[comparison.verdict.value]}, {found}"
    n, smallest = comparison.difference.n, 100 * comparison.mde
    return f"not distinguishable, {found}; {n} tasks would show a difference of {smallest:.0f} points"
