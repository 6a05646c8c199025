"""The learning rate over the steps of a training."""

from __future__ import annotations

import math
from enum import StrEnum


class Schedule(StrEnum):
    """How the learning rate falls after the warm-up."""

    COSINE = "cosine"
    LINEAR = "linear"
    CONSTANT = "constant"


def factor(schedule: Schedule, step: int, total: int, warmup: int) -> float:
    """Return the share of the peak learning rate for a step.

    Args:
        schedule: the fall after the warm-up.
        step: from 0.
        total: steps of the whole training.
        warmup: steps of the linear rise; the peak is reached with the step after them.
    """
    if step < warmup:
        return (step + 1) / (warmup + 1)
    progress = (step - warmup) / max(1, total - warmup)
    match schedule:
        case Schedule.COSINE:
            return 0.5 * (1 + math.cos(math.pi * progress))
        case Schedule.LINEAR:
            return 1 - progress
        case Schedule.CONSTANT:
            return 1.0
