"""Whether a change may go ahead: pass, regression, or not enough evidence to say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from adhere.stats import PairedComparison

MARGIN = 0.05
"""The loss of accuracy that is accepted unless the caller says otherwise: five points."""

POWER_FACTOR = 1.4294
"""(1.9600 + 0.8416) / 1.9600: how much shorter than the margin the interval must be for 80 % power at level 0.95."""


class Outcome(StrEnum):
    """What to do about a change."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    REGRESSION = "regression"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, and what it would take to know where there is none.

    Attributes:
        margin: the loss that was accepted.
        n_needed: tasks at which a change without effect passes with 80 % power; None where the outcome is clear.
    """

    outcome: Outcome
    margin: float
    n_needed: int | None = None


def decide(comparison: PairedComparison, margin: float = MARGIN) -> Decision:
    """Decide by the interval of the difference (non-inferiority, as in clinical trials).

    Pass where it excludes a loss beyond ``margin``; regression where it does not and shows a loss; else inconclusive.

    Raises:
        UsageError: the margin is not in (0, 1).
    """
    if not 0 < margin < 1:
        raise UsageError(f"the margin is {margin}", hint="give an accepted loss between 0 and 1, such as 0.05")
    difference = comparison.difference
    if difference.low > -margin:
        return Decision(Outcome.PASS, margin)
    if difference.high < 0:
        return Decision(Outcome.REGRESSION, margin)
    # The lower arm of the interval shrinks with the square root of the number of tasks.
    ratio = POWER_FACTOR * (difference.value - difference.low) / margin
    return Decision(Outcome.INCONCLUSIVE, margin, math.ceil(difference.n * ratio**2))
