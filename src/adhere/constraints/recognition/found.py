"""What recognition finds in a prompt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from adhere.chat import Role
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.recognition.prompt import Prompt
    from adhere.text import Span


class Scope(StrEnum):
    """For how long a constraint holds."""

    THIS_REPLY = "this reply"
    FROM_NOW_ON = "from now on"
    UNTIL_REVOKED = "until revoked"


class Origin(NamedTuple):
    """Whose words state a constraint, the sentence of the prompt in which they do, and which message that is."""

    role: Role
    span: Span
    message: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A constraint that a prompt states.

    Attributes:
        constraint: the requirement, as an object of the catalogue.
        spans: the words that state it, in characters of the prompt, in order.
        scope: for how long it holds.
        origin: whose words they are, and the sentence that they begin in.
        confidence: in [0, 1], how sure the reading is: a rank, not a frequency.
    """

    constraint: Constraint
    spans: tuple[Span, ...]
    scope: Scope
    origin: Origin
    confidence: float


@dataclass(frozen=True, slots=True)
class Requirement:
    """A request that no type of the catalogue states, in the words of the prompt: for a judge."""

    text: str
    scope: Scope
    origin: Origin


@dataclass(frozen=True, slots=True)
class Recognition:
    """The constraints of a prompt in order of appearance, and what else it asks for."""

    found: tuple[Found, ...]
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a recogniser proposes: a constraint by id and parameters, and the words that it read.

    Attributes:
        id, params: as ``constraints.load`` takes them; what it refuses is no constraint.
        spans: the words read, the ones that count first.
        confidence: as in ``Found``.
    """

    id: str
    spans: tuple[Span, ...]
    params: Mapping[str, object] = field(default_factory=dict)
    confidence: float = 0.95


if TYPE_CHECKING:
    Recogniser = Callable[[Prompt], Iterator[Candidate]]
