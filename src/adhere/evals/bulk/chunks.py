"""Chunks: the pieces of the input that are checked at once, cut without reading what is in the rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from adhere.data.rows import LONGEST_LINE
from adhere.errors import UsageError
from adhere.evals.bulk.inputs import STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.evals.bulk.inputs import Inputs

ROWS = 256
"""Rows of a chunk, at most: some tenths of a second of work, so that what is lost with a process is soon done again."""

BYTES = 4 * 2**20
"""Bytes after which a chunk of lines ends, so that a few chunks of long replies fit in memory, too."""

_PIECE = 2**20  # of a line, in bytes: a line may be longer than the memory


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of lines of a file, or of rows of a Parquet row group.

    Attributes:
        index: its place in the job, from 0. file: where it stands; - is standard input.
        first: number of its first line or row in the file, from 1. count: how many it has, blank lines included.
        offset: byte at which its lines begin; of Parquet, the rows of its group that come before it.
        group: the row group; None for lines.
        data: the lines, where they can be read only once.
    """

    index: int
    file: str
    first: int
    count: int
    offset: int
    group: int | None = None
    data: bytes | None = None

    def to_record(self) -> dict[str, Any]:
        """Return all but ``data`` as JSON's types."""
        return {
            "index": self.index,
            "file": self.file,
            "first": self.first,
            "count": self.count,
            "offset": self.offset,
            "group": self.group,
        }


def cut(inputs: Inputs) -> Iterator[Chunk]:
    """Yield the chunks of the files in order; equal files are cut equally, every time.

    Raises:
        UsageError: a file cannot be read, or is damaged Parquet.
    """
    pieces = ((file, piece) for file in inputs.files for piece in _cut_file(file))
    for index, (file, piece) in enumerate(pieces):
        yield Chunk(index, file, *piece)


def cut_stream(stream: BinaryIO, rows: int = ROWS) -> Iterator[Chunk]:
    """Yield the chunks of standard input, of ``rows`` lines each, with the lines in them."""
    for index, piece in enumerate(_cut_stream(stream, rows)):
        yield Chunk(index, STREAM, *piece)


def count_rows(inputs: Inputs) -> int:
    """Return the lines and rows of the files, blank lines included."""
    return sum(count for file in inputs.files for _, count, *_ in _cut_file(file))


Piece = tuple[int, int, int, int | None, bytes | None]
"""First number, count, offset, group and data of a chunk."""


def _cut_file(file: str) -> Iterator[Piece]:
    """Yield the pieces of one file: Parquet by its first bytes, JSON lines otherwise."""
    try:
        with Path(file).open("rb") as opened:
            if opened.peek(4)[:4] == b"PAR1":
                yield from _cut_parquet(file)
            else:
                yield from _cut_lines(opened)
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror}", hint="name a file of JSON lines or Parquet"
        ) from error


def _cut_lines(file: BinaryIO) -> Iterator[Piece]:
    first, count, offset, size = 1, 0, 0, 0
    unfinished = False
    while piece := file.readline(_PIECE):
        size += len(piece)
        unfinished = not piece.endswith(b"\n")
        count += not unfinished
        if not unfinished and (count == ROWS or size >= BYTES):
            yield first, count, offset, None, None
            first, count, offset, size = first + count, 0, offset + size, 0
    if count or unfinished:
        yield first, count + unfinished, offset, None, None


def _cut_parquet(file: str) -> Iterator[Piece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_metadata(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(f"{file} is damaged Parquet: {error}", hint="write the file again") from error
    before = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        for offset in range(0, rows, ROWS):
            yield before + offset + 1, min(ROWS, rows - offset), offset, group, None
        before += rows


def _cut_stream(stream: BinaryIO, rows: int) -> Iterator[Piece]:
    """Yield the pieces of a stream with their lines; of a line that is too long, as much as shows that it is."""
    first, offset = 1, 0
    while data := b"".join(_some_lines(stream, rows)):
        count = data.count(b"\n") + (not data.endswith(b"\n"))
        yield first, count, offset, None, data
        first, offset = first + count, offset + len(data)


def _some_lines(stream: BinaryIO, rows: int) -> Iterator[bytes]:
    size = 0
    for _ in range(rows):
        line = stream.readline(LONGEST_LINE + 1)
        yield line
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_PIECE)
            yield b"\n"
        size += len(line)
        if not line or size >= BYTES:
            return
