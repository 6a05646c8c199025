"""Headings of Markdown: how many, of which levels, and which in what order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.faultless import Faultless
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import phrase_pattern
from adhere.constraints.parameters import check_phrases
from adhere.constraints.structure.ordering import in_order
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import BlockKind, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Block

_DEEPEST = 6
_HEADINGS = Noun("heading", "headings")


def headings(reply: Document) -> list[Block]:
    """Return the headings with something in them, in order."""
    return [block for block in reply.blocks if block.kind is BlockKind.HEADING and block.inner.start < block.inner.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingDepth(Faultless):
    """Every heading has a level between ``minimum`` and ``maximum`` (1 is ``#``, 6 is ``######``); there is one."""

    id: ClassVar[str] = "markdown:heading_depth"
    unit: ClassVar[Noun] = _HEADINGS
    quantity: ClassVar[Quantity] = Quantity.HEADINGS
    fault: ClassVar[str] = "have another level"
    minimum: int = 1
    maximum: int = _DEEPEST

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= self.maximum <= _DEEPEST or self._bounds == Bounds(1, _DEEPEST):
            raise UsageError(
                f"{self.id}: levels {self.minimum} to {self.maximum} are no requirement",
                hint="give minimum and maximum between 1 and 6, and one of them at least",
            )

    @property
    def _bounds(self) -> Bounds:
        return Bounds(self.minimum, self.maximum)

    def units(self, reply: Document) -> list[Span]:
        return [heading.span for heading in headings(reply)]

    def faults(self, reply: Document) -> list[Span]:
        return [heading.span for heading in headings(reply) if not self._bounds.allows(heading.level)]

    def wordings(self) -> tuple[str, ...]:
        levels = f"level {self.minimum}" if self.minimum == self.maximum else ""
        levels = levels or f"levels {self.minimum} to {self.maximum}"
        marks = " or ".join(dict.fromkeys(("#" * self.minimum, "#" * self.maximum)))
        return (
            f"Use Markdown headings of {levels} only (as with {marks}).",
            f"Give your reply headings in Markdown, all of them of {levels}.",
            f"Every heading in your answer must be a Markdown heading of {levels}.",
            f"Structure your response with Markdown headings that have {levels} and no other level.",
            f"Write at least one Markdown heading and keep all headings at {levels}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        levels = [rng.randint(self.minimum, self.maximum) for _ in range(rng.randint(1, 4))]
        return "\n\n".join(f"{'#' * level} {phrase_about(rng, topic)}\n\n{prose(rng, topic, 1)}" for level in levels)

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("#", "")
        wrong = self.minimum - 1 if self.minimum > 1 else self.maximum + 1
        yield f"{'#' * wrong} One more\n\n{text}"
        yield f"{text}\n\n{'#' * wrong} One more"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        level = rng.randint(2, 3)
        return cls(minimum=level, maximum=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingCount(Counted):
    """So many Markdown headings, of the ``level`` (1 to 6) where one is given; empty ones do not count."""

    id: ClassVar[str] = "markdown:heading_count"
    quantity: ClassVar[Quantity] = Quantity.HEADINGS
    level: int | None = None

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if self.level is not None and not 1 <= self.level <= _DEEPEST:
            raise UsageError(f"{self.id}: level is {self.level}", hint="give a level between 1 and 6")

    @property
    def noun(self) -> Noun:
        level = f" of level {self.level}" if self.level else ""
        return Noun(f"Markdown heading{level}", f"Markdown headings{level}")

    def find(self, reply: Document) -> list[Span]:
        return [heading.span for heading in headings(reply) if self.level in {None, heading.level}]

    def surplus(self, count: int) -> str:
        return f"\n\n{'#' * (self.level or 2)} One more" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number}.",
            f"Structure your reply with {number}.",
            f"Use {number} in your response.",
            f"Divide your answer by {number}, each on a line of its own.",
            f"There must be {number} in your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        level = self.level or rng.randint(1, 3)
        sections = [
            f"{'#' * level} {phrase_about(rng, topic)}\n\n{prose(rng, topic, 1)}" for _ in range(self.pick(rng))
        ]
        return "\n\n".join([prose(rng, topic, 1), *sections])

    def domain(self) -> Domain:
        key = (Quantity.HEADINGS, str(self.level) if self.level else "")
        return Domain(counts={key: self.bounds, (Quantity.WORDS, ""): Bounds(self.minimum)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 5)
        return cls(minimum=count, maximum=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingsInOrder:
    """There are Markdown headings with these texts, in this order; others may stand between them.

    A number or a mark before the text ("1. Summary"), a colon after it and case do not matter.
    """

    id: ClassVar[str] = "markdown:headings_in_order"
    headings: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "headings", self.headings)
        if any("\n" in heading for heading in self.headings):
            raise UsageError(f"{self.id}: headings has a text of two lines", hint="a heading has one line")

    def check(self, reply: Document) -> Verdict:
        titled = [(heading.span, _title(heading.inner.of(reply.text))) for heading in headings(reply)]
        patterns = map(phrase_pattern, self.headings)
        chosen = in_order([span for span, title in titled if pattern.fullmatch(title)] for pattern in patterns)
        evidence = mark((span for span in chosen if span), "heading")
        missing = [heading for heading, span in zip(self.headings, chosen, strict=True) if span is None]
        if not missing:
            return satisfied(f"the headings {quoted(self.headings)} stand in order", evidence)
        share = (len(self.headings) - len(missing)) / len(self.headings)
        return violated(f"no heading {quoted(missing)} at its place in the order", share, evidence)

    def wordings(self) -> tuple[str, ...]:
        names = quoted(self.headings)
        return (
            f"Structure your answer with the Markdown headings {names}, in this order.",
            f"Your reply must have headings in Markdown that read {names}, one after the other.",
            f"Use these Markdown headings in the given order: {names}.",
            f"Write your response in sections under the Markdown headings {names} (in this order).",
            f"There must be a Markdown heading for each of {names} in your answer, in the order given.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        sign = "#" * rng.randint(1, 3)
        return "\n\n".join(f"{sign} {heading}\n\n{prose(rng, topic, 1)}" for heading in self.headings)

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        for heading in headings(reply):
            yield replace(reply.text, [heading.span], "")
        if len(self.headings) > 1:
            first, *_, last = (heading.inner for heading in headings(reply))
            swapped = reply.text[: first.start] + last.of(reply.text) + reply.text[first.end : last.start]
            yield swapped + first.of(reply.text) + reply.text[last.end :]
        yield reply.text.replace("#", "")

    def domain(self) -> Domain:
        counts = {(Quantity.HEADINGS, ""): Bounds(len(self.headings))}
        return Domain(counts=counts, verbatim=self.headings)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(headings=tuple(word.capitalize() for word in draw_words(rng, FITTING, rng.randint(2, 4), prompt)))


def _title(text: str) -> str:
    """Return the words of a heading without numbering, emphasis, and the colon that may end it."""
    bare = text.strip("*_` \t").rstrip(": \t").strip("*_` \t")
    number = bare.split(" ", 1)
    numbered = len(number) > 1 and number[0].rstrip(".):").isdigit()
    return number[1].strip("*_` \t") if numbered else bare
