"""Numbers in words and numbers in digits: replies that write all of them in one of the two ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose
from adhere.constraints.ifbench.counts import NUMBER_WORDS, with_number_words
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import at_numbers, in_own_words, matches, own_words
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Document

_IN_DIGITS = re.compile(r"(?<![\w.,:/\u2019'-])\d+(?:[.,:/-]\d+)*(?![\w]|[.,:/-]\d)")
_WITH_LETTERS = re.compile(r"(?<![^\W_])(?=[^\W_]*\d)[^\W_]+")
_MARKER = re.compile(r"^[ \t>#*]*\(?\d{1,3}[.)](?=[ \t])", re.MULTILINE)


def _markers(text: str) -> set[int]:
    """Return where the digits of list markers ("1.") begin: they are no words of the text."""
    return {match.end() - len(match[0].lstrip(" \t>#*(")) for match in _MARKER.finditer(text)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersInWords(Absent):
    """Numbers are written in words ("twelve"), not in digits, outside code and quotations.

    With ``up_to``, only whole numbers from 0 to that one must be; "1 to 10" is what style guides ask for. The marker of
    a list item is none. Undecided where it rests on digits in a name ("H2O", "5th") or in a date or time.
    """

    id: ClassVar[str] = "number:in_words"
    thing: ClassVar[str] = "number in digits"
    things: ClassVar[str] = "numbers in digits"
    additions: ClassVar[tuple[str, ...]] = ("There are 0 left.",)
    up_to: int | None = None

    def __post_init__(self) -> None:
        if self.up_to is not None and self.up_to < 1:
            raise UsageError(f"{self.id}: up_to is {self.up_to}", hint="give 1 or more, or leave it out")

    def find(self, reply: Document) -> list[Span]:
        text = in_own_words(reply)
        found = [Span(*match.span()) for match in at_numbers(_IN_DIGITS, text)]
        if not found:
            return []
        markers = _markers(text)
        return [span for span in found if span.start not in markers and self._must_be_word(span.of(text))]

    def _must_be_word(self, number: str) -> bool:
        if self.up_to is None:
            return not re.search(r"[:/-]", number)
        digits = number.replace(",", "")
        return len(digits) <= len(str(self.up_to)) and digits.isdigit() and int(digits) <= self.up_to

    def find_doubtful(self, reply: Document) -> list[Span]:
        if self.up_to is not None:
            return []
        text = in_own_words(reply)
        markers = _markers(text)
        return [span for span in matches(_WITH_LETTERS, text) if span.start not in markers]

    def wordings(self) -> tuple[str, ...]:
        which = "all numbers" if self.up_to is None else f"whole numbers up to {self.up_to}"
        return (
            f"Write {which} in words, not in digits.",
            f"Spell out {which}.",
            f"In your answer, {which} must be written as words such as seven.",
            f"Use words instead of digits for {which}.",
            f"Put {which} into words throughout your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        number = rng.choice(("Two", "Seven", "Twelve", "Forty"))
        large = "" if self.up_to is None else f" There are {self.up_to + rng.randint(1, 50)} of them."
        return f"{prose(rng, topic)} {number} is the number.{large}"

    def mutants(self, text: str) -> Iterator[str]:
        for number in (0, 1) if self.up_to is None else (0, self.up_to):
            yield f"{text} There are {number} left."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(), cls(up_to=rng.choice((9, 10, 12)))))


def _number_words(reply: Document) -> list[Span]:
    return matches(NUMBER_WORDS, in_own_words(reply)) if with_number_words(reply) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersInDigits(Absent):
    """Numbers are written in digits ("12"), not in words, outside code and quotations.

    Ordinals ("second", "third") are no numbers here. Undecided where it rests on "one", which is a pronoun more often,
    or on a name written with a capital ("the Big Four"), and in other languages than English.
    """

    id: ClassVar[str] = "number:in_digits"
    thing: ClassVar[str] = "number in words"
    things: ClassVar[str] = "numbers in words"
    additions: ClassVar[tuple[str, ...]] = ("There are two left.", "It has forty-one pages.", "A dozen is enough.")
    english: ClassVar[bool] = True

    def find(self, reply: Document) -> list[Span]:
        return [span for span in _number_words(reply) if reply.text[span.start].islower()]

    def find_doubtful(self, reply: Document) -> list[Span]:
        words = own_words(reply)
        ones = (span for word, span in zip(words.folded, words.spans, strict=True) if word == "one")
        return sorted([*_number_words(reply), *ones])

    def wordings(self) -> tuple[str, ...]:
        return (
            "Write all numbers in digits, not in words.",
            "Use digits such as 7 for every number.",
            "In your answer, every number must be written in digits.",
            "Put numbers into digits throughout your reply: 12 instead of twelve.",
            "Do not spell out any number.",
        )
