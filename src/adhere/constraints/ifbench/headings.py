"""Headings as people write them: those of Markdown and HTML, and lines in bold."""

from __future__ import annotations

import re

from adhere.text import BlockKind, Document, Span

_HTML = re.compile(r"<(h[1-6])\b[^<>]*>[^<>]*</\1>", re.IGNORECASE)
_BOLD_LINE = re.compile(r"^[ \t]*(\*\*|__)(?=\S)[^*_\n]+\1:?[ \t]*$", re.MULTILINE)


def find_headings(reply: Document) -> list[Span]:
    """Return the headings of Markdown and HTML and the lines that are bold throughout, in order."""
    text = reply.text
    found = [block.span for block in reply.blocks if block.kind is BlockKind.HEADING]
    if "<h" in text or "<H" in text:
        found += [Span(*match.span()) for match in _HTML.finditer(text)]
    if "**" in text or "__" in text:
        found += [Span(*match.span()) for match in _BOLD_LINE.finditer(text)]
    return sorted(set(found))
