"""Inlines: emphasis, code, links and images inside prose, as CommonMark defines them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from adhere.text.blocks import BlockKind
from adhere.text.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from adhere.text.blocks import Prose, Structure
    from adhere.text.markdown import Place


class InlineKind(StrEnum):
    """What an inline is."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"


class Inline(NamedTuple):
    """One inline: all of it, and its content without the marks (of a link or image, the words in brackets)."""

    kind: InlineKind
    span: Span
    inner: Span


_SPECIAL = re.compile(r"[*_`\[<]")
MAX_WORK = 4_000_000
"""Sum over the stretches of prose of the squared count of special characters, beyond which no more inlines are read.

Parsing takes time in the square of that count where brackets or marks do not match. Ordinary replies stay under a
thousandth of it; a megabyte of brackets would take hours.
"""


def read_inlines(structure: Structure) -> tuple[Inline, ...]:
    """Return the inlines of all prose in order of their starts, an outer one before those in it."""
    found: list[Inline] = []
    work = 0
    for prose in structure.prose:
        if structure.blocks[prose.block].kind is BlockKind.HTML:
            continue
        special = len(_SPECIAL.findall(prose.text))
        work += special * special
        if special and work <= MAX_WORK:
            found += _inlines_of(prose, structure)
    return tuple(sorted(found, key=lambda inline: (inline.span.start, -inline.span.end)))


def _inlines_of(prose: Prose, structure: Structure) -> Iterator[Inline]:
    from adhere.text.markdown import PLACES, parser

    places: list[Place] = []
    environment = {"references": structure.references, PLACES: places}
    tokens = parser().inline.parse(prose.text, parser(), environment, [])
    for kind, *ends in places:
        start, end, inner_start, inner_end = (prose.start + offset for offset in ends)
        yield Inline(InlineKind(kind), Span(start, end), Span(inner_start, inner_end))
    yield from _emphases(tokens, prose.start)


def _emphases(tokens: list[Token], offset: int) -> Iterator[Inline]:
    from adhere.text.markdown import AT

    opened: list[int] = []
    for token in tokens:
        if token.tag not in {"em", "strong"}:
            continue
        at = offset + token.meta[AT]
        if token.nesting == 1:
            opened.append(at)
            continue
        start, width = opened.pop() + 1, len(token.markup)
        kind = InlineKind.STRONG if token.tag == "strong" else InlineKind.EMPHASIS
        # Of the two marks of strong emphasis the parser keeps the inner ones.
        yield Inline(kind, Span(start - width, at + width), Span(start, at))
