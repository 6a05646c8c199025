"""Verdicts on replies that exist already, one row at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

from adhere.chat import Message
from adhere.data.rows import Rejected
from adhere.errors import AdhereError, UsageError
from adhere.evals.checking import judge
from adhere.evals.records import to_record
from adhere.evals.requirements import of_record, text_of
from adhere.evals.tasks import Task
from adhere.models import Completion, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adhere.data.rows import Row
    from adhere.evals.requirements import Source
    from adhere.evals.samples import Sample

REPLY_FIELDS = ("reply", "response", "completion")
ID_FIELDS = ("id", "key", "task")


@dataclass(frozen=True, slots=True)
class CheckedReply:
    """A row's verdicts.

    Attributes:
        number: of the row. name: what the row calls itself, where it does. sample: the verdicts.
        unchecked: as in ``Requirements``.
    """

    number: int
    name: str | int | None
    sample: Sample
    unchecked: tuple[str, ...] | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the verdicts as JSON's types, without the reply itself: the row holds it."""
        record = to_record(self.sample)
        kept = {key: record[key] for key in ("status", "strict", "loose", "checked")}
        unchecked = {} if self.unchecked is None else {"unchecked": list(self.unchecked)}
        return {"row": self.number, "id": self.name, **kept, **unchecked}


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

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the totals that ``to_dict`` wrote."""
        by_type = {name: Counter(outcomes) for name, outcomes in record["by_type"].items()}
        return cls(**{**record, "by_type": by_type})

    def add(self, others: CheckTotals) -> None:
        """Add the totals of other rows."""
        for name in (f.name for f in fields(self) if f.name != "by_type"):
            setattr(self, name, getattr(self, name) + getattr(others, name))
        for name, outcomes in others.by_type.items():
            self.by_type.setdefault(name, Counter()).update(outcomes)

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


def check_rows(rows: Iterable[Row | Rejected], source: Source = of_record) -> Iterator[CheckedReply | Rejected]:
    """Check each row against the requirements that ``source`` finds for it.

    A row holds its reply under one of ``REPLY_FIELDS``; ``finish_reason`` ``length`` marks it as truncated. A row that
    holds none, or whose requirements cannot be found, is ``Rejected``, never skipped.
    """
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            yield _check_row(row, source)
        except AdhereError as error:
            yield Rejected(row.number, error.message + (f" ({error.hint})" if error.hint else ""))


def _check_row(row: Row, source: Source) -> CheckedReply:
    record = row.record
    field = next((key for key in REPLY_FIELDS if key in record), None)
    if field is None:
        raise UsageError(f"no reply: none of the fields {', '.join(REPLY_FIELDS)}")
    text, prompt = text_of(record, field), text_of(record, "prompt", "")
    requirements = source(record)
    if not requirements.constraints:
        raise UsageError("the list of constraints is empty: there is nothing to check")
    name = next((record[key] for key in ID_FIELDS if isinstance(record.get(key), str | int)), None)
    key = str(row.number)
    stop = StopReason.LENGTH if record.get("finish_reason") == "length" else StopReason.STOP
    messages = (Message("user", prompt),)
    task = Task(key, messages, requirements.constraints, kind="", cluster=key, published=requirements.published)
    sample = judge(task, Completion(key, 0, text, stop, Usage(calls=0)))
    if sample.error is not None:
        raise UsageError(sample.error)
    return CheckedReply(row.number, name, sample, requirements.unchecked)
