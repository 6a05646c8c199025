"""Data with a known truth, for the simulations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from adhere.stats import PairedVerdict, compare_paired

if TYPE_CHECKING:
    from numpy.typing import NDArray


def clustered_passes(
    rng: np.random.Generator, *, clusters: int, size: int, rate: float, correlation: float
) -> tuple[NDArray[np.bool_], list[int]]:
    """Draw passes whose probability is beta-distributed over clusters, with the given intra-cluster correlation."""
    spread = 1 / correlation - 1
    difficulty = np.repeat(rng.beta(rate * spread, (1 - rate) * spread, clusters), size)
    return rng.random(clusters * size) < difficulty, [i // size for i in range(clusters * size)]


def verdict_from_counts(fixed: int, broken: int, n: int) -> PairedVerdict:
    """Give ``compare_paired`` tasks of their own clusters with these changes."""
    before = [False] * fixed + [True] * broken + [False] * (n - fixed - broken)
    after = [True] * fixed + [False] * broken + [False] * (n - fixed - broken)
    return compare_paired(before, after, range(n)).verdict


def verdict_shares(fixing: float, breaking: float, n: int, cases: int, seed: int) -> dict[PairedVerdict, float]:
    """Return how often each verdict is given over simulated comparisons of ``n`` independent tasks."""
    draws = np.random.default_rng(seed).multinomial(n, [fixing, breaking, 1 - fixing - breaking], size=cases)
    counts = Counter((int(b), int(c)) for b, c, _ in draws)
    shares = dict.fromkeys(PairedVerdict, 0.0)
    for (b, c), times in counts.items():
        shares[verdict_from_counts(b, c, n)] += times / cases
    return shares
