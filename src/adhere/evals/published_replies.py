"""Replies to judge by the published instructions of a benchmark: those that they answer, or others dealt to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.constraints.repaired import Asked
from adhere.data.rows import Rejected, read_rows
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

PROMPTS, REPLIES = ("prompt", "instruction"), ("reply", "response", "completion", "output")
"""The fields of a row that hold the prompt and the reply; the first that is there counts."""


@dataclass(frozen=True, slots=True)
class Item:
    """A prompt of a benchmark and its instructions: ids and kwargs."""

    prompt: str
    instructions: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered to a prompt."""

    prompt: str
    text: str


def read_items(paths: Iterable[Path]) -> tuple[Item, ...]:
    """Read the items of IFEval or IFBench, as JSON lines or Parquet.

    Raises:
        UsageError: a file cannot be read, or a row is no item.
    """
    return tuple(_item(record, where) for record, where in _records(paths))


def read_replies(paths: Iterable[Path]) -> tuple[Reply, ...]:
    """Read replies with their prompts, as JSON lines or Parquet.

    Raises:
        UsageError: a file cannot be read, or a row holds no prompt or no reply.
    """
    return tuple(
        Reply(_text(record, PROMPTS, where), _text(record, REPLIES, where)) for record, where in _records(paths)
    )


def asked(items: Sequence[Item], replies: Iterable[Reply]) -> Iterator[Asked]:
    """Yield each instruction with each reply to its prompt. Blanks around a prompt do not matter."""
    by_prompt = {item.prompt.strip(): item for item in items}
    for reply in replies:
        item = by_prompt.get(reply.prompt.strip())
        for id_, kwargs in item.instructions if item else ():
            yield Asked(id_, kwargs, reply.prompt, reply.text)


def dealt(items: Iterable[Item], replies: Sequence[Reply], ids: Collection[str]) -> Iterator[Asked]:
    """Yield each reply with one instruction of each type in ``ids``, in turn, whether it was asked to follow it."""
    hands: dict[str, list[tuple[Mapping[str, object], str]]] = {}
    for item in items:
        for id_, kwargs in item.instructions:
            if id_ in ids:
                hands.setdefault(id_, []).append((kwargs, item.prompt))
    for id_, hand in hands.items():
        for number, reply in enumerate(replies):
            kwargs, prompt = hand[number % len(hand)]
            yield Asked(id_, kwargs, prompt, reply.text)


def _records(paths: Iterable[Path]) -> Iterator[tuple[dict[str, Any], str]]:
    for path in paths:
        for row in read_rows(path):
            where = f"{path}:{row.number}"
            if isinstance(row, Rejected):
                raise UsageError(f"{where}: {row.reason}", hint="each line is one JSON object")
            yield row.record, where


def _item(record: dict[str, Any], where: str) -> Item:
    ids, kwargs = record.get("instruction_id_list"), record.get("kwargs")
    if not isinstance(ids, list) or not isinstance(kwargs, list) or len(ids) != len(kwargs):
        raise UsageError(f"{where}: no item", hint="an item has prompt, instruction_id_list and as many kwargs")
    given = [{name: value for name, value in dict(one).items() if value is not None} for one in kwargs]
    return Item(_text(record, ("prompt",), where), tuple(zip(ids, given, strict=True)))


def _text(record: dict[str, Any], names: tuple[str, ...], where: str) -> str:
    for name in names:
        if isinstance(value := record.get(name), str):
            return value
    raise UsageError(f"{where}: no text in {' or '.join(names)}", hint="a row holds a prompt and a reply")
