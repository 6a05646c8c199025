"""How much a reply holds: words in a range, different words, numbers, repeats."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, prose_while
from adhere.constraints.different import CountedDifferent
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.doubtful import CountedInDoubt
from adhere.constraints.function_words import word_set
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.length import NumberWords
from adhere.constraints.vocabulary import FITTING, TEMPTING
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from adhere.constraints.protocol import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCountRange(NumberWords):
    """So many words, both ends included; what a word is, ``NumberWords`` says."""

    id: ClassVar[str] = "count:word_count_range"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        low = rng.randrange(40, 120, 5)
        return cls(minimum=low, maximum=low + rng.randint(5, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueWordCount(CountedDifferent):
    """So many different words, whatever their case; marks are no words, and "cat" and "cats" are two."""

    id: ClassVar[str] = "count:unique_word_count"
    quantity: ClassVar[Quantity] = Quantity.DIFFERENT_WORDS
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return Noun("unique word", "unique words")

    def places(self, reply: Document) -> Iterator[tuple[str, Span]]:
        return zip(folded(reply), reply.words, strict=True)

    def surplus(self, count: int) -> str:
        return "".join(f" new{i}" for i in range(count))

    def requests(self) -> tuple[str, ...]:
        words = self.bounds.of(self.noun)
        return (
            f"Use {words} in the response.",
            f"Your answer must contain {words}.",
            f"Write your reply with {words}; a repeated word counts once.",
            f"There should be {words} in your answer.",
            f"Choose your words so that your whole reply has {words}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        count = self.pick(rng)
        text = prose_while(rng, topic, lambda longer: len(self.find(Document(longer))) <= count)
        used = set(folded(Document(text)))
        spare = [word for word in (*FITTING, *TEMPTING, *map(str, range(count))) if word not in used]
        more = [f"{word.capitalize()}." for word in spare[: count - len(used)]]
        return " ".join([*([text] if text else []), *more])

    def domain(self) -> Domain:
        return Domain(counts={(self.quantity, ""): self.bounds, (Quantity.WORDS, ""): Bounds(self.minimum)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randrange(20, 60, 5))


_RUN = re.compile(r"[^\W_]+(?:[.,:/\-\u2010-\u2015][^\W_]+)*")
_PIECES = re.compile(r"[^:/\-\u2010-\u2015]+")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[^\W\d_]*")
_NUMBER_NAMES = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million "
    "millions billion billions zero dozen dozens"
)
_WORDED = "|".join(sorted(_NUMBER_NAMES))
_DIGIT, _SPACE = re.compile(r"\d"), re.compile(r"\s")
# The first letter stands apart so that the search can skip to it; only then is the whole word compared.
NUMBER_WORDS = re.compile(
    rf"[bdefhmnstzBDEFHMNSTZ](?<!\w.)(?i:(?<=(?=(?:{_WORDED})(?![a-z])).)[a-z]+(?:[ -](?:{_WORDED}|one)(?![a-z]))*)\b"
)
_RANGE = 2
"""Pieces of ``1990-1995``, which holds two numbers; ``2024-05-01`` may be one date or three numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(CountedInDoubt):
    """So many numbers in digits: "1,000" and "3.5" are one each, "10km", "1960s" and "5th" are, too; "H2O" holds none.

    Undecided where it rests on numbers in words ("two wolves"), in names ("COVID-19"), or in dates, times and
    fractions ("2024-05-01", "10:30", "1/2"), which may be one number or several.
    """

    id: ClassVar[str] = "count:numbers"
    quantity: ClassVar[Quantity] = Quantity.NUMBERS
    doubt: ClassVar[str] = "may be numbers or not"

    @property
    def noun(self) -> Noun:
        return Noun("number", "numbers")

    def find(self, reply: Document) -> list[Span]:
        return [span for span, sure in _numbers(reply.text) if sure]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return sorted([*_number_words(reply), *(span for span, sure in _numbers(reply.text) if not sure)])

    def surplus(self, count: int) -> str:
        return " and 8" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Include {number} in the response, in digits.",
            f"Your answer must contain {number}, written in digits.",
            f"Use {number} in your reply; write each in digits.",
            f"There should be {number} in digits in your answer.",
            f"Write your response with {number} in it, in digits such as 7.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = prose(rng, topic, keep=lambda line: not self.find_doubtful(Document(line)))
        return " ".join([lines, *(f"Note number {rng.randint(2, 99)}." for _ in range(self.pick(rng)))])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 5)
        return cls(minimum=count, maximum=count)


def with_number_words(reply: Document) -> set[str]:
    """Return those of the folded words of a reply in which ``NUMBER_WORDS`` may be found."""
    different = set(folded(reply))
    return different & _NUMBER_NAMES | {w for w in different if not w.isalpha() and NUMBER_WORDS.search(w)}


def _number_words(reply: Document) -> Iterator[Span]:
    """Yield where ``NUMBER_WORDS`` is found; it is looked for only where a word begins that may be one."""
    may_be = with_number_words(reply)
    if not may_be:
        return
    words, end = folded(reply), 0
    for place, word in enumerate(words):
        if word not in may_be or reply.words[place].start < end:
            continue
        for match in NUMBER_WORDS.finditer(reply.text, *reply.words[place]):
            whole = NUMBER_WORDS.match(reply.text, match.start())
            end = (whole or match).end()
            yield Span(match.start(), end)


@lru_cache(maxsize=16)
def _numbers(text: str) -> tuple[tuple[Span, bool], ...]:
    """Return each number in digits, and whether it is one for sure: asked twice, for the sure and for the doubtful."""
    return tuple(_read_numbers(text))


def _read_numbers(text: str) -> Iterator[tuple[Span, bool]]:
    for run in _runs_with_digits(text):
        pieces = list(_PIECES.finditer(text, *run.span()))
        numeric = [piece for piece in pieces if _NUMBER.fullmatch(piece[0])]
        in_name = len(numeric) < len(pieces)
        is_range = len(pieces) <= _RANGE and not re.search(r"[:/]", run[0])
        for i, piece in enumerate(pieces):
            if piece in numeric:
                yield Span(*piece.span()), not in_name and (i == 0 or is_range)
            elif piece[0][0].isdigit():
                yield Span(*piece.span()), False


def _runs_with_digits(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs around each digit, found from the digits: most texts have few."""
    end = 0
    while digit := _DIGIT.search(text, end):
        before = text[end : digit.start()]
        head = before.rsplit(maxsplit=1)[-1] if before and not before[-1].isspace() else ""
        space = _SPACE.search(text, digit.end())
        end = space.start() if space else len(text)
        yield from filter(_has_digit, _RUN.finditer(text, digit.start() - len(head), end))


def _has_digit(run: re.Match[str]) -> bool:
    return _DIGIT.search(run[0]) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRepeats:
    """No word occurs more than ``maximum`` times, whatever its case; inflections are other words."""

    id: ClassVar[str] = "words:repeats"
    maximum: int

    def __post_init__(self) -> None:
        if self.maximum < 1:
            raise UsageError(f"{self.id}: maximum is {self.maximum}", hint="a word that occurs does so once or more")

    def check(self, reply: Document) -> Verdict:
        words = folded(reply)
        if not words:
            return undecided("the reply has no words")
        counts = Counter(words)
        word = max(counts, key=counts.__getitem__)
        most = counts[word]
        reason = f'"{word}" occurs {most} times, at most {self.maximum} asked'
        if most <= self.maximum:
            return satisfied(reason)
        return violated(
            reason, (self.maximum + 1) / (most + 1), mark(self._beyond(reply, counts), "repeated too often")
        )

    def _beyond(self, reply: Document, counts: Mapping[str, int]) -> Iterator[Span]:
        left = dict.fromkeys(counts, self.maximum)
        for place, word in enumerate(folded(reply)):
            left[word] -= 1
            if left[word] < 0:
                yield reply.words[place]

    def wordings(self) -> tuple[str, ...]:
        times = Bounds(0, self.maximum).times()
        return (
            f"Use every word {times}.",
            f"No word may occur more often than {self.maximum} times in your response.",
            f"Your reply should use any one word {times}, short words included.",
            f"Write your answer so that each word appears {times}.",
            f"Do not use any word more than {self.maximum} times.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose_while(rng, topic, lambda text: self.check(Document(text)).satisfied) or "It works."

    def mutants(self, text: str) -> Iterator[str]:
        words = folded(Document(text))
        yield f"{text}{f' {words[-1]}' * self.maximum}"
        yield f"{text}{' again' * (self.maximum + 1)}"

    def domain(self) -> Domain:
        return Domain()

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(maximum=rng.randint(2, 5))
