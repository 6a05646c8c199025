"""The length of a reply in characters and in tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self
from unicodedata import normalize

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import sentence_of_words, sentences
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import undecided
from adhere.constraints.protocol import Evidence
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

# What joins the character before it and is not seen as one of its own: marks, joiners, skin tones, tags.
_JOINED = re.compile(
    "\u200d[^\\s\\w]|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd"
    "\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3b-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200b-\u200f\u2060\u20d0-\u20f0\ufe00-\ufe0f\ufeff"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|(?<=[\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]"
)


def visible(reply: Document) -> str:
    """Return the text as it is seen: letters composed, lines without white space at their ends."""
    text = "" if reply.is_empty else "\n".join(map(str.rstrip, reply.text.split("\n")))
    return text if text.isascii() else normalize("NFC", text)


_STRETCHED = ("so", "now", "soon")
"""Words of two, three and four letters: a row of "so" that ends with one of them can have any length from two."""


def _fill(rng: Random, topic: str, size: int) -> str:
    """Return a text of exactly ``size`` characters: prose, and a last sentence that is made to fit."""
    text = ""
    for line in sentences(rng, topic, 6 + size // 20):
        if len(text) + len(line) + len(" Soon.") > size:
            break
        text = f"{text} {line}".strip()
    rest = size - len(text) - len("." if not text else " .")
    if rest < len("so"):
        return "Yes!"[:size]
    count = (rest + 1) // 3
    last = " ".join(["so"] * (count - 1) + [_STRETCHED[(rest + 1) % 3]]).capitalize()
    return f"{text} {last}." if text else f"{last}."


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCharacters(Counted):
    """So many characters, spaces and line breaks included; white space at the ends of lines is none.

    A character is a code point of the composed text (NFC). Undecided where it rests on what a reader sees as one and
    Unicode writes as several: an accent that has no composed letter, an emoji of several parts.
    """

    id: ClassVar[str] = "length:characters"
    quantity: ClassVar[Quantity] = Quantity.CHARACTERS
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return Noun("character", "characters")

    def find(self, reply: Document) -> Iterator[Span]:
        return (Span(place, place + 1) for place in range(len(reply.text)))

    def count(self, reply: Document) -> int:
        return len(visible(reply))

    def evidence(self, reply: Document, count: int) -> tuple[Evidence, ...]:
        if self.maximum is None or count <= self.maximum or self.maximum >= len(reply.text):
            return ()
        return (Evidence(Span(self.maximum, len(reply.text)), f"beyond {self.maximum} characters"),)

    def check(self, reply: Document) -> Verdict:
        verdict = Counted.check(self, reply)
        if reply.is_empty or reply.text.isascii():
            return verdict
        text = visible(reply)
        seen = len(_JOINED.sub("", text))
        if self.bounds.allows(seen) == verdict.satisfied:
            return verdict
        return undecided(f"{len(text)} code points, seen as about {seen} characters, {self.bounds.asks()} asked")

    def surplus(self, count: int) -> str:
        return "." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Answer in {number}, spaces included.",
            f"Your whole response should have {number}, counting spaces.",
            f"Write {number} in total, including spaces and line breaks.",
            f"The length of your reply must be {number} with spaces.",
            f"Use {number} for your answer; spaces count.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _fill(rng, topic, self.pick(rng, slack=20))

    def domain(self) -> Domain:
        # A word takes two characters at the least and, on average, twelve at the most.
        most = None if self.maximum is None else (self.maximum + 1) // 2
        words = Bounds(self.minimum // 100, most)
        return Domain(counts={(self.quantity, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        size = rng.randrange(120, 600, 20)
        return rng.choice((cls(maximum=size), cls(minimum=size), cls(minimum=size, maximum=size + 200)))


_PIECE = re.compile(r"\w+|[^\w\s]")
MEASURES = ("word or mark", "four bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTokens(Counted):
    """So many tokens, by a ``measure`` that needs no tokenizer and is the same for all models.

    "four bytes" takes every four bytes of UTF-8 as a token, rounded up: the rule of thumb for English. "word or mark"
    takes each run of letters and digits and each mark as one. What a model's own tokenizer counts, only that model
    knows: a limit on those is the decoder's to keep (``max_tokens``), and no reader can check it.
    """

    id: ClassVar[str] = "length:tokens"
    quantity: ClassVar[Quantity] = Quantity.TOKENS
    least: ClassVar[int] = 1
    measure: str = "four bytes"

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if self.measure not in MEASURES:
            raise UsageError(f"{self.id}: unknown measure {self.measure!r}", hint=f"one of: {', '.join(MEASURES)}")

    @property
    def noun(self) -> Noun:
        return Noun("token", "tokens")

    def find(self, reply: Document) -> Iterator[Span]:
        if self.measure == "word or mark":
            return (Span(*match.span()) for match in _PIECE.finditer(reply.text))
        return (Span(place, min(place + 4, len(reply.text))) for place in range(0, len(reply.text), 4))

    def count(self, reply: Document) -> int:
        text = visible(reply)
        if self.measure == "word or mark":
            return len(_PIECE.findall(text))
        return -(-len(text.encode("utf-8", "replace")) // 4)

    def evidence(self, reply: Document, count: int) -> tuple[Evidence, ...]:  # noqa: ARG002 - the reason has the count
        return ()

    def surplus(self, count: int) -> str:
        return " and" * count

    def requests(self) -> tuple[str, ...]:
        number, what = self.bounds.of(self.noun), f"each {self.measure} counts as a token"
        return (
            f"Answer in {number}; {what}.",
            f"Your whole response should have {number}, where {what}.",
            f"Write {number} in total ({what}).",
            f"The length of your reply must be {number}: {what}.",
            f"Use {number} for your answer, counted so that {what}.",
        )

    def wordings(self) -> tuple[str, ...]:
        return self.requests()

    def witness(self, rng: Random, topic: str) -> str:
        count = self.pick(rng, slack=20)
        if self.measure == "four bytes":
            return _fill(rng, topic, 4 * count - rng.randrange(4))
        return sentence_of_words(rng.sample(FITTING, len(FITTING)), count - 1) if count > 1 else "Yes"

    def domain(self) -> Domain:
        most = None if self.maximum is None else 2 * self.maximum
        return Domain(counts={(self.quantity, self.measure): self.bounds, (Quantity.WORDS, ""): Bounds(0, most)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        size = rng.randrange(50, 200, 10)
        return rng.choice((cls(maximum=size), cls(minimum=size), cls(maximum=size, measure="word or mark")))
