"""Rules for the spelling of each word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, prose_while
from adhere.constraints.different import CountedDifferent
from adhere.constraints.dividing import worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.ifbench.letters import ALPHABET, BY_LETTER, VOWELS, folded, initials, length, plain
from adhere.constraints.judging import mark, satisfied, violated
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphabetLoop(Faultless):
    """Each word starts with the letter after the first letter of the word before it; A comes after Z.

    The first word may start with any letter, since the request does not say which. An accent does not matter; a
    number has no letter and breaks the rule.
    """

    id: ClassVar[str] = "words:alphabet"
    fault: ClassVar[str] = "do not start with the next letter"
    fewest: ClassVar[int] = 2

    def faults(self, reply: Document) -> list[Span]:
        letters = initials(reply)
        wrong = [] if letters[0] in ALPHABET else [reply.words[0]]
        after = dict(zip(ALPHABET, ALPHABET[1:] + ALPHABET[0], strict=True))
        later = zip(pairwise(letters), reply.words[1:], strict=True)
        return wrong + [span for (before, letter), span in later if after.get(before) != letter]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Each word in your response must start with the next letter of the alphabet, looping back to A after Z.",
            "Let every word begin with the letter that follows the first letter of the word before; A follows Z.",
            "Write so that the first letters of your words run through the alphabet in order, again and again.",
            "Begin each word with the letter after the one that the previous word began with, and go from Z to A.",
            "The initials of consecutive words must be consecutive letters of the alphabet, starting over after Z.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        start = rng.randrange(len(BY_LETTER))
        words = [BY_LETTER[(start + i) % len(BY_LETTER)] for i in range(30)]
        return " ".join(f"{' '.join(words[i : i + 6]).capitalize()}." for i in range(0, len(words), 6))

    def mutants(self, text: str) -> Iterator[str]:
        first, second, rest = text.split(" ", 2)
        yield f"{second} {first} {rest}"
        yield f"{first} {rest}"
        yield f"{text} 7"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_VOWEL_SENTENCES = (
    ("A small cat ran past a dark barn and sat back.", "Ants and bats can walk at dawn."),
    ("We sent ten letters there.", "Seven green trees bend here."),
    ("This is a fine thing in its kind.", "It brings rich and mild rain in spring."),
    ("Look at both roads or go on.", "Old books hold good food for all."),
)
"""Per number of vowels: what has only the first so many of a, e, i, o, among them the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VowelTypes:
    """One paragraph in which exactly ``types`` of the vowels a, e, i, o, u occur, whatever their accents; y is none.

    The vowels are those of the paragraph together, not of each word: words with at most three different vowels are
    nearly all words there are.
    """

    id: ClassVar[str] = "words:vowel"
    types: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.types < len(VOWELS):
            raise UsageError(f"{self.id}: types is {self.types}", hint="give a number of vowels from 1 to 4")

    def check(self, reply: Document) -> Verdict:
        paragraphs = worded_paragraphs(reply)
        used = [vowel for vowel in VOWELS if vowel in plain(reply.text)]
        reason = f"{len(used)} of the vowels, exactly {self.types} asked; {len(paragraphs)} paragraphs, 1 asked"
        wanted = Bounds.exactly(self.types)
        if wanted.allows(len(used)) and len(paragraphs) == 1:
            return satisfied(reason)
        near = (wanted.score(len(used)) + Bounds.exactly(1).score(len(paragraphs))) / 2
        return violated(reason, near, mark(paragraphs[1:], "one more paragraph"))

    def wordings(self) -> tuple[str, ...]:
        number = f"{self.types} different {'vowel' if self.types == 1 else 'vowels'}"
        return (
            f"Write a paragraph using words that together contain only {number}.",
            f"Answer in one paragraph in which exactly {number} occur.",
            f"Your reply must be a single paragraph that makes use of {number} and no others.",
            f"Write one paragraph; of a, e, i, o and u, use {number} only.",
            f"Let {number} be all that occur in your answer, which must be one paragraph.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        lines = [line for bank in _VOWEL_SENTENCES[: self.types] for line in bank]
        return " ".join(rng.sample(lines, len(lines)))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Use our idea."
        yield f"{text}\n\n{text}"
        yield plain(text).replace("a", "y")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PARAGRAPHS, ""): Bounds.exactly(1)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


# An apostrophe parts no sounds ("don't" ends in two consonants), a hyphen does. Before a vowel, y is a consonant.
_CLUSTER = re.compile(r"(?:[bcdfghjklmnpqrstvwxz]|y(?=[aeiou])){2}")
_CLUSTERED = (
    "Bright stars shine through dark nights.", "Small birds bring fresh branches.", "Strong plants grow fast.",
    "Friends think that this helps.", "Children climb tall trees.", "Fresh bread smells splendid.",
    "The simplest things stand strong.", "Calm thoughts help students learn much.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsonantClusters(Faultless):
    """Each word has two consonant letters next to each other ("the", "don't"); a number has none.

    The letter y counts as a consonant before a vowel only ("canyon", not "my").
    """

    id: ClassVar[str] = "words:consonants"
    fault: ClassVar[str] = "have no two consonants together"

    def faults(self, reply: Document) -> list[Span]:
        different = list(set(folded(reply)))
        letters = plain("\n".join(different)).replace("'", "").split("\n")  # of no word: one empty line
        wrong = {word for word, sounds in zip(different, letters, strict=False) if not _CLUSTER.search(sounds)}
        return list(compress(reply.words, map(wrong.__contains__, folded(reply))))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Ensure each word in your response has at least one consonant cluster (two or more consonants together).",
            "Use only words in which two or more consonants stand next to each other.",
            "Every word of your answer must contain two consonants in a row.",
            "Choose your words so that each has a consonant cluster, such as 'st' or 'nd'.",
            "No word of your reply may lack a consonant cluster (two or more consonants together).",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        return " ".join(rng.sample(_CLUSTERED, 3))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"A {text}"
        yield f"{text} My idea."
        yield f"{text} 12."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_PALINDROMES = (
    "level", "radar", "civic", "kayak", "madam", "refer", "rotor", "tenet", "solos", "stats", "sagas", "minim",
    "shahs", "stets", "racecar", "deified", "reviver", "rotator", "repaper", "redder", "hannah", "murdrum", "sexes",
    "rotavator", "malayalam",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Palindromes(CountedDifferent):
    """So many different words that read the same backward, each of at least ``length`` letters.

    A palindrome is one word of letters, at least two of them different; numbers and repeated words count nothing.
    Whether a dictionary has the word is not judged.
    """

    id: ClassVar[str] = "words:palindrome"
    quantity: ClassVar[Quantity] = Quantity.PALINDROMES
    length: int = 5

    @property
    def noun(self) -> Noun:
        return Noun("single-word palindrome", "single-word palindromes")

    @property
    def unwanted(self) -> str:
        return f"single-word palindromes of {self.length} or more letters"

    def places(self, reply: Document) -> Iterator[tuple[str, Span]]:
        for place, word in enumerate(reply.word_texts):
            if word.isascii() and (len(word) < self.length or word[0].lower() != word[-1].lower()):
                continue
            letters = plain(word)
            if letters == letters[::-1] and letters.isalpha() and len(letters) >= self.length and len(set(letters)) > 1:
                yield letters, reply.words[place]

    def surplus(self, count: int) -> str:
        return "".join(f" x{'y' * (self.length + i)}x" for i in range(count))

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Include {number}, each at least {self.length} characters long.",
            f"Use {number} of {self.length} or more letters.",
            f"Your answer must contain {number}, such as level, with a length of {self.length} letters or more.",
            f"Let {number} of at least {self.length} letters occur in your response.",
            f"Work {number} into your reply; a word of fewer than {self.length} letters does not count.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = [word for word in _PALINDROMES if len(word) >= self.length]
        count = self.pick(rng)
        if count > len(words):
            raise UsageError(f"no {count} palindromes of {self.length} letters", hint="ask for fewer or shorter ones")
        text = prose(rng, topic, keep=lambda line: not list(self.places(Document(line))))
        return " ".join([text, *(f"Say {word}." for word in rng.sample(words, count))])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(2, 10))


_PRIME_SENTENCES = (
    "We see the river.", "It is the first day.", "My dog can sleep.", "Nothing is too small.", "The morning sun is up.",
    "Can we begin now?", "To me it is an honor.", "The old house is by the river.",
)  # fmt: skip


@lru_cache(maxsize=1024)
def _is_prime(number: int) -> bool:
    return number > 1 and all(number % factor for factor in range(2, int(number**0.5) + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimeLengths(Faultless):
    """The number of letters and digits of each word is prime; an apostrophe or a hyphen is none of them."""

    id: ClassVar[str] = "words:prime_lengths"
    fault: ClassVar[str] = "have a length that is not prime"

    def faults(self, reply: Document) -> list[Span]:
        wrong = {word for word in set(reply.word_texts) if not _is_prime(length(word))}
        return list(compress(reply.words, map(wrong.__contains__, reply.word_texts)))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Use only words with lengths that are prime numbers.",
            "The number of letters of every word in your answer must be a prime number.",
            "Write with words of 2, 3, 5, 7 or any other prime number of letters.",
            "Each word of your response must have a prime number of letters.",
            "Choose your words so that all their lengths are prime.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        return " ".join(rng.sample(_PRIME_SENTENCES, 3))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} A."
        yield f"{text} Good."
        yield f"{text} Don't."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoConsecutiveInitials(Faultless):
    """No two consecutive words share the first letter, whatever its case and accent; a single word is undecided."""

    id: ClassVar[str] = "words:no_consecutive"
    fault: ClassVar[str] = "start with the first letter of the word before"
    fewest: ClassVar[int] = 2
    forbids: ClassVar[bool] = True

    def faults(self, reply: Document) -> list[Span]:
        letters = initials(reply)
        pairs = zip(pairwise(letters), reply.words[1:], strict=True)
        return [span for (before, letter), span in pairs if before == letter]

    def wordings(self) -> tuple[str, ...]:
        return (
            "No two consecutive words can share the same first letter.",
            "Let no word begin with the first letter of the word before it.",
            "Words next to each other must start with different letters.",
            "Avoid two words in a row that start with the same letter.",
            "In your response, each word must begin with another letter than the word before it.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose_while(rng, topic, lambda longer: self.check(Document(longer)).satisfied)
        return text or "The first step helps most."

    def mutants(self, text: str) -> Iterator[str]:
        first, rest = text.split(" ", 1)
        yield f"{first} {first} {rest}"
        yield f"{text} Big brave bears."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
