"""Evening: the sentences of a text made equally long, or longer from one to the next; its words made different."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.insertions import before_close
from adhere.constraints.ifbench.sentences import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.text import Document

_MOST = 8
"""Sentences beyond which none are made even."""
_STEPS = 6
"""Words that one sentence may have more than the one before, none among them."""
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


def grown(document: Document) -> Iterator[str]:
    """Yield the text with more words in its sentences: in each as many more than in the one before, or as many."""
    text, sentences = document.text, document.sentences
    if not 1 < len(sentences) <= 2 * _MOST:
        return
    lengths = [len(words) for words in words_in(document, sentences)]
    for step in range(_STEPS):
        base = max(length - step * i for i, length in enumerate(lengths))
        fresh = iter(FRESH)
        parts, end = [], 0
        for i, (sentence, length) in enumerate(zip(sentences, lengths, strict=True)):
            more = " ".join(islice(fresh, base + step * i - length))
            unit = sentence.of(text)
            parts += [text[end : sentence.start], before_close(unit, more) if more else unit]
            end = sentence.end
        yield "".join([*parts, text[end:]])
