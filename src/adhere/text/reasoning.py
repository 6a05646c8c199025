"""Reasoning that a model writes before its reply, kept apart from it."""

from __future__ import annotations

import re
from typing import NamedTuple

# How models in use mark their reasoning: the opening tag, and the closing tag that answers it.
# Names in angle brackets (DeepSeek, Qwen, Gemma, Seed), [THINK] (Magistral), ◁think▷ (Kimi),
# <|begin_of_thought|> (Sky-T1, OpenThoughts) and the analysis channel of the harmony format (gpt-oss).
_NAMES = "think|thinking|thought|thoughts|reason|reasoning|reflection|scratchpad|seed:think"
# A tag right behind a backtick is being talked about, not used. The first character stands apart from the alternatives
# so that the search can skip to it.
_TAG = re.compile(
    rf"[<\[◁](?<!`.)(?i:"
    rf"(?<=<)\|?(?P<open>{_NAMES})\|?>|(?<=<)\|?/(?P<close>{_NAMES})\|?>"
    rf"|(?<=\[)(?P<open_square>THINK)\]|(?<=\[)/(?P<close_square>THINK)\]"
    rf"|(?<=◁)(?P<open_triangle>think)▷|(?<=◁)/(?P<close_triangle>think)▷"
    rf"|(?<=<)\|(?P<open_of>begin_of_)thought\|>|(?<=<)\|(?P<close_of>end_of_)thought\|>"
    rf"|(?<=<)(?P<open_harmony>\|channel\|>)analysis<\|message\|>"
    rf"|(?<=<)(?P<close_harmony>\|end\|>)(?:<\|start\|>assistant)?(?:<\|channel\|>final<\|message\|>)?"
    rf")"
)


class ReasoningSplit(NamedTuple):
    """A raw completion, taken apart.

    Attributes:
        reply: what is left once reasoning is removed.
        reasoning: the content of each reasoning block, in order, without its tags.
        open: whether the last block never closed, so that no reply follows it.
    """

    reply: str
    reasoning: tuple[str, ...]
    open: bool


def split_reasoning(raw: str) -> ReasoningSplit:
    """Split the reasoning blocks at the start of ``raw`` from the reply.

    A closing tag without an opening one ends reasoning that began in the prompt, as many chat templates make it:
    everything before it is reasoning. Tags further on in the reply are part of it.
    """
    if "<" not in raw and "[" not in raw and "◁" not in raw:  # no tag at all: found out in a tenth of the time
        return ReasoningSplit(raw, (), open=False)
    blocks: list[str] = []
    position = 0
    while (tag := _TAG.search(raw, position)) is not None:
        if not _opens(tag):
            blocks.append(raw[position : tag.start()])
            position = tag.end()
            continue
        if raw[position : tag.start()].strip():
            break
        closing = _closing(raw, tag)
        if closing is None:
            return ReasoningSplit("", (*blocks, raw[tag.end() :]), open=True)
        blocks.append(raw[tag.end() : closing.start()])
        position = closing.end()
    return ReasoningSplit(raw[position:], tuple(blocks), open=False)


def _opens(tag: re.Match[str]) -> bool:
    return str(tag.lastgroup).startswith("open")


def _closing(raw: str, opening: re.Match[str]) -> re.Match[str] | None:
    """Return the tag that closes ``opening``: the first of the same form and name after it."""
    wanted = str(opening.lastgroup).replace("open", "close")
    name = opening.group(str(opening.lastgroup)).casefold()
    for tag in _TAG.finditer(raw, opening.end()):
        if tag.lastgroup == wanted and (wanted != "close" or tag.group(wanted).casefold() == name):
            return tag
    return None
