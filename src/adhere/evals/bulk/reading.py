"""The rows of a chunk."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.data.rows import parquet_rows, read_lines
from adhere.errors import UsageError
from adhere.evals.bulk.inputs import STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.data.rows import Rejected, Row
    from adhere.evals.bulk.chunks import Chunk


class ChunkReader:
    """Reads chunks; of Parquet, it goes on where the last chunk ended, so that no page is decoded twice in order.

    ``blank`` counts the blank lines that it has met.
    """

    def __init__(self) -> None:
        self.blank = 0
        self._group: tuple[str, int] | None = None
        self._rows: Iterator[Row | Rejected] = iter(())
        self._next = 0

    def rows(self, chunk: Chunk) -> Iterator[Row | Rejected]:
        """Yield the rows of a chunk; a blank line is none.

        Raises:
            UsageError: the file cannot be read, or is damaged.
        """
        if chunk.group is not None:
            yield from self._parquet(chunk, chunk.group)
            return
        name = "standard input" if chunk.file == STREAM else chunk.file
        try:
            with io.BytesIO(chunk.data) if chunk.data is not None else Path(chunk.file).open("rb") as file:
                if chunk.data is None:
                    file.seek(chunk.offset)
                yield from read_lines(file, name, first=chunk.first, count=chunk.count, on_blank=self._count_blank)
        except OSError as error:
            raise UsageError(f"cannot read {name}: {error.strerror}") from error

    def _parquet(self, chunk: Chunk, group: int) -> Iterator[Row | Rejected]:
        if self._group != (chunk.file, group) or self._next > chunk.offset:
            self._group, self._next = (chunk.file, group), 0
            self._rows = parquet_rows(Path(chunk.file), group=group, first=chunk.first - chunk.offset)
        end = chunk.offset + chunk.count
        for row in self._rows:
            self._next += 1
            if self._next > chunk.offset:
                yield row
            if self._next == end:
                return

    def _count_blank(self, _: int) -> None:
        self.blank += 1
