"""How far a training is: one bar in a terminal, few lines elsewhere, and each look at the held-out examples."""

from __future__ import annotations

import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adhere.cli.progress import progress
from adhere.cli.terminal import say
from adhere.evals.progress import ProgressUpdate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adhere.evals.progress import OnProgress
    from adhere.training.fit import Step

_RECENT = 20  # steps whose speed is shown


@contextmanager
def training_progress(*, wanted: bool) -> Iterator[Callable[[Step], None]]:
    """Yield what shows the steps of a training."""
    with progress(wanted=wanted) as show:
        yield (lambda _: None) if show is None else Steps(show, time.monotonic)


class Steps:
    """Turns steps into progress; the time left is told from the steps of this session."""

    def __init__(self, show: OnProgress, clock: Callable[[], float]) -> None:
        self._show = show
        self._clock = clock
        self._began = clock()
        self._first: int | None = None
        self._recent: deque[Step] = deque(maxlen=_RECENT)

    def __call__(self, step: Step) -> None:
        """Show one step, or one look."""
        if step.is_look:
            say(f"held out after step {step.step}: loss {step.loss:.4f}{_metrics(step)}")
            return
        if self._first is None:
            self._first = step.step - 1
        self._recent.append(step)
        elapsed, done = self._clock() - self._began, step.step - self._first
        left = elapsed / done * (step.steps - step.step)
        speed = sum(one.tokens for one in self._recent) / max(1e-9, sum(one.seconds for one in self._recent))
        figures = f"{speed:,.0f} tokens/s, loss {step.loss:.4f}{_metrics(step)}"
        self._show(ProgressUpdate(step.step, step.steps, left, "step", figures=figures))


def _metrics(step: Step) -> str:
    return "".join(f", {name.replace('_', ' ')} {value:.3f}" for name, value in step.metrics.items())
