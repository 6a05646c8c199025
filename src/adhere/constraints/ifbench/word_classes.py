"""Words of a closed class: coordinating conjunctions and pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.different import CountedDifferent
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.doubtful import CountedInDoubt
from adhere.constraints.function_words import (
    COORDINATORS,
    DETERMINERS,
    PRONOUNS,
    SOMETIMES_COORDINATORS,
    SOMETIMES_PRONOUNS,
)
from adhere.constraints.ifbench.letters import folded
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Document, Span

_SUBJECTS = frozenset({"i", "he", "she", "we", "they", "there"})
"""Words that only a clause begins with."""

_AFTER: dict[str, frozenset[str]] = {
    "for": _SUBJECTS,
    "so": _SUBJECTS | DETERMINERS | {"you", "it"},
    "yet": _SUBJECTS | DETERMINERS | {"you", "it"},
}
"""By word that is no conjunction everywhere: what makes it one if it follows, after a comma or a break."""

_BREAK = re.compile(r"(?:^|[,;:.!?\u2013\u2014(\n])[\s\"'*_\u201c\u2018]*$")
_BREAK_REACH = 6
"""Characters before a word among which a mark is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conjunctions(CountedInDoubt, CountedDifferent):
    """So many different coordinating conjunctions of and, but, for, nor, or, so, yet, whatever their case.

    "for", "so" and "yet" are more often a preposition or an adverb. They count for sure where they follow a mark or
    begin a sentence and a clause follows (", so we left"); elsewhere they may count or not.
    """

    id: ClassVar[str] = "count:conjunctions"
    quantity: ClassVar[Quantity] = Quantity.CONJUNCTIONS
    doubt: ClassVar[str] = "may be a preposition or an adverb here"

    def __post_init__(self) -> None:
        CountedDifferent.__post_init__(self)
        if self.minimum > len(COORDINATORS) or (self.maximum or 0) >= len(COORDINATORS):
            raise UsageError(f"{self.id}: {self.bounds.asks()}", hint=f"English has {len(COORDINATORS)}")

    @property
    def noun(self) -> Noun:
        return Noun("different coordinating conjunction", "different coordinating conjunctions")

    @property
    def unwanted(self) -> str:
        return f"coordinating conjunctions ({', '.join(COORDINATORS)})"

    def places(self, reply: Document) -> Iterator[tuple[str, Span]]:
        return ((word, span) for word, span, sure in _coordinators(reply) if sure)

    def find_doubtful(self, reply: Document) -> list[Span]:
        found = list(_coordinators(reply))
        known = {word for word, _, sure in found if sure}
        first: dict[str, Span] = {}
        for word, span, _ in found:
            if word not in known:
                first.setdefault(word, span)
        return list(first.values())

    def surplus(self, count: int) -> str:
        return " One and two or three but nor four, so we left, yet we came, for we are here." if count else ""

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Use {number} in the response.",
            f"Your answer must contain {number}, such as and, but, or.",
            f"Join words or clauses with {number}.",
            f"There should be {number} in your reply.",
            f"Let {number} occur in your response.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        joined = {
            "and": "Read and write.", "but": "Small but strong.", "or": "Now or later.",
            "nor": "Neither cold nor warm.", "so": "Rain came, so we left.", "yet": "Rain came, yet we stayed.",
            "for": "Rest well, for they need help.",
        }  # fmt: skip
        chosen = rng.sample(COORDINATORS, min(self.pick(rng), len(COORDINATORS)))
        text = prose(rng, topic, keep=lambda line: not set(COORDINATORS) & set(line.lower().strip(".").split()))
        return " ".join([text, *(joined[word] for word in chosen)])

    def domain(self) -> Domain:
        return Domain(counts={(self.quantity, ""): self.bounds, (Quantity.WORDS, ""): Bounds(self.minimum)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(2, 5))


def _coordinators(reply: Document) -> Iterator[tuple[str, Span, bool]]:
    words = folded(reply)
    for i, word in enumerate(words):
        if word not in COORDINATORS:
            continue
        span = reply.words[i]
        sure = word not in SOMETIMES_COORDINATORS or (
            i + 1 < len(words)
            and words[i + 1] in _AFTER[word]
            and _BREAK.search(reply.text, span.start - _BREAK_REACH, span.start) is not None
        )
        yield word, span, sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronouns(CountedInDoubt):
    """So many pronouns: personal, possessive, reflexive and indefinite ones, and who; each occurrence counts.

    A contraction counts by its first part ("it's", "they're"). "my" and "their" count, as in the school grammars that
    call them possessive pronouns. Words that are pronouns only where no noun follows ("this", "some", "one") and words
    that can be names ("US", "IT") may count or not.
    """

    id: ClassVar[str] = "count:pronouns"
    quantity: ClassVar[Quantity] = Quantity.PRONOUNS
    doubt: ClassVar[str] = "may be no pronouns here"

    @property
    def noun(self) -> Noun:
        return Noun("pronoun", "pronouns")

    def find(self, reply: Document) -> list[Span]:
        words = enumerate(_heads(reply))
        return [reply.words[i] for i, word in words if word in PRONOUNS and not _is_name(reply, i, word)]

    def find_doubtful(self, reply: Document) -> list[Span]:
        words = enumerate(_heads(reply))
        return [reply.words[i] for i, word in words if word in SOMETIMES_PRONOUNS or _is_name(reply, i, word)]

    def surplus(self, count: int) -> str:
        return " and they" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"The response should include {number}.",
            f"Use {number}, such as I, they, her or itself.",
            f"Your answer must contain {number}.",
            f"Let {number} occur in your reply; a repeated one counts again.",
            f"There should be {number} in your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        unsure = SOMETIMES_PRONOUNS | PRONOUNS
        text = prose(rng, topic, keep=lambda line: not unsure & set(re.findall(r"\w+", line.lower())))
        lines = rng.choices(
            ("She wins.", "They agree.", "Ask him.", "Nobody waits.", "Trust yourself."), k=self.pick(rng)
        )
        return " ".join([text, *lines])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(3, 12))


def _heads(reply: Document) -> list[str]:
    return [word.partition("'")[0] if "'" in word else word for word in folded(reply)]


def _is_name(reply: Document, index: int, word: str) -> bool:
    """Whether the word is written as the country or the trade would be, in a reply that is not all in capitals."""
    return word in {"us", "it"} and reply.word_texts[index] in {"US", "IT"} and not reply.text.isupper()
