"""How large a difference can be seen, and how many tasks it takes, when the same tasks are run twice."""

from __future__ import annotations

import math

from adhere.errors import UsageError
from adhere.stats.distributions import two_sided_normal


def minimum_detectable_effect(
    n: int, discordance: float, *, design_effect: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest difference of two paired proportions that a comparison of ``n`` tasks detects.

    The normal approximation of Connor (1987) for McNemar's test, solved for the difference. A difference cannot
    exceed the share of tasks whose outcome changes, so where ``discordance`` is too small for any difference to be
    detected, the answer is the difference that would be if every change went one way.

    Args:
        n: number of tasks, at least 1.
        discordance: share of tasks whose outcome changes, in either direction.
        design_effect: variance inflation by clusters of tasks.
        alpha: two-sided level of the test.
        power: probability of detecting it.

    Returns:
        A difference of proportions in (0, 1]; 1 where nothing smaller can be detected.
    """
    if n < 1:
        raise UsageError(f"a comparison needs at least one task, not {n}")
    size = n / design_effect
    z_alpha, z_beta = two_sided_normal(1 - alpha), two_sided_normal(2 * power - 1)
    effect = _root(size, z_alpha * math.sqrt(discordance), z_beta, z_beta**2 * discordance)
    if 0 < effect <= discordance:
        return effect
    return min(_root(size, z_alpha, z_beta, z_beta**2) ** 2, 1.0)


def _root(size: float, a: float, z_beta: float, constant: float) -> float:
    """Return the larger root x of ``sqrt(size) x = a + sqrt(constant - z_beta^2 x^2)``."""
    total = size + z_beta**2
    return (a * math.sqrt(size) + math.sqrt(max(0.0, a * a * size - total * (a * a - constant)))) / total


def pairs_needed(
    difference: float, discordance: float, *, design_effect: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Return the number of tasks at which a ``difference`` is detected with probability ``power`` (Connor 1987).

    Args:
        difference: the difference of proportions to be seen, not 0.
        discordance: share of tasks whose outcome changes, at least ``|difference|``.
        design_effect: variance inflation by clusters of tasks.
        alpha: two-sided level of the test.
        power: probability of detecting it.

    Raises:
        UsageError: the difference is 0 or exceeds the discordance.
    """
    if difference == 0 or abs(difference) > discordance:
        raise UsageError(f"no number of tasks shows a difference of {difference} where {discordance} of them change")
    z_alpha, z_beta = two_sided_normal(1 - alpha), two_sided_normal(2 * power - 1)
    root = z_alpha * math.sqrt(discordance) + z_beta * math.sqrt(discordance - difference**2)
    return math.ceil(design_effect * (root / difference) ** 2)
