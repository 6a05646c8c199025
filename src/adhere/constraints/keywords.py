"""Words and letters that a reply must have, may have so often, or must not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import judge_absence, satisfied, violated
from adhere.constraints.matching import occurrences, phrase_pattern
from adhere.constraints.parameters import check_phrase, check_phrases
from adhere.constraints.protocol import Evidence
from adhere.constraints.vocabulary import FITTING, TEMPTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

COMMON_LETTERS = "acdhilmoprstu"
RARE_LETTERS = "jkqvxz"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordExistence:
    """Every keyword occurs.

    A keyword occurs as a whole word or phrase in any case ("cat" is not in "concatenate"); parts of a hyphenated
    compound and possessives count, and an inflection ("cats") does not, since the request names this word.
    """

    id: ClassVar[str] = "keywords:existence"
    keywords: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "keywords", self.keywords)

    def check(self, reply: Document) -> Verdict:
        first = {keyword: occurrences(keyword, reply.text)[:1] for keyword in self.keywords}
        missing = [keyword for keyword, spans in first.items() if not spans]
        places = sorted((spans[0], keyword) for keyword, spans in first.items() if spans)
        evidence = tuple(Evidence(span, f"keyword {quoted([keyword])}") for span, keyword in places)
        if missing:
            return violated(f"no {quoted(missing, 'or')}", len(places) / len(first), evidence)
        return satisfied(f"has {quoted(self.keywords)}", evidence)

    def wordings(self) -> tuple[str, ...]:
        words = quoted(self.keywords)
        noun = "word" if len(self.keywords) == 1 else "words"
        return (
            f"Include the {noun} {words}.",
            f"Use the {noun} {words} in your answer.",
            f"Make sure that your reply contains the {noun} {words}.",
            f"Work the {noun} {words} into your response.",
            f"Your answer must mention {words}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{prose(rng, topic)} Remember to mention {' and '.join(self.keywords)}."

    def mutants(self, text: str) -> Iterator[str]:
        for keyword in self.keywords:
            yield replace(text, occurrences(keyword, text), "...")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, keyword.casefold()): Bounds(1) for keyword in self.keywords})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keywords=draw_words(rng, FITTING, rng.randint(1, 3), prompt))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordFrequency(Counted):
    """The keyword occurs so often; what an occurrence is, ``KeywordExistence`` says."""

    id: ClassVar[str] = "keywords:frequency"
    quantity: ClassVar[Quantity] = Quantity.PHRASE
    keyword: str

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        check_phrase(self.id, "keyword", self.keyword)

    @property
    def noun(self) -> Noun:
        keyword = quoted([self.keyword])
        return Noun(f"occurrence of {keyword}", f"occurrences of {keyword}")

    def find(self, reply: Document) -> list[Span]:
        return occurrences(self.keyword, reply.text)

    def surplus(self, count: int) -> str:
        return f" {self.keyword}" * count

    def requests(self) -> tuple[str, ...]:
        times = self.bounds.times()
        return (
            f'Use the word "{self.keyword}" {times}.',
            f'The word "{self.keyword}" should appear {times} in your answer.',
            f'Your reply must contain "{self.keyword}" {times}.',
            f'Mention "{self.keyword}" {times}.',
            f'In your response, let "{self.keyword}" occur {times}.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose(rng, topic, keep=lambda line: not phrase_pattern(self.keyword).search(line))
        return " ".join([text, *[f"{self.keyword}."] * self.pick(rng)])

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, self.keyword.casefold()): self.bounds})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        (keyword,) = draw_words(rng, FITTING, 1, prompt)
        return cls(keyword=keyword, minimum=rng.randint(2, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenWords:
    """None of the words occurs; what an occurrence is, ``KeywordExistence`` says.

    "dogs" does not break the request to avoid "dog": which inflections a writer had in mind is not in the request.
    """

    id: ClassVar[str] = "keywords:forbidden_words"
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "words", self.words)

    def check(self, reply: Document) -> Verdict:
        found = sorted(span for word in self.words for span in occurrences(word, reply.text))
        return judge_absence(reply, found, f"use of {quoted(self.words, 'or')}")

    def wordings(self) -> tuple[str, ...]:
        words = quoted(self.words, "or")
        noun = "word" if len(self.words) == 1 else "words"
        return (
            f"Do not use the {noun} {words}.",
            f"Keep your answer free of the {noun} {words}.",
            f"Say it in other words than {words}.",
            f"Write your reply without the {noun} {words}.",
            f"Choose your words so that {words} never appears.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic, keep=lambda line: not any(phrase_pattern(word).search(line) for word in self.words))

    def mutants(self, text: str) -> Iterator[str]:
        for word in self.words:
            yield f"{text} {word}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, word.casefold()): Bounds(0, 0) for word in self.words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(words=draw_words(rng, TEMPTING, rng.randint(1, 3), prompt))


@lru_cache(maxsize=512)
def _letter_pattern(letter: str) -> re.Pattern[str]:
    return re.compile(re.escape(letter), re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFrequency(Counted):
    """The letter occurs so often, in either case and anywhere in the reply.

    Any visible character counts as a letter here: published prompts also ask for ``#`` and ``!``.
    """

    id: ClassVar[str] = "keywords:letter_frequency"
    quantity: ClassVar[Quantity] = Quantity.LETTER
    letter: str

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if len(self.letter) != 1 or self.letter.isspace():
            raise UsageError(f"{self.id}: letter is {self.letter!r}", hint="give one visible character")

    @property
    def noun(self) -> Noun:
        return Noun(f'occurrence of "{self.letter}"', f'occurrences of "{self.letter}"')

    def find(self, reply: Document) -> Iterator[Span]:
        return (Span(*match.span()) for match in _letter_pattern(self.letter).finditer(reply.text))

    def count(self, reply: Document) -> int:
        return len(_letter_pattern(self.letter).findall(reply.text))

    def surplus(self, count: int) -> str:
        return " " + self.letter * count

    def requests(self) -> tuple[str, ...]:
        kind = "letter" if self.letter.isalpha() else "character"
        times = self.bounds.times()
        return (
            f'Use the {kind} "{self.letter}" {times}.',
            f'The {kind} "{self.letter}" should appear {times} in your answer.',
            f'Your reply must contain the {kind} "{self.letter}" {times}.',
            f'Choose your words so that the {kind} "{self.letter}" occurs {times}.',
            f'In your whole response, let the {kind} "{self.letter}" appear {times}.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        count = self.pick(rng)
        pattern = _letter_pattern(self.letter)
        text = prose(rng, topic, keep=lambda line: len(pattern.findall(line)) <= count // 3)
        return " ".join([text, *[f"{self.letter}."] * (count - len(pattern.findall(text)))])

    def domain(self) -> Domain:
        # At least one word for every four of a letter: more in a word is not natural.
        counts = {(Quantity.LETTER, self.letter.casefold()): self.bounds}
        if self.letter.isalpha():
            counts[Quantity.WORDS, ""] = Bounds(-(-self.minimum // 4))
        return Domain(counts=counts)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        common = cls(letter=rng.choice(COMMON_LETTERS), minimum=rng.randint(5, 15))
        rare = cls(letter=rng.choice(RARE_LETTERS), maximum=rng.randint(1, 4))
        return rng.choice((common, rare))
