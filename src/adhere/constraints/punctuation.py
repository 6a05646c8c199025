"""Punctuation that a reply must do without."""

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

COMMAS = re.compile(
    "[,\u055d\u060c\u07f8\u1363\u1802\u1808\u2e32\u2e34\u2e41\u2e49\u3001\ua4fe\ua60d\ua6f5\ufe10\ufe11\ufe50\ufe51\uff0c\uff64]"
)
"""What Unicode names a comma, in any script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoComma:
    """No comma of any script, in numbers and code too: a Chinese or Arabic comma is a comma."""

    id: ClassVar[str] = "punctuation:no_comma"

    def check(self, reply: Document) -> Verdict:
        return judge_absence(reply, (Span(*match.span()) for match in COMMAS.finditer(reply.text)), "comma")

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not use any commas.",
            "Write your whole response without commas.",
            "Use only sentences that need no commas.",
            "Keep your reply free of commas.",
            "Your answer must not contain a single comma.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text},"
        yield text.replace(" ", ", ", 1) if " " in text else f",{text}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.COMMAS, ""): Bounds(0, 0)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
