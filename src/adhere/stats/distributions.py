"""Quantiles of the normal and of Student's t distribution."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

_STANDARD = NormalDist()
_PRECISION = 1e-14


def two_sided_normal(level: float) -> float:
    """Return z such that a standard normal lies in [-z, z] with probability ``level``."""
    return _STANDARD.inv_cdf((1 + level) / 2)


def two_sided_p(z: float) -> float:
    """Return the probability that a standard normal is at least ``|z|`` away from 0."""
    return math.erfc(abs(z) / math.sqrt(2))


@cache
def two_sided_t(level: float, df: int) -> float:
    """Return t such that Student's t with ``df`` >= 1 degrees of freedom lies in [-t, t] with probability ``level``.

    Found by bisection of ``P(|T| > t) = I(df / (df + t^2); df/2, 1/2)``, with I the regularised incomplete beta
    function (Abramowitz and Stegun 26.7.1 and 26.5.27).
    """
    low, high = 0.0, two_sided_normal(level)
    while _t_tail(high, df) > 1 - level:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_tail(middle, df) > 1 - level else (low, middle)
    return high


def _t_tail(t: float, df: int) -> float:
    return _incomplete_beta(df / (df + t * t), df / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function (DLMF 8.17)."""
    if x in {0.0, 1.0}:
        return x
    if x > (a + 1) / (a + b + 2):  # the continued fraction converges fast on the other side
        return 1 - _incomplete_beta(1 - x, b, a)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a
    return front * _beta_fraction(x, a, b)


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of DLMF 8.17.22 from the front (modified Lentz)."""
    d = 1 / (1 - (a + b) * x / (a + 1))
    c, fraction, m = 1.0, d, 0
    while True:
        m += 1
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + numerator * d)
            c = 1 + numerator / c
            fraction *= c * d
        if abs(c * d - 1) < _PRECISION:
            return fraction
