"""How texts are divided: into paragraphs with words in them, and by lines of asterisks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.text import Document

_WORD = re.compile(r"[^\W_]")


def has_word(text: str) -> bool:
    """Whether ``text`` has a letter or a digit."""
    return _WORD.search(text) is not None


def worded_paragraphs(reply: Document) -> list[Span]:
    """Return the chunks between blank lines that have a word: a divider is no paragraph."""
    return [paragraph for paragraph in reply.paragraphs if has_word(paragraph.of(reply.text))]


def separator(asterisks: int) -> re.Pattern[str]:
    """Compile a pattern for a line that holds exactly so many asterisks and nothing else but spaces."""
    return re.compile(rf"^[ \t]*\*{{{asterisks}}}[ \t]*$", re.MULTILINE)


def split_at(dividers: Iterable[re.Match[str]], text: str) -> list[Span]:
    """Return what lies between the dividers, empty parts included."""
    gaps = [divider.span() for divider in dividers]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]
