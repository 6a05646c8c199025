"""What one reply to one task came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adhere.models import StopReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.chat import Conversation
    from adhere.constraints import Verdict
    from adhere.models import Usage


class ReplyStatus(StrEnum):
    """What kind of reply a completion is, before any constraint is looked at."""

    ANSWERED = "answered"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    REFUSED = "refused"
    REASONING_ONLY = "reasoning_only"
    ERROR = "error"

    @property
    def is_reply(self) -> bool:
        """Whether there is an answer to judge: refusals, errors, and empty or reasoning-only replies are none."""
        return self in {ReplyStatus.ANSWERED, ReplyStatus.TRUNCATED}


@dataclass(frozen=True, slots=True)
class Checked:
    """One constraint of a task and its verdicts on the reply.

    Attributes:
        id: the constraint type. params: its parameters.
        strict: the verdict on the reply as it is, own reading.
        loose: whether any of the benchmark's eight trimmed variants of the reply satisfies it, own reading.
        official_strict, official_loose: the published checker's verdicts, where the suite has them.
    """

    id: str
    params: Mapping[str, object]
    strict: Verdict
    loose: bool
    official_strict: bool | None = None
    official_loose: bool | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply, what it cost, and every verdict on it.

    A failure (``status`` is ``ERROR``) is no measurement: the model gave no reply (``stop`` is ``ERROR``), or a checker
    raised on a reply, which is kept. ``error`` says what happened; resuming the run tries it again.
    """

    task: str
    cluster: str
    kind: str
    messages: Conversation
    reply: str
    stop: StopReason
    status: ReplyStatus
    usage: Usage
    checked: tuple[Checked, ...]
    error: str | None = None

    @property
    def strict(self) -> bool:
        """Prompt-level strict: every constraint satisfied by a reply that is one."""
        return self.is_reply and all(c.strict.satisfied for c in self.checked)

    @property
    def loose(self) -> bool:
        """Prompt-level loose."""
        return self.is_reply and all(c.loose for c in self.checked)

    @property
    def is_reply(self) -> bool:
        """Whether there is an answer to judge."""
        return self.status.is_reply

    @property
    def failure(self) -> str | None:
        """Why there is no measurement: ``model`` (no reply) or ``checker`` (it raised); None where there is one."""
        if self.status is not ReplyStatus.ERROR:
            return None
        return "model" if self.stop is StopReason.ERROR else "checker"
