"""Messages and conversations, in the shape of the OpenAI chat interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from adhere.errors import UsageError

Role = Literal["system", "developer", "user", "assistant", "tool"]
_HINT = 'write [{"role": "user", "content": "..."}]'


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str

    def to_dict(self) -> dict[str, str]:
        """Return the message as the chat interface and chat templates want it."""
        return {"role": self.role, "content": self.content}


Conversation = tuple[Message, ...]


def read_conversation(records: Sequence[Message | Mapping[str, Any]]) -> Conversation:
    """Return the messages of a conversation in the shape of the OpenAI chat interface.

    Content in parts is joined by line ends; parts that are no text (images, sound) and calls of tools are left out.

    Raises:
        UsageError: there is no message, or one lacks a role or text.
    """
    if isinstance(records, str | Mapping) or not records:
        raise UsageError("messages are a list that is not empty", hint=_HINT)
    return tuple(one if isinstance(one, Message) else _message(one) for one in records)


def _message(record: object) -> Message:
    if not isinstance(record, Mapping):
        raise UsageError(f"a message is an object, not {type(record).__name__}", hint=_HINT)
    role, content = record.get("role"), record.get("content")
    if role not in get_args(Role):
        raise UsageError(f"a message has the role {role!r}", hint=f"roles are {', '.join(get_args(Role))}")
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        content = "\n".join(text for text in parts if isinstance(text, str))
    if content is None:  # a turn that only calls tools
        content = ""
    if not isinstance(content, str):
        raise UsageError(f"a message of the {role} has no text", hint=_HINT)
    return Message(cast("Role", role), content)
