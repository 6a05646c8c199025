"""Parts of a reply that must come in a given order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import sentences
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences
from adhere.constraints.parameters import check_phrases
from adhere.constraints.structure.ordering import in_order
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedParts:
    """Each of the phrases occurs after the one before it; what an occurrence is, ``keywords:existence`` says.

    They may occur elsewhere too, with anything between them.
    """

    id: ClassVar[str] = "order:parts"
    parts: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "parts", self.parts)
        if len(self.parts) == 1:
            raise UsageError(f"{self.id}: parts has one text", hint="give two parts or more, in their order")

    def check(self, reply: Document) -> Verdict:
        chosen = in_order(occurrences(part, reply.text) for part in self.parts)
        evidence = mark((span for span in chosen if span), "part")
        missing = [part for part, span in zip(self.parts, chosen, strict=True) if span is None]
        if not missing:
            return satisfied(f"{quoted(self.parts)} come in this order", evidence)
        share = (len(self.parts) - len(missing)) / len(self.parts)
        return violated(f"{quoted(missing)} not at its place in the order", share, evidence)

    def wordings(self) -> tuple[str, ...]:
        names = quoted(self.parts)
        return (
            f"Your reply must mention {names}, in this order.",
            f"Write about {names} in exactly this order.",
            f"Include these phrases one after the other: {names}.",
            f"Use the phrases {names} in the order given.",
            f"Let the phrases {names} appear in your answer in this order.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = sentences(rng, topic, len(self.parts))
        return "\n\n".join(f"{part}: {line}" for part, line in zip(self.parts, lines, strict=True))

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        for part in self.parts:
            yield replace(reply.text, occurrences(part, reply.text), "\u2026")
        chosen = in_order(occurrences(part, reply.text) for part in self.parts)
        if chosen[-1] is not None:
            yield f"{reply.text[: chosen[-1].start]} \u2026"
        if not any(occurrences(one, other) for one, other in permutations(self.parts, 2)):
            yield "\n\n".join(f"{part}: It works." for part in reversed(self.parts))

    def domain(self) -> Domain:
        phrases = {(Quantity.PHRASE, part.casefold()): Bounds(1) for part in self.parts}
        return Domain(counts=phrases)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(parts=draw_words(rng, FITTING, rng.randint(2, 4), prompt))
