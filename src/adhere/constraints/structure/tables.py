"""Markdown tables: how large they are, what heads their columns, whether they are all there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import phrase_pattern
from adhere.constraints.parameters import check_phrases
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_ROWS = Noun("row", "rows")
_COLUMNS = Noun("column", "columns")
_QUOTE_MARKS = re.compile(r"[ \t>]*")
_CELL = re.compile(r"(?:[^|\\]++|\\.?)*+")
_EMPHASIS = "*_` \t"


class Table(NamedTuple):
    """A table: its place, the cells of its header, and how many rows it has below."""

    span: Span
    header: tuple[str, ...]
    rows: int


def tables(reply: Document) -> list[Table]:
    """Return GFM's tables in order."""
    if "|" not in reply.text:
        return []
    found = []
    for block in reply.blocks:
        if block.kind is BlockKind.TABLE:
            header, _, *rows = block.span.of(reply.text).split("\n")
            found.append(Table(block.span, tuple(cells(header)), sum(map(has_cell, rows))))
    return found


def cells(line: str) -> list[str]:
    """Return the cells of one line, without the white space around them; an escaped bar divides nothing."""
    line = line[_QUOTE_MARKS.match(line).end() :].strip()  # type: ignore[union-attr]  # it matches every line
    line = line.removeprefix("|")
    found: list[str] = []
    position = 0
    while position <= len(line):
        cell = _CELL.match(line, position)
        end = cell.end() if cell else position
        found.append(line[position:end].strip())
        position = end + 1
    return found[:-1] if len(found) > 1 and not found[-1] else found


def has_cell(line: str) -> bool:
    """Whether a line of a table has something in it."""
    return bool(line.strip("|> \t"))


def write_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sample(rng: Random, topic: str, header: Sequence[str], rows: int) -> str:
    body = [[phrase_about(rng, topic) for _ in header] for _ in range(rows)]
    return write_table(header, body)


def _framed(rng: Random, topic: str, table: str) -> str:
    return f"{prose(rng, topic, 1)}\n\n{table}\n\n{prose(rng, topic, 1)}" if rng.random() < 1 / 2 else table


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A Markdown table has exactly so many rows below its header, and so many columns; None leaves one of them free.

    Where a reply has several tables, one of them is enough. The header's cells count the columns, as GFM does.
    """

    id: ClassVar[str] = "table:shape"
    rows: int | None = None
    columns: int | None = None

    def __post_init__(self) -> None:
        given = [count for count in (self.rows, self.columns) if count is not None]
        if not given or min(given) < 1:
            raise UsageError(f"{self.id}: no size is asked for", hint="give rows or columns, 1 or more")

    def check(self, reply: Document) -> Verdict:
        found = tables(reply)
        if not found:
            return violated("no table in Markdown")
        best = max(found, key=self._score)
        reason = f"{_ROWS.counted(best.rows)} and {_COLUMNS.counted(len(best.header))}, {self._asked} asked"
        evidence = mark([best.span], "table")
        score = self._score(best)
        return satisfied(reason, evidence) if score == 1 else violated(reason, score, evidence)

    def _score(self, table: Table) -> float:
        pairs = ((self.rows, table.rows), (self.columns, len(table.header)))
        scores = [Bounds.exactly(asked).score(count) for asked, count in pairs if asked is not None]
        return 1.0 if min(scores) == 1 else 0.1 + 0.9 * sum(scores) / (1 + len(scores))

    @property
    def _asked(self) -> str:
        pairs = ((_ROWS, self.rows), (_COLUMNS, self.columns))
        return " and ".join(noun.counted(count) for noun, count in pairs if count is not None)

    def wordings(self) -> tuple[str, ...]:
        size = self._asked
        below = ", not counting its header" if self.rows is not None else ""
        return (
            f"Include a Markdown table with exactly {size}{below}.",
            f"Your reply must have a table in Markdown of {size}{below}.",
            f"Present the main points in a Markdown table that has {size}{below}.",
            f"Use a Markdown table and give it exactly {size}{below}.",
            f"There must be a Markdown table in your answer, with {size}{below}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        columns = self.columns or rng.randint(1, 4)
        header = [f"Column {number + 1}" for number in range(columns)]
        return _framed(rng, topic, _sample(rng, topic, header, self.rows or rng.randint(1, 4)))

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("|", "/")
        lines = text.split("\n")
        last = max(index for index, line in enumerate(lines) if line.startswith("|"))
        if self.rows is not None:
            yield "\n".join([*lines[:last], *lines[last + 1 :]])
            yield "\n".join([*lines[: last + 1], *lines[last:]])
        if self.columns is not None:
            yield "\n".join(f"{line.rstrip()} --- |" if line.startswith("|") else line for line in lines)

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds((1 + (self.rows or 0)) * (self.columns or 1))})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(rows=rng.randint(2, 6), columns=rng.randint(2, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """A Markdown table has a header with exactly these names, in this order.

    Case, emphasis and the shape of quotes do not matter. Where a reply has several tables, one of them is enough.
    """

    id: ClassVar[str] = "table:columns"
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "columns", self.columns)
        if any(mark in name for name in self.columns for mark in "|\n\\"):
            raise UsageError(
                f"{self.id}: columns has a name with a bar, a backslash or a line feed", hint="plain names"
            )

    def check(self, reply: Document) -> Verdict:
        found = tables(reply)
        if not found:
            return violated("no table in Markdown")
        best = max(found, key=self._right)
        evidence = mark([best.span], "table")
        right = self._right(best)
        if right == len(self.columns) == len(best.header):
            return satisfied(f"the columns are {quoted(self.columns)}", evidence)
        header = quoted([cell[:40] or "-" for cell in best.header[:10]] or ["-"])
        score = right / (1 + max(len(self.columns), len(best.header)))
        return violated(f"the header has {header}, {quoted(self.columns)} asked", score, evidence)

    def _right(self, table: Table) -> int:
        """Count the names at their place."""
        pairs = zip(self.columns, table.header, strict=False)
        return sum(phrase_pattern(name).fullmatch(cell.strip(_EMPHASIS)) is not None for name, cell in pairs)

    def wordings(self) -> tuple[str, ...]:
        names = quoted(self.columns)
        return (
            f"Include a Markdown table with the columns {names}, in this order.",
            f"Your reply must have a table in Markdown whose header is {names}.",
            f"Present the main points in a Markdown table headed {names} in this order.",
            f"Use a Markdown table and name its columns {names}.",
            f"There must be a Markdown table in your answer that has exactly the columns {names}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _framed(rng, topic, _sample(rng, topic, self.columns, rng.randint(1, 4)))

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("|", "/")
        names, end = list(self.columns), text.index("|")
        rest = text[:end], text[text.index("\n|", end) :]
        for header in (["x", *names[1:]], names[::-1] if len(names) > 1 else ["y"]):
            yield f"{rest[0]}| {' | '.join(header)} |{rest[1]}"
        lines = text.split("\n")
        yield "\n".join(f"{line.rstrip()} --- |" if line.startswith("|") else line for line in lines)

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(len(self.columns))}
        return Domain(counts=counts, verbatim=self.columns)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(columns=draw_words(rng, FITTING, rng.randint(2, 4), prompt))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOnly:
    """The reply is one Markdown table with a word in it and nothing else, not even a caption."""

    id: ClassVar[str] = "table:only"

    def check(self, reply: Document) -> Verdict:
        found = [table.span for table in tables(reply) if has_word(table.span.of(reply.text))]
        if not found:
            return violated("no table in Markdown")
        evidence = mark(found, "table")
        rest = replace(reply.text, found, "")
        if len(found) == 1 and not rest.strip():
            return satisfied("the reply is one table", evidence)
        inside = sum(span.end - span.start for span in found) / len(reply.text)
        reason = "there is text beside the table" if len(found) == 1 else f"{len(found)} tables, exactly 1 asked"
        return violated(reason, 0.9 * inside / len(found), evidence)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Answer with a Markdown table and nothing else.",
            "Your whole reply must be one table in Markdown.",
            "Return only a Markdown table, without any text before or after it.",
            "Give your entire answer as a single Markdown table.",
            "Let your response consist of one Markdown table alone.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        header = [f"Column {number + 1}" for number in range(rng.randint(1, 4))]
        return _sample(rng, topic, header, rng.randint(1, 5))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"Here it is:\n\n{text}"
        yield f"{text}\n\nI hope this helps."
        yield f"{text}\n\n{text}"
        yield text.replace("|", "/")

    def domain(self) -> Domain:
        return Domain(shape=Shape.TABLE)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
