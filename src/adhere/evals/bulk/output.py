"""Where results go: in order, and so that a job which was killed goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self

from adhere.errors import AdhereError
from adhere.evals.bulk.verdict_table import write_verdict_table
from adhere.evals.journal import write_all
from adhere.evals.locking import lock
from adhere.evals.replies import CheckTotals
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from adhere.evals.bulk.checker import ChunkResult


@dataclass(slots=True)
class Done:
    """What is done of a job, chunk by chunk in order.

    Attributes:
        chunks: how many. verdicts, rejects: bytes written. totals: where their rows went. blank: blank lines.
        deaths: processes that ended on the way.
    """

    chunks: int = 0
    verdicts: int = 0
    rejects: int = 0
    blank: int = 0
    deaths: int = 0
    totals: CheckTotals = field(default_factory=CheckTotals)

    def add(self, result: ChunkResult) -> None:
        """Count the next chunk in."""
        self.chunks += 1
        self.verdicts += len(result.verdicts)
        self.rejects += len(result.rejects)
        self.blank += result.blank
        self.deaths += result.deaths
        self.totals.add(result.totals)

    def to_record(self) -> dict[str, Any]:
        """Return the counts as JSON's types."""
        counts = {name: getattr(self, name) for name in ("chunks", "verdicts", "rejects", "blank", "deaths")}
        return {**counts, "totals": self.totals.to_dict()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return what ``to_record`` wrote."""
        return cls(**{**record, "totals": CheckTotals.from_dict(record["totals"])})


class Output(Protocol):
    """Takes the results of chunks in order."""

    @property
    def done(self) -> Done:
        """What it holds: of this session and, where it outlives one, of earlier ones."""
        ...

    def append(self, result: ChunkResult) -> None:
        """Take the next result."""
        ...


class ResumableFiles:
    """Verdicts and rejects in files that appear when all is done, and grow in hidden ones until then.

    The hidden ones lie beside the file of verdicts: ``.NAME.verdicts`` and ``.NAME.rejects`` with what is done, and
    ``.NAME.state``, replaced after each chunk, with how much of them counts. What a kill leaves behind it is cut off.

    Args:
        out: the file of verdicts; Parquet where its name ends so, JSON lines otherwise.
        rejects: the file of rejects.
        job: all that decides the verdicts; what another job left behind is discarded. None: nothing is resumed.

    Raises:
        UsageError: another process is writing there.
        AdhereError: it cannot be written.
    """

    def __init__(self, out: Path, rejects: Path, job: Mapping[str, Any] | None) -> None:
        self._out, self._rejects = out, rejects
        self._key = None if job is None else hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
        self._state = out.with_name(f".{out.name}.state")
        self._parts = (out.with_name(f".{out.name}.verdicts"), out.with_name(f".{out.name}.rejects"))
        self._fds: list[int] = []
        with _explained(self._out):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            self._fds = [os.open(part, flags, 0o644) for part in self._parts]
        try:
            lock(self._fds[0], str(out))
            self.done = self._resumed()
            with _explained(self._out):
                for fd, size in zip(self._fds, (self.done.verdicts, self.done.rejects), strict=True):
                    os.ftruncate(fd, size)
                    os.lseek(fd, size, os.SEEK_SET)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; without ``finish`` they stay, to be resumed."""
        while self._fds:
            os.close(self._fds.pop())

    def append(self, result: ChunkResult) -> None:
        """Write a result. When it returns, the result outlives the process."""
        with _explained(self._out):
            for fd, data in zip(self._fds, (result.verdicts, result.rejects), strict=True):
                write_all(fd, data)
            self.done.add(result)
            self._save()

    def finish(self) -> None:
        """Let the files appear under their names; of the rejects only if there are any, or one is there already."""
        verdicts, rejects = self._parts
        table = self._out.suffix.lower() == ".parquet"
        with _explained(self._out):
            if table:  # first, since only this can fail for want of room
                with replacing(self._out) as temporary:
                    write_verdict_table(verdicts, temporary)
            if self.done.rejects or self._rejects.exists():
                rejects.replace(self._rejects)
            if not table:
                verdicts.replace(self._out)
        self.close()
        for path in (*self._parts, self._state):
            path.unlink(missing_ok=True)

    def _resumed(self) -> Done:
        """Return what an earlier session of the same job has done, as far as the files hold it."""
        try:
            state = json.loads(self._state.read_bytes())
            done = Done.from_record(state["done"])
        except (OSError, ValueError, KeyError, TypeError):
            return Done()
        sizes = [os.fstat(fd).st_size for fd in self._fds]
        whole = sizes[0] >= done.verdicts and sizes[1] >= done.rejects
        return done if whole and self._key is not None and state["key"] == self._key else Done()

    def _save(self) -> None:
        fresh = self._state.with_name(f"{self._state.name}.new")
        fresh.write_text(json.dumps({"key": self._key, "done": self.done.to_record()}), encoding="ascii")
        fresh.replace(self._state)


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AdhereError(
            f"cannot write {out}: {error.strerror or error}",
            hint="make room or choose another folder, then run the same command again: it goes on where it stopped",
        ) from error
