"""Half-open ranges of characters in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """The characters ``text[start:end]``; both in code points of the text that it belongs to."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters that the span covers in ``text``."""
        return text[self.start : self.end]
