"""How far a run is, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressUpdate:
    """Where a run stands.

    Attributes:
        done: tasks finished, those of earlier sessions included. total: tasks of the suite.
        seconds_left: estimate from the throughput of this session; None while it is too early to tell.
        label: what is being measured.
        per_second: tasks finished in a second of this session; None where nobody needs to know.
        figures: what else is known at this point, in words.
    """

    done: int
    total: int
    seconds_left: float | None
    label: str
    per_second: float | None = None
    figures: str = ""


OnProgress = Callable[[ProgressUpdate], None]


def seconds_left(finished: int, remaining: int, elapsed: float) -> float | None:
    """Estimate the time for ``remaining`` tasks from ``finished`` ones that took ``elapsed`` seconds.

    None before a twentieth is finished: where many replies are written at once the first one takes as long as dozens,
    and an estimate from it would be absurd.
    """
    if finished == 0 or finished < (finished + remaining) / 20:
        return None
    return remaining * elapsed / finished
