"""The journal of a run: one line for each finished task, written the moment it finishes."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from adhere.errors import AdhereError, UsageError
from adhere.evals.limits import Spent
from adhere.evals.locking import lock
from adhere.evals.records import from_record, to_record
from adhere.models import Usage

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.evals.samples import Sample


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a sample, its task's position in the suite, and the run's wall-clock seconds when it finished."""

    position: int
    elapsed: float
    sample: Sample


@dataclass(frozen=True, slots=True)
class Contents:
    """What a journal holds.

    Attributes:
        entries: in order of finishing; a task that was tried again has several, and the last one counts.
        torn: lines cut off by a kill or a full disk (0 or 1): their tasks count as not done.
        size: bytes up to the end of the last whole line.
    """

    entries: tuple[Entry, ...] = ()
    torn: int = 0
    size: int = 0

    def latest(self) -> dict[int, Sample]:
        """Return the last sample of each task by its position, in the order of the suite."""
        return dict(sorted({entry.position: entry.sample for entry in self.entries}.items()))

    def spent(self) -> Spent:
        """Add up what all attempts have cost."""
        usage = sum((entry.sample.usage for entry in self.entries), Usage(calls=0))
        return Spent(usage, max((entry.elapsed for entry in self.entries), default=0.0))


def read_journal(path: Path) -> Contents:
    """Read a journal, also one that another process is writing; a missing one is empty.

    Raises:
        UsageError: a line other than the last is damaged, which no crash of a run does.
    """
    entries: list[Entry] = []
    size = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    return Contents(tuple(entries), torn=1, size=size)
                entries.append(_decode(line, path, number))
                size += len(line)
    except FileNotFoundError:
        return Contents()
    except OSError as error:
        raise AdhereError(f"cannot read {path}: {error.strerror}") from error
    return Contents(tuple(entries), torn=0, size=size)


class Journal:
    """A journal open for writing, by one process at a time; ``contents`` is what it held when it was opened.

    Raises:
        UsageError: another process is writing it.
        AdhereError: it cannot be written. Whole lines written before stay as they are.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            raise AdhereError(f"cannot write {path}: {error.strerror}") from error
        try:
            lock(self._fd, f"the run in {path.parent}")
            self.reload()
        except BaseException:
            os.close(self._fd)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)

    def reload(self) -> None:
        """Read ``contents``: what is in the journal now."""
        self.contents = read_journal(self._path)
        self._size = self.contents.size

    def append(self, entry: Entry) -> None:
        """Write one line. When it returns, the line outlives the process."""
        record = {"position": entry.position, "elapsed": entry.elapsed, "sample": to_record(entry.sample)}
        line = (json.dumps(record, separators=(",", ":")) + "\n").encode("ascii")
        try:
            os.ftruncate(self._fd, self._size)
            os.lseek(self._fd, self._size, os.SEEK_SET)
            write_all(self._fd, line)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._size)
            raise AdhereError(
                f"cannot write {self._path}: {error.strerror}",
                hint="make room, then run the same command again: the tasks finished so far are kept",
            ) from error
        self._size += len(line)


def write_all(fd: int, data: bytes) -> None:
    """Write all of ``data`` to an open file, however many calls it takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _decode(line: bytes, path: Path, number: int) -> Entry:
    try:
        record = json.loads(line)
        return Entry(record["position"], record["elapsed"], from_record(record["sample"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}:{number}: not a sample of a run ({type(error).__name__}: {error})",
            hint="delete that line: its task is measured again when the run is resumed",
        ) from error
