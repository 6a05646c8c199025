"""Verdicts on replies that exist already, one row at a time."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.constraints import from_published, load
from adhere.errors import AdhereError, UsageError
from adhere.evals.checking import judge
from adhere.evals.records import to_record
from adhere.evals.rows import Rejected
from adhere.evals.tasks import Published, Task
from adhere.models import Completion, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adhere.constraints import Constraint
    from adhere.evals.rows import Row
    from adhere.evals.samples import Sample

REPLY_FIELDS = ("reply", "response", "completion")
ID_FIELDS = ("id", "key", "task")


@dataclass(frozen=True, slots=True)
class CheckedReply:
    """A row's verdicts; ``name`` is what the row calls itself, where it does."""

    number: int
    name: str | int | None
    sample: Sample

    def to_record(self) -> dict[str, Any]:
        """Return the verdicts as JSON's types, without the reply itself: the row holds it."""
        record = to_record(self.sample)
        kept = {key: record[key] for key in ("status", "strict", "loose", "checked")}
        return {"row": self.number, "id": self.name, **kept}


@dataclass(slots=True)
class CheckTotals:
    """Where the rows went: ``rows = satisfied + violated + no reply + rejected``, always.

    Attributes:
        satisfied: replies that satisfy all their constraints, strict. loose: the same, loose; for comparison only.
        violated: replies that do not. no_reply: empty, refused and reasoning-only ones.
        rejected: rows that are no reply with constraints.
        by_type: satisfied and all verdicts of each constraint type, over replies that are such.
    """

    rows: int = 0
    satisfied: int = 0
    loose: int = 0
    violated: int = 0
    no_reply: int = 0
    rejected: int = 0
    by_type: dict[str, Counter[str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the totals as JSON's types."""
        counts = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**counts, "by_type": {name: dict(outcomes) for name, outcomes in sorted(self.by_type.items())}}

    def count(self, result: CheckedReply | Rejected) -> None:
        """Add one row."""
        self.rows += 1
        if isinstance(result, Rejected):
            self.rejected += 1
            return
        sample = result.sample
        self.loose += sample.loose
        if not sample.is_reply:
            self.no_reply += 1
            return
        self.satisfied += sample.strict
        self.violated += not sample.strict
        for checked in sample.checked:
            self.by_type.setdefault(checked.id, Counter())[checked.strict.outcome.value] += 1


def check_rows(
    rows: Iterable[Row | Rejected], constraints: Sequence[Constraint] = ()
) -> Iterator[CheckedReply | Rejected]:
    """Check each row; with ``constraints``, every reply against these instead of the row's own.

    A row holds its reply under one of ``REPLY_FIELDS``, and its requirements either as IFEval does (``prompt``,
    ``instruction_id_list``, ``kwargs``) or as ``constraints``, a list of ``{"id": ..., "params": {...}}``.
    ``finish_reason`` ``length`` marks a reply as truncated. A row that does not is ``Rejected``, never skipped.
    """
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            yield _check_row(row, constraints)
        except AdhereError as error:
            yield Rejected(row.number, error.message + (f" ({error.hint})" if error.hint else ""))


def _check_row(row: Row, constraints: Sequence[Constraint]) -> CheckedReply:
    record = row.record
    text = _reply(record)
    prompt = _prompt(record)
    name = next((record[key] for key in ID_FIELDS if isinstance(record.get(key), str | int)), None)
    own, published = (tuple(constraints), ()) if constraints else _requirements(record, prompt)
    if not own:
        raise UsageError("the list of constraints is empty: there is nothing to check")
    key = str(row.number)
    stop = StopReason.LENGTH if record.get("finish_reason") == "length" else StopReason.STOP
    task = Task(key, (Message("user", prompt),), own, kind="", cluster=key, published=published)
    sample = judge(task, Completion(key, 0, text, stop, Usage(calls=0)))
    if sample.error is not None:
        raise UsageError(sample.error)
    return CheckedReply(row.number, name, sample)


def _reply(record: Mapping[str, Any]) -> str:
    key = next((key for key in REPLY_FIELDS if key in record), None)
    if key is None:
        raise UsageError(f"no reply: none of the fields {', '.join(REPLY_FIELDS)}")
    if not isinstance(record[key], str):
        raise UsageError(f"{key!r} is {_kind(record[key])}, not text")
    return str(record[key])


def _prompt(record: Mapping[str, Any]) -> str:
    prompt = record.get("prompt")
    if prompt is None:
        return ""
    if not isinstance(prompt, str):
        raise UsageError(f"'prompt' is {_kind(prompt)}, not text")
    return prompt


def _requirements(record: Mapping[str, Any], prompt: str) -> tuple[tuple[Constraint, ...], tuple[Published, ...]]:
    """Return the constraints in our reading and, where the row has them, as published."""
    if record.get("constraints") is not None:
        return tuple(load(_mapping(spec, "constraints")) for spec in _list(record, "constraints")), ()
    if record.get("instruction_id_list") is None:
        raise UsageError("no requirements: neither 'constraints' nor 'instruction_id_list' with 'kwargs'")
    ids, arguments = _list(record, "instruction_id_list"), _list(record, "kwargs")
    if len(ids) != len(arguments):
        raise UsageError(f"{len(ids)} instruction ids but {len(arguments)} kwargs")
    published = tuple(
        Published(str(name), _without_nulls(_mapping(given or {}, "kwargs")))
        for name, given in zip(ids, arguments, strict=True)
    )
    return tuple(from_published(item.id, item.kwargs, prompt) for item in published), published


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
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


def _without_nulls(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what is null: tables hold every argument of every type in every row."""
    return {key: value for key, value in kwargs.items() if value is not None}


def _kind(value: object) -> str:
    names = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)
