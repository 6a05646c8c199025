"""What a constraint is, and what it says about a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from adhere.constraints.domain import Domain
    from adhere.text import Document, Span


class Outcome(StrEnum):
    """Whether a reply meets a constraint."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in ``Document.text`` that speaks for or against the verdict, and what it shows."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a constraint says about one reply.

    Attributes:
        outcome: satisfied, violated, or undecided where the reply gives no ground to judge.
        score: partial credit in [0, 1]; 1 exactly when satisfied.
        reason: one line that a person reads ("41 words, at least 50 asked").
        evidence: the places that the verdict rests on, in order of appearance.
    """

    outcome: Outcome
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def satisfied(self) -> bool:
        """Whether the reply meets the constraint."""
        return self.outcome is Outcome.SATISFIED


class Constraint(Protocol):
    """A verifiable requirement with parameters: a small frozen dataclass whose fields are the parameters.

    Construction with a parameter out of range raises ``UsageError``.
    """

    id: ClassVar[str]

    def check(self, reply: Document) -> Verdict:
        """Judge a reply. Pure: no randomness, clock, network or model."""
        ...

    def wordings(self) -> Sequence[str]:
        """Return at least five ways to ask for it, each one complete sentence."""
        ...

    def witness(self, rng: Random, topic: str) -> str:
        """Return a text about ``topic`` that satisfies it."""
        ...

    def mutants(self, text: str) -> Iterable[str]:
        """Yield the smallest edits of a satisfying ``text`` that break it."""
        ...

    def domain(self) -> Domain:
        """Return what it allows, as far as conflict checks need to know."""
        ...

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        """Draw parameters that suit a task with this ``prompt``: the only place where chance enters."""
        ...
