"""The length of each part of a reply: of its sentences, its paragraphs and its words."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun, check_bounds
from adhere.constraints.composing import prose, sentence_of_words
from adhere.constraints.dividing import worded_paragraphs
from adhere.constraints.domain import Quantity
from adhere.constraints.faultless import SENTENCES, WORDS, Faultless
from adhere.constraints.ifbench.letters import length
from adhere.constraints.judging import undecided
from adhere.constraints.surface.passages import own_sentences
from adhere.constraints.vocabulary import FITTING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span

_LINE = "There is more to say."


@dataclass(frozen=True, slots=True, kw_only=True)
class _EachOfLength(Faultless):
    """Every unit has between ``minimum`` and ``maximum`` of something smaller."""

    minimum: int = 0
    maximum: int | None = None

    inner: ClassVar[Noun]
    """What is counted in each unit."""

    def __post_init__(self) -> None:
        check_bounds(self.id, self.bounds, 1)

    @property
    def bounds(self) -> Bounds:
        """The interval of counts that each unit must have."""
        return Bounds(self.minimum, self.maximum)

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by the share of its units that are too short or too long; a mere maximum needs a unit."""
        if not self.minimum and not self.units(reply):
            return undecided(f"no {self.unit.one} in the reply")
        return Faultless.check(self, reply)

    @abstractmethod
    def lengths(self, reply: Document) -> Sequence[int]:
        """Return the count of each unit, in order."""

    def faults(self, reply: Document) -> list[Span]:
        allows = self.bounds.allows
        units = zip(self.units(reply), self.lengths(reply), strict=True)
        return [unit for unit, count in units if not allows(count)]

    def wordings(self) -> tuple[str, ...]:
        """Return the ways to ask for it."""
        number, one = self.bounds.of(self.inner), self.unit.one
        return (
            f"Every {one} must have {number}.",
            f"Write so that each {one} has {number}.",
            f"Use {number} in each {one} of your answer.",
            f"Keep the length of all your {self.unit.many} to {number} each.",
            f"Let no {one} of your reply have any other length than {number}.",
        )

    def pick(self, rng: Random, slack: int) -> int:
        """Draw a count that is allowed, at most ``slack`` above the fewest."""
        low = max(1, self.minimum)
        return rng.randint(low, low + slack if self.maximum is None else min(low + slack, self.maximum))


def _starting_in(units: Sequence[Span], parts: Sequence[Span]) -> list[int]:
    """Return how many of ``parts`` begin in each unit; both in order."""
    starts = [part.start for part in parts]
    return [bisect_left(starts, end) - bisect_left(starts, start) for start, end in units]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLength(_EachOfLength):
    """Every sentence has between ``minimum`` and ``maximum`` words; headings, tables and code are none.

    What a sentence and a word are, ``NumberSentences`` and ``NumberWords`` say: a list item is a sentence.
    """

    id: ClassVar[str] = "length:sentence_words"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    inner: ClassVar[Noun] = WORDS
    fault: ClassVar[str] = "do not have as many words as asked"

    def units(self, reply: Document) -> list[Span]:
        return own_sentences(reply)

    def lengths(self, reply: Document) -> list[int]:
        return _starting_in(self.units(reply), reply.words)

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the words decide the length
        words = rng.sample(FITTING, len(FITTING))
        return " ".join(sentence_of_words(words[i:], self.pick(rng, 8)) for i in range(rng.randint(1, 4)))

    def mutants(self, text: str) -> Iterator[str]:
        if self.maximum is not None:
            yield f"{text} {sentence_of_words(FITTING, self.maximum + 1)}"
        if self.minimum > 1:
            yield f"{text} {sentence_of_words(FITTING, self.minimum - 1)}"
        if self.minimum == 1:
            yield "..."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(maximum=rng.randint(12, 25)), cls(minimum=rng.randint(5, 8))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParagraphLength(_EachOfLength):
    unit: ClassVar[Noun] = Noun("paragraph", "paragraphs")
    quantity: ClassVar[Quantity] = Quantity.PARAGRAPHS

    def units(self, reply: Document) -> list[Span]:
        """Return the paragraphs between blank lines that have a sentence which is no heading: no code, no table."""
        paragraphs = worded_paragraphs(reply)
        counts = _starting_in(paragraphs, own_sentences(reply))
        return [paragraph for paragraph, count in zip(paragraphs, counts, strict=True) if count]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphSentences(_ParagraphLength):
    """Every paragraph between blank lines has between ``minimum`` and ``maximum`` sentences.

    A paragraph without a sentence is none: a heading, code, a table. Each item of a list is a sentence.
    """

    id: ClassVar[str] = "length:paragraph_sentences"
    inner: ClassVar[Noun] = SENTENCES
    fault: ClassVar[str] = "do not have as many sentences as asked"

    def lengths(self, reply: Document) -> list[int]:
        return _starting_in(self.units(reply), own_sentences(reply))

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n".join(prose(rng, topic, self.pick(rng, 3)) for _ in range(rng.randint(1, 3)))

    def mutants(self, text: str) -> Iterator[str]:
        if self.maximum is not None:
            yield f"{text}\n\n{' '.join([_LINE] * (self.maximum + 1))}"
        if self.minimum > 1:
            yield f"{text}\n\n{' '.join([_LINE] * (self.minimum - 1))}"
        if self.minimum == 1:
            yield "..."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 4)
        return rng.choice((cls(maximum=count), cls(minimum=count), cls(minimum=count, maximum=count + 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphWords(_ParagraphLength):
    """Every paragraph between blank lines has between ``minimum`` and ``maximum`` words.

    What a paragraph is, ``ParagraphSentences`` says, and what a word is, ``NumberWords``.
    """

    id: ClassVar[str] = "length:paragraph_words"
    inner: ClassVar[Noun] = WORDS
    fault: ClassVar[str] = "do not have as many words as asked"

    def lengths(self, reply: Document) -> list[int]:
        return _starting_in(self.units(reply), reply.words)

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the words decide the length
        words = rng.sample(FITTING, len(FITTING))
        return "\n\n".join(sentence_of_words(words[i:], self.pick(rng, 8)) for i in range(rng.randint(1, 3)))

    def mutants(self, text: str) -> Iterator[str]:
        if self.maximum is not None:
            yield f"{text}\n\n{sentence_of_words(FITTING, self.maximum + 1)}"
        if self.minimum > 1:
            yield f"{text}\n\n{sentence_of_words(FITTING, self.minimum - 1)}"
        if self.minimum == 1:
            yield "..."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(maximum=rng.randrange(40, 100, 10)), cls(minimum=rng.randrange(20, 50, 10))))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLength(_EachOfLength):
    """Every word has between ``minimum`` and ``maximum`` letters and digits; apostrophes and hyphens are none.

    Words in code and addresses count as well: what a word is, ``NumberWords`` says.
    """

    id: ClassVar[str] = "length:word_letters"
    unit: ClassVar[Noun] = WORDS
    quantity: ClassVar[Quantity] = Quantity.WORDS
    inner: ClassVar[Noun] = Noun("letter", "letters")
    fault: ClassVar[str] = "do not have as many letters as asked"

    def lengths(self, reply: Document) -> list[int]:
        return list(map(length, reply.word_texts))

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        known = [word for word in (*_SHORT, *FITTING) if self.bounds.allows(len(word))]
        words = rng.sample(known, min(len(known), 8)) or ["m" * self.pick(rng, 0)]
        return f"{' '.join(words)}.".capitalize()

    def mutants(self, text: str) -> Iterator[str]:
        if self.maximum is not None:
            yield f"{text} {'m' * (self.maximum + 1)}"
        if self.minimum > 1:
            yield f"{text} {'m' * (self.minimum - 1)}"
        if self.minimum == 1:
            yield "..."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(maximum=rng.randint(6, 10)), cls(minimum=rng.randint(2, 3))))


_SHORT = ("a", "I", "so", "it", "we", "go", "on", "and", "the", "now", "run")
