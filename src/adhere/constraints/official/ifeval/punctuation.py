"""punctuation: no commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def no_comma(_: Arguments, text: str) -> bool:
    """No U+002C; commas of other scripts may stand."""
    return "," not in text
