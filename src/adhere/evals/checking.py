"""From a completion to a sample: what kind of reply it is, and every verdict on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from adhere.constraints import check_both, dump
from adhere.errors import AdhereError
from adhere.evals.samples import Checked, ReplyStatus, Sample
from adhere.evals.statuses import reply_status
from adhere.models import StopReason
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints import Constraint
    from adhere.evals.tasks import Published, Task
    from adhere.models import Completion


class CheckerError(AdhereError):
    """A checker raised: there is no verdict, neither a pass nor a fail."""


def judge(task: Task, completion: Completion) -> Sample:
    """Return the sample that ``completion`` is for ``task``.

    A completion with an error, and a reply on which a checker raises, give a sample with status ``ERROR``, no verdicts,
    and the reason in ``error``.
    """
    reply = _encodable(completion.text)
    status, error = ReplyStatus.ERROR, completion.error
    checked: tuple[Checked, ...] = ()
    if completion.stop is not StopReason.ERROR:
        try:
            status, checked = _verdicts(task, reply, completion.stop)
        except CheckerError as broken:
            error = broken.message
    elif error is None:
        error = "the model failed without saying why"
    return Sample(
        task=task.id,
        cluster=task.cluster,
        kind=task.kind,
        messages=task.messages,
        reply=reply,
        stop=completion.stop,
        status=status,
        usage=completion.usage,
        checked=checked,
        error=None if error is None else _encodable(error),
    )


def _verdicts(task: Task, reply: str, stop: StopReason) -> tuple[ReplyStatus, tuple[Checked, ...]]:
    document = Document(reply, truncated=stop is StopReason.LENGTH)
    try:
        status = reply_status(stop, document)
    except Exception as error:
        raise CheckerError(f"task {task.id}: reading the reply raised {error!r}") from error
    published: tuple[Published | None, ...] = task.published or (None,) * len(task.constraints)
    pairs = zip(task.constraints, published, strict=True)
    return status, tuple(_check(task, constraint, original, document) for constraint, original in pairs)


def _check(task: Task, constraint: Constraint, published: Published | None, document: Document) -> Checked:
    """Give all readings of one constraint."""
    try:
        strict, loose = check_both(constraint, document)
        official_strict, official_loose = _official(task, published, document) if published else (None, None)
        return Checked(
            id=constraint.id,
            params=cast("Mapping[str, object]", dump(constraint)["params"]),
            strict=strict,
            loose=loose,
            official_strict=official_strict,
            official_loose=official_loose,
        )
    except Exception as error:
        raise CheckerError(f"task {task.id}: the checker of {constraint.id} raised {error!r}") from error


def _official(task: Task, published: Published, document: Document) -> tuple[bool, bool]:
    """Return the published checker's verdicts on the raw reply, reasoning included: it knows no other."""
    from adhere.constraints.official import loose_verdict, verdict

    asked = (published.id, published.kwargs, task.messages[-1].content, document.raw)
    return verdict(*asked), loose_verdict(*asked)


def _encodable(text: str) -> str:
    """Replace half surrogate pairs, which JSON from an endpoint may hold and UTF-8 cannot, by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
