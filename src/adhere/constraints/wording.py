"""Pieces of the sentences that ask for a constraint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def absent(things: str) -> tuple[str, ...]:
    """Return the ways to ask that there be none of something."""
    return (
        f"Use no {things}.",
        f"Your answer must contain no {things}.",
        f"Write your reply without {things}.",
        f"Keep your response free of {things}.",
        f"There should be no {things} in your whole response.",
    )


def quoted(phrases: Sequence[str], last: str = "and") -> str:
    """Return ``"a", "b" and "c"`` on one line: each phrase in quotation marks, the last joined by ``last``."""
    marked = [f'"{" ".join(phrase.split())}"' for phrase in phrases]
    return f"{', '.join(marked[:-1])} {last} {marked[-1]}" if len(marked) > 1 else marked[0]


def ordinal(number: int) -> str:
    """Return ``1st``, ``22nd``, ``13th``."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
