"""Model folders appear whole or not at all, and two processes make one only once."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.models.progress import OnPullProgress, PullUpdate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, on_progress: OnPullProgress) -> Iterator[None]:
    """Hold the right to make ``folder``; the system gives it back when a process dies."""
    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_progress(PullUpdate(f"waiting for another process that obtains {folder.name}"))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def workplace(folder: Path) -> Path:
    """Return the place beside ``folder`` where it is made: on the same disk, so that it can be moved."""
    return folder.with_name(f".{folder.name}.partial")


def publish(finished: Path, folder: Path) -> None:
    """Move a finished folder to its place, instead of a damaged one if there is one."""
    if folder.exists():
        shutil.rmtree(folder)
    finished.replace(folder)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a full or read-only disk into an error that names the folder and the remedy."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"cannot write {folder}: {error.strerror or error}",
            hint="make room there, or set ADHERE_HOME to a folder on another disk",
        ) from error


def require_space(folder: Path, needed: int) -> None:
    """Raise ``UsageError`` unless ``needed`` bytes are free where ``folder``, which exists, lies."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise UsageError(
            f"{folder} has {free / 1e9:.1f} GB free, and {needed / 1e9:.1f} GB are needed",
            hint="make room there, or set ADHERE_HOME to a folder on another disk",
        )
