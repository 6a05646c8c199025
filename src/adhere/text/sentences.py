"""Sentences: Punkt (Kiss and Strunk 2006) inside the blocks of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from adhere.text.blocks import BlockKind
from adhere.text.spans import Span, masked, spans_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from punkt import PunktSentenceTokenizer

    from adhere.text.blocks import Prose, Structure

_NO_BREAK = "\N{OBJECT REPLACEMENT CHARACTER}"
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_FULL_WIDTH = re.compile("[。！？]")  # noqa: RUF001 (they are meant)
# Where Punkt may see a boundary at all (a superset): most items and headings have none, and need no tokenizer. Clear is
# one mark with white space behind it, and then what is neither a mark nor the end of a quotation or a bracket.
_CANDIDATE = re.compile(
    r"[.?!。！？](?:(?<=[^.?!\s][.?!])(?P<clear>\s++)(?=[^.?!)\]}\"'\u2019\u201d\xab\xbb])"  # noqa: RUF001 (they are meant)
    r"|(?<=[.?!])(?=[\s?!)\";}\]*:@'({\[\u2018\u2019\u201c\u201d\xab\xbb])|(?<=[。！？]))"  # noqa: RUF001 (they are meant)
)
_LONG_WORD = 40
_SHORT = 2_000
"""Characters up to which the boundaries in a paragraph are remembered; with the size of the memory a bound of 16 MB."""


def find_sentences(structure: Structure, asides: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the sentences of all prose, in order.

    A heading, an item and a paragraph never share a sentence. A sentence has a letter or digit. Code
    blocks and tables hold no sentences. ``asides`` (code and addresses inside prose) are part of the sentence around
    them, never end one and never make one.
    """
    found: list[tuple[int, int]] = []
    for prose in structure.prose:
        if structure.blocks[prose.block].kind is BlockKind.TABLE:
            continue
        text, offset = _without(asides, prose) if asides else prose.text, prose.start
        for start, end in _boundaries(text):
            whole = text[start:end]
            if whole[:1].isalnum() and not whole[-1].isspace():  # most are a sentence from end to end
                found.append((offset + start, offset + end))
                continue
            first, last = Span(start, end).trimmed(text)
            if _LETTER_OR_DIGIT.search(text, first, last):
                found.append((offset + first, offset + last))
    return spans_between(found)


def _boundaries(text: str) -> Iterable[tuple[int, int]]:
    starts, ends = [0], []
    for mark in _CANDIDATE.finditer(text):
        at, start = mark.span()
        if mark.lastgroup is None or not _ends_a_sentence(text, at):
            return _remembered(text) if len(text) <= _SHORT else _tokenized(text)
        starts.append(start)
        ends.append(at + 1)
    return zip(starts, [*ends, len(text)], strict=True)


def _ends_a_sentence(text: str, mark: int) -> bool:
    """Whether ``mark``, which stands before white space, ends a sentence in Punkt's eyes whatever follows."""
    if text[mark] != ".":
        return True
    word = text[max(0, mark - _LONG_WORD) : mark].rsplit(None, 1)[-1]
    # A single letter is an initial, and digits may be a date.
    return 1 < len(word) < _LONG_WORD and word.isascii() and word.isalpha() and word.lower() not in _in_doubt()


@cache
def _in_doubt() -> frozenset[str]:
    """Return the words of letters after which a full stop need not end a sentence in Punkt's eyes."""
    params = _tokenizer("english").params
    straddling = {first for first, _ in params.collocations}
    return frozenset({*params.abbrev_types, *params.numeric_abbrev_types, *straddling})


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
