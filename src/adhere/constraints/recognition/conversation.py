"""From a conversation to the constraints that its next reply is under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.recognition.found import Found, Recognition, Requirement, Scope
from adhere.constraints.recognition.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.chat import Message
    from adhere.constraints.protocol import Constraint

_ASKING = frozenset({"system", "developer", "user"})


def recognise_conversation(messages: Sequence[Message], *, least: float = 0.0) -> Recognition:
    """Return what binds the reply to the last of ``messages``: of earlier user messages, only what outlives a reply.

    Each ``Origin`` says by its ``message`` which of the messages it is in; spans are of that message. A constraint that
    is asked for twice is found once, where it is first asked for. What contradicts what is not decided here.

    Args:
        messages: the conversation; what assistant and tools say asks for nothing.
        least: the confidence in [0, 1] from which a constraint is taken.
    """
    last = max((place for place, message in enumerate(messages) if message.role == "user"), default=-1)
    found: dict[Constraint, Found] = {}
    requirements: list[Requirement] = []
    for place, recognition in _each(messages, least):
        for one in recognition.found:
            if _binds(one, place, last):
                found.setdefault(one.constraint, one)
        requirements += (one for one in recognition.requirements if _binds(one, place, last))
    return Recognition(tuple(found.values()), tuple(requirements))


def _each(messages: Sequence[Message], least: float) -> Iterator[tuple[int, Recognition]]:
    for place, message in enumerate(messages):
        if message.role in _ASKING:
            yield place, recognise(message.content, role=message.role, least=least, message=place)


def _binds(one: Found | Requirement, place: int, last: int) -> bool:
    return place >= last or one.scope is not Scope.THIS_REPLY
