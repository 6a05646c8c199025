"""Conversations as tokens: what the model reads, and which of it training may learn from.

What is learnt is what the model will have to write: the content of the assistant's turns, and the token that ends each.
The text comes from the chat template alone, with or without the ``generation`` blocks that some templates carry: what
the template adds from the opening of an assistant's turn on is that turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from adhere.errors import AdhereError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from adhere.chat.messages import Conversation, Tools
    from adhere.chat.template import ChatTemplate


class Turns(StrEnum):
    """Which of the assistant's turns are learnt."""

    ALL = "all"
    LAST = "last"


Encode: TypeAlias = "Callable[[str], list[int]]"
"""Turns text into token ids, adding none of its own."""


class RenderError(AdhereError):
    """A conversation that cannot become an example, and why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A conversation as tokens.

    Attributes:
        tokens: ids, from the first token that the model reads.
        learnt: for each token, whether it is one that the model is to write.
    """

    tokens: tuple[int, ...]
    learnt: tuple[bool, ...]

    @property
    def prompt_length(self) -> int:
        """Tokens before the first that is learnt."""
        return self.learnt.index(True)


def render(
    template: ChatTemplate,
    encode: Encode,
    conversation: Conversation,
    *,
    end_tokens: Collection[int],
    turns: Turns = Turns.ALL,
    tools: Tools = (),
) -> tuple[Rendered, ...]:
    """Render a conversation for training.

    The tokens up to an assistant's turn are those that the model reads when it is asked to write that turn. Most
    templates let one sequence serve all turns. Where a template writes an earlier turn otherwise once later ones follow
    (Qwen 3 drops its reasoning), each turn becomes a sequence of its own.

    Args:
        template: the model's.
        encode: its tokenizer.
        conversation: its last message is the assistant's.
        end_tokens: ids that end a reply.
        turns: which of the assistant's turns are learnt.
        tools: what the assistant may call.

    Raises:
        RenderError: there is no assistant turn at the end, the template writes no end after it, the opening of a turn
            is not how the template goes on, or tools or calls of them are not written.
        UsageError: the template refuses the conversation.
    """
    places = [place for place, message in enumerate(conversation) if message.role == "assistant"]
    if not places or places[-1] != len(conversation) - 1:
        raise RenderError("the conversation does not end with the assistant's turn")
    chosen = places if turns is Turns.ALL else places[-1:]
    pieces = [_turn(template, conversation, place, tools) for place in chosen]
    if all(later[0].startswith("".join(earlier)) for earlier, later in pairwise(pieces)):
        return (_sequence(encode, pieces, end_tokens),)
    return tuple(_sequence(encode, [piece], end_tokens) for piece in pieces)


def _turn(template: ChatTemplate, conversation: Conversation, place: int, tools: Tools) -> tuple[str, str]:
    """Return the prompt for the turn at ``place``, and what the template writes from there to the turn's end."""
    prompt = template.render(conversation[:place], tools=tools)
    through = template.render(conversation[: place + 1], tools=tools, add_generation_prompt=False)
    if not through.startswith(prompt):
        raise RenderError(
            f"the template of {template.origin} opens the assistant's turn otherwise when it is written than when it "
            "is asked for",
            hint="pass a template with --template PATH whose generation prompt is the beginning of the turn",
        )
    turn = through[len(prompt) :]
    _require_tools(template, conversation[: place + 1], tools, prompt, turn)
    return prompt, turn


def _require_tools(template: ChatTemplate, conversation: Conversation, tools: Tools, prompt: str, turn: str) -> None:
    """Refuse what a template that knows no tools leaves out without a word."""
    hint = "pass a template that writes tools and their calls with --template PATH"
    if tools and prompt == template.render(conversation[:-1]):
        raise RenderError(f"the template of {template.origin} does not write which tools there are", hint=hint)
    *before, last = conversation
    earlier = [call.name for message in before for call in message.tool_calls]
    if any(name not in prompt for name in earlier) or any(call.name not in turn for call in last.tool_calls):
        raise RenderError(f"the template of {template.origin} does not write calls of tools", hint=hint)


def _sequence(encode: Encode, pieces: Sequence[tuple[str, str]], end_tokens: Collection[int]) -> Rendered:
    """Tokenise one sequence whose prompts and turns extend each other."""
    tokens: list[int] = []
    learnt: list[bool] = []
    text = ""
    for prompt, turn in pieces:
        tokens, learnt = _extend(encode, tokens, learnt, text, prompt)
        before = len(tokens)
        text = prompt + turn
        tokens, learnt = _extend(encode, tokens, learnt, prompt, text)
        end = _end(tokens, before, end_tokens)
        learnt[before : end + 1] = [True] * (end + 1 - before)
    last = len(learnt) - learnt[::-1].index(True)
    return Rendered(tuple(tokens[:last]), tuple(learnt[:last]))


def _extend(
    encode: Encode, tokens: list[int], learnt: list[bool], before: str, after: str
) -> tuple[list[int], list[bool]]:
    """Return the tokens of ``after``, which begins with ``before``, whose tokens are given and stay as they are.

    The text is tokenised whole where that keeps the earlier tokens, since pieces may get a blank of their own
    (SentencePiece); where a token would reach across the border, the rest is tokenised by itself: the model that
    is asked for a turn has the tokens before it and cannot take them back.
    """
    whole = encode(after)
    if whole[: len(tokens)] != tokens:
        whole = [*tokens, *encode(after[len(before) :])]
    return whole, [*learnt, *[False] * (len(whole) - len(tokens))]


def _end(tokens: Sequence[int], start: int, end_tokens: Collection[int]) -> int:
    for place in range(len(tokens) - 1, start - 1, -1):
        if tokens[place] in end_tokens:
            return place
    raise RenderError(
        "the template writes no token that ends a reply after the assistant's turn: the model would not learn to stop",
        hint="pass a template with --template PATH that ends turns with the model's end token",
    )
