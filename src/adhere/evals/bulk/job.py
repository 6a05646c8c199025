"""One job over many replies: what is read is cut, checked, written in order, and accounted for."""

from __future__ import annotations

import itertools
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from adhere.errors import AdhereError
from adhere.evals.bulk.checker import ChunkResult, Settings
from adhere.evals.bulk.chunks import BYTES, ROWS, Chunk, count_rows, cut, cut_stream
from adhere.evals.bulk.processes import check_here, check_in_processes
from adhere.evals.progress import ProgressUpdate, seconds_left

if TYPE_CHECKING:
    from adhere.evals.bulk.inputs import Inputs
    from adhere.evals.bulk.output import Output
    from adhere.evals.progress import OnProgress
    from adhere.evals.replies import CheckTotals

Engine = Literal["local", "ray"]
Check = Callable[[Iterable[Chunk]], Generator[ChunkResult, None, None]]

QUIET = 2.0
"""Seconds before progress is told: what takes no longer needs none."""


@dataclass(frozen=True, slots=True)
class JobReport:
    """Where everything went: ``lines = rows + blank``, and the rows as ``CheckTotals`` says.

    Attributes:
        totals: of all sessions. lines: read, blank ones included. blank: blank lines.
        deaths: worker processes that ended on the way; what they were at was checked again.
        resumed: rows that earlier sessions had done. seconds: of this session.
    """

    totals: CheckTotals
    lines: int
    blank: int
    deaths: int
    resumed: int
    seconds: float

    @property
    def replies_per_second(self) -> float | None:
        """The speed of this session; None where it did nothing."""
        rows = self.totals.rows - self.resumed
        return rows / self.seconds if rows and self.seconds else None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON's types: the totals, and beside them the rest."""
        speed = self.replies_per_second
        return {
            **self.totals.to_dict(),
            "lines": self.lines,
            "blank": self.blank,
            "deaths": self.deaths,
            "resumed": self.resumed,
            "seconds": round(self.seconds, 3),
            "replies_per_second": None if speed is None else round(speed, 1),
        }


@dataclass(frozen=True, slots=True)
class Job:
    """What is checked, and who does it.

    Attributes:
        inputs, settings: what.
        engine: ``local``, processes of this machine, or ``ray``. workers: how many; None: as many as are of use.
    """

    inputs: Inputs
    settings: Settings
    engine: Engine = "local"
    workers: int | None = None

    def key(self) -> dict[str, Any] | None:
        """Return all that decides the verdicts: neither engine nor workers do. None for standard input."""
        from adhere import __version__

        if self.inputs.is_stream:
            return None
        stats = [(str(Path(file).resolve()), Path(file).stat()) for file in self.inputs.files]
        return {
            "files": [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats],
            "settings": self.settings.to_record(),
            "chunks": [ROWS, BYTES],
            "adhere": __version__,
        }

    def workers_for(self, lines: int) -> int:
        """Return how many workers there are for so many lines: those asked for, or a core each that has a chunk."""
        return self.workers or max(1, min(_cores(), -(-lines // ROWS)))

    def run(self, output: Output, *, on_progress: OnProgress | None = None) -> JobReport:
        """Check what ``output`` does not hold yet of the files.

        Raises:
            MissingExtraError: the engine is not installed.
            AdhereError: a file cannot be read, what was read is not what was there to read, or nothing can be written.
        """
        lines = count_rows(self.inputs)
        done = output.done.totals.rows + output.done.blank
        pace = None if on_progress is None else _Pace(on_progress, lines, done)
        chunks = itertools.islice(cut(self.inputs), output.done.chunks, None)
        report = _run(chunks, self._check(self.workers_for(lines)), output, pace)
        if report.lines != lines:
            raise AdhereError(f"{report.lines} rows were read where there were {lines}: a file has changed meanwhile")
        return report

    def run_stream(self, stream: BinaryIO, output: Output) -> JobReport:
        """Check standard input, ``stream``; with one worker, as by default, each line is answered as it comes."""
        workers = self.workers or 1
        chunks = cut_stream(stream, rows=1) if workers == 1 else cut_stream(stream)
        return _run(chunks, self._check(workers), output, None)

    def _check(self, workers: int) -> Check:
        """Return what checks chunks, in order: this process, worker processes, or Ray."""
        if self.engine == "ray":
            from adhere.evals.bulk.on_ray import check_on_ray

            return partial(check_on_ray, settings=self.settings, workers=workers)
        if workers == 1:
            return partial(check_here, settings=self.settings)
        return partial(check_in_processes, settings=self.settings, workers=workers)


def _cores() -> int:
    """Return the cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _run(chunks: Iterable[Chunk], check: Check, output: Output, pace: Callable[[int], None] | None) -> JobReport:
    """Check chunks and write the results; ``pace`` is told of the lines that are done."""
    began, resumed = time.monotonic(), output.done.totals.rows
    planned: deque[Chunk] = deque()

    def noted() -> Iterator[Chunk]:
        for chunk in chunks:
            planned.append(chunk)
            yield chunk

    with closing(check(noted())) as results:
        for result in results:
            chunk = planned.popleft()
            _balance(chunk, result)
            output.append(result)
            if pace is not None:
                pace(chunk.count)
    if planned:
        raise AdhereError(f"{len(planned)} chunks were never answered, the first at {planned[0].file}")
    done = output.done
    lines = done.totals.rows + done.blank
    return JobReport(done.totals, lines, done.blank, done.deaths, resumed, time.monotonic() - began)


def _balance(chunk: Chunk, result: ChunkResult) -> None:
    """Hold a result to its chunk: each line is one row or blank, each row one line of verdicts or of rejects."""
    totals = result.totals
    written = result.verdicts.count(b"\n"), result.rejects.count(b"\n")
    if result.index != chunk.index or written != (totals.rows - totals.rejected, totals.rejected):
        raise AdhereError(f"chunk {chunk.index} of {chunk.file} was answered by other verdicts than it counts")
    if totals.rows + result.blank != chunk.count:
        raise AdhereError(
            f"{chunk.file} has {totals.rows + result.blank} rows from {chunk.first} on where there were {chunk.count}",
            hint="it was changed while it was read: run the command again",
        )


class _Pace:
    """Tells how far a job is, at what speed, and how long the rest will take."""

    def __init__(self, on_progress: OnProgress, total: int, done: int) -> None:
        self._tell, self._total, self._done = on_progress, total, done
        self._began, self._fresh = time.monotonic(), 0

    def __call__(self, lines: int) -> None:
        self._fresh += lines
        elapsed = time.monotonic() - self._began
        if elapsed < QUIET:
            return
        done = self._done + self._fresh
        left = seconds_left(self._fresh, self._total - done, elapsed)
        self._tell(ProgressUpdate(done, self._total, left, "replies", per_second=self._fresh / elapsed))
