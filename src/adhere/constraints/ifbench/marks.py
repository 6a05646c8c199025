"""Punctuation marks that a reply must use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain
from adhere.constraints.judging import satisfied, violated
from adhere.constraints.parameters import check_phrases
from adhere.constraints.protocol import Evidence
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_CLOSING = re.compile(r"[?!\u203d]+")
_INTERROBANGS = frozenset({"?!", "!?", "\u203d"})
MARKS = (".", ",", ";", ":", "!", "?", "?!")


@lru_cache(maxsize=64)
def _mark_pattern(mark: str) -> re.Pattern[str]:
    """Compile a pattern for ``mark`` where it punctuates: not in 3.5, 10:30, https://, a smiley or an ellipsis."""
    escaped = re.escape(mark)
    # The mark stands first so that the search can skip to it.
    return re.compile(rf"{escaped}(?<!{escaped}{escaped})(?!{escaped})(?!//|-?[()DP](?!\w))(?:(?<!\w.)|(?!\w))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuation:
    """Every one of the marks is used at least once to punctuate.

    Unless others are named, they are the six that divide or end sentences and the interrobang, as "?!", "!?" or one
    character: style guides do not agree on what else is standard. A mark inside a number, a time, an address or code
    is no punctuation; the two halves of an interrobang are neither "?" nor "!"; an ellipsis is no full stop.
    """

    id: ClassVar[str] = "count:punctuation"
    marks: tuple[str, ...] = MARKS

    def __post_init__(self) -> None:
        check_phrases(self.id, "marks", self.marks)
        if bad := [mark for mark in self.marks if any(c.isalnum() or c.isspace() for c in mark)]:
            raise UsageError(f"{self.id}: {bad[0]!r} is no punctuation mark", hint="give marks such as ; and ?!")

    def check(self, reply: Document) -> Verdict:
        text = masked(reply.text, reply.code, " ")
        places = {mark: span for mark in self.marks if (span := _place(mark, text)) is not None}
        missing = [mark for mark in self.marks if mark not in places]
        found = sorted((span, mark) for mark, span in places.items())
        evidence = tuple(Evidence(span, f"mark {quoted([mark])}") for span, mark in found)
        if missing:
            return violated(f"no {' and no '.join(missing)}", len(places) / len(self.marks), evidence)
        return satisfied("every mark is used", evidence)

    def wordings(self) -> tuple[str, ...]:
        marks = "   ".join(self.marks)
        return (
            f"Each of the punctuation marks   {marks}   must be used at least once in your response.",
            f"Your answer must contain every one of the marks   {marks}   to punctuate it.",
            f"Punctuate your reply so that each of the marks   {marks}   occurs in it.",
            f"Let every one of the punctuation marks   {marks}   appear in your response.",
            f"Make use of all of the punctuation marks   {marks}   once or more often.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return " ".join([prose(rng, topic), *(f"So we write{mark}" for mark in self.marks)])

    def mutants(self, text: str) -> Iterator[str]:
        for mark in self.marks:
            if mark in _INTERROBANGS:
                yield re.sub("|".join(map(re.escape, sorted(_INTERROBANGS))), "", text)
            elif mark in {"?", "!"}:
                yield re.sub(rf"(?<![?!\u203d])\{mark}+(?![?!\u203d])", "", text)
            else:
                yield text.replace(mark, "")

    def domain(self) -> Domain:
        return Domain(verbatim=tuple(mark for mark in self.marks if mark not in _INTERROBANGS))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _place(mark: str, text: str) -> Span | None:
    """Return where ``mark`` first punctuates in ``text``, None where it does not."""
    runs: Iterator[re.Match[str]]
    if mark in _INTERROBANGS:
        runs = (run for run in _CLOSING.finditer(text) if _is_interrobang(run[0]))
    elif mark in {"?", "!"}:
        runs = (run for run in _CLOSING.finditer(text) if set(run[0]) == {mark})
    else:
        runs = _mark_pattern(mark).finditer(text)
    first = next(runs, None)
    return None if first is None else Span(*first.span())


def _is_interrobang(run: str) -> bool:
    return "\u203d" in run or {"?", "!"} <= set(run)
