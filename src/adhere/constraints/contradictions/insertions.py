"""Places where a piece can be put into a text, or take the place of something in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span

_Item = TypeVar("_Item")

CLOSERS = '.!?"]}`)\n *_'
"""Marks at the end of a text or sentence before which a piece can be put as well as behind them."""


_QUOTES = "\"'\u201d\u2019*_` \n"
_PLACES, _PIECES = 3, 4


def insertions(document: Document, piece: str, rng: Random, places: int) -> Iterator[str]:
    """Yield the text with the piece around it, and at so many places of each kind in it."""
    yield from around(document.text, piece)
    yield from _among_words(document, piece, rng, places)
    yield from _among_sentences(document, piece, rng, places)
    yield from _among_lines(document.text, piece, rng, places)


def insertions_at(verdict: Verdict, document: Document, pieces: Sequence[str]) -> Iterator[str]:
    """Yield the text with a short piece before or behind a place that the verdict points at, or instead of it."""
    text = document.text
    for evidence in verdict.evidence[:_PLACES]:
        start, end = evidence.span
        for piece in pieces[:_PIECES]:
            yield f"{text[:start]}{piece} {text[start:]}"
            yield f"{text[:end]} {piece}{text[end:]}"
            yield f"{text[:start]}{piece}{text[end:]}"


def around(text: str, piece: str) -> Iterator[str]:
    """Yield the text with the piece before it, behind it, and before its closing marks."""
    for gap in (" ", "\n\n", "\n", ""):
        yield f"{text}{gap}{piece}"
        yield f"{piece}{gap}{text}"
    yield before_close(text, piece)
    body = text.rstrip(_QUOTES)
    if body != text:
        yield f"{body} {piece}{text[len(body) :]}"


def before_close(text: str, piece: str) -> str:
    """Return the text with the piece at its end, before its closing marks."""
    body = text.rstrip(CLOSERS)
    return f"{body} {piece}{text[len(body) :]}"


def _among_words(document: Document, piece: str, rng: Random, places: int) -> Iterator[str]:
    text, words = document.text, document.words
    if not words:
        return
    first, last = words[0], words[-1]
    yield f"{text[: first.start]}{piece} {text[first.start :]}"
    yield _replaced(text, first, piece)
    token = "/".join(piece.split())
    yield _replaced(text, first, token)
    yield f"{text[: first.start]}{token}/{text[first.start :]}"
    yield _replaced(text, last, piece)
    initial = piece.lstrip()[:1].lower()
    for word in [word for word in words if text[word.start].lower() == initial][:places]:
        yield _replaced(text, word, piece)
    for word in some(words, rng, places):
        yield f"{text[: word.end]} {piece}{text[word.end :]}"
        yield _replaced(text, word, piece)


def _among_sentences(document: Document, piece: str, rng: Random, places: int) -> Iterator[str]:
    text = document.text
    for sentence in some(document.sentences, rng, places):
        yield _replaced(text, sentence, piece)
        yield f"{text[: sentence.end]} {piece}{text[sentence.end :]}"
        yield f"{text[: sentence.start]}{piece} {text[sentence.start :]}"
        yield f"{text[: sentence.start]}\n{piece}\n{text[sentence.start :]}"
        yield _replaced(text, sentence, before_close(sentence.of(text), piece))


def _among_lines(text: str, piece: str, rng: Random, places: int) -> Iterator[str]:
    lines = text.split("\n")
    if len(lines) == 1:
        return
    for i in some(range(len(lines)), rng, places):
        before, line, after = lines[:i], lines[i], lines[i + 1 :]
        yield "\n".join([*before, piece, line, *after])
        yield "\n".join([*before, f"{line} {piece}", *after])
        yield "\n".join([*before, piece, *after])


def _replaced(text: str, span: Span, piece: str) -> str:
    return f"{text[: span.start]}{piece}{text[span.end :]}"


def some(items: Sequence[_Item], rng: Random, count: int) -> Sequence[_Item]:
    """Return all items, or ``count`` of them by chance where there are more."""
    return items if len(items) <= count else rng.sample(items, count)
