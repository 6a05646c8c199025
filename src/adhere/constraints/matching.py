"""Whole words and phrases in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from adhere.text import Span
from adhere.text.spans import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SINGLE = "['\u2018\u2019]"
_DOUBLE = '["\u201c\u201d]'


@lru_cache(maxsize=4096)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Compile a pattern for a phrase as whole words, whatever its case, its spacing and the shape of its quotes.

    A letter or digit next to the phrase makes it part of another word; so does ``+`` or ``#`` after one (C is not C++).
    A hyphen or an apostrophe does not: a compound and a possessive contain the word.
    """
    body = r"\s+".join(re.escape(word) for word in phrase.split())
    body = re.sub(_SINGLE, _SINGLE, re.sub(_DOUBLE, _DOUBLE, body))
    before = r"(?<![^\W_])" if _in_word(phrase.strip()[0]) else ""
    after = r"(?![^\W_]|[+#])" if _in_word(phrase.strip()[-1]) else ""
    return re.compile(before + body + after, re.IGNORECASE)


@lru_cache(maxsize=4096)
def _probe(phrase: str) -> str:
    return max(re.findall(r"[^\W_]+", phrase.lower()), key=len, default="")


def occurrences(phrase: str, text: str) -> list[Span]:
    """Return where ``phrase`` stands in ``text`` as whole words, without overlaps."""
    if _probe(phrase) not in (lower := text.lower()):  # twenty times as fast as the pattern, and true of most phrases
        return []
    if text.isascii():
        return list(spans_of(_in_ascii(phrase, text, lower)))
    spans = spans_of(phrase_pattern(phrase).finditer(text))
    # A combining mark makes a word go on, and `\w` does not know that.
    return [
        span
        for span in spans
        if not (_is_mark(text[span.end : span.end + 1]) or _is_mark(text[max(0, span.start - 1) : span.start]))
    ]


def _in_ascii(phrase: str, text: str, lower: str) -> Iterator[re.Match[str]]:
    """Yield where the pattern of ``phrase`` matches, tried only where its probe stands in the text in lower case."""
    pattern, probe = phrase_pattern(phrase), _probe(phrase)
    before = phrase.split(maxsplit=1)[0].lower().find(probe) if probe and phrase.isascii() else -1
    if before < 0:  # white space, of which there may be more or less, stands before the probe
        yield from pattern.finditer(text)
        return
    end, at = 0, lower.find(probe)
    while at >= 0:
        match = pattern.match(text, at - before) if at - before >= end else None
        if match:
            end = match.end()
            yield match
        at = lower.find(probe, max(at + 1, end))


def places(words: Iterable[str], text: str) -> Iterator[Span]:
    """Yield where the words stand in ``text``, each at the first place after the one before.

    Of all words of a document these are the spans of ``Document.words``, one by one for those who need a few.
    """
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        yield Span(start, end)


def _in_word(character: str) -> bool:
    return character.isalnum() or _is_mark(character)


def _is_mark(character: str) -> bool:
    return character != "" and category(character).startswith("M")
