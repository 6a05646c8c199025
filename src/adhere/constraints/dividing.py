"""How texts are divided: into paragraphs with words in them, and by lines of asterisks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adhere.text import Document

_WORD = re.compile(r"[^\W_]")
_TO_LAST_WORD = re.compile(r".*[^\W_]", re.DOTALL)


def has_word(text: str) -> bool:
    """Whether ``text`` has a letter or a digit."""
    return _WORD.search(text) is not None


def worded_paragraphs(reply: Document) -> list[Span]:
    """Return the chunks between blank lines that have a word: a divider is no paragraph."""
    return [paragraph for paragraph in reply.paragraphs if has_word(paragraph.of(reply.text))]


def without_marks_around(text: str) -> str:
    """Return ``text`` from its first letter or digit to its last; all of it where it has none."""
    first, last = _WORD.search(text), _TO_LAST_WORD.match(text)
    return text[first.start() : last.end()] if first and last else text


def after_last_word(text: str) -> str:
    """Return what follows the last letter or digit of ``text``: all of it where it has none."""
    last = _TO_LAST_WORD.match(text)
    return text[last.end() :] if last else text


def filled_lines(text: str) -> list[Span]:
    """Return the lines that have more than white space."""
    lines: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return lines


def outside(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """Return the spans that do not begin in a hole; both in order of their starts, holes may overlap."""
    if not holes:
        return list(spans)
    found: list[Span] = []
    reach = passed = 0
    for span in spans:
        while passed < len(holes) and holes[passed].start <= span.start:
            reach = max(reach, holes[passed].end)
            passed += 1
        if span.start >= reach:
            found.append(span)
    return found


def separator(asterisks: int) -> re.Pattern[str]:
    """Compile a pattern for a line that holds exactly so many asterisks and nothing else but spaces."""
    return re.compile(rf"^[ \t]*\*{{{asterisks}}}[ \t]*$", re.MULTILINE)


def split_at(dividers: Iterable[re.Match[str]], text: str) -> list[Span]:
    """Return what lies between the dividers, empty parts included."""
    gaps = [divider.span() for divider in dividers]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]
