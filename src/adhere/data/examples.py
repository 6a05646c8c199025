"""What a model learns from: conversations, pairs of replies, and replies or their steps with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from adhere.chat import Conversation, Tools


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation that ends with the reply to learn.

    Attributes:
        source: the file and the row that it comes from.
        tools: what the assistant may call.
    """

    conversation: Conversation
    source: str
    tools: Tools = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two replies to one prompt, of which the first is preferred.

    Attributes:
        prompt: the turns before the replies, never empty.
        chosen, rejected: the turns of each reply; the last is the assistant's.
        source: the file and the row that it comes from.
        margin: by how much the chosen one is better, where somebody said.
        tools: what the assistant may call.
    """

    prompt: Conversation
    chosen: Conversation
    rejected: Conversation
    source: str
    margin: float | None = None
    tools: Tools = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply that somebody found good or bad.

    Attributes:
        prompt: the turns before it. completion: its turns; the last is the assistant's.
        desirable: whether it is good.
        source: the file and the row that it comes from.
        tools: what the assistant may call.
    """

    prompt: Conversation
    completion: Conversation
    desirable: bool
    source: str
    tools: Tools = ()


@dataclass(frozen=True, slots=True)
class Stepwise:
    """A reply in steps, each of which somebody found right or wrong.

    Attributes:
        prompt: the turns before it.
        steps: their texts, in order. right: of each, whether it is.
        source: the file and the row that it comes from.
    """

    prompt: Conversation
    steps: tuple[str, ...]
    right: tuple[bool, ...]
    source: str


AnyExample: TypeAlias = Example | Pair | Labelled | Stepwise
