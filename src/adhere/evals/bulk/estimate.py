"""What a job would read and how long it would take, from a few of its rows."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adhere.evals.bulk.checker import ChunkChecker
from adhere.evals.bulk.chunks import count_rows, cut

if TYPE_CHECKING:
    from adhere.evals.bulk.job import Job

SECONDS = 2.0
"""Time after which the sample is large enough."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a job would do.

    Attributes:
        files: read. left_out: files in the folders that are of no format that is read. bytes: of the files.
        lines: and rows, blank lines included. sampled: of them, those that the speed was measured with.
        replies_per_second: of one process; None where there was nothing to measure.
        seconds: with ``workers``, as if each were as fast as one alone.
    """

    files: int
    left_out: int
    bytes: int
    lines: int
    sampled: int
    workers: int
    replies_per_second: float | None
    seconds: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON's types."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def estimate(job: Job) -> Estimate:
    """Count the rows, and check the first ones for about ``SECONDS`` seconds.

    Raises:
        UsageError: a file cannot be read.
    """
    inputs = job.inputs
    lines, sampled, began = count_rows(inputs), 0, 0.0
    workers = job.workers_for(lines)
    checker = ChunkChecker(job.settings)
    for chunk in cut(inputs):
        if sampled == 0:
            checker.check(chunk)  # not timed: language models and word lists are loaded on first use
            began = time.monotonic()
        checker.check(chunk)
        sampled += chunk.count
        if time.monotonic() - began > SECONDS:
            break
    speed = sampled / (time.monotonic() - began) if sampled else None
    return Estimate(
        files=len(inputs.files),
        left_out=inputs.left_out,
        bytes=sum(Path(file).stat().st_size for file in inputs.files),
        lines=lines,
        sampled=sampled,
        workers=workers,
        replies_per_second=None if speed is None else round(speed, 1),
        seconds=None if speed is None else round(lines / speed / workers, 1),
    )
