"""Blocks of the texts that need no parser: paragraphs, headings and lists that all stand at the margin.

Four of five replies are such texts. What is read here is what the CommonMark parser would read, in a tenth of the time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Lines that only the parser can tell: anything indented, quotes, tables, HTML, fences, rules, underlined headings,
# headings that are empty or closed by number signs, and items that are empty, begin with code or with another block.
_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_NEEDS_PARSER = re.compile(
    r"[ \t>|<:]|```|~~~|[-*_=+][-*_=:| \t]*$|#{1,6}(?:[ \t]*$|[ \t].*#[ \t]*$)"
    rf"|{_MARKER}(?:\t|[ ]{{5}}|[ \t]*$|[ ]+(?:[>|<:=#\t]|```|~~~|[-*_+][-*_ \t]*$|{_MARKER}(?:[ \t]|$)))"
)
_REFERENCE = "]:"
_MARK = re.compile(r"(?P<heading>#{1,6})[ \t]+|(?P<bullet>[-+*])[ ]+|(?P<number>\d{1,9})(?P<delimiter>[.)])[ ]+")
_BLANK = " \t"


class Flat(NamedTuple):
    """A block at the margin.

    Attributes:
        start: where it starts, marker included.
        inner: where its content starts.
        end: where it ends.
        level: of a heading, else 0.
        marker: of an item, the character that tells its list from others; else empty.
        joins: whether an item belongs to the list of the item before it.
    """

    start: int
    inner: int
    end: int
    level: int = 0
    marker: str = ""
    joins: bool = False


def read_flat(text: str) -> list[Flat] | None:
    """Return the paragraphs, headings and items of ``text`` in order; None where it takes the parser."""
    if _REFERENCE in text:
        return None
    found: list[Flat] = []
    running = listing = False  # whether the next line may go on with a paragraph, or with a list
    start = 0
    for line in text.split("\n"):
        end = start + len(line.rstrip(_BLANK))
        mark = None
        if end > start and not line[0].isalpha():
            if _NEEDS_PARSER.match(line):
                return None
            mark = _MARK.match(line)
        if end == start:
            running = False
        elif mark and (listing or not running or _interrupts(mark)):
            marker = mark["bullet"] or mark["delimiter"] or ""
            joins = listing and marker != "" and found[-1].marker == marker
            found.append(Flat(start, start + mark.end(), end, len(mark["heading"] or ""), marker, joins))
            running = listing = marker != ""
        elif running:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(Flat(start, start, end))
            running, listing = True, False
        start += len(line) + 1
    return found


def _interrupts(mark: re.Match[str]) -> bool:
    """Whether a line with this mark ends the paragraph before it: a number other than 1 may be a part of the text."""
    return mark["number"] is None or int(mark["number"]) == 1
