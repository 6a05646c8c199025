"""Messages and conversations, in the shape of the OpenAI chat interface."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from adhere.errors import UsageError

Role = Literal["system", "developer", "user", "assistant", "tool"]
_HINT = 'write [{"role": "user", "content": "..."}]'


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool that the assistant asks for.

    Attributes:
        name: of the tool.
        arguments: a JSON object.
        id: by which the turn with its result refers to it; empty where there is none.
    """

    name: str
    arguments: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: who says it. content: what is said; empty where the assistant only calls tools.
        tool_calls: what the assistant calls.
        tool_call_id: of a tool's turn, the call that it answers; empty where it names none.
    """

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the message as the chat interface wants it: arguments are text."""
        return self._written(lambda arguments: arguments)

    def for_template(self) -> dict[str, Any]:
        """Return the message as chat templates want it: arguments are an object."""
        return self._written(json.loads)

    def _written(self, arguments: Callable[[str], Any]) -> dict[str, Any]:
        written: dict[str, Any] = {"role": self.role, "content": self.content}
        if self.tool_calls:
            written["tool_calls"] = [_call(call, arguments(call.arguments)) for call in self.tool_calls]
        if self.tool_call_id:
            written["tool_call_id"] = self.tool_call_id
        return written


def _call(call: ToolCall, arguments: object) -> dict[str, Any]:
    written = {"type": "function", "function": {"name": call.name, "arguments": arguments}}
    return {"id": call.id, **written} if call.id else written


Conversation = tuple[Message, ...]
Tools = tuple[str, ...]
"""The tools that the assistant may call, each as the chat interface describes it, a JSON object in text."""


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
