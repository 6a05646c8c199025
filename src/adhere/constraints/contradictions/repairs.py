"""Edits where a verdict points: what is too much taken out, what is wrong replaced, what is missing added."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import cycle, islice
from typing import TYPE_CHECKING

from adhere.constraints.composing import FRAGMENTS, GENERAL
from adhere.constraints.contradictions.insertions import insertions, some
from adhere.constraints.contradictions.whole_edits import pour
from adhere.constraints.counted import Counted
from adhere.constraints.editing import replace
from adhere.constraints.ifbench.letters import BY_LETTER
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Constraint, Verdict
    from adhere.text import Span

_FILLERS = ("good", "calm", "more", "fun", "go", "we", "of", "stand", *BY_LETTER)
_DIVIDERS = ("\n", "\n\n", "\n* ", "\n# ", "\n\n***\n\n", "\n\n******\n\n", ". ")
_LINE_ENDS = re.compile(r"\n+(?:[^\w\n]+\n+)?")
_ENOUGH = 200
"""Lines or words beyond which a text is not said again to have more of what is counted."""
_NOT_WORD = re.compile(r"[\W_]+")


def count_repairs(constraint: Constraint, document: Document, rng: Random, places: int) -> Iterator[str]:
    """Yield the text with what a count lacks added, or with what it has too much of taken out."""
    if not isinstance(constraint, Counted):
        return
    text, found = document.text, list(constraint.find(document))
    lacking = constraint.minimum - len(found)
    if lacking > 0:
        yield text.replace(" ", " " * (lacking + 1), 1)
        for gap, units in (("\n", text.split("\n")), (" ", document.word_texts)):
            if len(units) < _ENOUGH:
                yield gap.join((text, *islice(cycle(units), lacking)))
        for piece in _surpluses(constraint, lacking):
            yield f"{text}{piece}"
            yield from insertions(document, piece.strip(" "), rng, places)
    if constraint.maximum is not None and len(found) > constraint.maximum:
        excess = len(found) - constraint.maximum
        for spans in (found[constraint.maximum :], found[:excess], sorted(rng.sample(found, excess))):
            yield replace(text, spans, "")
        yield replace(text, found[constraint.maximum :], "-")
        yield text[: found[constraint.maximum - 1].end] if constraint.maximum else ""


def _surpluses(constraint: Counted, lacking: int) -> Iterator[str]:
    """Yield what adds all that lacks, and one of it; nothing for what cannot be added at the end of a text."""
    with suppress(NotImplementedError):
        yield from dict.fromkeys((constraint.surplus(lacking), constraint.surplus(1)))


def repairs(verdict: Verdict, document: Document, words: Sequence[str], rng: Random, places: int) -> Iterator[str]:
    """Yield the text without the places that the verdict rests on, or with other words or sentences there."""
    text = document.text
    spans = [evidence.span for evidence in verdict.evidence]
    vocabulary = [*words, *_FILLERS]
    places_said = [span.of(text) for span in spans[:places]]
    if spans:
        for new in ("", "-", rng.choice(vocabulary)):
            yield replace(text, spans, new)
        yield replace(text, spans[-1:], "")
        yield replace(text, spans[:1], "")
        yield _reworded(text, spans, vocabulary, rng)
        for span in spans[:places]:
            yield replace(text, [span], _NOT_WORD.sub("", span.of(text)))
            for word in dict.fromkeys([*rng.sample(vocabulary, 4), *places_said]):
                yield replace(text, [span], word)
        yield from _without_sentences(document, spans, rng, places)
    yield from _thinned(document, vocabulary, rng, places)


def rewordings(document: Document, pieces: Sequence[str]) -> Iterator[str]:
    """Yield the text with the words of each piece poured over its own."""
    if document.words:
        for piece in pieces:
            if words := Document(piece).word_texts:
                yield pour(words, document)


def layouts(document: Document, pieces: Sequence[str]) -> Iterator[str]:
    """Yield each piece with the words of the text poured over its own."""
    words = document.word_texts
    if len(words) > 1:
        for piece in pieces:
            yield pour(words, Document(piece))


def _reworded(text: str, spans: Sequence[Span], vocabulary: Sequence[str], rng: Random) -> str:
    parts, end = [], 0
    for span in sorted(spans):
        parts += [text[end : max(end, span.start)], rng.choice(vocabulary)]
        end = max(end, span.end)
    return "".join([*parts, text[end:]])


def _without_sentences(document: Document, spans: Sequence[Span], rng: Random, places: int) -> Iterator[str]:
    """Yield the text without the sentences in which the places are, or with plain ones for them."""
    text = document.text
    hit = [each for each in document.sentences if any(each.start < end and start < each.end for start, end in spans)]
    for sentence in hit[:places]:
        for new in ("", rng.choice(GENERAL), rng.choice(FRAGMENTS)):
            yield replace(text, [sentence], new)
    if hit:
        yield replace(text, hit, "")


def _thinned(document: Document, vocabulary: Sequence[str], rng: Random, places: int) -> Iterator[str]:
    """Yield the text without a sentence, a closing mark or a word, or with another word there."""
    text = document.text
    for sentence in some(document.sentences, rng, places):
        yield replace(text, [sentence], "")
        yield replace(text, [sentence], sentence.of(text).rstrip(".!?"))
    for gap in some(list(_LINE_ENDS.finditer(text)), rng, places):
        for new in ("\n", " ", re.sub(r"\n+", "\n", gap[0])):
            yield f"{text[: gap.start()]}{new}{text[gap.end() :]}"
    for word in some(document.words, rng, places):
        yield replace(text, [word], "")
        yield replace(text, [word], rng.choice(vocabulary))
        yield replace(text, [word], f"*{word.of(text)}*")
        for divider in _DIVIDERS:
            yield f"{text[: word.start]}{divider}{text[word.start :]}"
