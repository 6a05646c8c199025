"""Brackets in brackets, and quotations in quotations."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose, subject
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, violated
from adhere.errors import UsageError
from adhere.text import Document, Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict


class _Nest(NamedTuple):
    """A closed pair of marks, and how many levels of pairs it holds, itself included; 0 where it counts for nothing."""

    span: Span
    height: int


class _Open(NamedTuple):
    position: int
    mark: str
    heights: list[int]
    """The heights of the closed pairs right inside it, of those that count towards its own."""


class _Marks:
    """The marks that are open at a place in a text, the outermost first."""

    def __init__(self) -> None:
        self._opened: list[_Open] = []
        self._pending: Counter[str] = Counter()

    def __contains__(self, mark: str) -> bool:
        return self._pending[mark] > 0

    def open(self, position: int, mark: str) -> None:
        """Go one level down."""
        self._opened.append(_Open(position, mark, []))
        self._pending[mark] += 1

    def close(self, mark: str) -> _Open:
        """Go up through the innermost ``mark``, which is open; what opened in it and never closed is passed over."""
        while True:
            opened = self._opened.pop()
            self._pending[opened.mark] -= 1
            if opened.mark == mark:
                return opened

    @property
    def innermost(self) -> _Open | None:
        """The mark that was opened last and is open still."""
        return self._opened[-1] if self._opened else None


def _check_depth(id: str, depth: int) -> None:  # noqa: A002 - the field's name for it
    if depth < 1:
        raise UsageError(f"{id}: depth is {depth}", hint="give a depth of 1 or more")


def _judge_depth(nests: list[_Nest], depth: int, what: str) -> Verdict:
    deepest = max(nests, key=lambda nest: nest.height, default=_Nest(Span(0, 0), 0))
    reason = f"{what} nested {deepest.height} deep, at least {depth} asked"
    evidence = mark([deepest.span], f"{deepest.height} deep") if deepest.height else ()
    if deepest.height >= depth:
        return satisfied(reason, evidence)
    return violated(reason, deepest.height / depth, evidence)


def _shallower(text: str, nests: list[_Nest], depth: int) -> str:
    """Take away the marks of the innermost pairs, until none is ``depth`` deep."""
    excess = max(nest.height for nest in nests) - depth + 1
    inner = (nest.span for nest in nests if nest.height <= excess)
    marks = sorted(Span(at, at + 1) for start, end in inner for at in (start, end - 1))
    return replace(text, marks, "")


_CLOSERS = {")": "(", "]": "[", "}": "{"}
_BRACKETS = re.compile(r"[()\[\]{}]")


def _bracket_nests(text: str) -> list[_Nest]:
    """Return the closed pairs; a bracket that never closes (an interval's, a smiley's) keeps no pair around it open."""
    found: list[_Nest] = []
    marks = _Marks()
    for match in _BRACKETS.finditer(text):
        bracket, at = match[0], match.start()
        if bracket not in _CLOSERS:
            marks.open(at, bracket)
        elif _CLOSERS[bracket] in marks:
            start, _, heights = marks.close(_CLOSERS[bracket])
            height = 1 + max(heights, default=0)
            found.append(_Nest(Span(start, at + 1), height))
            if around := marks.innermost:
                around.heights.append(height)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedBrackets:
    """Brackets stand in brackets, ``depth`` levels deep, each closed by its own kind; round, square and curly ones mix.

    Opening five and closing one is no nest. A bracket that never closes is passed over, and so is one that closes
    nothing, as in the label ``a)``. What stands in the brackets is free.
    """

    id: ClassVar[str] = "format:parentheses"
    depth: int = 5

    def __post_init__(self) -> None:
        _check_depth(self.id, self.depth)

    def check(self, reply: Document) -> Verdict:
        return _judge_depth(_bracket_nests(reply.text), self.depth, "brackets")

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Nest parentheses (and [brackets {{and braces}}]) at least {self.depth} levels deep.",
            f"Somewhere in your reply, put brackets inside brackets, at least {self.depth} levels deep.",
            f"Use nested parentheses, brackets or braces to a depth of {self.depth} or more, all of them closed.",
            f"Include an aside within an aside, in brackets that are nested to at least {self.depth} levels.",
            f"Your answer must hold brackets nested {self.depth} levels deep or deeper, each properly closed.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        pairs = [rng.choice(("()", "[]", "{}")) for _ in range(self.depth)]
        nest = subject(topic)
        for pair in pairs:
            nest = f"{pair[0]}and {nest}{pair[1]}"
        return f"{prose(rng, topic)} Think of this {nest} too."

    def mutants(self, text: str) -> Iterator[str]:
        yield re.sub(r"[)\]}]", "", text)
        yield _shallower(text, _bracket_nests(text), self.depth)
        yield text.translate(str.maketrans(")]}", "]})"))

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(depth=rng.randint(2, 5))


_DOUBLE, _SINGLE = '"', "'"
_QUOTES = re.compile("[\"\u201c\u201d\u201e'\u2018\u2019\u201a]")
_KINDS = {'"': _DOUBLE, "\u201c": _DOUBLE, "\u201d": _DOUBLE, "\u201e": _DOUBLE}
_BEFORE_OPENING = "([{-\u2013\u2014*_\"\u201c\u201e'\u2018\u201a"


def _quote_nests(text: str) -> list[_Nest]:
    """Return the closed quotations of one paragraph with the levels of alternating marks in them.

    Whatever its shape, a mark opens after white space, a bracket, a dash or a mark, and closes before what is no letter
    or digit; an apostrophe does neither. What never closes (``'tis``) is passed over when the mark around it closes.
    """
    found: list[_Nest] = []
    marks = _Marks()
    for match in _QUOTES.finditer(text):
        at, kind = match.start(), _KINDS.get(match[0], _SINGLE)
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if before and not before.isspace() and not after.isalnum() and kind in marks:
            start, _, heights = marks.close(kind)
            height = 1 + max(heights) if heights else int(has_word(text[start:at]))
            found.append(_Nest(Span(start, at + 1), height))
            around = marks.innermost
            if around and around.mark != kind and height:
                around.heights.append(height)
        elif after and not after.isspace() and (not before or before.isspace() or before in _BEFORE_OPENING):
            marks.open(at, kind)
    return found


def _all_quote_nests(reply: Document) -> list[_Nest]:
    text = masked(reply.text, reply.code, " ")
    return [
        _Nest(Span(start + paragraph.start, end + paragraph.start), height)
        for paragraph in reply.paragraphs
        for (start, end), height in _quote_nests(paragraph.of(text))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedQuotes:
    """A quotation in a quotation, ``depth`` levels deep, double and single marks in turn, inside one paragraph.

    Straight and curly marks count alike, and an apostrophe is no mark. Marks in code quote nothing.
    """

    id: ClassVar[str] = "format:quotes"
    depth: int = 3

    def __post_init__(self) -> None:
        _check_depth(self.id, self.depth)

    def check(self, reply: Document) -> Verdict:
        return _judge_depth(_all_quote_nests(reply), self.depth, "quotations")

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Include quotes within quotes, at least {self.depth} levels deep, alternating double and single quotes.",
            f"Nest quotations at least {self.depth} levels deep, with double and single quotation marks in turn.",
            f"Quote someone who quotes someone, {self.depth} levels deep or deeper; alternate double and single marks.",
            f"Your reply must have quotations inside quotations, {self.depth} levels deep, with \" and ' by turns.",
            f"Use at least {self.depth} levels of nested quotes, double ones and single ones by turns.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        quote = f"I heard about {subject(topic)}"
        for level in reversed(range(self.depth)):
            quotation_mark = _SINGLE if level % 2 else _DOUBLE
            quote = f"{quotation_mark}{quote}{quotation_mark}"
            if level:
                quote = f"My friend said {quote} to me"
        return f"{prose(rng, topic)} She wrote {quote} in a letter."

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        nests = _all_quote_nests(reply)
        deepest = max(nests, key=lambda nest: nest.height).height
        yield _shallower(reply.text, nests, self.depth)
        yield replace(reply.text, sorted(nest.span for nest in nests if nest.height == deepest), "This")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(depth=rng.randint(2, 3))
