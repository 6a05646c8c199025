"""Messages and conversations, in the shape of the OpenAI chat interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "developer", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str

    def to_dict(self) -> dict[str, str]:
        """Return the message as the chat interface and chat templates want it."""
        return {"role": self.role, "content": self.content}


Conversation = tuple[Message, ...]
