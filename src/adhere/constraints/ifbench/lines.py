"""What each line of a reply holds, and how it is indented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentences
from adhere.constraints.dividing import filled_lines
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.text import Span
from adhere.text.spans import spans_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_LINES = Noun("line", "lines")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_SPACE = re.compile(r"\s+")
# Tried only where a token begins, and at once either all of it or nothing.
_WORDED_TOKEN = re.compile(
    "((?<![^\\s\u2014])(?!^[0-9]{1,3}[.)][ \\t]+\\S)(?:[^\\w\\s\u2014]|_)*+[^\\W_][^\\s\u2014]*+)", re.MULTILINE
)
_BLANK_ENTITY = re.compile("&(?:nbsp|ensp|emsp);")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPerLine(Faultless):
    """No line has two words, where a word is what white space or a long dash divides and has a letter or digit.

    Marks on the line of a word (a bullet, the number of an item, an emoji) and empty lines do not matter; a hyphenated
    compound is one word.
    """

    id: ClassVar[str] = "format:newline"
    fault: ClassVar[str] = "share a line with another"

    def units(self, reply: Document) -> tuple[Span, ...]:
        return spans_in(_WORDED_TOKEN.split(reply.text))

    def faults(self, reply: Document) -> list[Span]:
        return self.faults_among(reply, self.units(reply))

    def faults_among(self, reply: Document, units: Sequence[Span]) -> list[Span]:
        text = reply.text
        return [second for first, second in pairwise(units) if "\n" not in text[first[1] : second[0]]]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Write each word on a new line.",
            "Put every word of your answer on a line of its own.",
            "Start a new line after each word.",
            "Your reply must have exactly one word on each line.",
            "Let no two words of your response share a line.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n".join(prose(rng, topic, 2).split())

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("\n", " ", 1)
        yield f"{text} again"
        yield f"{text}\u2014again"
        yield f"{text}\nthe end"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _indentation(line: str) -> int:
    line = _BLANK_ENTITY.sub(" ", line).expandtabs(4)
    return len(line) - len(line.lstrip())


@dataclass(frozen=True, slots=True, kw_only=True)
class IndentedStairs(Faultless):
    """Each line is indented farther than the line before it; there are two at least.

    Empty lines are no steps, nor are the fences of a code block that keeps the indentation. A tab goes to the next
    multiple of four columns; any other white space, and HTML's ``&nbsp;``, is one wide.
    """

    id: ClassVar[str] = "format:line_indent"
    unit: ClassVar[Noun] = _LINES
    fault: ClassVar[str] = "are not indented farther than the line before"
    fewest: ClassVar[int] = 2

    def units(self, reply: Document) -> list[Span]:
        return [line for line in filled_lines(reply.text) if not _FENCE.match(line.of(reply.text))]

    def faults(self, reply: Document) -> list[Span]:
        return self.faults_among(reply, self.units(reply))

    def faults_among(self, reply: Document, units: Sequence[Span]) -> list[Span]:
        depths = [_indentation(line.of(reply.text)) for line in units]
        return [line for line, depth, last in zip(units[1:], depths[1:], depths, strict=False) if depth <= last]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Create stairs by incrementally indenting each new line.",
            "Indent each line of your answer farther than the line before it.",
            "Let your lines form stairs: every new line starts further to the right.",
            "Write your reply in several lines, each with more spaces in front than the one above.",
            "Each new line of your response must be indented more than the previous line.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        step = rng.choice((1, 2, 4))
        return "\n".join(" " * (step * i) + line for i, line in enumerate(sentences(rng, topic, rng.randint(2, 6))))

    def mutants(self, text: str) -> Iterator[str]:
        yield "\n".join(line.lstrip() for line in text.split("\n"))
        yield f"{text}\nThe end."
        yield " ".join(text.split())

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(self.fewest)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWhitespace:
    """No white space of any kind stands between the first and the last character that shows."""

    id: ClassVar[str] = "format:no_whitespace"

    def check(self, reply: Document) -> Verdict:
        if reply.is_empty:
            return undecided("the reply is empty")
        count = len(_SPACE.findall(reply.text.strip()))
        if not count:
            return satisfied("no white space")
        body = Span(0, len(reply.text)).trimmed(reply.text)
        gaps = (Span(*gap.span()) for gap in _SPACE.finditer(reply.text, *body))
        return violated(f"{count} x white space, none asked", 1 / (1 + count), mark(gaps, "white space"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "The output should not contain any whitespace.",
            "Write your whole response without spaces or line breaks.",
            "Leave out all white space from your answer.",
            "Your reply must not contain a single space, tab or line break.",
            "Run all your words together, with no whitespace anywhere.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "".join(prose(rng, topic, 2).split())

    def mutants(self, text: str) -> Iterator[str]:
        body = text.strip()
        yield f"{body} x"
        yield f"{body[:1]}\n{body[1:]}" if len(body) > 1 else f"{body}\n{body}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.SENTENCES, ""): Bounds(1, 1), (Quantity.PARAGRAPHS, ""): Bounds(1, 1)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
