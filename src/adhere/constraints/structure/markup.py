"""Markdown in running text: none at all, links, bold words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.format import NumberHighlightedSections
from adhere.constraints.judging import judge_absence
from adhere.constraints.structure.code import fenced_blocks
from adhere.text import BlockKind, InlineKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span

_MARKED_BLOCKS = {BlockKind.HEADING, BlockKind.QUOTE, BlockKind.RULE, BlockKind.TABLE}


def marked_places(reply: Document) -> list[Span]:
    """Return what Markdown marks in the reply, in order; numbered lines and indented ones are plain text too."""
    blocks = [
        block.span
        for block in reply.blocks
        if block.kind in _MARKED_BLOCKS or (block.kind is BlockKind.ITEM and not block.ordered)
    ]
    blocks += [block.span for block in fenced_blocks(reply)]
    return sorted([*blocks, *(inline.span for inline in reply.inlines)])


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMarkdown:
    """No Markdown: no heading, bullet, quote, rule, table, fenced or inline code, emphasis, link or image.

    Numbered lines and indented ones are plain text too, and so are an asterisk and a number sign that mark nothing
    ("2 * 3", "#1"). An empty reply is undecided.
    """

    id: ClassVar[str] = "markdown:no_markdown"

    def check(self, reply: Document) -> Verdict:
        return judge_absence(reply, marked_places(reply), "Markdown")

    def wordings(self) -> tuple[str, ...]:
        return (
            "Write in plain text without any Markdown.",
            "Use no Markdown formatting in your reply.",
            "Your whole response must be plain text: no Markdown.",
            "Leave out all Markdown such as headings, bullets and bold words.",
            "Answer in plain text and avoid Markdown syntax.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n".join(prose(rng, topic, 2) for _ in range(rng.randint(1, 3)))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"# Title\n\n{text}"
        yield f"{text}\n\n- one\n- two"
        yield f"{text} **Really.**"
        yield f"{text}\n\n> Said a friend."
        yield f"{text} See [this](https://example.com)."
        yield f"{text}\n\n| a | b |\n|---|---|\n| 1 | 2 |"
        yield f"{text}\n\n```\nx = 1\n```"
        yield f"{text} Use `x`."

    def domain(self) -> Domain:
        none = (Quantity.HEADINGS, Quantity.CODE_BLOCKS, Quantity.LINKS, Quantity.HIGHLIGHTS, Quantity.BULLETS)
        return Domain(counts={(quantity, ""): Bounds(0, 0) for quantity in none})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount(Counted):
    """So many Markdown links: ``[words](address)``, by reference, or ``<address>``; no images or bare addresses."""

    id: ClassVar[str] = "markdown:link_count"
    quantity: ClassVar[Quantity] = Quantity.LINKS

    @property
    def noun(self) -> Noun:
        return Noun("Markdown link", "Markdown links")

    def find(self, reply: Document) -> list[Span]:
        if "[" not in reply.text and "<" not in reply.text:
            return []
        return [inline.span for inline in reply.inlines if inline.kind is InlineKind.LINK]

    def surplus(self, count: int) -> str:
        return " See [one more](https://example.com)." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Include {number} in your reply, such as [this](https://example.com).",
            f"Your answer must have {number} of the form [words](address).",
            f"Use {number} in your response.",
            f"There must be {number} in your reply, written [words](address).",
            f"Write your answer with {number}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        links = [f"See [{phrase_about(rng, topic)}](https://example.com/{number})." for number in range(self.pick(rng))]
        return " ".join([prose(rng, topic, 2), *links])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(1, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoldCount(NumberHighlightedSections):
    """So many bold passages: CommonMark's strong emphasis around words, nested ones counted once; italics are none."""

    id: ClassVar[str] = "markdown:bold_count"
    kinds: ClassVar[frozenset[InlineKind]] = frozenset({InlineKind.STRONG})

    @property
    def noun(self) -> Noun:
        return Noun("bold passage", "bold passages")

    def surplus(self, count: int) -> str:
        return " **one more**" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number} in Markdown, such as **bold words**.",
            f"Write your reply with {number}, marked like **this one**.",
            f"Use Markdown for {number}, for example **bold words**.",
            f"Include {number}: put two asterisks around the words, as in **key idea**.",
            f"Mark what matters most, with {number} in the form **bold words**.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        passages = [f"Look for **{phrase_about(rng, topic)}** too." for _ in range(self.pick(rng))]
        return " ".join([prose(rng, topic, 2), *passages])

    def domain(self) -> Domain:
        # Bold passages are highlights as well, so that a maximum of those binds them, and a minimum of these does.
        least = {(Quantity.HIGHLIGHTS, ""): Bounds(self.minimum)} if self.minimum else {}
        return Domain(counts={(Quantity.WORDS, ""): Bounds(self.minimum), **least})
