"""Sentences: Punkt (Kiss and Strunk 2006) inside the blocks of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from adhere.text.blocks import BlockKind
from adhere.text.spans import Span, masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from punkt import PunktSentenceTokenizer

    from adhere.text.blocks import Prose, Structure

_NO_BREAK = "\N{OBJECT REPLACEMENT CHARACTER}"
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_FULL_WIDTH = re.compile("[。！？]")  # noqa: RUF001 (they are meant)
# Where Punkt may see a boundary at all (a superset): most items and headings have none, and need no tokenizer.
_CANDIDATE = re.compile(rf"[.?!][\s?!)\";}}\]*:@'({{\[]|{_FULL_WIDTH.pattern}")
_SHORT = 2_000
"""Characters up to which the boundaries in a paragraph are remembered; with the size of the memory a bound of 16 MB."""


def find_sentences(structure: Structure, asides: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the sentences of all prose, in order.

    A heading, an item and a paragraph never share a sentence. A sentence has a letter or digit. Code
    blocks and tables hold no sentences. ``asides`` (code and addresses inside prose) are part of the sentence around
    them, never end one and never make one.
    """
    return tuple(
        sentence
        for prose in structure.prose
        if structure.blocks[prose.block].kind is not BlockKind.TABLE
        for sentence in _sentences_of(_without(asides, prose), prose.start)
    )


def _sentences_of(text: str, offset: int) -> Iterator[Span]:
    for start, end in _boundaries(text):
        sentence = Span(start, end).trimmed(text)
        if _LETTER_OR_DIGIT.search(text, *sentence):
            yield Span(offset + sentence.start, offset + sentence.end)


def _boundaries(text: str) -> Sequence[tuple[int, int]]:
    if not _CANDIDATE.search(text):
        return [(0, len(text))]
    return _remembered(text) if len(text) <= _SHORT else _tokenized(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Sequence[tuple[int, int]]:
    """Split a short text, once for all the variants of a reply that hold it."""
    return _tokenized(text)


def _tokenized(text: str) -> Sequence[tuple[int, int]]:
    language = "chinese" if _FULL_WIDTH.search(text) else "english"
    return tuple(_tokenizer(language).span_tokenize(text))


def _without(asides: tuple[Span, ...], prose: Prose) -> str:
    first = bisect_left(asides, (prose.start, 0))
    last = bisect_left(asides, (prose.start + len(prose.text), 0))
    inside = (Span(start - prose.start, end - prose.start) for start, end in asides[first:last])
    return masked(prose.text, inside, _NO_BREAK)


@cache
def _tokenizer(language: str) -> PunktSentenceTokenizer:
    # Punkt's parameters are English: the rules of other languages with full stops differ in abbreviations only.
    # The prefixes add "e.g.", "i.e." and "No. 5", which the trained model misses.
    from punkt import tokenizer_for

    return tokenizer_for(language, prefixes=True)
