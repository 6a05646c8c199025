"""What is said about a set of constraints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.protocol import Constraint


class Satisfiability(StrEnum):
    """Whether one reply can meet all constraints of a set."""

    SATISFIABLE = "satisfiable"
    UNSATISFIABLE = "unsatisfiable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether constraints can be met together, and what shows it.

    Attributes:
        outcome: satisfiable, unsatisfiable, or undecided where neither a reply nor a contradiction was found.
        witness: a reply that every constraint accepts, where there is one; it need not be a sensible one.
        core: the smallest constraints that contradict each other already, where they do.
        reason: one line that a person reads.
    """

    outcome: Satisfiability
    witness: str | None
    core: tuple[Constraint, ...]
    reason: str
