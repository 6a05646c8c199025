"""An answer written backwards, by words or by letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.judging import mark, satisfied, violated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

QUESTION = "What animal is the national symbol of the US?"
ANSWER = ("bald", "eagle")
_SENTENCES = (
    "The bald eagle is the national symbol of the US.",
    "The national animal of the United States is the bald eagle.",
    "It is the bald eagle.",
)
_BEFORE_ARTICLE = frozenset({"is", "of", "in", "for", "as", "by", "to", "and", "at", "on", "with", "was"})
_ARTICLES = frozenset({"the", "a", "an"})
_FORWARD = frozenset({("bald", "eagle"), ("national", "symbol"), ("national", "animal"), ("united", "states")})
_FORWARD_WORDS = frozenset(
    {
        "the",
        "is",
        "of",
        "and",
        "it",
        "in",
        "national",
        "symbol",
        "animal",
        "answer",
        "bald",
        "eagle",
        "united",
        "states",
    }
)


def _positions(words: Sequence[str], pair: tuple[str, str]) -> list[int]:
    return [i for i, found in enumerate(pairwise(words)) if found == pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsReversed:
    """The answer to a fixed question, its words in reverse order: "eagle bald" stands in it and no English as usual.

    A preposition or "is" before an article ("of the"), "national symbol" and an article at the beginning are the usual
    order; they cannot arise in a sentence that is reversed. Case and punctuation do not matter.
    """

    id: ClassVar[str] = "custom:word_reverse"

    def check(self, reply: Document) -> Verdict:
        words = reply.folded_words
        answer = _positions(words, (ANSWER[1], ANSWER[0]))
        if not answer:
            return violated("no reversed answer", 0.25 if _positions(words, ANSWER) else 0.0)
        usual = [
            i
            for i, (one, two) in enumerate(pairwise(words))
            if (one, two) in _FORWARD or (one in _BEFORE_ARTICLE and two in _ARTICLES)
        ]
        if words[0] in _ARTICLES:
            usual.insert(0, 0)
        if usual:
            places = mark((reply.words[i] for i in dict.fromkeys(usual)), "usual order")
            return violated("the words around the answer are in their usual order", 0.5, places)
        return satisfied("the answer in reverse order", mark((reply.words[i] for i in answer), "reversed answer"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"{QUESTION} Respond to this query, but make your sentence in reverse order, per word.",
            f"{QUESTION} Answer in one sentence and write its words in reverse order.",
            f"{QUESTION} Give your answer as a sentence that is reversed word by word.",
            f"{QUESTION} Reply with a sentence whose last word comes first and whose first word comes last.",
            f"{QUESTION} Write the words of your answer backwards, from the last to the first.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return " ".join(reversed(rng.choice(_SENTENCES).rstrip(".").split()))

    def mutants(self, text: str) -> Iterator[str]:
        yield " ".join(reversed(text.split()))
        yield re.sub(r"eagle bald", "bald eagle", text)
        yield f"The answer is: {text}"
        yield text.replace("eagle", "bear")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(len(ANSWER))}, shape=Shape.LISTING)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersReversed:
    """The answer to a fixed question, its letters in reverse order: "elgae dlab" stands in it and no word forwards.

    Words such as "the" or "is" tell that something is not reversed. Case and punctuation do not matter.
    """

    id: ClassVar[str] = "custom:character_reverse"

    def check(self, reply: Document) -> Verdict:
        words = reply.folded_words
        answer = _positions(words, (ANSWER[1][::-1], ANSWER[0][::-1]))
        forward = [i for i, word in enumerate(words) if word in _FORWARD_WORDS]
        if not answer:
            return violated("no reversed answer")
        if forward:
            return violated("some words are not reversed", 0.5, mark((reply.words[i] for i in forward), "not reversed"))
        return satisfied("the answer in reverse order", mark((reply.words[i] for i in answer), "reversed answer"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"{QUESTION} Respond to this query, but make your sentence in reverse order, per letter.",
            f"{QUESTION} Answer in one sentence and write its letters in reverse order.",
            f"{QUESTION} Give your answer as a sentence that is reversed letter by letter.",
            f"{QUESTION} Reply with a sentence spelled from its last letter to its first.",
            f"{QUESTION} Write your whole answer backwards, character by character.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return rng.choice(_SENTENCES)[::-1]

    def mutants(self, text: str) -> Iterator[str]:
        yield text[::-1]
        yield f"The answer is: {text}"
        yield " ".join(reversed(text.split()))
        yield text.replace("elgae", "raeb")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(len(ANSWER))}, shape=Shape.LISTING)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
