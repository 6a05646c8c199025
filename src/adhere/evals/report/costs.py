"""What replies cost, beside the baseline's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.evals.report.content import measured
from adhere.stats import mean, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from adhere.evals.runs import Run
    from adhere.models import Usage
    from adhere.stats import Estimate

MEASURES: dict[str, Callable[[Usage], float]] = {
    "Prompt tokens": lambda usage: usage.prompt_tokens,
    "Completion tokens": lambda usage: usage.completion_tokens,
    "Seconds": lambda usage: usage.seconds,
    "Calls": lambda usage: usage.calls,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost per reply; ``relative`` is to the baseline over the tasks measured in both, None where it has none."""

    per_reply: Estimate
    relative: Estimate | None


def costs(run: Run, baseline: Run) -> dict[str, Cost]:
    """Return each cost of a reply, clustered by prompt."""
    return {name: _cost(run, baseline, measure) for name, measure in measures(run).items()}


def measures(run: Run) -> dict[str, Callable[[Usage], float]]:
    """Return what can be measured of a run: money only where the price is known."""
    price = run.manifest.price
    if price is None:
        return MEASURES
    return {**MEASURES, "Dollars per 1,000": lambda usage: 1000 * price.of(usage)}


def _cost(run: Run, baseline: Run, measure: Callable[[Usage], float]) -> Cost:
    own, reference = measured(run), measured(baseline)
    per_reply = mean([measure(s.usage) for s in own.values()], [s.cluster for s in own.values()])
    shared = [task for task in own if task in reference]
    before = [measure(reference[task].usage) for task in shared]
    if run is baseline or sum(before) <= 0:
        return Cost(per_reply, None)
    after = [measure(own[task].usage) for task in shared]
    return Cost(per_reply, ratio(after, before, [own[task].cluster for task in shared]))
