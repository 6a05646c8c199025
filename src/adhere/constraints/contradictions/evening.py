"""Evening: the sentences of a text made equally long, its words made different."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.insertions import before_close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.text import Document

_MOST = 8
"""Sentences beyond which none are made even."""
_SPARE = 3
"""Characters that the longest sentence gets, so that every other has room for a word at least."""
FRESH = tuple(map("".join, product("bdfklmnprstvz", "aeiou", "lmnrst")))
"""Short words that no text has: as many as one needs in which no word may come again."""


def varied(document: Document) -> str:
    """Return the text with another word wherever one comes again."""
    text, parts, end = document.text, [], 0
    seen: set[str] = set()
    fresh = iter(FRESH)
    for span, word in zip(document.words, document.folded_words, strict=True):
        if word in seen:
            parts += [text[end : span.start], next(fresh, word)]
            end = span.end
        seen.add(word)
    return "".join([*parts, text[end:]])


def evened(document: Document) -> Iterator[str]:
    """Yield the text with a last word in each sentence that makes it as long as the others, and a word of its own."""
    text, sentences = document.text, document.sentences
    if not 1 < len(sentences) <= _MOST:
        return
    longest = max(end - start for start, end in sentences) + _SPARE
    parts, end = [], 0
    for i, sentence in enumerate(sentences):
        short = longest - (sentence.end - sentence.start) - 1
        parts += [text[end : sentence.start], before_close(sentence.of(text), "qjxzvwky"[i] * short)]
        end = sentence.end
    yield "".join([*parts, text[end:]])
