"""Words in brackets, and words that must not follow each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose, prose_while
from adhere.constraints.dividing import outside
from adhere.constraints.faultless import Faultless
from adhere.constraints.ifbench.letters import ALPHABET, initial
from adhere.constraints.judging import undecided
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict

# A token as white space divides the reply, with a letter or digit, that does not stand in brackets.
_WORDED = r"(?=(?:[^\w\s]|_)*+[^\W_])\S++"
_BARE_TOKEN = re.compile(rf"(?<!\S)(?!(?:[^\w\s\[\]]*+\[++[^\s\[\]]++\]++)++[^\w\s\[\]]*+(?!\S)){_WORDED}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BracketedWords(Faultless):
    """Each word, as white space divides the reply, stands in square brackets of its own; punctuation may be outside."""

    id: ClassVar[str] = "detectable_format:square_brackets"
    fault: ClassVar[str] = "are not in square brackets of their own"

    def units(self, reply: Document) -> list[Span]:
        return list(reply.tokens)

    def faults(self, reply: Document) -> list[Span]:
        if "[" not in reply.text:
            return list(reply.tokens)
        return [Span(*token.span()) for token in _BARE_TOKEN.finditer(reply.text)]

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


_WORD = re.compile(r"(?<![^\s<>])(?=(?:[^\w\s<>]|_)*+[^\W_])[^\s<>]++")
_PAIR = re.compile(r"<<([^<>]*+)>>")
_BIGRAM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedBigrams(Faultless):
    """Every two words stand in double angular brackets, one pair after the other; no other word stands outside.

    Words are what white space divides. An odd last word may have brackets of its own; without them the reply is
    undecided, since the word is no part of a pair.
    """

    id: ClassVar[str] = "detectable_format:bigram_wrapping"
    fault: ClassVar[str] = "are not in a pair in double angular brackets"

    def check(self, reply: Document) -> Verdict:
        verdict = Faultless.check(self, reply)
        if len(verdict.evidence) == 1:
            units = self.units(reply)
            if len(units) > _BIGRAM and verdict.evidence[0].span == units[-1]:
                return undecided("all pairs are in brackets; the odd last word has none of its own")
        return verdict

    def units(self, reply: Document) -> list[Span]:
        if "<" not in reply.text and ">" not in reply.text:
            return list(reply.tokens)
        return [Span(*word.span()) for word in _WORD.finditer(reply.text)]

    def faults(self, reply: Document) -> list[Span]:
        units = self.units(reply)
        good: list[Span] = []
        for pair in _PAIR.finditer(reply.text):
            size = len(_WORD.findall(pair[1]))
            if size == _BIGRAM or (size == 1 and units[-1].start < pair.end()):
                good.append(Span(*pair.span()))
        return outside(units, good)

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
        yield f"{text} the end"
        yield text.replace("<<", "<").replace(">>", ">")
        yield text.replace(">> <<", " ", 1)
        yield f"<<One>> {text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjacentLetters(Faultless):
    """No word starts with the letter of the English alphabet after the first letter of the word before it.

    "A boat" breaks the rule and "boat a" does not: consecutive letters stand in the order of the alphabet. An accent
    makes no other letter, and a number starts with none. With fewer than two words that start with a letter the reply
    is undecided.
    """

    id: ClassVar[str] = "keywords:no_adjacent_consecutive"
    fault: ClassVar[str] = "start with the letter after that of the word before"
    fewest: ClassVar[int] = 2
    forbids: ClassVar[bool] = True

    def units(self, reply: Document) -> Sequence[Span]:
        letters = _initials(reply)
        return [word for word, letter in zip(reply.words, letters, strict=True) if letter]

    def faults(self, reply: Document) -> list[Span]:
        pairs = zip(pairwise(_initials(reply)), reply.words[1:], strict=False)
        return [word for (before, letter), word in pairs if before and letter and ord(letter) == ord(before) + 1]

    def wordings(self) -> tuple[str, ...]:
        return (
            "No two adjacent words can start with consecutive letters of the alphabet.",
            "Never let a word begin with the letter that comes right after the first letter of the word before it.",
            "Avoid neighboring words whose first letters follow each other in the alphabet, such as a boat.",
            "Words next to each other must not start with letters like a and b or s and t, in this order.",
            "In your reply, no word may start with the alphabet's next letter after that of the previous word.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        kept = rng.choice(_KEEPING)
        return prose_while(rng, topic, lambda text: self.check(Document(text)).satisfied, start=kept)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} A boat."
        yield f"A boat. {text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_KEEPING = ("We went there in winter.", "Water helps every garden.", "We enjoy reading.", "We grow young plants.")


def _initials(reply: Document) -> list[str]:
    """Return the letter that each word starts with, empty where it is none of the English alphabet."""
    letters = [word[0] for word in reply.folded_words]
    return [letter if letter in ALPHABET else _plain_letter(letter) for letter in letters]


def _plain_letter(character: str) -> str:
    """Return the letter of the English alphabet that ``character`` is but for an accent, empty where it is none."""
    return letter if (letter := initial(character)) in ALPHABET else ""
