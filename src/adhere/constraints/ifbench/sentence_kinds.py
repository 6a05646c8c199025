"""Ratios between declarative, interrogative and exclamatory sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import sentences
from adhere.constraints.dividing import after_last_word
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, violated
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span


class Kind(StrEnum):
    """What a sentence does, as its closing mark says."""

    DECLARATIVE = "declarative"
    INTERROGATIVE = "interrogative"
    EXCLAMATORY = "exclamatory"


_QUESTIONS = ("Why is that so?", "Who would not agree?", "What comes next?", "How do you begin?")
_EXCLAMATIONS = ("What a day!", "How good that feels!", "That is great news!", "Never give up!")


def kind_of(sentence: str) -> Kind | None:
    """Return what a sentence is by the marks after its last word, None where there are none (a heading, an item).

    A question mark makes a question, also with an exclamation mark beside it. An imperative that ends in a full stop
    counts as declarative: no mark tells them apart.
    """
    marks = after_last_word(sentence)
    if "?" in marks or "\u203d" in marks:
        return Kind.INTERROGATIVE
    if "!" in marks:
        return Kind.EXCLAMATORY
    return Kind.DECLARATIVE if re.search(r"[.\u2026]", marks) else None


def _by_kind(reply: Document) -> dict[Kind, list[Span]]:
    found: dict[Kind, list[Span]] = {kind: [] for kind in Kind}
    for span in reply.sentences:
        kind = kind_of(span.of(reply.text))
        if kind is not None:
            found[kind].append(span)
    return found


def _listed(counts: dict[Kind, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceType:
    """Declarative and interrogative sentences stand in the ratio, and there is at least one of each.

    What a sentence is, its closing mark says; exclamations, headings and items without a closing
    mark count on neither side.
    """

    id: ClassVar[str] = "ratio:sentence_type"
    declarative: int = 2
    interrogative: int = 1

    def __post_init__(self) -> None:
        if min(self.declarative, self.interrogative) < 1:
            raise UsageError(f"{self.id}: {self.declarative}:{self.interrogative}", hint="give 1 or more for each")

    def check(self, reply: Document) -> Verdict:
        found = _by_kind(reply)
        told, asked = len(found[Kind.DECLARATIVE]), len(found[Kind.INTERROGATIVE])
        reason = (
            f"{told} declarative and {asked} interrogative sentences, {self.declarative}:{self.interrogative} asked"
        )
        evidence = mark(found[Kind.INTERROGATIVE], "interrogative")
        left, right = told * self.interrogative, asked * self.declarative
        if left == right > 0:
            return satisfied(reason, evidence)
        return violated(reason, min(left, right) / max(left, right, 1) * 0.99, evidence)

    def wordings(self) -> tuple[str, ...]:
        ratio = f"{self.declarative}:{self.interrogative}"
        both = f"{self.declarative} declarative for every {self.interrogative} interrogative"
        return (
            f"Maintain a {ratio} ratio of declarative to interrogative sentences in your response.",
            f"Write {both} {Noun('sentence', 'sentences').many if self.interrogative > 1 else 'sentence'}.",
            f"The ratio of statements to questions in your answer must be {ratio}.",
            f"Mix statements and questions in your reply in the ratio {ratio}.",
            f"Let declarative and interrogative sentences stand in the ratio {ratio}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        questions = [rng.choice(_QUESTIONS) for _ in range(self.interrogative)]
        return " ".join([*sentences(rng, topic, self.declarative), *questions])

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} What now?"
        yield f"{text} So it is."
        yield text.replace("?", ".")
        yield text.replace(".", "!")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.SENTENCES, ""): Bounds(self.declarative + self.interrogative)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(declarative=rng.randint(2, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceBalance:
    """As many declarative as interrogative and exclamatory sentences, at least one of each; see ``SentenceType``."""

    id: ClassVar[str] = "ratio:sentence_balance"

    def check(self, reply: Document) -> Verdict:
        found = _by_kind(reply)
        counts = {kind: len(spans) for kind, spans in found.items()}
        fewest, most = min(counts.values()), max(counts.values())
        evidence = mark(found[min(counts, key=lambda kind: counts[kind])], "of the rarest kind")
        if fewest == most > 0:
            return satisfied(_listed(counts), evidence)
        return violated(f"{_listed(counts)}, as many of each asked", fewest / max(most, 1), evidence)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Ensure that the ratio of sentence types (declarative, interrogative, exclamatory) is balanced.",
            "Use as many questions as statements and as many exclamations as either.",
            "Write the same number of declarative, interrogative and exclamatory sentences.",
            "Your answer must have equally many statements, questions and exclamations.",
            "Balance your reply: one third statements, one third questions, one third exclamations.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        count = rng.randint(1, 3)
        asked, shouted = rng.sample(_QUESTIONS, count), rng.sample(_EXCLAMATIONS, count)
        return " ".join([*sentences(rng, topic, count), *asked, *shouted])

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} What now?"
        yield f"{text} So it is."
        yield f"{text} How nice!"
        yield text.replace("?", ".").replace("!", ".")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.SENTENCES, ""): Bounds(len(Kind))})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
