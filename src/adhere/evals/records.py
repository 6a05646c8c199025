"""Samples as plain records (JSON's types only), and back: the one shape that the journal and the table share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.constraints import Evidence, Outcome, Verdict
from adhere.evals.samples import Checked, ReplyStatus, Sample
from adhere.models import StopReason, Usage
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = dict[str, Any]


def to_record(sample: Sample) -> Record:
    """Return the sample as a record; ``strict`` and ``loose`` are there for readers and follow from the rest."""
    return {
        "task": sample.task,
        "cluster": sample.cluster,
        "kind": sample.kind,
        "messages": [message.to_dict() for message in sample.messages],
        "reply": sample.reply,
        "stop": sample.stop.value,
        "status": sample.status.value,
        "strict": sample.strict,
        "loose": sample.loose,
        "checked": [_checked_record(checked) for checked in sample.checked],
        "usage": {
            "prompt_tokens": sample.usage.prompt_tokens,
            "completion_tokens": sample.usage.completion_tokens,
            "seconds": sample.usage.seconds,
            "calls": sample.usage.calls,
        },
        "error": sample.error,
    }


def from_record(record: Mapping[str, Any]) -> Sample:
    """Return the sample that ``to_record`` made the record of; ``KeyError`` or ``ValueError`` where it made none."""
    return Sample(
        task=record["task"],
        cluster=record["cluster"],
        kind=record["kind"],
        messages=tuple(Message(message["role"], message["content"]) for message in record["messages"]),
        reply=record["reply"],
        stop=StopReason(record["stop"]),
        status=ReplyStatus(record["status"]),
        usage=Usage(**record["usage"]),
        checked=tuple(_checked(item) for item in record["checked"]),
        error=record["error"],
    )


def _checked_record(checked: Checked) -> Record:
    return {
        "id": checked.id,
        "params": dict(checked.params),
        "strict": {
            "outcome": checked.strict.outcome.value,
            "score": checked.strict.score,
            "reason": checked.strict.reason,
            "evidence": [{"start": e.span.start, "end": e.span.end, "note": e.note} for e in checked.strict.evidence],
        },
        "loose": checked.loose,
        "official_strict": checked.official_strict,
        "official_loose": checked.official_loose,
    }


def _checked(record: Mapping[str, Any]) -> Checked:
    strict = record["strict"]
    return Checked(
        id=record["id"],
        params=record["params"],
        strict=Verdict(
            Outcome(strict["outcome"]),
            strict["score"],
            strict["reason"],
            tuple(Evidence(Span(e["start"], e["end"]), e["note"]) for e in strict["evidence"]),
        ),
        loose=record["loose"],
        official_strict=record["official_strict"],
        official_loose=record["official_loose"],
    )
