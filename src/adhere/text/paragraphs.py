"""Paragraphs: what blank lines separate."""

from __future__ import annotations

import re

from adhere.text.spans import Span

_BLANK_LINES = re.compile(r"\n\s*\n")


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Return the chunks of ``text`` between blank lines, without the white space around them, in order."""
    gaps = [gap.span() for gap in _BLANK_LINES.finditer(text)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    chunks = (Span(start, end).trimmed(text) for start, end in zip(starts, ends, strict=True))
    return tuple(chunk for chunk in chunks if chunk.start < chunk.end)
