"""Blocks: the structure of a text as CommonMark (and GFM's tables) define it."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from adhere.text.flat_blocks import read_flat
from adhere.text.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.token import Token

    from adhere.text.flat_blocks import Flat


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    ITEM = "item"
    CODE = "code"
    QUOTE = "quote"
    RULE = "rule"
    TABLE = "table"
    HTML = "html"


class Block(NamedTuple):
    """One block.

    Attributes:
        kind: what it is.
        span: all of it, markers included, from its first to its last visible character.
        inner: its content: without the marker of a heading, item or quote, or the fences of code.
        depth: how many blocks it stands in.
        parent: the index in ``Document.blocks`` of the block that it stands in, None at the top.
        level: 1 to 6 for a heading, else 0.
        ordered: whether a list, or the list of an item, is numbered.
        info: what follows the opening fence of code ("json").
    """

    kind: BlockKind
    span: Span
    inner: Span
    depth: int
    parent: int | None
    level: int = 0
    ordered: bool = False
    info: str = ""

    def moved(self, characters: int, blocks: int) -> Block:
        """Return the block as it is where its text begins elsewhere and ``blocks`` before it are left out."""
        parent = None if self.parent is None else self.parent - blocks
        return self._replace(span=self.span.moved(characters), inner=self.inner.moved(characters), parent=parent)


class Prose(NamedTuple):
    """The running text of one block, at its place in the document.

    ``text`` is as long as its stretch of the document, so that ``start + i`` is the place of its character ``i``; the
    marks of quotes inside it are blanked.
    """

    block: int
    start: int
    text: str


class Structure(NamedTuple):
    """The blocks of a text in document order, the prose in them, and the link references that it defines."""

    blocks: tuple[Block, ...]
    prose: tuple[Prose, ...]
    references: Mapping[str, object]

    def excerpt(self, place: Span) -> Structure | None:
        """Return the structure of the lines at ``place`` alone, or None where only the parser can tell.

        It can be told where they begin and end with blocks that stand in no other: what went before such a block, and
        what follows it, leaves it as it is. Link references work at a distance, so there must be none.
        """
        tops = [index for index, block in enumerate(self.blocks) if block.parent is None]
        first = next((index for index in tops if self.blocks[index].span.start == place.start), None)
        ends = (index for index in tops if self.blocks[index].span.end == place.end)
        if self.references or first is None or (last := next(ends, None)) is None:
            return None
        end = next((index for index in tops if index > last), len(self.blocks))
        blocks = tuple(block.moved(-place.start, first) for block in self.blocks[first:end])
        prose = (part for part in self.prose if first <= part.block < end)
        moved = (Prose(part.block - first, part.start - place.start, part.text) for part in prose)
        return Structure(blocks, tuple(moved), self.references)


_KINDS = {
    "paragraph_open": BlockKind.PARAGRAPH,
    "heading_open": BlockKind.HEADING,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "list_item_open": BlockKind.ITEM,
    "blockquote_open": BlockKind.QUOTE,
    "table_open": BlockKind.TABLE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}
_CLOSERS = frozenset(name.replace("open", "close") for name in _KINDS if name.endswith("open"))
_LEVEL = attrgetter("level")
_QUOTE_MARK = re.compile(r"[ \t]*>")
_MARKERS = {
    BlockKind.ITEM: re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]*"),
    BlockKind.QUOTE: re.compile(r">[ \t]*"),
    BlockKind.HEADING: re.compile(r"(?:#{1,6}(?![^ \t\n])[ \t]*)?"),
}
_MARKED = frozenset({*_MARKERS, BlockKind.CODE})
_WITH_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE, BlockKind.HTML})
_CELL = re.compile(r"(?:[^|\\\n]|\\.?)+")
_HTML_TAG = re.compile(r"<[^<>]*>")


def read_structure(text: str) -> Structure:
    """Parse ``text``, whose lines end with a line feed."""
    flat = read_flat(text)
    return _parsed(text) if flat is None else _structured(text, flat)


def _structured(text: str, found: list[Flat]) -> Structure:
    blocks: list[Block] = []
    prose: list[Prose] = []
    last = len(found) - 1
    ends = [at for at in range(len(found)) if at == last or not found[at + 1].joins]
    for at, (start, inside, end, level, marker, joins) in enumerate(found):
        span = Span(start, end)
        inner = span if inside == start else Span(inside, end)
        if level:
            blocks.append(Block(BlockKind.HEADING, span, inner, 0, None, level))
        elif not marker:
            blocks.append(Block(BlockKind.PARAGRAPH, span, span, 0, None))
        else:
            ordered = marker in ".)"
            if not joins:
                listing, whole = len(blocks), Span(start, found[ends[bisect_left(ends, at)]].end)
                blocks.append(Block(BlockKind.LIST, whole, whole, 0, None, 0, ordered))
            blocks.append(Block(BlockKind.ITEM, span, inner, 1, listing, 0, ordered))
            blocks.append(Block(BlockKind.PARAGRAPH, inner, inner, 2, len(blocks) - 1))
        prose.append(Prose(len(blocks) - 1, inside, text[inside:end]))
    return Structure(tuple(blocks), tuple(prose), {})


def _parsed(text: str) -> Structure:
    from adhere.text.markdown import MAX_NESTING, parser

    tokens: list[Token] = []
    environment: dict[str, dict[str, object]] = {}
    parser().block.parse(text, parser(), environment, tokens)
    if max(map(_LEVEL, tokens), default=0) >= MAX_NESTING - 2:
        whole = Span(0, len(text))
        return Structure((Block(BlockKind.PARAGRAPH, whole, whole, 0, None),), (Prose(0, 0, text),), {})
    reader = _Reader(text)
    for token in tokens:
        reader.read(token)
    references = environment.get("references", {})
    return Structure(tuple(reader.blocks), tuple(reader.prose), references)


class _Reader:
    """Gives the parser's tokens, which know their lines, a place in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.prose: list[Prose] = []
        self.open: list[int] = []  # the blocks that the next one stands in
        self.quotes = 0  # how many of them are quotes
        self.lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def read(self, token: Token) -> None:
        kind = _KINDS.get(token.type)
        if kind is not None and token.map is not None:
            self._add(kind, token, *token.map)
            if token.nesting == 1:
                self.open.append(len(self.blocks) - 1)
                self.quotes += kind is BlockKind.QUOTE
        elif token.type in _CLOSERS:
            closed = self.blocks[self.open.pop()]
            self.quotes -= closed.kind is BlockKind.QUOTE

    def _add(self, kind: BlockKind, token: Token, first: int, last: int) -> None:
        parent = self.open[-1] if self.open else None
        span = self._extent(parent, first, last)
        block = Block(
            kind,
            span,
            self._inner(kind, token, span, first, last) if kind in _MARKED else span,
            depth=len(self.open),
            parent=parent,
            level=int(token.tag[1]) if kind is BlockKind.HEADING else 0,
            ordered=token.type == "ordered_list_open" or (kind is BlockKind.ITEM and token.markup in {".", ")"}),
            info=token.info.strip() if kind is BlockKind.CODE else "",
        )
        self.blocks.append(block)
        if kind in _WITH_PROSE:
            self._add_prose(block)

    def _extent(self, parent: int | None, first: int, last: int) -> Span:
        """Return where a block in these lines stands, without the marks of what it stands in."""
        start = self.lines[first]
        if parent is not None and self.blocks[parent].inner.start >= start:
            start = self.blocks[parent].inner.start
        else:
            for _ in range(self.quotes):
                mark = _QUOTE_MARK.match(self.text, start)
                start = mark.end() if mark else start
        lines = self.text[start : self.lines[last] - 1].rstrip(" \t\n")
        end = start + len(lines)
        return Span(end - len(lines.lstrip(" \t")), end)

    def _inner(self, kind: BlockKind, token: Token, span: Span, first: int, last: int) -> Span:
        start, end = span
        if kind in _MARKERS:
            start = min(self._skip(_MARKERS[kind], start), end)
        if kind is BlockKind.HEADING:
            end = self._heading_end(token, start, end, last)
        elif token.type == "fence":
            closed = last - first > 1 and self._is_fence(token.markup, last - 1)
            start = min(self.lines[first + 1], end)
            end = max(start, self.lines[last - 1] - 1 if closed else end)
        return Span(start, end)

    def _heading_end(self, token: Token, start: int, end: int, last: int) -> int:
        """Return where the words of a heading end: before the underline, or before closing number signs."""
        if not token.markup.startswith("#"):
            return max(start, self.lines[last - 1] - 1)
        words = self.text[start:end]
        without = words.rstrip("#")
        if not without or without[-1] in " \t":
            words = without.rstrip(" \t")
        return start + len(words)

    def _is_fence(self, markup: str, line: int) -> bool:
        body = self.text[self.lines[line] : self.lines[line + 1] - 1].rstrip(" \t").lstrip("> \t")
        return len(body) >= len(markup) and not body.strip(markup[0])

    def _add_prose(self, block: Block) -> None:
        index = len(self.blocks) - 1
        start, end = block.inner
        text = self.text[start:end]
        if block.kind is BlockKind.TABLE:
            cells = _CELL.finditer(self.text, start, end)
            self.prose += [Prose(index, cell.start(), cell.group()) for cell in cells if cell.group().strip()]
        elif block.kind is BlockKind.HTML:
            self.prose.append(Prose(index, start, _HTML_TAG.sub(_blank, text)))
        else:
            if self.quotes:
                text = re.sub(rf"(?<=\n)(?:[ \t]*>){{1,{self.quotes}}}", _blank, text)
            self.prose.append(Prose(index, start, text))

    def _skip(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self.text, start)
        return match.end() if match else start


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
