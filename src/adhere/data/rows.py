"""Rows of a JSONL or Parquet file, one at a time: each is a record, or the reason why it is none."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            yield from _parquet_rows(Path(path))
        else:
            yield from read_lines(file, str(path))


def read_lines(file: BinaryIO, name: str) -> Iterator[Row | Rejected]:
    """Yield the rows of JSON lines; ``name`` is for messages."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
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


def _parquet_rows(path: Path) -> Iterator[Row | Rejected]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path, memory_map=True, pre_buffer=False) as table:
            for batch in table.iter_batches(batch_size=BATCH, use_threads=False):
                for record in batch.to_pylist():
                    number += 1
                    yield Row(number, record)
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(
            f"{path} is damaged Parquet after row {number}: {error}", hint="write the file again"
        ) from error
