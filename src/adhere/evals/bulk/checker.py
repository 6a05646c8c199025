"""What a worker does: rows of a chunk in, lines of verdicts out, and the counts to prove that none is missing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Self

from adhere.constraints import load
from adhere.data.rows import Rejected
from adhere.evals.bulk.reading import ChunkReader
from adhere.evals.replies import CheckTotals, check_rows
from adhere.evals.requirements import of_record, of_suite, or_recognised, same_for_all, unpublished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from adhere.data.rows import Row
    from adhere.evals.bulk.chunks import Chunk
    from adhere.evals.replies import CheckedReply
    from adhere.evals.requirements import Source


@dataclass(frozen=True, slots=True)
class Settings:
    """What is checked; of JSON's types, so that any process on any machine can be told.

    Attributes:
        constraints: specs for every reply, as ``load`` takes them; None: what each row says.
        data: file or folder with IFEval's tasks, for rows that hold only prompt and response.
        official: give the verdicts of the published checkers, too, where a row is in their form.
        name_files: say of each row which file it is of.
        recognise: read the prompt of a row that says nothing of constraints.
    """

    constraints: tuple[Mapping[str, Any], ...] | None = None
    data: str | None = None
    official: bool = True
    name_files: bool = False
    recognise: bool = False

    def to_record(self) -> dict[str, Any]:
        """Return the settings as JSON's types."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the settings that ``to_record`` wrote."""
        specs = record["constraints"]
        return cls(**{**record, "constraints": None if specs is None else tuple(specs)})

    def source(self) -> Source:
        """Return what finds the requirements of a row.

        Raises:
            UsageError: a constraint or the file of tasks is wrong.
        """
        source: Source = of_record
        if self.constraints is not None:
            source = same_for_all([load(spec) for spec in self.constraints])
        elif self.data is not None:
            from adhere.evals.suites import load_suite

            source = of_suite(load_suite("ifeval", data=self.data))
        source = or_recognised(source) if self.recognise else source
        return source if self.official else unpublished(source)


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What became of a chunk.

    Attributes:
        index: of the chunk. verdicts, rejects: JSON lines, in ASCII, in the order of the rows.
        totals: where its rows went. blank: lines without anything.
        deaths: processes that ended while they checked it.
    """

    index: int
    verdicts: bytes
    rejects: bytes
    totals: CheckTotals = field(default_factory=CheckTotals)
    blank: int = 0
    deaths: int = 0


class ChunkChecker:
    """Checks chunks, one after the other, in this process."""

    def __init__(self, settings: Settings) -> None:
        self._source = settings.source()
        self._name_files = settings.name_files
        self._reader = ChunkReader()

    def check(
        self, chunk: Chunk, *, fatal: Mapping[int, str] | None = None, before: Callable[[int], None] | None = None
    ) -> ChunkResult:
        """Check the rows of a chunk.

        Args:
            chunk: what to read.
            fatal: numbers of rows that must not be checked, each with the reason for which it is rejected.
            before: called with the number of each row before it is checked.

        Raises:
            UsageError: the file cannot be read.
        """
        named = {"file": chunk.file} if self._name_files else {}
        totals, blank = CheckTotals(), self._reader.blank
        verdicts: list[bytes] = []
        rejects: list[bytes] = []
        for result in check_rows(_watched(self._reader.rows(chunk), fatal or {}, before), self._source):
            totals.count(result)
            lines = rejects if isinstance(result, Rejected) else verdicts
            lines.append(_line({**named, **_record(result)}))
        blank = self._reader.blank - blank
        return ChunkResult(chunk.index, b"".join(verdicts), b"".join(rejects), totals, blank)


def _watched(
    rows: Iterator[Row | Rejected], fatal: Mapping[int, str], before: Callable[[int], None] | None
) -> Iterator[Row | Rejected]:
    for row in rows:
        if before is not None:
            before(row.number)
        yield Rejected(row.number, fatal[row.number]) if row.number in fatal else row


def _record(result: CheckedReply | Rejected) -> dict[str, Any]:
    if isinstance(result, Rejected):
        return {"row": result.number, "reason": result.reason}
    return result.to_record()


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record).encode("ascii") + b"\n"
