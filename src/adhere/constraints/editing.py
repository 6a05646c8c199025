"""Edits of a text at given places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.text import Span


def replace(text: str, spans: Iterable[Span], new: str) -> str:
    """Put ``new`` in the place of each span (in order, not overlapping)."""
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], new]
        end = span.end
    return "".join([*parts, text[end:]])
