"""What in a reply is the writer's own: not code, not an address, not the words of somebody who is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.dividing import outside
from adhere.constraints.language import identify
from adhere.text import BlockKind, InlineKind, Span
from adhere.text.spans import masked, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adhere.text import Document

BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for each character that is not looked at: neither a letter nor white space, so that nothing grows together."""

ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'`]+|\bwww\.[^\s<>\"'`]+")
"""An address on the web as it stands in running text."""


_REMEMBERED = 16
"""Replies whose passages are remembered: a reply is checked against all its constraints one after the other."""


_DIGITS = re.compile(r"\d+")


class Words(NamedTuple):
    """Words as they are read in one place: as written, casefolded with straight apostrophes, and where they stand."""

    texts: tuple[str, ...]
    folded: tuple[str, ...]
    spans: tuple[Span, ...]


@lru_cache(maxsize=_REMEMBERED)
def without_code(reply: Document) -> str:
    """Return the text with code and addresses blanked, every other character at its place."""
    return masked(reply.text, merged(_unread(reply)), BLANK)


@lru_cache(maxsize=_REMEMBERED)
def _not_own(reply: Document) -> tuple[Span, ...]:
    return tuple(merged([*_unread(reply), *_quoted(reply)]))


@lru_cache(maxsize=_REMEMBERED)
def in_own_words(reply: Document) -> str:
    """Return the text with code, addresses and quotations blanked, every other character at its place.

    A quotation that is the whole reply is the writer's own: some are asked to put their answer in quotation marks.
    """
    return masked(reply.text, _not_own(reply), BLANK)


@lru_cache(maxsize=_REMEMBERED)
def own_words(reply: Document) -> Words:
    """Return the words that do not begin in code, addresses or quotations."""
    spans, holes = reply.words, _not_own(reply)
    if not holes:
        return Words(reply.word_texts, reply.folded_words, spans)
    kept: list[slice] = []
    end = 0
    for hole in holes:
        first = bisect_left(spans, (hole.start, 0), end)
        kept.append(slice(end, first))
        end = bisect_left(spans, (hole.end, 0), first)
    kept.append(slice(end, len(spans)))
    texts, folded = reply.word_texts, reply.folded_words
    return Words(
        tuple(chain.from_iterable(texts[stretch] for stretch in kept)),
        tuple(chain.from_iterable(folded[stretch] for stretch in kept)),
        tuple(chain.from_iterable(spans[stretch] for stretch in kept)),
    )


def own_sentences(reply: Document) -> list[Span]:
    """Return the sentences of running text and lists: a heading is a label."""
    return outside(reply.sentences, [block.span for block in reply.blocks if block.kind is BlockKind.HEADING])


def foreign(reply: Document) -> str | None:
    """Return why rules of English do not apply to a reply, None where they do or where nobody can tell."""
    found = identify(reply)
    return None if found in {None, "en"} else f"the reply is not in English but in the language {found}"


def at_numbers(pattern: re.Pattern[str], text: str, before: int = 0) -> Iterator[re.Match[str]]:
    """Yield where ``pattern`` matches from the first digit of a number on, without overlaps.

    Digits are rare, and found a hundred times as fast as a pattern that could begin with any of its alternatives. A
    match may begin up to so many characters ``before`` the digit.
    """
    end = 0
    for digits in _DIGITS.finditer(text):
        for start in range(max(end, digits.start() - before), digits.start() + 1):
            if (match := pattern.match(text, start)) is not None:
                end = match.end()
                yield match
                break


def matches(pattern: re.Pattern[str], text: str) -> list[Span]:
    """Return where ``pattern`` matches, without overlaps."""
    return list(spans_of(pattern.finditer(text)))


def _unread(reply: Document) -> Iterator[Span]:
    yield from reply.code
    if "](" in reply.text:
        for inline in reply.inlines:
            if inline.kind in {InlineKind.LINK, InlineKind.IMAGE}:
                yield Span(inline.inner.end, inline.span.end)
    if "://" in reply.text or "www." in reply.text:
        yield from matches(ADDRESS, reply.text)


def _quoted(reply: Document) -> Iterator[Span]:
    whole = len(reply.text.strip())
    yield from (span for span in reply.quotations if span.end - span.start < whole)
    if ">" in reply.text:
        yield from (block.span for block in reply.blocks if block.kind is BlockKind.QUOTE)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters as spans in order that do not overlap."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found
