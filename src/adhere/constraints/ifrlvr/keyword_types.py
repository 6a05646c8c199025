"""Types that ask for what another type asks for, in words of their own: keywords, letters, palindromes, no repeats.

Some of their published checkers test another thing than the request says; here they mean what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.dividing import without_marks_around
from adhere.constraints.ifbench.counts import WordRepeats
from adhere.constraints.ifbench.letters import plain
from adhere.constraints.ifbench.named_words import KeywordsMultiple
from adhere.constraints.ifbench.positions import KeywordPosition
from adhere.constraints.ifbench.spelling import Palindromes
from adhere.constraints.keywords import ForbiddenWords, KeywordFrequency, LetterFrequency
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedWord(KeywordFrequency):
    """The keyword occurs, once or more often: the published request says "include", and not how often."""

    id: ClassVar[str] = "keywords:word_once"
    minimum: int = 1

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keyword=draw_words(rng, FITTING, 1, prompt)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTimes(KeywordFrequency):
    """The keyword occurs so often; what an occurrence is, ``KeywordExistence`` says."""

    id: ClassVar[str] = "keywords:word_count_different_numbers"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        times = rng.randint(1, 4)
        return cls(keyword=draw_words(rng, FITTING, 1, prompt)[0], minimum=times, maximum=times)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedWord(ForbiddenWords):
    """None of the words occurs, not even at the start of a sentence or next to punctuation."""

    id: ClassVar[str] = "keywords:exclude_word_harder"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPlace(KeywordPosition):
    """Word ``position`` of sentence ``sentence`` is the keyword, whatever its case; marks are no words."""

    id: ClassVar[str] = "keywords:keyword_specific_position"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordsOnceAndTwice(KeywordsMultiple):
    """Each keyword occurs exactly so often: the first once and the second twice, unless ``times`` says otherwise."""

    id: ClassVar[str] = "count:count_increment_word"
    times: tuple[int, ...] = (1, 2)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keywords=draw_words(rng, FITTING, 2, prompt))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTimes(LetterFrequency):
    """The letter occurs so often, in either case and anywhere in the reply."""

    id: ClassVar[str] = "letters:letter_counting2"


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueWords(WordRepeats):
    """No word occurs twice, whatever its case ("The" and "the" are one); punctuation may repeat.

    ``maximum`` is 1: ``WordRepeats`` allows more.
    """

    id: ClassVar[str] = "count:count_unique"
    maximum: int = 1

    def __post_init__(self) -> None:
        if self.maximum != 1:
            raise UsageError(f"{self.id}: maximum is {self.maximum}", hint=f"{WordRepeats.id} allows more than 1")

    def wordings(self) -> tuple[str, ...]:
        return (
            "Only use unique words in your response, and repeat none of them.",
            "Use no word more than once.",
            "Every word in your reply must be different from all the others.",
            "Write your answer so that no word occurs a second time, short words included.",
            "Choose a new word each time: none may appear twice in your response.",
        )

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_LAST_CLAUSE = re.compile(r":\s(?=[^:]*+$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedPalindrome(Palindromes):
    """A palindrome: a word, a sentence, what follows a colon in it, or a quotation that reads the same backward.

    It has ``length`` letters or more, two of them different, so that "I" is none. Case, accents, spaces and marks do
    not matter: "A man, a plan, a canal: Panama" is one.
    """

    id: ClassVar[str] = "keywords:palindrome"
    minimum: int = 1
    length: int = 3

    @property
    def noun(self) -> Noun:
        return Noun("palindrome", "palindromes")

    @property
    def unwanted(self) -> str:
        return f"palindromes of {self.length} or more letters"

    def places(self, reply: Document) -> Iterator[tuple[str, Span]]:
        words = ((span, letters) for letters, span in Palindromes.places(self, reply))
        phrases = ((span, letters) for span in _phrases(reply) if (letters := self._mirrored(span.of(reply.text))))
        end = 0
        for span, letters in sorted(chain(words, phrases)):
            if span.start >= end:
                yield letters, span
                end = span.end

    def _mirrored(self, phrase: str) -> str:
        """Return the letters of a palindrome of several words, nothing where the phrase is none."""
        ends = without_marks_around(phrase)
        if plain(ends[:1])[:1] != plain(ends[-1:])[-1:]:  # most phrases: their letters need not be gathered
            return ""
        letters = "".join(filter(str.isalnum, plain(phrase)))
        several = len(phrase.split()) > 1 and len(letters) >= self.length and len(set(letters)) > 1
        return letters if several and letters == letters[::-1] and letters.isalpha() else ""

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Include {number} of {self.length} or more letters in your response.",
            f"Use {number} in your reply, such as level, with {self.length} letters or more.",
            f"Your answer must contain {number}, each with at least {self.length} letters.",
            f"Let {number} of at least {self.length} letters occur in your response.",
            f"Work {number} into your reply; fewer than {self.length} letters make none.",
        )

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _phrases(reply: Document) -> Iterator[Span]:
    """Yield each sentence, what follows the last colon in it, and each quotation."""
    for sentence in reply.sentences:
        yield sentence
        if colon := _LAST_CLAUSE.search(reply.text, *sentence):
            yield Span(colon.end(), sentence.end)
    yield from reply.quotations
