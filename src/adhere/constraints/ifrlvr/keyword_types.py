"""Types that ask in other words for what another type asks for: keywords, letters, paragraphs, no repeats.

Their published wordings differ from what their checkers test; here they mean what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.ifbench.counts import WordRepeats
from adhere.constraints.ifbench.named_words import KeywordsMultiple
from adhere.constraints.ifbench.spelling import Palindromes
from adhere.constraints.keywords import ForbiddenWords, KeywordFrequency, LetterFrequency
from adhere.constraints.length import NumberParagraphs
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.text import Span

if TYPE_CHECKING:
    from random import Random

    from adhere.text import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedWord(KeywordFrequency):
    """The keyword occurs, once or more often: the published request says "include" and not how often."""

    id: ClassVar[str] = "keywords:word_once"
    minimum: int = 1

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keyword=draw_words(rng, FITTING, 1, prompt)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTimes(KeywordFrequency):
    """The keyword occurs so often; published requests mean exactly. What counts, ``KeywordExistence`` says."""

    id: ClassVar[str] = "keywords:word_count_different_numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedWord(ForbiddenWords):
    """None of the words occurs, next to punctuation and in another case neither."""

    id: ClassVar[str] = "keywords:exclude_word_harder"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludedPalindrome(Palindromes):
    """A palindrome of three letters or more; "I" and "a" are none. What counts, ``Palindromes`` says."""

    id: ClassVar[str] = "keywords:palindrome"
    minimum: int = 1
    length: int = 3


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
    """No word occurs twice, whatever its case ("The" and "the" are one); punctuation may repeat."""

    id: ClassVar[str] = "count:count_unique"
    maximum: int = 1

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoParts(NumberParagraphs):
    """Two paragraphs with a line of three asterisks between them; what divides, ``NumberParagraphs`` says."""

    id: ClassVar[str] = "paragraphs:paragraphs"
    minimum: int = 2
    maximum: int | None = 2

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoParagraphs(Counted):
    """Two paragraphs with blank lines between them; a chunk without a word is none."""

    id: ClassVar[str] = "paragraphs:paragraphs2"
    quantity: ClassVar[Quantity] = Quantity.PARAGRAPHS
    least: ClassVar[int] = 1
    minimum: int = 2
    maximum: int | None = 2

    @property
    def noun(self) -> Noun:
        return Noun("paragraph", "paragraphs")

    def find(self, reply: Document) -> list[Span]:
        return worded_paragraphs(reply)

    def surplus(self, count: int) -> str:
        return "\n\nThere is more to say." * count

    def wordings(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"There should be {number}. Paragraphs and only paragraphs are separated by two line breaks.",
            f"Write {number} with a blank line between them and no other blank lines.",
            f"Your answer must have {number}, separated by blank lines.",
            f"Divide your reply into {number} by blank lines.",
            f"Use {number} and leave an empty line between one and the next.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n".join(prose(rng, topic, 2) for _ in range(self.pick(rng)))

    def domain(self) -> Domain:
        words = Bounds(4 * self.minimum)
        return Domain(counts={(Quantity.PARAGRAPHS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCount(Counted):
    """So many letters in all, of any script; digits and marks are none."""

    id: ClassVar[str] = "letters:letter_counting"
    quantity: ClassVar[Quantity] = Quantity.LETTERS

    @property
    def noun(self) -> Noun:
        return Noun("letter", "letters")

    def find(self, reply: Document) -> list[Span]:
        return [Span(i, i + 1) for i, character in enumerate(reply.text) if character.isalpha()]

    def surplus(self, count: int) -> str:
        return f" {'a' * count}" if count > 0 else ""

    def wordings(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Answer with {number}.",
            f"Your whole reply should have {number}.",
            f"Write {number} in total.",
            f"Count your letters: there must be {number}.",
            f"Use {number} for all of your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        letters = list(prose(rng, topic, 1 + self.pick(rng) // 5))
        most = self.pick(rng)
        seen = 0
        for i, character in enumerate(letters):
            seen += character.isalpha()
            if seen > most:
                return "".join(letters[:i]) or "1"
        return "".join(letters)

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.LETTERS, ""): self.bounds})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(minimum=rng.randrange(50, 300, 10)), cls(maximum=rng.randrange(50, 300, 10))))
