"""Dressing: a text divided into parts, each of which takes the marks of a line of a piece: headings, items, quotes.

What is given word by word (a copy, a list of names) can still be laid out as another constraint asks.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.text import Document

_LINE = re.compile(r"([\W_]*+)(?=[^\W_])(.*?)([\W_]*)", re.DOTALL)
_ITEM = re.compile(r"(?<=,)\s+")
_MOST = 60
"""Parts beyond which a text is not divided."""


class _Frame(NamedTuple):
    """What stands around the words of a line; nothing but marks where it has none."""

    before: str
    after: str
    worded: bool

    @property
    def marked(self) -> bool:
        return bool(self.before or self.after.strip(".!?"))

    def around(self, part: str) -> str:
        return f"{self.before}{part}{self.after.lstrip('.!?')}"


def dressed(document: Document, piece: str) -> Iterator[str]:
    """Yield the text with its lines, sentences, items or tokens on the lines of the piece, the last with all the rest.

    And with all of them, where only one line of the piece has marks, each in these.
    """
    frames = [_frame(line) for line in piece.split("\n")]
    worded = sum(frame.worded for frame in frames)
    marked = [frame for frame in frames if frame.worded and frame.marked]
    if not marked:
        return
    for parts in _divided(document):
        if worded <= len(parts):
            yield "\n".join(_filled(frames, parts, worded))
        if len(marked) <= len(parts) and len(marked) < worded:
            yield "\n\n".join(_filled(marked, parts, len(marked)))
        yield "\n".join(frame.around(part) for frame, part in zip(cycle(marked), parts, strict=False))


def _frame(line: str) -> _Frame:
    match = _LINE.fullmatch(line)
    return _Frame(match[1], match[3], worded=True) if match else _Frame(line, "", worded=False)


def _divided(document: Document) -> Iterator[list[str]]:
    text = document.text
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ways = (lines, [sentence.of(text) for sentence in document.sentences], _ITEM.split(text), text.split())
    yield from (parts for parts in ways if 1 < len(parts) <= _MOST)


def _filled(frames: Sequence[_Frame], parts: Sequence[str], worded: int) -> Iterator[str]:
    """Yield the lines with a part each, in order."""
    used = 0
    for frame in frames:
        if not frame.worded:
            yield frame.before
            continue
        used += 1
        yield frame.around(parts[used - 1] if used < worded else " ".join(parts[used - 1 :]))
