"""An answer written backwards, by words or by letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.faultless import WORDS
from adhere.constraints.function_words import STOP_WORDS, word_set
from adhere.constraints.judging import mark, satisfied, violated
from adhere.text import Span

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
_ARTICLES = word_set("a an the")
_BEFORE_ARTICLE = word_set("is of in for as by to and at on with was")
_DESCRIBING = word_set("answer bald national official united american")
_FORWARD = frozenset(
    {
        ("bald", "eagle"), ("national", "symbol"), ("national", "animal"), ("national", "bird"), ("united", "states"),
        ("my", "answer"), ("answer", "is"), ("it", "is"), ("here", "is"), ("here", "you"), ("symbol", "of"),
        ("animal", "of"), ("bird", "of"),
    }
)  # fmt: skip
"""Neighbours in English that no sentence has the other way round."""

_FORWARD_WORDS = word_set(
    "national symbol animal bird answer bald eagle united states american america official emblem sure certainly "
    "reversed reverse reversal reply response sentence letter letters character characters spelled"
) | frozenset(word for word in STOP_WORDS if word[::-1] not in STOP_WORDS)
"""Words that tell that a text is not written backwards: read backwards they are no common words."""


def _in_usual_order(one: str, two: str) -> bool:
    return (
        (one, two) in _FORWARD
        or (one in _BEFORE_ARTICLE and two in _ARTICLES)
        or (one in _ARTICLES and two in _DESCRIBING)
    )


def _positions(words: Sequence[str], pair: tuple[str, str]) -> list[int]:
    return [i for i, found in enumerate(pairwise(words)) if found == pair]


def _pairs(reply: Document, positions: Sequence[int]) -> list[Span]:
    return [Span(reply.words[i].start, reply.words[i + 1].end) for i in positions]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsReversed:
    """The answer to a fixed question, its words in reverse order: "eagle bald" stands in it and no English as usual.

    "Of the", "the national", "national symbol" and their like, and an article at the beginning, are the usual order;
    they cannot arise in a sentence that is reversed. Case and punctuation do not matter.
    """

    id: ClassVar[str] = "custom:word_reverse"

    def check(self, reply: Document) -> Verdict:
        words = reply.folded_words
        answer = _positions(words, (ANSWER[1], ANSWER[0]))
        if not answer:
            return violated("no reversed answer", 0.25 if _positions(words, ANSWER) else 0.0)
        usual = [i for i, pair in enumerate(pairwise(words)) if _in_usual_order(*pair)]
        if words[0] in _ARTICLES and 0 not in usual:
            usual.insert(0, 0)
        if usual:
            share = (1 + len(usual)) / (2 + len(words))
            places = mark((reply.words[i] for i in usual), "usual order")
            return violated("the words around the answer are in their usual order", 1 - share / 2, places)
        return satisfied("the answer in reverse order", mark(_pairs(reply, answer), "reversed answer"))

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

    Common words and those of the answer tell that something is not reversed. Case and punctuation do not matter.
    """

    id: ClassVar[str] = "custom:character_reverse"

    def check(self, reply: Document) -> Verdict:
        words = reply.folded_words
        answer = _positions(words, (ANSWER[1][::-1], ANSWER[0][::-1]))
        forward = [i for i, word in enumerate(words) if word in _FORWARD_WORDS]
        if not answer:
            return violated("no reversed answer")
        if forward:
            share = (1 + len(forward)) / (2 + len(words))
            places = mark((reply.words[i] for i in forward), "not reversed")
            return violated(f"{WORDS.counted(len(forward))} not reversed", 1 - share / 2, places)
        return satisfied("the answer in reverse order", mark(_pairs(reply, answer), "reversed answer"))

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
