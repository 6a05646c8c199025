"""Quotations that a reply takes from a given text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import GENERAL, prose
from adhere.constraints.domain import Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.parameters import check_phrase
from adhere.errors import UsageError
from adhere.text import BlockKind, Document, Span
from adhere.text.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_ALIKE = str.maketrans('\u2018\u2019\u201c\u201d"\u2013\u2014', "'''''--", "*_`")
_OMISSION = re.compile(r"\[\s*(?:\.{3}|\u2026)\s*\]|\(\s*(?:\.{3}|\u2026)\s*\)|\.{3,}|\u2026")
_INSERTED = re.compile(r"\[([A-Za-z])\]")
_MARKS = "\"'\u00ab\u00bb\u2039\u203a\u201e\u300c\u300d\u300e\u300f .,;:!?>*_\n"
QUOTED_WORDS = 3
"""Words from which what stands between quotation marks is a quotation, and not a term or a title."""


def _plain(text: str) -> str:
    """Return a text on one line, with one kind of quotation marks and dashes and without emphasis."""
    return " ".join(text.translate(_ALIKE).split())


@lru_cache(maxsize=64)
def _source(text: str) -> str:
    return _plain(text)


def _end(words: str, source: str, place: int) -> int:
    """Return where ``words`` end in ``source`` as whole words, behind ``place``; -1 where they are not there."""
    while (start := source.find(words, place)) >= 0:
        end = start + len(words)
        if not source[start - 1 : start].isalnum() and not source[end : end + 1].isalnum():
            return end
        place = start + 1
    return -1


def _occurs(quotation: str, source: str) -> bool:
    """Whether the pieces between omission marks occur in ``source``, one after the other."""
    place = 0
    for piece in _OMISSION.split(_INSERTED.sub(r"\1", quotation)):
        words = _plain(piece).strip(_MARKS)
        if not words:
            continue
        ends = [_end(first + words[1:], source, place) for first in (words[0], words[0].swapcase())]
        place = min((end for end in ends if end >= 0), default=-1)
        if place < 0:
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFrom(Faultless):
    """Every quotation occurs word for word in the ``source``, and there is one at least: three words or more.

    Quotations stand between quotation marks or in a block quote. White space, the shape of marks, the case of the first
    letter and the closing mark do not matter; "..." and "[...]" leave words out. One or two words between quotation
    marks are a term.
    """

    id: ClassVar[str] = "citation:quote_from"
    unit: ClassVar[Noun] = Noun("quotation", "quotations")
    quantity: ClassVar[Quantity] = Quantity.WORDS
    fault: ClassVar[str] = "do not occur in the source"
    source: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "source", self.source)
        if len(split_words(self.source).texts) < QUOTED_WORDS:
            raise UsageError(f"{self.id}: source is {self.source[:40]!r}", hint="give three words or more")

    def units(self, reply: Document) -> list[Span]:
        blocks = [block.span for block in reply.blocks if block.kind is BlockKind.QUOTE] if ">" in reply.text else []
        outer: list[Span] = []
        for span in sorted([*reply.quotations, *blocks]):
            if not outer or span.start >= outer[-1].end:
                outer.append(span)
        return [span for span in outer if len(split_words(span.of(reply.text)).texts) >= QUOTED_WORDS]

    def faults(self, reply: Document) -> list[Span]:
        source = _source(self.source)
        return [unit for unit in self.units(reply) if not _occurs(_unmarked(unit.of(reply.text)), source)]

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Quote word for word from this text at least once, and quote nothing else: "{self.source}"',
            f'Your answer must contain a quotation, and every quotation must be taken literally from: "{self.source}"',
            f'Support your answer with exact quotes in quotation marks from the following text: "{self.source}"',
            f'Put what you quote in quotation marks, and copy it exactly from this source: "{self.source}"',
            f'Use at least one verbatim quote, and only quotes that occur in this text: "{self.source}"',
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = _plain(self.source).split()
        count = rng.randint(QUOTED_WORDS, max(QUOTED_WORDS, min(12, len(words))))
        first = rng.randint(0, max(0, len(words) - count))
        quoted = " ".join(words[first : first + count])
        if len(split_words(quoted).texts) < QUOTED_WORDS:
            quoted = _plain(self.source)
        return f'{prose(rng, topic, 2)} The text says "{quoted}" on this.'

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace('"', "")
        yield f'{text} It goes on: "the moon is made of old green cheese".'
        yield f"{text}\n\n> The moon is made of old green cheese."
        yield re.sub(r'"(\S+)', r'"\1 perhaps', text, count=1)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        text = " ".join(prompt.replace('"', "'").split())
        enough = len(split_words(text).texts) >= QUOTED_WORDS
        return cls(source=text if enough else " ".join(rng.sample(GENERAL, 3)))


def _unmarked(quotation: str) -> str:
    """Return a quotation without its marks, or a block quote without the marks of its lines."""
    if quotation.lstrip().startswith(">"):
        return re.sub(r"(?m)^[ \t]{0,3}>[ \t]?", "", quotation)
    return quotation[1:-1]
