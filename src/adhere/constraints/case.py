"""The case of a reply's letters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Case, Domain, Quantity
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.language import identify
from adhere.constraints.matching import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span


def _judge_case(reply: Document, convert: Callable[[str], str], case: Case) -> Verdict:
    """Judge a reply whose letters must all be as ``convert`` makes them, and in English."""
    text = reply.text
    if identify(reply) not in {"en", None}:
        return violated("not in English")
    if text.upper() == text.lower():
        return undecided("no letter that has a case")
    if text == convert(text):
        return satisfied(f"all in {case}")
    wrong = list(compress(reply.word_texts, map(ne, reply.word_texts, map(convert, reply.word_texts))))
    # A wrong word has a letter that no right one has, so that it is never found inside a right one.
    evidence = mark(places(wrong, text), f"not in {case}")
    score = 1 - (1 + len(wrong)) / (2 + len(reply.word_texts))
    return violated(f"{Noun('word', 'words').counted(len(wrong))} not in {case}", score, evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishCapital:
    """Every letter is a capital, and the language is English.

    Letters without case and text too short to tell its language do not count against it; a reply without a letter
    that has a case is undecided.
    """

    id: ClassVar[str] = "change_case:english_capital"

    def check(self, reply: Document) -> Verdict:
        return _judge_case(reply, str.upper, Case.UPPER)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Your entire response should be in English, and in all capital letters.",
            "Write in English and use only capital letters.",
            "Answer in English with every letter capitalized.",
            "Use uppercase letters throughout your reply, in English.",
            "Reply in English and put all of it in capitals.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic).upper()

    def mutants(self, text: str) -> Iterator[str]:
        yield text.lower()
        yield f"{text} and more"
        yield text.capitalize()

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1)}, case=Case.UPPER, language="en")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishLowercase:
    """No letter is a capital, and the language is English; what is undecided, ``EnglishCapital`` says."""

    id: ClassVar[str] = "change_case:english_lowercase"

    def check(self, reply: Document) -> Verdict:
        return _judge_case(reply, str.lower, Case.LOWER)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Your entire response should be in English, and in all lowercase letters.",
            "Write in English and use only lowercase letters.",
            "Answer in English without any capital letters.",
            "Use lowercase letters throughout your reply, in English.",
            "Reply in English and put all of it in lower case, first letters and names too.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic).lower()

    def mutants(self, text: str) -> Iterator[str]:
        yield text.upper()
        yield f"{text} And more."
        yield text.capitalize()

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(1), (Quantity.CAPITAL_WORDS, ""): Bounds(0, 0)}
        return Domain(counts=counts, case=Case.LOWER, language="en")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _is_capital(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalWordFrequency(Counted):
    """So many words in capitals: at least two letters, and no letter that is not a capital.

    "NASA" and "COVID-19" count; "I", "A" and "B2" do not, since one letter cannot show that the word is in capitals.
    """

    id: ClassVar[str] = "change_case:capital_word_frequency"
    quantity: ClassVar[Quantity] = Quantity.CAPITAL_WORDS

    @property
    def noun(self) -> Noun:
        return Noun("word in capitals", "words in capitals")

    def find(self, reply: Document) -> Iterator[Span]:
        words = zip(places(reply.word_texts, reply.text), reply.word_texts, strict=True)
        return (span for span, word in words if _is_capital(word))

    def count(self, reply: Document) -> int:
        return sum(map(_is_capital, reply.word_texts))

    def surplus(self, count: int) -> str:
        return " MORE" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(Noun("word", "words"))
        return (
            f"Use {number} in all capital letters.",
            f"Your answer should have {number} written entirely in capitals, such as IMPORTANT.",
            f"Put {number} in all capital letters, like THIS.",
            f"Let {number} of your reply be in all capital letters.",
            f"Stress what matters with {number} in all caps.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        stressed = rng.choices(("KEEP", "LEARN", "CARE", "TIME", "GOOD", "NOW"), k=self.pick(rng))
        return " ".join([prose(rng, topic), *(f"Remember the word {word}." for word in stressed)])

    def domain(self) -> Domain:
        words = Bounds(self.minimum)
        return Domain(counts={(Quantity.CAPITAL_WORDS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(2, 4)) if rng.random() < 3 / 4 else cls(maximum=rng.randint(2, 4))
