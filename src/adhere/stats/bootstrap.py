"""Intervals by resampling, for differences that have no formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.stats.estimates import Interval

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def paired_bootstrap(
    before: Sequence[float],
    after: Sequence[float],
    clusters: Sequence[Hashable],
    *,
    seed: int = 0,
    resamples: int = 10_000,
    level: float = 0.95,
) -> Interval:
    """Return the percentile interval of the mean paired difference ``after - before``, resampling whole clusters.

    For scores, lengths and costs; pass and fail have ``compare_paired``, which needs no simulation. Percentile
    intervals are too narrow below about 30 clusters (Efron and Tibshirani 1993, chapter 14).

    Args:
        before: the value of each task before.
        after: the same tasks in the same order, after.
        clusters: the cluster of each task.
        seed: of the resampling.
        resamples: number of resamples.
        level: the probability that the interval covers the true difference.

    Raises:
        UsageError: the sequences are empty or of different lengths.
    """
    import numpy as np

    if not before or not len(before) == len(after) == len(clusters):
        raise UsageError(f"a paired comparison needs the same tasks on both sides, not {len(before)} and {len(after)}")
    index = {cluster: i for i, cluster in enumerate(dict.fromkeys(clusters))}
    members = np.array([index[cluster] for cluster in clusters])
    sums = np.bincount(members, weights=np.subtract(after, before, dtype=float))
    sizes = np.bincount(members)
    draws = np.random.default_rng(seed).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=resamples)
    means = (draws @ sums) / (draws @ sizes)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))
