"""Quoted phrases and what explains them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, subject
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_QUOTATIONS = Noun("quotation", "quotations")
ENOUGH = 3
"""Words that can explain: with one or two between quotations ("and", "he said") a program cannot tell."""


def _words_after(reply: Document) -> list[tuple[Span, int]]:
    """Return each quotation with the number of words between it and the next one, or the end."""
    quotations = reply.quotations
    words = [word.start for word in reply.words]
    ends = [*(later.start for later in quotations[1:]), len(reply.text)]
    return [
        (quotation, bisect_left(words, end) - bisect_left(words, quotation.end))
        for quotation, end in zip(quotations, ends, strict=False)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedQuotes:
    """After each quotation, before the next one, stand unquoted words: three or more.

    Whether they explain it no program can tell. With no word the reply is violated; with one or two ("and", "a house")
    undecided, and so it is without any quotation. Double marks of any shape quote; single ones do not.
    """

    id: ClassVar[str] = "format:quote_unquote"

    def check(self, reply: Document) -> Verdict:
        followed = _words_after(reply)
        if not followed:
            return undecided("nothing is quoted")
        bare = [quotation for quotation, words in followed if words == 0]
        if bare:
            reason = f"{len(bare)} of {_QUOTATIONS.counted(len(followed))} with no words behind"
            return violated(reason, 1 - (1 + len(bare)) / (2 + len(followed)), mark(bare, "not explained"))
        if short := sum(words < ENOUGH for _, words in followed):
            return undecided(f"{short} of {_QUOTATIONS.counted(len(followed))} with one or two words behind")
        reason = f"words follow each of {_QUOTATIONS.counted(len(followed))}"
        return satisfied(reason, mark((quotation for quotation, _ in followed), "explained"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Every quoted phrase must be followed by an unquoted explanation.",
            "Explain each phrase that you put in quotation marks, right after it and without quoting.",
            "Whenever you quote something, add an explanation of it outside the quotation marks.",
            "No quotation may stand without an explanation behind it that is not in quotation marks.",
            "Follow up each quoted phrase in your reply with an explanation in your own, unquoted words.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        phrases = (f'We say "{subject(topic)}" here. {prose(rng, topic, 1)}' for _ in range(rng.randint(1, 3)))
        return " ".join([prose(rng, topic, 1), *phrases])

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        yield reply.text[: reply.quotations[-1].end]
        yield f'{reply.text} "That is all."'
        yield replace(reply.text, reply.quotations, '"This" "that"')

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1 + ENOUGH)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
