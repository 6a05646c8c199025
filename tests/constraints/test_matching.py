"""Whole words and phrases: the quick ways to find them agree with the pattern tried at every place of the text."""

from __future__ import annotations

from random import Random
from unicodedata import category

import pytest

from adhere.constraints.matching import occurrences, phrase_pattern, places
from adhere.text import Document, Span

PARTS = (
    "so",
    "So",
    "SO",
    "it",
    "i",
    "is",
    "so-so",
    "C",
    "C++",
    "#",
    "+",
    "'",
    "\u2019",
    '"',
    "-",
    ".",
    " ",
    "  ",
    "\n",
)
ACCENTED = ("\u00e9", "e\u0301", "\u0301", "\u212a", "k")
PHRASES = (
    "so", "it", "is", "so it", "it is so", "C++", "so-so", "+so", "'so it'", '"it"', "i", "so.", "it  is", " so ",
    "\u00e9", "so \u00e9", "k", "s", "e\u0301", "i\u0307", "-so-", "don\u2019t",
)  # fmt: skip


def slowly(phrase: str, text: str) -> list[Span]:
    """Look for the phrase from left to right at every single place, and drop what a combining mark touches."""
    pattern, found, at = phrase_pattern(phrase), [], 0
    while at <= len(text):
        match = pattern.match(text, at)
        if match:
            found.append(Span(*match.span()))
        at = match.end() if match else at + 1
    return [span for span in found if not is_mark(text, span.end) and not is_mark(text, span.start - 1)]


def is_mark(text: str, at: int) -> bool:
    return 0 <= at < len(text) and category(text[at]).startswith("M")


@pytest.mark.parametrize("parts", [PARTS, PARTS + ACCENTED], ids=["ASCII", "any"])
def test_the_quick_ways_find_what_the_pattern_finds(parts: tuple[str, ...]) -> None:
    rng = Random(4)
    texts = ["".join(rng.choices(parts, k=rng.randint(1, 12))) for _ in range(400)]
    found = 0
    for phrase in PHRASES:
        for text in texts:
            if phrase.isascii() or not text.isascii():
                assert occurrences(phrase, text) == slowly(phrase, text), (phrase, text)
                found += len(occurrences(phrase, text))
    assert found > 400


@pytest.mark.parametrize(
    ("phrase", "text", "ends"),
    [
        ("tea", "Tea, teas, TEA-cup and tea's.", [(0, 3), (11, 14), (23, 26)]),
        ("tea", "steam tea_tea 2tea", [(6, 9), (10, 13)]),
        ("C", "C, C++ and C#", [(0, 1)]),
        ("C++", "C++ is C+++ or C++x.", [(0, 3), (7, 10), (15, 18)]),
        ("in time", "In\n  time, intime in times", [(0, 9)]),
        ("don't", "Don\u2019t, don't", [(0, 5), (7, 12)]),
        ('say "so"', "Say \u201cso\u201d", [(0, 8)]),
        ("e", "e\u0301 e", [(3, 4)]),
        ("tea", "\u0301tea tea", [(5, 8)]),
    ],
)
def test_a_phrase_stands_as_whole_words(phrase: str, text: str, ends: list[tuple[int, int]]) -> None:
    assert occurrences(phrase, text) == [Span(*each) for each in ends]


def test_words_have_the_places_that_the_document_gives_them() -> None:
    reply = Document("So it is, so it was: is it so?")
    assert list(places(reply.word_texts, reply.text)) == list(reply.words)
