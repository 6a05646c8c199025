"""How numbers in digits are written: their thousands and their decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose
from adhere.constraints.surface.conforming import Conforming, Instance
from adhere.constraints.surface.passages import at_numbers, without_code
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Document

_SPACES = " \u00a0\u2009\u202f"
SEPARATORS = {"comma": ",", "point": ".", "space": _SPACES, "apostrophe": "'\u2019", "nothing": ""}
# Digits in groups of two or three, whatever is between them, or five digits and more in a row.
_LARGE = re.compile(
    rf"(?<![\w.,'\u2019/:-])(?:\d{{1,3}}(?:[.,'\u2019{_SPACES}]\d{{2,3}})*[.,'\u2019{_SPACES}]\d{{3}}|\d{{5,}})"
    r"(?P<decimals>[.,]\d+)?(?![\w/:]|[.,'\u2019-]\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thousands(Conforming):
    """Every number of five digits or more has the ``separator`` between its thousands: comma, point, space, apostrophe.

    "nothing" asks for digits in a row. Numbers of four digits are left out where they are written in a row, as years
    are. Undecided where a point or a comma may mark decimals instead ("12.345"), and where there is no such number.
    """

    id: ClassVar[str] = "number:thousands"
    noun: ClassVar[Noun] = Noun("large number", "large numbers")
    separator: str

    def __post_init__(self) -> None:
        if self.separator not in SEPARATORS:
            raise UsageError(
                f"{self.id}: unknown separator {self.separator!r}", hint=f"one of: {', '.join(SEPARATORS)}"
            )

    def asked(self) -> str:
        return f"grouped by {self.separator}"

    def instances(self, reply: Document) -> Iterator[Instance]:
        text = without_code(reply)
        for match in at_numbers(_LARGE, text):
            decimals = match["decimals"] or ""
            yield Instance(Span(*match.span()), self._fits(match[0].removesuffix(decimals), decimals))

    def _fits(self, whole: str, decimals: str) -> bool | None:
        marks = {mark for mark in whole if not mark.isdigit()}
        allowed = SEPARATORS[self.separator]
        if not marks:
            return not allowed
        in_threes = all(len(group) == len("000") for group in re.split(r"\D", whole)[1:])
        if len(marks) == 1 and marks <= {".", ","} and in_threes and sum(map(whole.count, marks)) == 1 and not decimals:
            # 12,345 with another separator asked may be a number below a hundred.
            return True if marks <= set(allowed) and allowed == "," else None
        if len(marks) == 1 and marks <= set(_SPACES) and not allowed:
            return None
        return bool(allowed) and marks <= set(allowed) and in_threes and decimals[:1] not in marks

    def _shown(self, number: int) -> str:
        return f"{number:,}".replace(",", SEPARATORS[self.separator][:1])

    def wordings(self) -> tuple[str, ...]:
        how, example = self.separator, self._shown(1234567)
        return (
            f"Group the thousands of large numbers by {how}, as in {example}.",
            f"Write numbers of five digits and more with {how} between the thousands, for example {example}.",
            f"In your answer, separate thousands by {how}: {example}.",
            f"Put {how} between each group of three digits, like {example}.",
            f"Large numbers must be written with {how} between their thousands, such as {example}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = [f"They counted {self._shown(rng.randint(10**6, 10**9))} grains." for _ in range(rng.randint(1, 3))]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for name, marks in SEPARATORS.items():
            if name != self.separator:
                yield f"{text} There were {f'{9876543:,}'.replace(',', marks[:1])} more."
        yield f"{text} There were 12,34,567 more."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(separator=rng.choice(("comma", "comma", "point", "space")))


_DECIMAL = re.compile(
    r"(?<![\w.,:/])(?<![\w]-)(?:\d{1,3}(?:,\d{3})+|\d+)\.(?P<places>\d+)"
    r"(?=[a-zA-Z\u00b5\u00b0%]{0,3}(?:[^\w/:.,-]|[.,-](?!\d)|\Z))"
)
_COMMA_DECIMAL = re.compile(r"(?<![\w.,:/-])\d{1,9},(?:\d{1,2}|\d{4,9})(?![\w/:]|[.,]\d|-\d)")
_NUMBERING = re.compile(
    r"(?:section|chapter|figure|fig\.|table|version|v|release|python|equation|eq\.|item|step|appendix|page|no\.)[ ]?$"
    r"|(?:^|\n)[ \t#>*]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalPlaces(Conforming):
    """Every number with a decimal point has exactly so many ``places`` behind it; whole numbers are left out.

    Section numbers, versions and dates ("Section 2.1", "1.2.3") are none, nor is what stands in code. Undecided where a
    decimal comma may be meant ("3,14"), and where no number has decimals.
    """

    id: ClassVar[str] = "number:decimal_places"
    noun: ClassVar[Noun] = Noun("number with decimals", "numbers with decimals")
    places: int

    def __post_init__(self) -> None:
        if not 1 <= self.places <= 20:  # noqa: PLR2004 - more than any measurement has
            raise UsageError(f"{self.id}: places is {self.places}", hint="give a whole number from 1 to 20")

    def asked(self) -> str:
        return f"with {self.places} decimal {'place' if self.places == 1 else 'places'}"

    def instances(self, reply: Document) -> list[Instance]:
        text = without_code(reply)
        found = {
            Span(*match.span()): len(match["places"]) == self.places
            for match in at_numbers(_DECIMAL, text)
            if not _NUMBERING.search(text, max(0, match.start() - 12), match.start())
        }
        doubtful = (Span(*match.span()) for match in at_numbers(_COMMA_DECIMAL, text))
        return sorted([*map(Instance, found, found.values()), *(Instance(span, None) for span in doubtful)])

    def wordings(self) -> tuple[str, ...]:
        count = f"{self.places} decimal {'place' if self.places == 1 else 'places'}"
        example = f"{12:.{self.places}f}"
        return (
            f"Give numbers with decimals to exactly {count}, as in {example}.",
            f"Round every decimal number to {count}, for example {example}.",
            f"All decimal numbers in your answer must have {count}, such as {example}.",
            f"Use {count} for each number that is not whole, like {example}.",
            f"Write decimals with {count} and no more or fewer; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = [f"It measures {rng.uniform(0, 500):.{self.places}f} in all." for _ in range(rng.randint(1, 3))]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for places in {1, self.places - 1, self.places + 1} - {0, self.places}:
            yield f"{text} Then it was {7:.{places}f} again."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(places=rng.randint(1, 3))
