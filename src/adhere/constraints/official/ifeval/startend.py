"""startend: a phrase at the end, quotation marks around everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def end_checker(arguments: Arguments, text: str) -> bool:
    """The text, without straight quotation marks around it, ends with the phrase, whatever the case."""
    return text.strip().strip('"').lower().endswith(arguments.text("end_phrase").strip().lower())


def quotation(_: Arguments, text: str) -> bool:
    """The first and the last character are straight quotation marks."""
    text = text.strip()
    return len(text) > 1 and text[0] == text[-1] == '"'
