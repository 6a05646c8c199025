"""Two sets of replies to the same tasks: is one better?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.stats.clusters import clustered_mean
from adhere.stats.distributions import two_sided_normal, two_sided_p
from adhere.stats.estimates import Estimate, Interval
from adhere.stats.power import minimum_detectable_effect, pairs_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence


class PairedVerdict(StrEnum):
    """What a comparison shows."""

    BETTER = "better"
    WORSE = "worse"
    NOT_DISTINGUISHABLE = "not_distinguishable"


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """The second set of replies against the first, on the same tasks.

    Attributes:
        difference: share passed after minus share passed before, with its interval.
        p_value: two-sided; below ``1 - level`` exactly when the interval excludes 0.
        fixed: tasks that failed before and pass after. broken: the reverse.
        verdict: what the interval shows.
        mde: smallest difference that this many tasks would have detected with 80 % power.
        n_needed: tasks needed to detect a difference as large as the one observed with 80 % power; None where none
            was observed.
    """

    difference: Estimate
    p_value: float
    fixed: int
    broken: int
    verdict: PairedVerdict
    mde: float
    n_needed: int | None


def compare_paired(
    before: Sequence[bool], after: Sequence[bool], clusters: Sequence[Hashable], *, level: float = 0.95
) -> PairedComparison:
    """Compare pass and fail on the same tasks before and after a change.

    The verdict, the p-value and the interval come from one procedure: the score test of paired proportions
    (McNemar 1947) and its inversion (Tango 1998), at the effective sample size of the clusters. The exact test is
    not used for the verdict because it is conservative on discrete data: with 10 to 60 changed tasks it calls 2 to
    4 % of A/A comparisons different where 5 % are promised, and what is lost is power. The score test calls 4 to 6 %
    from about five expected changes on and fewer below (Fagerland, Lydersen and Laake 2013 compare the tests), has no
    simulation error, and gives an interval that is not empty when nothing changed.

    Args:
        before: whether each task passed before.
        after: the same tasks in the same order, after.
        clusters: the cluster of each task.
        level: of the interval; the verdict is at ``1 - level``.

    Raises:
        UsageError: the sequences are empty or of different lengths.
    """
    if len(before) != len(after):
        raise UsageError(f"a paired comparison needs the same tasks on both sides, not {len(before)} and {len(after)}")
    changes = [int(b) - int(a) for a, b in zip(before, after, strict=True)]
    fixed, broken, n = changes.count(1), changes.count(-1), len(changes)
    found = clustered_mean(changes, clusters)
    size = found.effective_size(level)
    scale = size / n
    interval = score_interval(fixed * scale, broken * scale, size, level)
    statistic = (fixed - broken) / math.sqrt(fixed + broken) * math.sqrt(scale) if fixed + broken else 0.0
    discordance = (fixed + broken) / n
    planning = {"design_effect": 1 / scale, "alpha": 1 - level}
    return PairedComparison(
        difference=Estimate(found.mean, interval.low, interval.high, n, found.clusters, found.se),
        p_value=two_sided_p(statistic),
        fixed=fixed,
        broken=broken,
        verdict=_verdict(interval),
        mde=minimum_detectable_effect(n, discordance, **planning),
        n_needed=pairs_needed(found.mean, discordance, **planning) if fixed != broken else None,
    )


def _verdict(interval: Interval) -> PairedVerdict:
    if interval.low > 0:
        return PairedVerdict.BETTER
    if interval.high < 0:
        return PairedVerdict.WORSE
    return PairedVerdict.NOT_DISTINGUISHABLE


def score_interval(fixed: float, broken: float, n: float, level: float = 0.95) -> Interval:
    """Return Tango's (1998) score interval for the difference of two paired proportions, ``(fixed - broken) / n``.

    Args:
        fixed: pairs that fail before and pass after; fractional with an effective sample size, as are the others.
        broken: pairs that pass before and fail after.
        n: all pairs.
        level: the probability that the interval covers the true difference.
    """
    z = two_sided_normal(level)
    observed = (fixed - broken) / n
    low = _bisect(lambda delta: _score(delta, fixed, broken, n) > z, -1.0, observed)
    high = _bisect(lambda delta: _score(delta, fixed, broken, n) >= -z, observed, 1.0)
    return Interval(low, high)


def _score(delta: float, fixed: float, broken: float, n: float) -> float:
    """Return Tango's (1998) score statistic, equation 3.5; the nuisance parameter is at its maximum given ``delta``."""
    b = -fixed - broken + (2 * n - fixed + broken) * delta
    c = -broken * delta * (1 - delta)
    nuisance = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * nuisance + delta * (1 - delta))
    distance = fixed - broken - n * delta
    if variance <= 0:
        return math.copysign(math.inf, distance) if distance else 0.0
    return distance / math.sqrt(variance)


def _bisect(is_left: Callable[[float], bool], low: float, high: float) -> float:
    """Return where ``is_left`` turns from true to false between ``low`` and ``high``."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if is_left(middle) else (low, middle)
    return (low + high) / 2


def mcnemar_exact(fixed: int, broken: int) -> float:
    """Return the two-sided p-value of the exact McNemar test: binomial(fixed + broken, 1/2) on the changed pairs.

    Never above its level, for independent pairs, at the price of being conservative; ``compare_paired`` says why its
    verdict does not rest on it. With no changed pair the p-value is 1.
    """
    changed = fixed + broken
    tail = sum(math.comb(changed, k) for k in range(min(fixed, broken) + 1))
    return min(1.0, 2 * tail / (1 << changed))
