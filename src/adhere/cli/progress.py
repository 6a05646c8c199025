"""Progress on stderr: a bar with the time left in a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adhere.cli.terminal import say, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adhere.evals.progress import OnProgress, ProgressUpdate
    from adhere.models.progress import OnPullProgress, PullUpdate

SECONDS_BETWEEN_LINES = 10.0
MINUTE = 60  # seconds; and minutes in an hour
_BAR = 20  # columns, so that a training's figures fit into eighty


@contextmanager
def progress(*, wanted: bool) -> Iterator[OnProgress | None]:
    """Yield what shows the progress of a run, or None where none is wanted."""
    if not wanted:
        yield None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield Lines(time.monotonic)


class Lines:
    """Prints a line for each new label, then at most one every ten seconds, and one at the end."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: float | None = None
        self._label = ""

    def __call__(self, update: ProgressUpdate) -> None:
        """Print ``update`` if it is time to."""
        now = self._clock()
        due = self._last is None or now - self._last >= SECONDS_BETWEEN_LINES
        if due or update.label != self._label or update.done == update.total:
            self._last, self._label = now, update.label
            say(f"{update.label}: {update.done}/{update.total}{_pace(update)}")


@contextmanager
def _bar() -> Iterator[OnProgress]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Column

    rest = TextColumn("{task.fields[left]}", table_column=Column(no_wrap=True, overflow="ellipsis"))
    columns = (TextColumn("{task.description}"), BarColumn(_BAR), MofNCompleteColumn(), rest)
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        bar = display.add_task("", total=None, left="")

        def show(update: ProgressUpdate) -> None:
            label = escape(shown(update.label))
            left = escape(_pace(update).removeprefix(", "))
            display.update(bar, description=label, completed=update.done, total=update.total, left=left)

        yield show


@contextmanager
def downloading(*, wanted: bool) -> Iterator[OnPullProgress | None]:
    """Yield what shows the progress of a download, or None where none is wanted."""
    if not wanted:
        yield None
    elif sys.stderr.isatty():
        with _bytes_bar() as show:
            yield show
    else:
        stages: set[str] = set()

        def announce(update: PullUpdate) -> None:
            if update.stage not in stages:
                stages.add(update.stage)
                say(update.stage)

        yield announce


@contextmanager
def _bytes_bar() -> Iterator[OnPullProgress]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        bar = display.add_task("", total=None)

        def show(update: PullUpdate) -> None:
            display.update(
                bar, description=escape(shown(update.stage)), completed=update.done, total=update.total or None
            )

        yield show


def _pace(update: ProgressUpdate) -> str:
    speed = "" if update.per_second is None else f", {update.per_second:,.0f} a second"
    left = "" if update.seconds_left is None else f", {duration(update.seconds_left)} left"
    # Figures come last: they are what a narrow terminal has no room for.
    return speed + left + (f", {update.figures}" if update.figures else "")


def duration(seconds: float) -> str:
    """Return a time in words as short as they can be: ``42 s``, ``3 min 5 s``, ``2 h 10 min``."""
    minutes, rest = divmod(round(seconds), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{rest} s"
