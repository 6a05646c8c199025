"""Marks that a reply must do without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import judge_absence
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_DOTS = re.compile("[.\u2024-\u2026\u3002\ufe12\ufe52\uff0e\uff61]")
_EXCLAMATIONS = re.compile(
    "[!\u00a1\u055c\u07f9\u1944\u203c\u203d\u2048\u2049\u2755\u2757\u2762\u2763\u2e53\ufe15\ufe57\uff01]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDots:
    """No dot anywhere: none in numbers, abbreviations or code either.

    The full stops of other scripts that are dots count too, and so do ellipses in one character: they are made of dots.
    """

    id: ClassVar[str] = "punctuation:punctuation_dot"

    def check(self, reply: Document) -> Verdict:
        return judge_absence(reply, (Span(*match.span()) for match in _DOTS.finditer(reply.text)), "dot")

    def wordings(self) -> tuple[str, ...]:
        return (
            "In your entire response, refrain from the use of . (i.e. dots) as punctuation and in general.",
            "Do not use a single dot (.) anywhere in your reply.",
            "Write your whole answer without full stops or any other dots.",
            "Your response must be free of the character . altogether.",
            "Leave out every dot, at the ends of sentences and elsewhere.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic).replace(".", "!")

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}."
        yield f"3.5 {text}"
        yield f"{text}\u2026"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.LETTER, "."): Bounds(0, 0)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoExclamations:
    """No exclamation mark of any script anywhere: none as an emoji or in code either."""

    id: ClassVar[str] = "punctuation:punctuation_exclamation"

    def check(self, reply: Document) -> Verdict:
        found = (Span(*match.span()) for match in _EXCLAMATIONS.finditer(reply.text))
        return judge_absence(reply, found, "exclamation mark")

    def wordings(self) -> tuple[str, ...]:
        return (
            "In your entire response, refrain from the use of ! (exclamation marks) as punctuation and in general.",
            "Do not use a single exclamation mark in your reply.",
            "Write your whole answer without exclamation marks.",
            "Your response must be free of the character ! altogether.",
            "Leave out every exclamation mark, wherever it might stand.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic).replace("!", ".")

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}!"
        yield f"a != b {text}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.LETTER, "!"): Bounds(0, 0)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
