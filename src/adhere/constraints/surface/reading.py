"""How hard a reply is to read, by the formulas of Flesch and of Kincaid."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Bounds, check_bounds
from adhere.constraints.composing import sentence_of_words
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.ifbench.syllables import syllables, syllables_of
from adhere.constraints.judging import satisfied, undecided, violated
from adhere.constraints.surface.passages import foreign, own_sentences
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

ENOUGH_WORDS = 30
"""Words below which the averages say nothing: the formulas were fitted to passages of a hundred and more."""


class _Measured(NamedTuple):
    words: int
    sentences: int
    fewest: int
    most: int
    """The fewest and the most syllables that the spelling of the words allows."""


def _measure(reply: Document) -> _Measured:
    """Count the words, sentences and syllables of running text; headings, tables, code and numerals are left out."""
    sentences = words_in(reply, own_sentences(reply))
    worded = [words for words in ([word for word in each if not word[0].isdigit()] for each in sentences) if words]
    counts = syllables_of([word for words in worded for word in words])
    return _Measured(len(counts), len(worded), sum(map(itemgetter(0), counts)), sum(map(itemgetter(1), counts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readability(ABC):
    minimum: int = 0
    maximum: int | None = None

    id: ClassVar[str]
    name: ClassVar[str]
    step: ClassVar[float]
    """How far from the bounds the score falls to a half."""

    def __post_init__(self) -> None:
        check_bounds(self.id, Bounds(self.minimum, self.maximum), 0)
        if self.minimum == self.maximum:
            raise UsageError(
                f"{self.id}: exactly {self.minimum}", hint="it is a fraction: let maximum be above minimum"
            )

    @abstractmethod
    def level(self, words_per_sentence: float, syllables_per_word: float) -> float:
        """Return the formula's value."""

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by the interval of values that its spelling allows."""
        if (reason := foreign(reply)) is not None:
            return undecided(reason)
        words, sentences, fewest, most = _measure(reply)
        if words < ENOUGH_WORDS:
            return undecided(f"{words} words in sentences, too few to measure")
        ends = [round(self.level(words / sentences, count / words), 9) for count in (fewest, most)]
        low, high = min(ends), max(ends)
        asked = Bounds(self.minimum, self.maximum).asks()
        value = f"{low:.1f}" if high - low < 0.1 else f"{low:.1f} to {high:.1f}"  # noqa: PLR2004 - one decimal is shown
        reason = f"{self.name} {value}, {asked} asked"
        above = 0.0 if self.maximum is None else low - self.maximum
        below = self.minimum - high if self.minimum else 0.0
        if (outside := max(above, below)) > 0:
            return violated(reason, 1 / (1 + outside / self.step))
        if (self.maximum is None or high <= self.maximum) and (not self.minimum or low >= self.minimum):
            return satisfied(reason)
        return undecided(f"{reason}; the spelling leaves the number of syllables open")

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the words decide the level
        """Return sentences of one length, with words of one length: the first pair of lengths that meets the bounds."""
        for length in rng.sample(range(4, 70), 66):
            for size in (1, 2, 3):
                text = _sentences(rng, length, size)
                if self.check(Document(text)).satisfied:
                    return text
        raise UsageError(f"{self.id}: no sentence of 4 to 69 words meets it", hint="give wider bounds")

    def domain(self) -> Domain:
        """Ask for English, and for enough words to measure."""
        return Domain(counts={(Quantity.WORDS, ""): Bounds(ENOUGH_WORDS)}, language="en")


def _of_syllables(count: int) -> list[str]:
    return [word for word in FITTING if syllables(word) == (count, count)]


def _sentences(rng: Random, length: int, size: int) -> str:
    words = _of_syllables(size)
    lines = [sentence_of_words(rng.sample(words, len(words)), length) for _ in range(2 + ENOUGH_WORDS // length)]
    return " ".join(lines)


def _harder(text: str) -> str:
    """Return ``text`` with an endless sentence of long words at its end."""
    return f"{text} {sentence_of_words(_of_syllables(3), 150 + 6 * len(text.split()))}"


def _easier(text: str) -> str:
    """Return ``text`` with very short sentences at its end."""
    return text + " So it is. We go on." * (60 + 3 * len(text.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingGrade(_Readability):
    """The Flesch-Kincaid grade level (Kincaid et al. 1975) lies in the bounds, as a fraction: 8.2 is above 8.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59, over running text in English: without headings,
    tables, code and numerals. Undecided below 30 words, in other languages, and where it rests on a word whose
    spelling does not tell its syllables. A ``minimum`` of 0 is none.
    """

    id: ClassVar[str] = "reading:grade"
    name: ClassVar[str] = "grade level"
    step: ClassVar[float] = 2.0

    def level(self, words_per_sentence: float, syllables_per_word: float) -> float:
        return 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59

    def wordings(self) -> tuple[str, ...]:
        asked = Bounds(self.minimum, self.maximum).asks()
        return (
            f"Write so that the Flesch-Kincaid grade level is {asked}.",
            f"The reading level of your answer should be {asked} on the Flesch-Kincaid grade scale.",
            f"Choose words and sentences for readers of a school grade of {asked} (Flesch-Kincaid).",
            f"Keep the Flesch-Kincaid grade of your reply at {asked}.",
            f"Your response must have a Flesch-Kincaid grade level of {asked}.",
        )

    def mutants(self, text: str) -> Iterator[str]:
        if self.maximum is not None:
            yield _harder(text)
        if self.minimum:
            yield _easier(text)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(maximum=rng.randint(5, 9)), cls(minimum=rng.randint(10, 13))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingEase(_Readability):
    """The Flesch reading ease (Flesch 1948) lies in the bounds: 100 is very easy, 0 very hard.

    206.835 - 1.015 x words per sentence - 84.6 x syllables per word; what is measured and what is undecided,
    ``ReadingGrade`` says. A ``minimum`` of 0 is none.
    """

    id: ClassVar[str] = "reading:ease"
    name: ClassVar[str] = "reading ease"
    step: ClassVar[float] = 10.0

    def level(self, words_per_sentence: float, syllables_per_word: float) -> float:
        return 206.835 - 1.015 * words_per_sentence - 84.6 * syllables_per_word

    def wordings(self) -> tuple[str, ...]:
        asked = Bounds(self.minimum, self.maximum).asks()
        return (
            f"Write so that the Flesch reading ease is {asked}.",
            f"Your answer should score {asked} on the Flesch reading ease scale.",
            f"Aim for a Flesch reading ease of {asked}.",
            f"Keep the Flesch reading ease score of your reply at {asked}.",
            f"Your response must have a reading ease (Flesch) of {asked}.",
        )

    def mutants(self, text: str) -> Iterator[str]:
        if self.minimum:
            yield _harder(text)
        if self.maximum is not None:
            yield _easier(text)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(minimum=rng.randrange(60, 85, 5)), cls(maximum=rng.randrange(30, 55, 5))))
