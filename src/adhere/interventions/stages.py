"""Progress over several runs that follow each other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.evals.progress import OnProgress, ProgressUpdate, seconds_left

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of several: its label, its number of tasks, and how many calls of the model a task takes at most."""

    label: str
    tasks: int
    calls: int = 1


class StagedProgress:
    """Turns the progress of each run into that of all: tasks done of all tasks, and the time that all of them take.

    The time left comes from the calls of this session, so that tasks of earlier sessions do not make it look faster.
    """

    def __init__(
        self, stages: Sequence[Stage], on_progress: OnProgress, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stages = tuple(stages)
        self._show = on_progress
        self._clock = clock
        self._started = clock()
        self._session_calls = 0

    def of(self, index: int) -> OnProgress:
        """Return what the run of stage ``index`` reports to."""
        stage = self._stages[index]
        before = sum(s.tasks for s in self._stages[:index])
        after = sum(s.tasks * s.calls for s in self._stages[index + 1 :])
        total = sum(s.tasks for s in self._stages)
        last: int | None = None

        def show(update: ProgressUpdate) -> None:
            nonlocal last
            self._session_calls += 0 if last is None else (update.done - last) * stage.calls
            last = update.done
            remaining = (stage.tasks - update.done) * stage.calls + after
            left = seconds_left(self._session_calls, remaining, self._clock() - self._started)
            self._show(ProgressUpdate(before + update.done, total, left, stage.label))

        return show
