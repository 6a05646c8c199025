"""Lists of Markdown: of which kind, and how deep they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import phrase_about, prose
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Quantity
from adhere.constraints.editing import replace
from adhere.constraints.faultless import Faultless
from adhere.errors import UsageError
from adhere.text import BlockKind, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Block

_LISTS = Noun("list", "lists")
_LEVELS = Noun("level of nested lists", "levels of nested lists")
_DEEPEST = 25
"""Levels that the parser still reads as lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind(Faultless):
    """Every list is numbered, or where ``ordered`` is false every one is bulleted; there is one at least.

    Lists inside other lists are free: a numbered list may have bullets below its items.
    """

    id: ClassVar[str] = "markdown:list_kind"
    unit: ClassVar[Noun] = _LISTS
    quantity: ClassVar[Quantity] = Quantity.LIST_LEVELS
    fault: ClassVar[str] = "are of the other kind"
    ordered: bool

    def _outer(self, reply: Document) -> list[Block]:
        blocks = reply.blocks
        lists = (block for block in blocks if block.kind is BlockKind.LIST)
        return [found for found in lists if found.parent is None or blocks[found.parent].kind is not BlockKind.ITEM]

    def units(self, reply: Document) -> list[Span]:
        return [found.span for found in self._outer(reply)]

    def faults(self, reply: Document) -> list[Span]:
        return [found.span for found in self._outer(reply) if found.ordered is not self.ordered]

    def wordings(self) -> tuple[str, ...]:
        kind, marks = ("numbered", "1., 2.") if self.ordered else ("bulleted", "- or *")
        return (
            f"Use a {kind} list in Markdown ({marks} and so on).",
            f"Give the points as a {kind} list, and make any other list {kind} as well.",
            f"Your reply must have a {kind} Markdown list, and only {kind} ones.",
            f"Write your answer with a {kind} list whose items begin with {marks}.",
            f"All lists in your response must be {kind}, and there must be one at least.",
        )

    def _list(self, items: list[str], *, ordered: bool) -> str:
        return "\n".join(f"{f'{number}.' if ordered else '-'} {item}" for number, item in enumerate(items, 1))

    def witness(self, rng: Random, topic: str) -> str:
        items = [phrase_about(rng, topic) for _ in range(rng.randint(2, 5))]
        return f"{prose(rng, topic, 1)}\n\n{self._list(items, ordered=self.ordered)}"

    def mutants(self, text: str) -> Iterator[str]:
        yield re.sub(r"(?m)^(?:\d+\.|-)", "", text)
        yield re.sub(r"(?m)^(?:\d+\.|-)", "-" if self.ordered else "1.", text)
        yield f"{text}\n\nAlso:\n\n{self._list(['one more'], ordered=not self.ordered)}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(ordered=rng.random() < 1 / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDepth(Counted):
    """The deepest list stands so many lists deep: a list inside no other has depth 1, a reply without one 0."""

    id: ClassVar[str] = "markdown:list_depth"
    quantity: ClassVar[Quantity] = Quantity.LIST_LEVELS

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        if self.minimum > _DEEPEST:
            raise UsageError(f"{self.id}: minimum is {self.minimum}", hint=f"lists are read {_DEEPEST} levels deep")

    @property
    def noun(self) -> Noun:
        return _LEVELS

    def find(self, reply: Document) -> list[Span]:
        """Return the lists that the deepest one stands in, itself included."""
        depths: dict[int, int] = {}
        deepest = None
        for index, block in enumerate(reply.blocks):
            depth = 0 if block.parent is None else depths[block.parent]
            depths[index] = depth + (block.kind is BlockKind.LIST)
            if depths[index] > (0 if deepest is None else depths[deepest]):
                deepest = index
        chain: list[Span] = []
        while deepest is not None:
            block = reply.blocks[deepest]
            chain += [block.span] if block.kind is BlockKind.LIST else []
            deepest = block.parent
        return chain[::-1]

    def surplus(self, count: int) -> str:
        return f"\n\nAlso:{_nested('one more', (self.maximum or 0) + count)}"

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number} in Markdown.",
            f"Structure your reply as {number}.",
            f"Use Markdown lists with {number}.",
            f"Nest the lists in your response so that there are {number}.",
            f"Write Markdown lists inside each other, with {number} in all.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        depth = self.pick(rng, slack=1)
        return f"{prose(rng, topic, 1)}{_nested(phrase_about(rng, topic), depth)}"

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        found = self.find(reply)
        if self.minimum:
            yield replace(reply.text, found[self.minimum - 1 : self.minimum], "")
        if self.maximum is not None:
            yield reply.text + self.surplus(1)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=2, maximum=rng.randint(2, 3))


def _nested(item: str, depth: int) -> str:
    return "\n\n" * (depth > 0) + "\n".join(f"{'  ' * level}- {item}" for level in range(depth))
