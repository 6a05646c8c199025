"""Pieces of the sentences that ask for a constraint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def quoted(phrases: Sequence[str], last: str = "and") -> str:
    """Return ``"a", "b" and "c"`` on one line: each phrase in quotation marks, the last joined by ``last``."""
    marked = [f'"{" ".join(phrase.split())}"' for phrase in phrases]
    return f"{', '.join(marked[:-1])} {last} {marked[-1]}" if len(marked) > 1 else marked[0]


def ordinal(number: int) -> str:
    """Return ``1st``, ``22nd``, ``13th``."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
