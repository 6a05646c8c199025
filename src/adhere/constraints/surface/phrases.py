"""Phrases that a reply has, has not, or has in a given order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import judge_absence, mark, satisfied, violated
from adhere.constraints.matching import occurrences, phrase_pattern
from adhere.constraints.parameters import check_phrases
from adhere.constraints.protocol import Evidence
from adhere.constraints.surface.passages import merged
from adhere.constraints.vocabulary import FITTING, TEMPTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span


def _without(rng: Random, topic: str, phrases: tuple[str, ...]) -> str:
    """Return prose in which none of the phrases occurs."""
    return prose(rng, topic, keep=lambda line: not any(phrase_pattern(phrase).search(line) for phrase in phrases))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least ``minimum`` different ones of the phrases occur; what an occurrence is, ``KeywordExistence`` says."""

    id: ClassVar[str] = "keywords:any_of"
    phrases: tuple[str, ...]
    minimum: int = 1

    def __post_init__(self) -> None:
        check_phrases(self.id, "phrases", self.phrases)
        if not 1 <= self.minimum <= len(self.phrases):
            raise UsageError(
                f"{self.id}: {self.minimum} of {len(self.phrases)}",
                hint="minimum must be from 1 to the number of phrases",
            )

    def check(self, reply: Document) -> Verdict:
        first = {phrase: occurrences(phrase, reply.text)[:1] for phrase in self.phrases}
        found = sorted((spans[0], phrase) for phrase, spans in first.items() if spans)
        evidence = tuple(Evidence(span, f"has {quoted([phrase])}") for span, phrase in found)
        reason = f"{len(found)} of {len(self.phrases)} phrases, at least {self.minimum} asked"
        if len(found) < self.minimum:
            return violated(reason, len(found) / self.minimum, evidence)
        return satisfied(reason, evidence)

    def wordings(self) -> tuple[str, ...]:
        listed, number = quoted(self.phrases, "or"), f"at least {self.minimum}"
        return (
            f"Use {number} of these: {listed}.",
            f"Your answer must contain {number} of {listed}.",
            f"Work {number} of the following into your reply: {listed}.",
            f"Include {number} of {listed} in your response.",
            f"Mention {number} of these expressions: {listed}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        chosen = rng.sample(self.phrases, rng.randint(self.minimum, len(self.phrases)))
        return f"{prose(rng, topic)} Remember to mention {' and '.join(chosen)}."

    def mutants(self, text: str) -> Iterator[str]:
        places = merged(span for phrase in self.phrases for span in occurrences(phrase, text))
        yield replace(text, places, "...")

    def domain(self) -> Domain:
        if self.minimum < len(self.phrases):
            return Domain()
        return Domain(counts={(Quantity.PHRASE, phrase.casefold()): Bounds(1) for phrase in self.phrases})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(phrases=draw_words(rng, FITTING, 4, prompt), minimum=rng.randint(1, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOfPhrases:
    """None of the phrases occurs, as whole words in any case and spacing, over line breaks and in code, too.

    What an occurrence is, ``KeywordExistence`` says: the words of a phrase apart from one another are none.
    """

    id: ClassVar[str] = "keywords:none_of_phrases"
    phrases: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "phrases", self.phrases)

    def check(self, reply: Document) -> Verdict:
        found = sorted(span for phrase in self.phrases for span in occurrences(phrase, reply.text))
        return judge_absence(reply, found, f"use of {quoted(self.phrases, 'or')}")

    def wordings(self) -> tuple[str, ...]:
        listed = quoted(self.phrases, "or")
        noun = "phrase" if len(self.phrases) == 1 else "phrases"
        return (
            f"Do not use the {noun} {listed}.",
            f"Keep your answer free of the {noun} {listed}.",
            f"Find other words for {listed}.",
            f"Write your reply without the {noun} {listed}.",
            f"The {noun} {listed} must not occur in your response.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _without(rng, topic, self.phrases)

    def mutants(self, text: str) -> Iterator[str]:
        for phrase in self.phrases:
            yield f"{text} {phrase}"
            yield f"{text} {phrase.upper()}".replace(" ", "\n")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, phrase.casefold()): Bounds(0, 0) for phrase in self.phrases})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(phrases=draw_words(rng, TEMPTING, rng.randint(2, 4), prompt))


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """The phrases occur one after the other, in the order given; other occurrences before and between do not matter.

    What an occurrence is, ``KeywordExistence`` says. The score is the share that can be found in order.
    """

    id: ClassVar[str] = "keywords:in_order"
    phrases: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "phrases", self.phrases)
        if len(self.phrases) < 2:  # noqa: PLR2004 - an order takes two
            raise UsageError(f"{self.id}: one phrase has no order", hint="give two phrases or more")

    def _found(self, reply: Document) -> list[Span]:
        """Return the first place of each phrase behind that of the one before, up to the first that has none."""
        found: list[Span] = []
        for phrase in self.phrases:
            reach = found[-1].end if found else 0
            later = next((span for span in occurrences(phrase, reply.text) if span.start >= reach), None)
            if later is None:
                break
            found.append(later)
        return found

    def check(self, reply: Document) -> Verdict:
        found = self._found(reply)
        evidence = mark(found, "in order")
        if len(found) < len(self.phrases):
            missing = quoted([self.phrases[len(found)]])
            behind = f" behind {quoted([self.phrases[len(found) - 1]])}" if found else ""
            return violated(f"no {missing}{behind}", len(found) / len(self.phrases), evidence)
        return satisfied(f"has {quoted(self.phrases)} in this order", evidence)

    def wordings(self) -> tuple[str, ...]:
        listed = quoted(self.phrases)
        return (
            f"Use {listed} in this order.",
            f"Your answer must contain {listed}, one after the other in the order given.",
            f"Mention these in the given order: {listed}.",
            f"Let {listed} occur in your reply in just this order.",
            f"Work these into your response, in this order: {listed}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = _without(rng, topic, self.phrases)
        return f"{text} Think of {' and then of '.join(self.phrases)}."

    def mutants(self, text: str) -> Iterator[str]:
        for phrase in self.phrases:
            yield replace(text, occurrences(phrase, text), "...")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, phrase.casefold()): Bounds(1) for phrase in self.phrases})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(phrases=draw_words(rng, FITTING, rng.randint(2, 4), prompt))
