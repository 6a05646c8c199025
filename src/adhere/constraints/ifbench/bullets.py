"""Lists, their marks and what goes with them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentences
from adhere.constraints.dividing import has_word, outside
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.faultless import SENTENCES
from adhere.constraints.ifbench.headings import find_headings
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.wording import quoted
from adhere.text import BlockKind, Document, InlineKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_BULLETS = re.compile(r"^[ \t]*[-*+\u2022\u2023\u25aa\u25e6\u00b7\u2013][ \t]+(?=\S)", re.MULTILINE)
_TIGHT_POINTS = re.compile(r"^[ \t]*(\*(?=[^\W_])[^*\n]*)$", re.MULTILINE)
_ENUMERATOR = re.compile(r"(?:[IVXLC]+|[A-Za-z]|\d+)\.")
_MARKDOWN_BULLETS = frozenset("-*+")
_ITEMS = Noun("item", "items")
_POINTS = Noun("bullet point", "bullet points")
FEWEST = 2
"""Items that make a list, and sentences that precede one."""


@lru_cache(maxsize=256)
def _marker_pattern(marker: str) -> re.Pattern[str]:
    """Compile a pattern for the marker where an item may begin; "SEPARATORS", "---" and "-5" are other things."""
    after = r"(?=[ \t])" if marker in _MARKDOWN_BULLETS else rf"(?!{re.escape(marker[-1])})"
    if marker[-1].isalnum():
        after = r"(?![^\W_])"
    emphasis = "" if marker in _MARKDOWN_BULLETS else "[*_]*"
    before = rf"(?:(?P<line>^[ \t>]*)|(?<=\s)){emphasis}"
    return re.compile(rf"{before}(?P<marker>{re.escape(marker)}){after}", re.MULTILINE)


def _items(marker: str, text: str) -> list[Span]:
    """Return the markers of the items: at the start of a line, or behind such a one where a bullet cannot be a dash."""
    marker = marker.strip()
    found: list[Span] = []
    line_end = -1
    if marker not in text:
        return found
    for match in _marker_pattern(marker).finditer(text):
        if match["line"] is not None:
            line_end = text.find("\n", match.end())
            line_end = len(text) if line_end < 0 else line_end
        elif len(marker) == 1 or match.start() >= line_end:
            continue
        found.append(Span(*match.span("marker")))
    ends = [*(later.start for later in found[1:]), len(text)]
    return [item for item, end in zip(found, ends, strict=False) if has_word(_first_line(text[item.end : end]))]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMarker:
    """A list of two items or more, each with the marker in front and a word after it, and no other bullets.

    The first item of a line begins it; others may follow on the same line where the marker is longer than a dash. The
    marker in running text makes no item. Where the marker itself is a bullet, its lines are items.
    """

    id: ClassVar[str] = "format:list"
    marker: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "marker", self.marker)

    def check(self, reply: Document) -> Verdict:
        items = _items(self.marker, reply.text)
        starts = {item.start for item in items}
        bullets = [Span(*match.span()) for match in _BULLETS.finditer(reply.text)]
        others = [span for span in bullets if not any(at in starts for at in range(*span))]
        reason = f"{_ITEMS.counted(len(items))} marked {quoted([self.marker])}, at least 2 asked"
        if others:
            reason = f"{reason}, and {len(others)} with another bullet"
        if others or len(items) < FEWEST:
            evidence = mark(others, "another bullet") if others else mark(items, "item")
            return violated(reason, min(len(items), FEWEST) / (FEWEST + 1 + len(others)), evidence)
        return satisfied(reason, mark(items, "item"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Answer with a list of items, instead of bullet points use "{self.marker}".',
            f"Give a list whose items each begin with {self.marker} in place of a bullet point.",
            f'Write your answer as a list and put "{self.marker}" in front of each item where a bullet would stand.',
            f"List the items, and let {self.marker} take the place of every bullet.",
            f"Reply with a list of two items or more and begin each with {self.marker} instead of a bullet point.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n".join(f"{self.marker} {line}" for line in sentences(rng, topic, rng.randint(2, 5)))

    def mutants(self, text: str) -> Iterator[str]:
        items = _items(self.marker, text)
        yield replace(text, items, "o")
        yield replace(text, items[1:], "o")
        yield f"Here: {' '.join(text.split())}"
        yield f"{text}\n{'*' if self.marker.strip() != '*' else '-'} One more."

    def domain(self) -> Domain:
        counts = {(Quantity.SENTENCES, ""): Bounds(1), (Quantity.WORDS, ""): Bounds(2)}
        return Domain(counts=counts, verbatim=(self.marker, self.marker))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(marker=rng.choice(("SEPARATOR", "!?!?", "-", "=>")))


def _points(reply: Document, marker: str) -> list[Span]:
    """Return the list items that ``marker`` denotes and that have words: those of CommonMark."""
    return [
        block.span
        for block in reply.blocks
        if block.kind is BlockKind.ITEM
        and reply.text[block.span.start] == marker
        and has_word(block.inner.of(reply.text))
    ]


def _starred(reply: Document) -> list[Span]:
    """Return the points that an asterisk denotes, with those of CommonMark lines such as ``*Point``."""
    tight = [Span(*match.span(1)) for match in _TIGHT_POINTS.finditer(reply.text)]
    if tight:
        italics = {inline.span.start for inline in reply.inlines if inline.kind is InlineKind.EMPHASIS}
        tight = [point for point in outside(tight, reply.code) if point.start not in italics]
    return sorted([*_points(reply, "*"), *tight])


@dataclass(frozen=True, slots=True, kw_only=True)
class SubBullets:
    """Bullet points marked ``*``, each with a point marked ``-`` in it or right behind it.

    Points are CommonMark list items with words: bold text, a rule and a hyphen in a word are none. A line such as
    ``*Point`` is one too, if it opens no italics. A ``-`` point need not be indented: the mark, not the depth, is what
    the request says denotes it.
    """

    id: ClassVar[str] = "format:sub-bullets"

    def check(self, reply: Document) -> Verdict:
        points, subs = _starred(reply), _points(reply, "-")
        if not points:
            return violated("no bullet point marked *")
        starts = [sub.start for sub in subs]
        nearest = [bisect_right(starts, point.start) for point in points]
        without = [
            point
            for point, sub in zip(points, nearest, strict=True)
            if sub == len(subs) or not _belongs(subs[sub], point, reply.text)
        ]
        reason = f"{len(without)} of {_POINTS.counted(len(points))} without a - below"
        if without:
            return violated(reason, 1 - (1 + len(without)) / (2 + len(points)), mark(without, "no sub-bullet"))
        return satisfied(reason, mark(points, "bullet point"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Your response must include bullet points denoted by * and at least one sub-bullet denoted by - for each.",
            "Use bullet points that start with *, and under each of them at least one sub-bullet that starts with -.",
            "Write a list with * for the points and give every point one or more sub-points marked with -.",
            "Include bullets marked * in your answer, each followed by at least one sub-bullet marked -.",
            "Organize your reply in * bullet points; below each, add one - sub-bullet or more.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        points = sentences(rng, topic, rng.randint(1, 4))
        return "\n".join(f"* {point}\n  - {prose(rng, topic, 1)}" for point in points)

    def mutants(self, text: str) -> Iterator[str]:
        yield re.sub(r"(?m)^(\s*)- ", r"\1+ ", text)
        yield re.sub(r"(?m)^(\s*)\* ", r"\1+ ", text)
        yield f"{text}\n* One more point."

    def domain(self) -> Domain:
        bullets = {(Quantity.BULLETS, ""): Bounds(2), (Quantity.SENTENCES, ""): Bounds(2)}
        return Domain(counts={**bullets, (Quantity.WORDS, ""): Bounds(4)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _belongs(sub: Span, point: Span, text: str) -> bool:
    """Whether ``sub``, the next one after ``point``, stands inside it or right behind it."""
    return sub.start < point.end or not text[point.end : sub.start].strip(" \t\n>")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencesThenBullets:
    """Two sentences or more that end in a period, and after them two bullet points or more marked ``*``.

    The sentences stand outside lists and headings, and the number of a section (``II.``) is none. What follows the
    bullet points is free. A line such as ``*Point`` is one, if it opens no italics.
    """

    id: ClassVar[str] = "format:no_bullets_bullets"

    def check(self, reply: Document) -> Verdict:
        starred = _starred(reply)
        lists = [block.span for block in reply.blocks if block.kind is BlockKind.ITEM]
        found = outside(reply.sentences, sorted([*lists, *starred, *find_headings(reply)]))
        ended = [sentence for sentence in found if _ends_in_period(sentence.of(reply.text))]
        if len(ended) < FEWEST:
            reason = f"{SENTENCES.counted(len(ended))} ending in a period, at least 2 asked"
            return violated(reason, len(ended) / 4, mark(ended, "sentence"))
        points = [point for point in starred if point.start >= ended[1].end]
        reason = f"{_POINTS.counted(len(points))} marked * after two sentences"
        if len(points) < FEWEST:
            return violated(f"{reason}, at least 2 asked", 0.5 + len(points) / 4, mark(points, "bullet point"))
        return satisfied(reason, mark([*ended[:2], *points], "sentence or bullet point"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Write at least two sentences ending in a period, followed by at least two bullet points denoted by *.",
            "Begin with two sentences or more that end in a period, then add two or more bullet points marked *.",
            "Write at least two sentences that end with periods, and after them a list of two * bullet points or more.",
            "First give two or more sentences, each closed by a period, then two or more bullets marked *.",
            "Include at least two sentences ending in periods, and below them two points or more marked *.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        points = sentences(rng, topic, rng.randint(2, 4))
        return "\n".join([prose(rng, topic, rng.randint(2, 4)), "", *(f"* {point}" for point in points)])

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        points = _starred(reply)
        yield replace(reply.text, points[1:], "")
        yield re.sub(r"(?m)^(\s*)\* ", r"\1- ", reply.text)
        yield reply.text.replace(".", "!")
        yield replace(reply.text, reply.sentences[1 : reply.sentences.index(_first_inside(reply, points[0]))], "")

    def domain(self) -> Domain:
        least = {(Quantity.BULLETS, ""): Bounds(2), (Quantity.SENTENCES, ""): Bounds(4)}
        return Domain(counts={**least, (Quantity.WORDS, ""): Bounds(6)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _ends_in_period(sentence: str) -> bool:
    return sentence.rstrip("\"'\u2019\u201d)*_`").endswith(".") and not _ENUMERATOR.fullmatch(sentence)


def _first_inside(reply: Document, point: Span) -> Span:
    return next(sentence for sentence in reply.sentences if sentence.start >= point.start)
