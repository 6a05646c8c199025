"""An intervention turns a model into a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from adhere.errors import AdhereError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from adhere.evals import Sample, Task
    from adhere.models import Completion, Model, Request


class Change(StrEnum):
    """Which part of the system an intervention changes."""

    PROMPT = "prompt"
    CONTEXT = "context"
    DECODING = "decoding"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an intervention may learn from: tasks of the training half, and the model's own replies to them."""

    tasks: tuple[Task, ...] = ()
    samples: tuple[Sample, ...] = ()


Flow: TypeAlias = "Generator[Sequence[Request], Sequence[Completion], Completion]"
"""The I/O-free core of an intervention: yields requests, receives their completions in order, returns the reply."""


class NotApplicableError(AdhereError):
    """The evidence does not carry the intervention: the others can still be tried."""


class Intervention(Protocol):
    """A change to a model whose effect, side effects and cost can be measured."""

    @property
    def name(self) -> str:
        """A short name, unique among the interventions compared."""
        ...

    @property
    def changes(self) -> Change:
        """The part of the system that it changes."""
        ...

    @property
    def calls(self) -> int:
        """How often it calls the model for one reply, at most."""
        ...

    @property
    def uses_evidence(self) -> bool:
        """Whether it looks at the evidence: if none of several does, none is gathered."""
        ...

    def recipe(self, evidence: Evidence) -> Mapping[str, object]:
        """Return what it changes, in full and as JSON's types, to be carried over into production.

        Raises:
            NotApplicableError: there is not enough evidence for it.
        """
        ...

    def apply(self, model: Model, evidence: Evidence) -> Model:
        """Return the changed model.

        Raises:
            NotApplicableError: there is not enough evidence for it.
        """
        ...
