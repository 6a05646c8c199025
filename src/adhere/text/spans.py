"""Half-open ranges of characters in a text."""

from __future__ import annotations

from itertools import accumulate, repeat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable


class Span(NamedTuple):
    """The characters ``text[start:end]``; both in code points of the text that it belongs to."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters that the span covers in ``text``."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """Return the span without the white space at its ends."""
        start, end = self
        if start < end and not text[start].isspace() and not text[end - 1].isspace():
            return self
        piece = text[start:end].rstrip()
        return Span(end - len(text[start:end].lstrip()) if piece else start, start + len(piece))

    def moved(self, characters: int) -> Span:
        """Return the span so many characters further on."""
        return Span(self.start + characters, self.end + characters)


def spans_between(ends: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the spans with these starts and ends."""
    # What Span._make does, without a Python frame for each span.
    return tuple(map(tuple.__new__, repeat(Span), ends))


def spans_in(pieces: Iterable[str]) -> tuple[Span, ...]:
    """Return where every second one of ``pieces`` stands in the text that they make up.

    A pattern in one group splits a text into such pieces, in less time than it takes to ask each match for its place.
    """
    ends = accumulate(map(len, pieces))
    return spans_between(zip(ends, ends, strict=False))  # without what follows the last of them


def spans_of(matches: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    """Return where the matches of a pattern stand."""
    return spans_between([match.span() for match in matches])


def masked(text: str, spans: Iterable[Span], mark: str) -> str:
    """Return ``text`` with every character of ``spans`` (in order, not overlapping) replaced by ``mark``."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += (text[position:start], mark * (end - start))
        position = end
    return "".join((*parts, text[position:]))
