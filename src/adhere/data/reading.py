"""From files to examples: the format is recognised and said, and every row is kept or named with its reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from adhere.data.fields import MalformedError
from adhere.data.formats import FORMATS
from adhere.data.hub import named_file
from adhere.data.rows import Rejected, Row, read_rows
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adhere.data.examples import AnyExample

    T = TypeVar("T", bound=AnyExample)

_SHOWN = 4  # rows whose fields are looked at before a format is chosen


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a file holds: each row is an example (a few formats hold several in one), or is rejected.

    Attributes:
        path: the file. format: the name of its format.
        examples: in the order of the file.
        rejected: the rows that are no examples, with their numbers and reasons.
    """

    path: Path
    format: str
    examples: tuple[AnyExample, ...]
    rejected: tuple[Rejected, ...]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many rows were rejected for each reason, the most frequent first."""
        return dict(Counter(row.reason for row in self.rejected).most_common())

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the examples, which must be of this kind.

        Raises:
            UsageError: the format makes another kind.
        """
        if FORMATS[self.format].makes is not kind:
            fitting = ", ".join(name for name, one in FORMATS.items() if one.makes is kind)
            raise UsageError(
                f"{self.path} is {self.format}, and this method learns from {kind.__name__.lower()} examples",
                hint=f"give a file of one of these formats: {fitting}",
            )
        return tuple(example for example in self.examples if isinstance(example, kind))


def read_examples(path: str | Path, *, format: str | None = None) -> Dataset:  # noqa: A002 - the word for it
    """Read training data from JSON, JSON lines or Parquet.

    Args:
        path: the file, or ``hf:ORG/NAME[@REVISION][:FILE]`` of Hugging Face.
        format: one of ``FORMATS``; recognised by the fields of the first rows where it is not given.

    Raises:
        UsageError: the file cannot be read, its format is unknown, or not one row of it is an example.
        UpstreamError: Hugging Face cannot be reached.
    """
    file = named_file(path) if isinstance(path, str) and path.startswith("hf:") else Path(path)
    rows = list(rows_of(file))
    records = [row for row in rows if isinstance(row, Row)]
    name = format if format is not None else _recognise(file, records)
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}", hint=f"one of {', '.join(FORMATS)}")
    examples: list[AnyExample] = []
    rejected = [row for row in rows if isinstance(row, Rejected)]
    for row in records:
        try:
            examples.extend(_parse(name, row, f"{path}:{row.number}"))
        except MalformedError as error:
            rejected.append(Rejected(row.number, error.message))
    rejected.sort(key=lambda row: row.number)
    if not examples:
        first = f": {rejected[0].reason}" if rejected else ", it is empty"
        raise UsageError(f"{path} holds no example{first}", hint="see docs/training.md for the formats")
    return Dataset(file, name, tuple(examples), tuple(rejected))


def _parse(name: str, row: Row, source: str) -> tuple[AnyExample, ...]:
    missing = sorted(FORMATS[name].needs - row.record.keys())
    if missing:
        raise MalformedError(f"{missing[0]} is missing")
    return FORMATS[name].parse(row.record, source)


def _recognise(path: Path, records: Iterable[Row]) -> str:
    seen = [row.record for row, _ in zip(records, range(_SHOWN), strict=False)]
    fitting = [name for name, one in FORMATS.items() if seen and all(one.fits(record) for record in seen)]
    if len(fitting) == 1:
        return fitting[0]
    fields = ", ".join(sorted({str(field) for record in seen for field in record})) or "none"
    trouble = f"fits {' and '.join(fitting)}" if fitting else "is of no known format"
    raise UsageError(
        f"{path} {trouble}: the fields of its first rows are {fields}",
        hint=f"name the format with --format: {', '.join(FORMATS)}",
    )


def rows_of(path: Path) -> Iterator[Row | Rejected]:
    """Yield the rows of JSON, JSON lines or Parquet.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            is_array = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}", hint="name a file of JSON, JSON lines or Parquet"
        ) from error
    return _array(path) if is_array else read_rows(path)


def _array(path: Path) -> Iterator[Row | Rejected]:
    try:
        values = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON that can be read: {error}", hint="write it again as UTF-8") from error
    for number, value in enumerate(values, start=1):
        yield Row(number, value) if isinstance(value, dict) else Rejected(number, "not a JSON object")
