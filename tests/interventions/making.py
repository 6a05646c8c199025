"""Tasks and samples for tests of interventions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.constraints import Outcome, Verdict, load
from adhere.evals import Checked, ReplyStatus, Sample, Task
from adhere.models import StopReason, Usage

if TYPE_CHECKING:
    from adhere.constraints import Constraint

NO_COMMA = {"id": "punctuation:no_comma"}
LOWERCASE = {"id": "change_case:english_lowercase"}


def constraints(*specs: dict[str, object]) -> tuple[Constraint, ...]:
    return tuple(load(spec) for spec in specs)


def task(name: str, *specs: dict[str, object]) -> Task:
    required = constraints(*(specs or (NO_COMMA,)))
    return Task(name, (Message("user", f"Write about {name}."),), required, "letter", f"base-{name}")


@dataclass(frozen=True)
class Reply:
    """What a sample is made from."""

    name: str
    types: tuple[str, ...]
    text: str = "Fine."
    satisfied: bool = True
    status: ReplyStatus = ReplyStatus.ANSWERED
    cluster: str | None = None


def sample(reply: Reply) -> Sample:
    verdict = (
        Verdict(Outcome.SATISFIED, 1.0, "as asked")
        if reply.satisfied
        else Verdict(Outcome.VIOLATED, 0.5, "not as asked")
    )
    return Sample(
        task=reply.name,
        cluster=reply.cluster or f"base-{reply.name}",
        kind="letter",
        messages=(Message("user", f"Write about {reply.name}."),),
        reply=reply.text,
        stop=StopReason.STOP,
        status=reply.status,
        usage=Usage(),
        checked=tuple(Checked(name, {}, verdict, reply.satisfied) for name in reply.types),
    )
