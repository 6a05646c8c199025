"""How numbers are written in a report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from adhere.evals import notebook

if TYPE_CHECKING:
    from adhere.stats import Estimate, Interval

MINUS = "\N{MINUS SIGN}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"


def percent(share: float) -> str:
    """Write a share as a percentage: ``22.4 %``."""
    return f"{100 * share:.1f}{_NARROW}%"


def percent_range(interval: Interval) -> str:
    """Write an interval of shares: ``14.1 to 33.6 %``."""
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f}{_NARROW}%"


def points(difference: float) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    return _signed(100 * difference)


def points_range(interval: Interval) -> str:
    """Write an interval of differences of shares in percentage points, with their signs."""
    return f"{_signed(100 * interval.low)} to {_signed(100 * interval.high)}"


def p_value(p: float) -> str:
    """Write a p-value to three decimals."""
    return notebook.p_value(p).replace("<", f"<{_NARROW}")


def factor(estimate: Estimate) -> str:
    """Write a ratio: ``2.9 times``."""
    return f"{_plain(estimate.value)}{_NARROW}\N{MULTIPLICATION SIGN}"


def quantity(value: float) -> str:
    """Write an amount with three significant digits, at least all digits before the point."""
    return _plain(value)


def quantity_range(interval: Interval) -> str:
    """Write an interval of amounts; the whole line, from one cluster, is unknown."""
    if not all(map(math.isfinite, interval)):
        return "interval unknown"
    return f"{_plain(interval.low)} to {_plain(interval.high)}"


def whole(count: int, noun: str, plural: str | None = None) -> str:
    """Write a count with its noun: ``1 task``, ``1,204 tasks``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _signed(value: float) -> str:
    rounded = round(value, 1)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.1f}"


def _plain(value: float) -> str:
    size = float(f"{abs(value):.3g}") if abs(value) < 1000 else abs(value)  # noqa: PLR2004 - three digits
    digits = max(0, 2 - int(math.log10(size))) if size >= 1 else 2
    return f"{MINUS if value < 0 else ''}{size:,.{digits}f}"
