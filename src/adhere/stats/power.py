"""How large a difference can be seen, and how many tasks it takes, when the same tasks are run twice."""

from __future__ import annotations

import math

from adhere.errors import UsageError
from adhere.stats.distributions import two_sided_normal


def minimum_detectable_effect(
    n: int, discordance: float, *, design_effect: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest difference of two paired proportions that a comparison of ``n`` tasks detects.

    Miettinen's (1968) approximation of the power of McNemar's test, solved for the difference. A difference cannot
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
    if discordance > 0:
        curvature = z_beta**2 * (3 + discordance) / 4
        effect = _solve(size * discordance, z_alpha * discordance, (z_beta * discordance) ** 2, curvature)
        if effect <= discordance:
            return effect
    # Every change goes one way: the discordance is the effect, and the equation is one in its square root.
    return min(_solve(size, z_alpha, z_beta**2 / 4, z_beta**2 / 4) ** 2, 1.0)


def _solve(scale: float, a: float, b: float, c: float) -> float:
    """Return the x at which ``sqrt(scale) x = a + sqrt(b - c x^2)``."""
    total = scale + c
    return (a * math.sqrt(scale) + math.sqrt(max(0.0, a * a * scale - total * (a * a - b)))) / total


def pairs_needed(
    difference: float, discordance: float, *, design_effect: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Return the number of tasks at which a ``difference`` is detected with probability ``power`` (Miettinen 1968).

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
    spread = math.sqrt(discordance**2 - difference**2 * (3 + discordance) / 4)
    return math.ceil(design_effect * (z_alpha * discordance + z_beta * spread) ** 2 / (discordance * difference**2))
