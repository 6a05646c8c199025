"""Proportions and means with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from adhere.errors import UsageError
from adhere.stats.clusters import clustered_mean
from adhere.stats.distributions import two_sided_normal, two_sided_t

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


class Interval(NamedTuple):
    """A confidence interval, ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with what is needed to judge it.

    Attributes:
        value: the estimate. low, high: its confidence interval.
        n: number of observations. clusters: number of independent groups of observations (prompts).
        se: cluster-robust standard error; infinite from one cluster.
    """

    value: float
    low: float
    high: float
    n: int
    clusters: int
    se: float

    @property
    def interval(self) -> Interval:
        """The confidence interval."""
        return Interval(self.low, self.high)

    def to_dict(self) -> dict[str, float | int | None]:
        """Return the fields for JSON, which knows no infinity: null stands for a number that is not finite."""
        fields = {"value": self.value, "low": self.low, "high": self.high, "n": self.n, "clusters": self.clusters}
        return {k: v if math.isfinite(v) else None for k, v in {**fields, "se": self.se}.items()}


def wilson(k: float, n: float, level: float = 0.95) -> Interval:
    """Return Wilson's score interval for a proportion (Wilson 1927; Brown, Cai and DasGupta 2001, equation 4).

    Args:
        k: successes, from 0 to ``n``.
        n: trials, above 0; fractional when it is an effective sample size.
        level: the probability that the interval covers the true proportion.

    Raises:
        UsageError: ``k`` or ``n`` is out of range.
    """
    if not 0 <= k <= n or n == 0:
        raise UsageError(f"a proportion needs successes between 0 and the number of trials, not {k} of {n}")
    z2 = two_sided_normal(level) ** 2
    centre = (k + z2 / 2) / (n + z2)
    half = math.sqrt(z2) / (n + z2) * math.sqrt(k * (n - k) / n + z2 / 4)
    # At the ends rounding would leave 1e-18 where the formula gives exactly 0 or 1.
    return Interval(0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half))


def proportion(passed: Sequence[bool], clusters: Sequence[Hashable], level: float = 0.95) -> Estimate:
    """Return the share of ``passed`` with a Wilson interval at the effective sample size of the clusters.

    Wilson's interval with the design-based effective sample size is the choice of Dean and Pagano (2015) and of
    Franco et al. (2019) for proportions in complex samples; it equals Wilson's when every observation is its own
    cluster, and stays inside [0, 1] and wider than nothing at 0 and at ``n``.

    Raises:
        UsageError: there are no observations, or not as many clusters as observations.
    """
    found = clustered_mean([float(p) for p in passed], clusters)
    size = found.effective_size(level)
    interval = wilson(found.mean * size, size, level)
    return Estimate(found.mean, interval.low, interval.high, found.n, found.clusters, found.se)


def mean(values: Sequence[float], clusters: Sequence[Hashable], level: float = 0.95) -> Estimate:
    """Return the mean with its cluster-robust standard error and a t interval with (clusters - 1) degrees of freedom.

    Miller (2024, arXiv 2411.00640) with the finite-cluster correction. From one cluster the interval is the whole line.

    Raises:
        UsageError: there are no values, or not as many clusters as values.
    """
    found = clustered_mean(values, clusters)
    half = math.inf if found.clusters == 1 else two_sided_t(level, found.clusters - 1) * found.se
    return Estimate(found.mean, found.mean - half, found.mean + half, found.n, found.clusters, found.se)


def ratio(
    numerators: Sequence[float], denominators: Sequence[float], clusters: Sequence[Hashable], level: float = 0.95
) -> Estimate:
    """Return the ratio of two paired means, its interval by linearisation (Cochran 1977, section 6.4).

    Args:
        numerators: one value of each observation.
        denominators: the other, in the same order; of positive sum.
        clusters: the cluster of each observation.
        level: the probability that the interval covers the true ratio.

    Raises:
        UsageError: the denominators have no positive sum, or the sequences differ in length or are empty.
    """
    if len(numerators) != len(denominators):
        raise UsageError(f"a ratio needs pairs, not {len(numerators)} and {len(denominators)} values")
    if not sum(denominators) > 0:
        raise UsageError("a ratio to nothing: the denominators have no positive sum")
    found = sum(numerators) / sum(denominators)
    scale = len(denominators) / sum(denominators)
    pairs = zip(numerators, denominators, strict=True)
    return mean([found + scale * (top - found * bottom) for top, bottom in pairs], clusters, level)
