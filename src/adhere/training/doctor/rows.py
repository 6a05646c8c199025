"""Whether the rows are what they should be: none lost, none twice, none that contradict each other, no broken text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.data import Example, Pair
from adhere.findings import Finding, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from adhere.data.examples import AnyExample

_MANY_LOST = 0.05
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_NAMED = 3  # reasons, and rows


def texts(example: AnyExample) -> Iterator[str]:
    """Yield every text of an example: prompts and replies."""
    for field in fields(example):
        value = getattr(example, field.name)
        for one in value if isinstance(value, tuple) else ():
            if isinstance(one, Message):
                yield one.content
            elif isinstance(one, str):
                yield one


def asked(example: AnyExample) -> tuple[str, ...]:
    """Return what the user asks in an example, turn by turn."""
    turns = example.conversation if isinstance(example, Example) else example.prompt
    return tuple(turn.content for turn in turns if turn.role == "user")


def answers(example: AnyExample) -> tuple[str, ...]:
    """Return what the assistant says in an example, in any of its turns or replies."""
    found = (getattr(example, field.name) for field in fields(example))
    turns = [one for value in found if isinstance(value, tuple) for one in value]
    return tuple(
        turn if isinstance(turn, str) else turn.content
        for turn in turns
        if isinstance(turn, str) or (isinstance(turn, Message) and turn.role == "assistant")
    )


def used(count: int, lost: Mapping[str, int]) -> Finding:
    """Return how many rows are of no use, and why.

    Args:
        count: examples that are trained on or held out.
        lost: rows rejected and examples left out, by reason.
    """
    missing = sum(lost.values())
    if not missing:
        return Finding("rows", State.OK, f"all are used: {count:,} sequences")
    most = sorted(lost.items(), key=lambda item: -item[1])
    reasons = "; ".join(f"{number:,} {reason}" for reason, number in most[:_NAMED])
    rest = f"; {len(most) - _NAMED} other reasons" if len(most) > _NAMED else ""
    state = State.WARNING if missing > _MANY_LOST * (count + missing) else State.NOTE
    return Finding("rows", state, f"{missing:,} are not used: {reasons}{rest}", "mend these rows, or leave them out")


def repeated(examples: Sequence[AnyExample]) -> Finding:
    """Return whether prompts come more than once, and whether two pairs prefer the opposite."""
    prompts = Counter(asked(example) for example in examples)
    again = sum(count - 1 for count in prompts.values())
    pairs = [example for example in examples if isinstance(example, Pair)]
    preferences = {(pair.prompt, pair.chosen, pair.rejected) for pair in pairs}
    opposite = [pair.source for pair in pairs if (pair.prompt, pair.rejected, pair.chosen) in preferences]
    if opposite:
        message = f"{len(opposite):,} pairs prefer what another rejects ({_some(opposite)})"
        return Finding("duplicates", State.WARNING, message, "keep one of each two, or use robust-dpo for noisy labels")
    if again:
        message = f"{again:,} of {len(examples):,} prompts come again, with another reply or the same"
        return Finding("duplicates", State.NOTE, message, "the same reply counts once; drop what should not weigh more")
    return Finding("duplicates", State.OK, f"{len(examples):,} prompts, each once")


def content(examples: Sequence[AnyExample], special: Collection[str]) -> Finding:
    """Return whether texts hold what only a template may write, or were decoded wrongly.

    Args:
        examples: as they were read.
        special: texts that the tokenizer turns into special tokens, wherever they stand.
    """
    acting = _holding(examples, special)
    if acting:
        name, found = max(acting.items(), key=lambda item: len(item[1]))
        message = f"{len(found):,} examples hold {name} as text ({_some(found)}): it becomes the token itself"
        return Finding(
            "texts", State.WARNING, message, "take it out: it ends or begins turns where none ends or begins"
        )
    broken = _holding(examples, [_BROKEN]).get(_BROKEN)
    if broken:
        message = f"{len(broken):,} examples hold U+FFFD, the mark of text decoded wrongly ({_some(broken)})"
        return Finding("texts", State.WARNING, message, "write the file again from its source, as UTF-8")
    return Finding("texts", State.OK, "no special token stands in them, and none is decoded wrongly")


def _holding(examples: Sequence[AnyExample], parts: Collection[str]) -> dict[str, list[str]]:
    """Return, for each part that stands in some text, the rows of the examples that hold it."""
    found: dict[str, list[str]] = {}
    if parts:
        # One pattern for all: Gemma has thousands of special tokens.
        pattern = re.compile("|".join(map(re.escape, sorted(parts, key=len, reverse=True))))
        for example in examples:
            for part in dict.fromkeys(match for text in texts(example) for match in pattern.findall(text)):
                found.setdefault(part, []).append(example.source)
    return found


def _some(sources: Sequence[str]) -> str:
    return ", ".join(sources[:_NAMED]) + (", ..." if len(sources) > _NAMED else "")
