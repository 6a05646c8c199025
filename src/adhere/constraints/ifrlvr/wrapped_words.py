"""Words in brackets, and sentences joined by hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose, sentences
from adhere.constraints.copying import TOKEN
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.bounds import Noun
    from adhere.text import Document

_BRACKETED = re.compile(r"[^\w\[\]]*\[[^\[\]]*\][^\w\[\]]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BracketedWords(Faultless):
    """Each word, as white space divides the reply, stands in square brackets of its own; punctuation may be outside."""

    id: ClassVar[str] = "detectable_format:square_brackets"
    fault: ClassVar[str] = "are not in square brackets of their own"

    def units(self, reply: Document) -> list[Span]:
        return [Span(*token.span()) for token in TOKEN.finditer(reply.text) if has_word(token[0])]

    def faults(self, reply: Document) -> list[Span]:
        return [unit for unit in self.units(reply) if not _BRACKETED.fullmatch(reply.text, *unit)]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Enclose every word in your response within square brackets.",
            "Put each word of your reply in square brackets, like [this].",
            "Write your answer with square brackets around every single word.",
            "Each word must stand in its own pair of square brackets.",
            "Surround all words with [ and ], one pair for each word.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return " ".join(f"[{word}]" for word in prose(rng, topic, 2).split())

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} end"
        yield text.replace("]", "", 1)
        yield text.replace("] [", " ", 1)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_PAIR = re.compile(r"<<([^<>]*)>>")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedBigrams(Faultless):
    """Every two words stand in double angular brackets, one pair after the other; an odd last word has its own.

    No word stands outside. Words are what white space divides.
    """

    id: ClassVar[str] = "detectable_format:bigram_wrapping"
    fault: ClassVar[str] = "are not in a pair in double angular brackets"

    def units(self, reply: Document) -> Sequence[Span]:
        return [Span(*token.span()) for token in re.finditer(r"[^\s<>]+", reply.text) if has_word(token[0])]

    def faults(self, reply: Document) -> list[Span]:
        pairs = list(_PAIR.finditer(reply.text))
        sizes = [len([token for token in pair[1].split() if has_word(token)]) for pair in pairs]
        good = [
            Span(*pair.span())
            for i, (pair, size) in enumerate(zip(pairs, sizes, strict=True))
            if size == 2 or (size == 1 and i == len(pairs) - 1)  # noqa: PLR2004 - a bigram is two words
        ]
        ends = iter([*good, Span(len(reply.text), len(reply.text))])
        here = next(ends)
        found: list[Span] = []
        for unit in self.units(reply):
            while unit.start >= here.end and here.start < len(reply.text):
                here = next(ends)
            if unit.start < here.start:
                found.append(unit)
        return found

    def wordings(self) -> tuple[str, ...]:
        return (
            "Wrap every word bigram in double angular brackets, such as <<I am>> <<at home>> <<with my>> <<cute dog>>.",
            "Put every two words of your reply in double angular brackets, like <<these two>> <<and these>>.",
            "Write your whole answer in pairs of words, each pair between << and >>.",
            "Enclose each pair of consecutive words in double angular brackets, and leave no word outside.",
            "Divide your response into pairs of words and wrap each pair as in <<two words>>.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = prose(rng, topic, 2).split()
        return " ".join(f"<<{' '.join(words[i : i + 2])}>>" for i in range(0, len(words), 2))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} end"
        yield text.replace("<<", "<").replace(">>", ">")
        yield text.replace(">> <<", " ", 1)
        yield f"<<One>> {text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjacentLetters(Faultless):
    """No word starts with the letter of the alphabet that follows the first letter of the word before it.

    "A boat" breaks the rule and "boat a" does not. A single word is undecided.
    """

    id: ClassVar[str] = "keywords:no_adjacent_consecutive"
    fault: ClassVar[str] = "start with the letter after that of the word before"
    fewest: ClassVar[int] = 2
    forbids: ClassVar[bool] = True

    def faults(self, reply: Document) -> list[Span]:
        initials = [ord(word[0]) for word in reply.folded_words]
        pairs = zip(pairwise(initials), reply.words[1:], strict=True)
        return [word for (before, letter), word in pairs if letter == before + 1]

    def wordings(self) -> tuple[str, ...]:
        return (
            "No two adjacent words can start with consecutive letters of the alphabet.",
            "Never let a word begin with the letter that comes right after the first letter of the word before it.",
            "Avoid neighboring words whose first letters follow each other in the alphabet, such as a boat.",
            "Words next to each other must not start with letters like a and b or s and t, in this order.",
            "In your reply, no word may start with the alphabet's next letter after that of the previous word.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few sentences keep the rule
        return " ".join(rng.sample(_KEEPING, 2))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} A boat."
        yield f"A boat. {text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_KEEPING = ("We went there in winter.", "Water helps every garden.", "We enjoy reading.", "We grow young plants.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HyphenatedSentences(Faultless):
    """Between one sentence and the next stands a hyphen, without white space around it; there are two at least.

    A sentence ends with its mark (``One.-Two.``) or, where a hyphen takes the place of the mark, cannot be told from a
    compound, so that at least one mark is asked for.
    """

    id: ClassVar[str] = "detectable_format:sentence_hyphens"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not follow a hyphen"
    fewest: ClassVar[int] = 2

    def units(self, reply: Document) -> list[Span]:
        starts = [0, *(match.end() for match in _ENDED.finditer(reply.text))]
        ends = [*(match.start() + 1 for match in _ENDED.finditer(reply.text)), len(reply.text)]
        spans = (Span(start, end).trimmed(reply.text) for start, end in zip(starts, ends, strict=True))
        return [span for span in spans if has_word(span.of(reply.text))]

    def faults(self, reply: Document) -> list[Span]:
        pairs = pairwise(self.units(reply))
        return [after for before, after in pairs if reply.text[before.end : after.start] != "-"]

    def wordings(self) -> tuple[str, ...]:
        return (
            "All sentences must be connected using hyphens, with no spaces between them.",
            "Join your sentences by hyphens without any spaces, as in One.-Two.",
            "Put a hyphen instead of a space between one sentence and the next.",
            "Between your sentences there must be a hyphen and no white space.",
            "Connect every sentence to the next with a hyphen alone.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "-".join(sentences(rng, topic, rng.randint(2, 5)))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} This is one more."
        yield text.replace(".-", ".- ", 1)
        yield text.replace(".-", ". ")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_ENDED = re.compile(r"[.!?][-\s]+(?=[\"'\u201c\u2018]?[^\W_])")
