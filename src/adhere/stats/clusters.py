"""What clustering costs: cluster-robust variance, design effect and effective sample size."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.stats.distributions import two_sided_t

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

# Observations of one prompt hardly ever agree less than those of different prompts, so an estimate far below 1 is
# chance. A floor at 1 would make every test conservative (A/A rates near 3 %); at 1/2 only absurd values are cut.
_LOWEST_DESIGN_EFFECT = 0.5


@dataclass(frozen=True, slots=True)
class ClusteredMean:
    """The mean of values that come in clusters.

    Attributes:
        mean: the mean of all values, each weighing the same.
        n: number of values. clusters: number of clusters.
        se: cluster-robust standard error of the mean; infinite from one cluster, which says nothing of others.
        design_effect: how many times larger clustering makes the variance of the mean (Kish 1965); 1 when every value
            is its own cluster; ``n / clusters``, the value for clusters that agree fully, where all values are equal.
    """

    mean: float
    n: int
    clusters: int
    se: float
    design_effect: float

    def effective_size(self, level: float) -> float:
        """Return the number of independent values that would be as informative, for intervals of this ``level``.

        With Korn and Graubard's (1998) correction for the degrees of freedom of a variance estimated from few
        clusters. Equals ``n`` when every value is its own cluster.
        """
        if self.clusters == self.n:
            return self.n
        if self.clusters == 1:
            return 1.0
        correction = two_sided_t(level, self.n - 1) / two_sided_t(level, self.clusters - 1)
        return self.n / self.design_effect * correction**2


def clustered_mean(values: Sequence[float], clusters: Sequence[Hashable]) -> ClusteredMean:
    """Return the mean with its cluster-robust standard error.

    The clustered standard error of Miller (2024, arXiv 2411.00640, section 2.2) times the finite-cluster factor
    ``sqrt(G / (G - 1))``, so that it equals the ordinary standard error when every value is its own cluster.

    Args:
        values: the observations.
        clusters: the cluster of each, in the same order.

    Raises:
        UsageError: there are no values, or not as many clusters as values.
    """
    if not values:
        raise UsageError("there is nothing to estimate from: no values")
    if len(values) != len(clusters):
        raise UsageError(f"{len(values)} values came with {len(clusters)} clusters")
    n = len(values)
    mean = math.fsum(values) / n
    residuals: defaultdict[Hashable, float] = defaultdict(float)
    squares = 0.0
    for value, cluster in zip(values, clusters, strict=True):
        residuals[cluster] += value - mean
        squares += (value - mean) ** 2
    count = len(residuals)
    if count == 1:
        return ClusteredMean(mean, n, count, math.inf, float(n))
    variance = math.fsum(r * r for r in residuals.values()) * count / (count - 1) / n**2
    independent = squares / (n * (n - 1))
    effect = max(variance / independent, _LOWEST_DESIGN_EFFECT) if independent else n / count
    return ClusteredMean(mean, n, count, math.sqrt(variance), effect)
