"""What a reply that exists already was asked to satisfy: told by its row, the same for all, or known from a suite."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from adhere.chat import Message, read_conversation
from adhere.constraints import from_published, load
from adhere.errors import UsageError
from adhere.evals.tasks import Published

if TYPE_CHECKING:
    from adhere.chat import Conversation
    from adhere.constraints import Constraint
    from adhere.evals.tasks import Suite

Record: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one reply was asked to satisfy.

    Attributes:
        constraints: in adhere's reading. published: the same as they were published, where they were.
        unchecked: what else was asked, in the words of the prompt; None where nobody looked for it.
    """

    constraints: tuple[Constraint, ...]
    published: tuple[Published, ...] = ()
    unchecked: tuple[str, ...] | None = None


Source: TypeAlias = Callable[[Record], Requirements]
"""Finds the requirements of a row; raises ``UsageError`` where there are none."""


def of_record(record: Record) -> Requirements:
    """Read the row's own: ``constraints``, a list of specs, or IFEval's ``instruction_id_list`` and ``kwargs``."""
    if record.get("constraints") is not None:
        return Requirements(tuple(load(_mapping(spec, "constraints")) for spec in _list(record, "constraints")))
    if record.get("instruction_id_list") is None:
        raise UsageError("no requirements: neither 'constraints' nor 'instruction_id_list' with 'kwargs'")
    ids, arguments = _list(record, "instruction_id_list"), _list(record, "kwargs")
    if len(ids) != len(arguments):
        raise UsageError(f"{len(ids)} instruction ids but {len(arguments)} kwargs")
    published = tuple(
        Published(str(name), _without_nulls(_mapping(given or {}, "kwargs")))
        for name, given in zip(ids, arguments, strict=True)
    )
    prompt = text_of(record, "prompt", "")
    return Requirements(tuple(from_published(item.id, item.kwargs, prompt) for item in published), published)


def same_for_all(constraints: Sequence[Constraint]) -> Source:
    """Return the source that requires ``constraints`` of every reply."""
    requirements = Requirements(tuple(constraints))
    return lambda _: requirements


def of_suite(suite: Suite) -> Source:
    """Return the source that knows a row's requirements by its prompt: the last message of a task of ``suite``."""
    known = {task.messages[-1].content: Requirements(task.constraints, task.published) for task in suite.tasks}

    def find(record: Record) -> Requirements:
        if text_of(record, "prompt", "") not in known:
            raise UsageError(f"the prompt is none of the {len(known)} of {suite.name}")
        return known[record["prompt"]]

    return find


def unpublished(source: Source) -> Source:
    """Return ``source`` without what was published, so that only adhere's own reading is made."""
    return lambda record: replace(source(record), published=())


def or_recognised(source: Source) -> Source:
    """Return ``source``; what it is for rows that say nothing of constraints is recognised in their prompt.

    That is ``messages``, in the shape of the chat interface, up to the reply; or ``prompt``, after ``system`` if the
    row has one.
    """
    from adhere.constraints.recognition import recognise_conversation  # its patterns: only for those who ask for it

    def find(record: Record) -> Requirements:
        if record.get("constraints") is not None or record.get("instruction_id_list") is not None:
            return source(record)
        recognition = recognise_conversation(asked_in(record))
        if not recognition.found:
            raise UsageError("no constraint was recognised in the prompt: nothing can be checked without a judge")
        constraints = tuple(one.constraint for one in recognition.found)
        return Requirements(constraints, unchecked=tuple(one.text for one in recognition.requirements))

    return find


def asked_in(record: Record) -> Conversation:
    """Return the conversation that a row's reply answers: ``messages``, or ``prompt`` after ``system``.

    Raises:
        UsageError: the row holds neither.
    """
    if record.get("messages") is not None:
        messages = read_conversation(_list(record, "messages"))
        return messages[:-1] if messages[-1].role == "assistant" else messages
    system = text_of(record, "system", "")
    return (*((Message("system", system),) if system else ()), Message("user", text_of(record, "prompt")))


def text_of(record: Record, key: str, default: str | None = None) -> str:
    """Return the text under ``key``, or ``default`` where there is none.

    Raises:
        UsageError: it is missing and has no default, or it is no text.
    """
    value = record.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise UsageError(f"{key!r} is {_kind(value)}, not text")
    return value


def _list(record: Record, key: str) -> list[Any]:
    """Return a list that may, in a table, be written as JSON."""
    value = _decoded(record.get(key), key)
    if not isinstance(value, list):
        raise UsageError(f"{key!r} is {_kind(value)}, not a list")
    return value


def _mapping(value: object, key: str) -> dict[str, Any]:
    decoded = _decoded(value, key)
    if not isinstance(decoded, dict):
        raise UsageError(f"an entry of {key!r} is {_kind(decoded)}, not an object")
    return decoded


def _decoded(value: object, key: str) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{key!r} is text that is not JSON: {error}") from error


def _without_nulls(kwargs: Record) -> dict[str, Any]:
    """Drop what is null: tables hold every argument of every type in every row."""
    return {key: value for key, value in kwargs.items() if value is not None}


def _kind(value: object) -> str:
    names = {type(None): "null", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")
