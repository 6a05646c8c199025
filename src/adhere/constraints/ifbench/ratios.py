"""Shares of a reply: stop words among its words, trigrams of a reference text among its trigrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import GENERAL, prose_while
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.function_words import SOMETIMES_STOP_WORDS, STOP_WORDS
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.parameters import check_phrase
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_CONTENT = (
    "Careful practice builds patience.", "Honest friends share simple stories.", "Daily music brings calm mornings.",
    "Quiet rivers meet winter harbors.", "Curious teachers discover summer gardens.",
)  # fmt: skip
_CONTRACTED = re.compile(r"'(?:s|re|m|ll|d|ve|t)$")


def _check_percentage(id: str, percentage: int, most: int) -> None:  # noqa: A002 - the field's name for it
    if not 0 <= percentage <= most:
        raise UsageError(f"{id}: percentage is {percentage}", hint=f"give a whole number from 0 to {most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWords:
    """At most ``percentage`` in a hundred words are stop words of English.

    Published lists differ: a word counts for sure if all of them have it ("the", "of", "she", "don't"). Undecided
    where the words that only some lists have ("could", "within", "many") decide, and where there are no words.
    """

    id: ClassVar[str] = "ratio:stop_words"
    percentage: int

    def __post_init__(self) -> None:
        _check_percentage(self.id, self.percentage, 99)

    def check(self, reply: Document) -> Verdict:
        total = len(reply.words)
        if not total:
            return undecided("the reply has no words")
        sure = list(compress(reply.words, _are_stop_words(reply, STOP_WORDS)))
        most = len(sure) + sum(_are_stop_words(reply, SOMETIMES_STOP_WORDS))
        reason = f"{len(sure)} of {total} words are stop words, at most {self.percentage}% asked"
        if 100 * most <= self.percentage * total:
            return satisfied(reason, mark(sure, "stop word"))
        if 100 * len(sure) <= self.percentage * total:
            return undecided(f"{reason}, and {most - len(sure)} are by some lists")
        return violated(reason, (1 + self.percentage) / (1 + 100 * len(sure) / total), mark(sure, "stop word"))

    def wordings(self) -> tuple[str, ...]:
        share = f"{self.percentage}%"
        return (
            f"Ensure that stop words constitute no more than {share} of the total words in your response.",
            f"At most {share} of the words in your answer may be stop words such as the, of and is.",
            f"Keep the share of stop words in your reply at {share} or below.",
            f"Stop words (the, and, to and the like) must make up at most {share} of all words you write.",
            f"Write with few stop words: no more than {share} of your words.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        content = " ".join(rng.sample(_CONTENT, 2))
        return prose_while(rng, topic, lambda text: self.check(Document(text)).satisfied, start=content)

    def mutants(self, text: str) -> Iterator[str]:
        words = len(Document(text).words)
        more = words * (self.percentage + 1) // (100 - self.percentage) + 1
        yield f"{text}{' and of the' * more}"

    def domain(self) -> Domain:
        return Domain(language="en")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(percentage=rng.randrange(30, 60, 5))


def _are_stop_words(reply: Document, listed: frozenset[str]) -> Iterator[bool]:
    """Say of each word whether the list has it, or what it contracts."""
    words = folded(reply)
    stop = {word for word in set(words) if word in listed or ("'" in word and _uncontracted(word) in listed)}
    return map(stop.__contains__, words)


def _uncontracted(word: str) -> str:
    """Return the first part of a contraction: ``do`` of "don't", ``they`` of "they're"."""
    return word.removesuffix("n't") if word.endswith("n't") else _CONTRACTED.sub("", word)


_Trigram = tuple[str, str, str]


def _trigrams(text: Document) -> frozenset[_Trigram]:
    words = folded(text)
    return frozenset(zip(words, islice(words, 1, None), islice(words, 2, None), strict=False))


@lru_cache(maxsize=128)
def _trigrams_of(reference: str) -> frozenset[_Trigram]:
    return _trigrams(Document(reference))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The reply shares ``percentage`` in a hundred of its trigrams with the reference text, give or take ``tolerance``.

    A trigram is three words in a row, in lower case; what is measured is the share of the reply's different trigrams
    that the reference has. Undecided where only the other share fits, that of the reference's trigrams that the reply
    has: the request does not say which.
    """

    id: ClassVar[str] = "ratio:overlap"
    reference: str
    percentage: int
    tolerance: int = 2

    def __post_init__(self) -> None:
        check_phrase(self.id, "reference", self.reference)
        _check_percentage(self.id, self.percentage, 100)
        if self.tolerance < 0:
            raise UsageError(f"{self.id}: tolerance is {self.tolerance}", hint="give 0 or more")

    def check(self, reply: Document) -> Verdict:
        own, reference = _trigrams(reply), _trigrams_of(self.reference)
        if not own:
            return violated("fewer than 3 words: no trigram")
        shared = len(own & reference)
        share = 100 * shared / len(own)
        reason = f"{share:.0f}% of {len(own)} trigrams are in the reference, {self.percentage}% asked"
        if self._fits(share):
            return satisfied(reason)
        if reference and self._fits(100 * shared / len(reference)):
            return undecided(f"{reason}; as a share of the reference's trigrams it fits")
        return violated(reason, 1 - min(1.0, (abs(share - self.percentage) - self.tolerance) / 100))

    def _fits(self, share: float) -> bool:
        return abs(share - self.percentage) <= self.tolerance

    def wordings(self) -> tuple[str, ...]:
        share = f"{self.percentage}% (±{self.tolerance}%)"
        return (
            f'Maintain a trigram overlap of {share} with this reference text: "{self.reference}"',
            f'Of all sequences of three words in your answer, {share} must occur in this text: "{self.reference}"',
            f'Let {share} of the word trigrams of your reply be taken from this text: "{self.reference}"',
            f'Your response should share {share} of its word trigrams with the following text: "{self.reference}"',
            f'Write so that {share} of your word trigrams can be found in this text: "{self.reference}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the words are counted out
        copied, new = self._mixture()
        text = self._beginning(copied)
        fresh = [word for line in rng.sample(GENERAL, len(GENERAL)) for word in line.split()]
        own = copied + new
        for word in fresh:
            if len(_trigrams(Document(text))) >= own:
                break
            text = f"{text} {word}".strip()
        if not self.check(Document(text)).satisfied:
            raise UsageError(f"{self.id}: no text was found", hint="give a longer reference")
        return text

    def _mixture(self) -> tuple[int, int]:
        """Return how many trigrams to copy and how many to add, so that the share fits, as few as can be."""
        if not self.percentage:
            return 0, 20
        for copied in range(1, len(_trigrams_of(self.reference)) + 1):
            new = round(copied * (100 - self.percentage) / self.percentage)
            if self._fits(100 * copied / (copied + new)):
                return copied, new
        raise UsageError(
            f"{self.id}: the reference is too short for {self.percentage}%", hint="give a longer reference"
        )

    def _beginning(self, trigrams: int) -> str:
        """Return the beginning of the reference that has so many different trigrams."""
        reference = Document(self.reference)
        return next(
            (
                text
                for word in reference.words
                if len(_trigrams(Document(text := reference.text[: word.end]))) >= trigrams > 0
            ),
            "",
        )

    def mutants(self, text: str) -> Iterator[str]:  # noqa: ARG002 - the reference breaks it as well
        if self.percentage > self.tolerance:
            yield "Completely other words stand here now."
        if not self._fits(100):
            yield self.reference

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(3)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        reference = prompt if len(_trigrams(Document(prompt))) > 1 else " ".join(_CONTENT)
        return cls(reference=reference, percentage=rng.randrange(10, 50, 10), tolerance=5)
