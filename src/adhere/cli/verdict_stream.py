"""Verdicts on standard output, as they come."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, BinaryIO

from adhere.cli.terminal import say
from adhere.evals.bulk import Done

if TYPE_CHECKING:
    from adhere.evals.bulk import ChunkResult


class VerdictStream:
    """Prints verdicts to stdout, and rejects to ``rejects`` or, where that is None, to stderr."""

    def __init__(self, rejects: BinaryIO | None) -> None:
        self._stdout, self._rejects = sys.stdout, rejects
        self.done = Done()

    def append(self, result: ChunkResult) -> None:
        """Print a result."""
        self._stdout.write(result.verdicts.decode("ascii"))
        if self._rejects is not None:
            self._rejects.write(result.rejects)
        else:
            for record in map(json.loads, result.rejects.splitlines()):
                where = f"{record['file']}: " if "file" in record else ""
                say(f"{where}row {record['row']} rejected: {record['reason']}")
        self.done.add(result)
