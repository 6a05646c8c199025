"""Rows of a JSONL or Parquet file, one at a time: each is a record, or the reason why it is none."""

from __future__ import annotations

import itertools
import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

LONGEST_LINE = 64 * 2**20
"""Bytes of a line that are read; a longer one is rejected, so that one broken file cannot fill the memory."""

BATCH = 256
"""Rows of a Parquet file that are in memory at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file; ``number`` counts lines or rows from 1."""

    number: int
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be used, and why."""

    number: int
    reason: str


def read_rows(path: str | Path) -> Iterator[Row | Rejected]:
    """Yield the rows of a file in constant memory: Parquet by its first bytes, JSON lines otherwise.

    Blank lines are no rows.

    Raises:
        UsageError: the file cannot be read, is damaged Parquet, or is one JSON array.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(path).open("rb"))
            magic = file.peek(4)[:4]
        except OSError as error:
            raise UsageError(
                f"cannot read {path}: {error.strerror}", hint="name a file of JSON lines or Parquet"
            ) from error
        if magic == b"PAR1":
            yield from parquet_rows(Path(path))
        else:
            yield from read_lines(file, str(path))


def read_lines(
    file: BinaryIO,
    name: str,
    *,
    first: int = 1,
    count: int | None = None,
    on_blank: Callable[[int], None] | None = None,
) -> Iterator[Row | Rejected]:
    """Yield the rows of JSON lines.

    Args:
        file: where to read, from where it stands.
        name: of the file, for messages.
        first: the number of the line that comes next.
        count: lines to read; by default all.
        on_blank: called with the number of each blank line, which is no row.
    """
    for number in itertools.count(first) if count is None else range(first, first + count):
        line = file.readline(LONGEST_LINE + 1)
        if not line:
            break
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield Rejected(number, f"the line is longer than {LONGEST_LINE >> 20} MiB")
            continue
        if number == 1 and line.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
            raise UsageError(
                f"{name} is a JSON array, not JSON lines", hint="write one object a line: jq -c '.[]' FILE"
            )
        if line.strip():
            yield _row(number, line)
        elif on_blank is not None:
            on_blank(number)


def _row(number: int, line: bytes) -> Row | Rejected:
    try:
        record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return Rejected(number, f"not UTF-8 (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return Rejected(number, f"not JSON: {error.msg} (column {error.colno})")
    except (ValueError, RecursionError) as error:  # an integer of too many digits, or nesting without end
        return Rejected(number, f"not JSON that can be read: {error}")
    if not isinstance(record, dict):
        return Rejected(number, "not a JSON object")
    return Row(number, record)


def parquet_rows(path: Path, *, group: int | None = None, first: int = 1) -> Iterator[Row | Rejected]:
    """Yield the rows of a Parquet file, or of one of its row groups, whose first row is number ``first``.

    Parquet does not check that its texts are UTF-8: a row with one that is not is ``Rejected``.

    Raises:
        UsageError: the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = first - 1
    try:
        with pq.ParquetFile(path, memory_map=True, pre_buffer=False) as table:
            groups = None if group is None else [group]
            for batch in table.iter_batches(batch_size=BATCH, use_threads=False, row_groups=groups):
                for row in _batch_rows(batch, number + 1):
                    number += 1
                    yield row
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(
            f"{path} is damaged Parquet after row {number}: {error}", hint="write the file again"
        ) from error


def _batch_rows(batch: pa.RecordBatch, first: int) -> list[Row | Rejected]:
    try:
        return [Row(number, record) for number, record in enumerate(batch.to_pylist(), first)]
    except UnicodeDecodeError as error:
        if len(batch) == 1:
            return [Rejected(first, f"a text is not UTF-8 (byte {error.start + 1})")]
    return [row for place in range(len(batch)) for row in _batch_rows(batch.slice(place, 1), first + place)]
