"""How results show themselves: figures as text, and tables for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adhere.stats import Estimate


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every text is escaped."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    style = ' style="text-align: left; font-weight: bold"'
    return f"<table><caption{style}>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def percent(estimate: Estimate) -> str:
    """Return a share with its interval: ``29.7 % (19.9 to 41.8)``."""
    return f"{100 * estimate.value:.1f} % ({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"


def p_value(p: float) -> str:
    """Return a p-value to three decimals, or that it is below what they can show."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004 - the smallest that three decimals show


def points(estimate: Estimate) -> str:
    """Return a difference of shares with its interval, in percentage points: ``+14.1 (+3.2 to +25.0)``."""
    return f"{100 * estimate.value:+.1f} ({100 * estimate.low:+.1f} to {100 * estimate.high:+.1f})"
