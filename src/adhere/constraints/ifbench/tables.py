"""Rows of data: CSV with given columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import subject
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrases
from adhere.errors import UsageError
from adhere.text import BlockKind, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict

_ROWS = Noun("row", "rows")
_NUMBER = re.compile(r"[\d.,+\- ]*")
_SPECIAL = re.compile(r"[^\w\s]|_")
_LACKING = 0.75
"""What remains of the credit where something is lacking that no single row has to have."""


class Field(NamedTuple):
    """One field of a row: its value, and whether double quotes enclose it."""

    value: str
    quoted: bool


@lru_cache(maxsize=8)
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    blank = "[ ]*+" if delimiter == "\t" else r"[ \t]*+"
    end = re.escape(delimiter)
    return re.compile(rf'{blank}(?:"((?:[^"]|"")*+)"|([^"\n{end}]*+)){blank}({end}|\n|\Z)')


def read_rows(text: str, delimiter: str) -> list[list[Field]]:
    """Read RFC 4180's rows, with blanks around fields and empty lines allowed.

    A line with a quote out of place is a row without fields.
    """
    rows: list[list[Field]] = []
    row: list[Field] = []
    position = 0
    pattern = _field_pattern(delimiter)
    while position < len(text):
        match = pattern.match(text, position)
        if match is None:
            rows.append([])
            row = []
            position = text.find("\n", position) + 1 or len(text)
            continue
        quoted = match[1] is not None
        row.append(Field(match[1].replace('""', '"') if quoted else match[2].strip(), quoted))
        position = match.end()
        if match[3] == delimiter and position == len(text):
            row.append(Field("", quoted=False))
        if match[3] != delimiter or position == len(text):
            rows.append(row)
            row = []
    return [row for row in rows if row != [Field("", quoted=False)]]


def _data_span(reply: Document) -> Span:
    """Return where the data stands: in the one code block that a reply has, or all of it."""
    code = [
        block.inner for block in reply.blocks if block.kind is BlockKind.CODE and reply.text[block.span.start] in "`~"
    ]
    return code[0] if len(code) == 1 else Span(0, len(reply.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCsv:
    """Comma-delimited data: a line with the names of the columns, and so many rows with a value for each.

    It is the whole reply, or the content of its one fenced code block. Fields may be in double quotes and have blanks
    around them, and empty lines do not count (RFC 4180 else).
    """

    id: ClassVar[str] = "custom:csv_city"
    delimiter: ClassVar[str] = ","
    extra: ClassVar[str] = ""
    """What is asked for besides, as the end of a sentence."""
    columns: tuple[str, ...] = ("ID", "Country", "City", "Year", "Count")
    rows: int = 7

    def __post_init__(self) -> None:
        check_phrases(self.id, "columns", self.columns)
        if any(mark in name for name in self.columns for mark in ',"\t\n'):
            raise UsageError(f"{self.id}: columns has a name with a delimiter", hint="give names of plain words")
        if self.rows < 1:
            raise UsageError(f"{self.id}: rows is {self.rows}", hint="give 1 row or more")

    def suits(self, row: Sequence[Field]) -> bool:
        """Whether a row has a value for each column, written as asked."""
        return len(row) == len(self.columns) and all(field.value for field in row)

    def lacks(self, rows: Sequence[Sequence[Field]]) -> str | None:  # noqa: ARG002 - for the types that ask for more
        """Return what the rows below the names of the columns lack together."""
        return None

    def check(self, reply: Document) -> Verdict:
        data = _data_span(reply)
        rows = read_rows(data.of(reply.text), self.delimiter)
        if not rows:
            return violated("no delimited data")
        named = [field.value for field in rows[0]] == list(self.columns) and self.suits(rows[0])
        below = rows[1:] if named else rows
        uneven = sum(not self.suits(row) for row in below)
        reason = f"{_ROWS.counted(len(below))} of data, exactly {self.rows} asked"
        evidence = mark([data.trimmed(reply.text)], "data")
        lack = self.lacks(below)
        if named and not uneven and len(below) == self.rows and not lack:
            return satisfied(reason, evidence)
        if not named:
            reason = f"no row with the names of the columns; {reason}"
        if uneven:
            reason = f"{reason}, {uneven} without {len(self.columns)} values as asked"
        right = named + min(len(below) - uneven, self.rows)
        share = right / (2 + max(len(below), self.rows))
        return violated(f"{reason}; {lack}" if lack else reason, share * (_LACKING if lack else 1), evidence)

    def wordings(self) -> tuple[str, ...]:
        names = ", ".join(self.columns)
        kind = "tab" if self.delimiter == "\t" else "comma"
        rows = _ROWS.counted(self.rows)
        return (
            f"Generate {kind}-delimited CSV data: the column names are {names}; please generate {rows}{self.extra}.",
            f"Write a {kind}-delimited table with the header {names} and {rows} of data{self.extra}.",
            f"Give me {rows} of CSV data under the columns {names}, with a {kind} as delimiter{self.extra}.",
            f"Your answer must be CSV, delimited by {kind}s, with exactly {rows} and the columns {names}{self.extra}.",
            f"Produce a CSV file ({kind}-separated) that has the columns {names} and {rows} below them{self.extra}.",
        )

    def sample(self, rng: Random, topic: str) -> list[list[str]]:
        """Return fields as they are written, the names of the columns first."""
        rows = [[f"{subject(topic)} {rng.randint(1, 999)}" for _ in self.columns] for _ in range(self.rows)]
        return [list(self.columns), *rows]

    def witness(self, rng: Random, topic: str) -> str:
        text = "\n".join(self.delimiter.join(row) for row in self.sample(rng, topic))
        return f"```csv\n{text}\n```" if rng.random() < 1 / 2 else text

    def mutants(self, text: str) -> Iterator[str]:
        span = _data_span(Document(text))
        names, first, *rest = span.of(text).rstrip("\n").split("\n")
        for lines in (
            [names, *rest],
            [names, first, first, *rest],
            [first, *rest],
            [names, f"{first}{self.delimiter}1", *rest],
            [names, first.replace(self.delimiter, ";", 1) if self.delimiter in first else "", *rest],
            [names.replace(self.columns[0], "x", 1), first, *rest],
        ):
            yield text[: span.start] + "\n".join(lines) + text[span.end :]

    def domain(self) -> Domain:
        least = len(self.columns) * (self.rows + 1)
        return Domain(counts={(Quantity.WORDS, ""): Bounds(least)}, verbatim=self.columns, shape=Shape.ROWS)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(rows=rng.randint(3, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialCharacterCsv(CityCsv):
    """Such data with one field or more in double quotes that has a special character, as ``"Smith & Co."`` has.

    That is any but letters, digits and white space; the points, commas and signs of a number are none.
    """

    id: ClassVar[str] = "custom:csv_special_character"
    extra: ClassVar[str] = ", with one field that contains a special character and is enclosed in double quotes"
    columns: tuple[str, ...] = ("ProductID", "Category", "Brand", "Price", "Stock")
    rows: int = 14

    def lacks(self, rows: Sequence[Sequence[Field]]) -> str | None:
        quoted = [field.value for row in rows for field in row if field.quoted]
        special = [value for value in quoted if _SPECIAL.search(value) and not _NUMBER.fullmatch(value)]
        return None if special else "no field in double quotes with a special character"

    def sample(self, rng: Random, topic: str) -> list[list[str]]:
        rows = CityCsv.sample(self, rng, topic)
        rows[-1][-1] = rng.choice(('"Fish & Co"', '"50% off"', '"A/B"', '"Tom; Ann"'))
        return rows

    def mutants(self, text: str) -> Iterator[str]:
        yield from CityCsv.mutants(self, text)
        yield re.sub(r'"[^"\n]*"', '"plain"', text)
        yield re.sub(r'"[^"\n]*"', "A&B", text)
        yield re.sub(r'"[^"\n]*"', '"19.99"', text)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedCsv(CityCsv):
    """Such data, delimited by tabs, with every field in double quotes, the names of the columns too."""

    id: ClassVar[str] = "custom:csv_quotes"
    delimiter: ClassVar[str] = "\t"
    extra: ClassVar[str] = ", each single field enclosed in double quotes"
    columns: tuple[str, ...] = ("StudentID", "Subject", "Grade", "Semester", "Score")
    rows: int = 3

    def suits(self, row: Sequence[Field]) -> bool:
        return CityCsv.suits(self, row) and all(field.quoted for field in row)

    def sample(self, rng: Random, topic: str) -> list[list[str]]:
        return [[f'"{field}"' for field in row] for row in CityCsv.sample(self, rng, topic)]

    def mutants(self, text: str) -> Iterator[str]:
        yield from CityCsv.mutants(self, text)
        yield text.replace('"', "", 2)
        yield text.replace("\t", ",") if "\t" in text else text.replace('"', "'")
