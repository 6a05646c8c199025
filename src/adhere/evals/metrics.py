"""What a run came to: the field's accuracies, each with its n and its interval."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from adhere.constraints import Outcome
from adhere.errors import UsageError
from adhere.evals.samples import ReplyStatus
from adhere.models import Usage
from adhere.stats import Estimate, proportion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from adhere.evals.samples import Checked, Sample

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures of a run.

    Every reply counts, the refused, empty, reasoning-only and truncated ones too: the first three satisfy nothing, a
    truncated one is judged as it stands. Failures (no reply, or a checker that raised) are no measurements: they are
    in no accuracy, and ``failed`` says how many there are.

    Attributes:
        prompt_strict, prompt_loose: share of the tasks all of whose constraints are satisfied; the field's
            ``prompt_level_strict_acc`` and ``prompt_level_loose_acc``, in adhere's own reading.
        constraint_strict, constraint_loose: share of the constraints; ``inst_level_*_acc``, clustered by prompt.
        by_type: ``constraint_strict`` of each constraint type. by_kind: ``prompt_strict`` of each kind of work.
        statuses: number of replies of each kind, failures included.
        failed: number of failures by reason. undecided: verdicts that are neither satisfied nor violated.
        usage: what all replies cost. replies: their number, the n of the costs per reply.
        official_prompt_strict and so on: by the published checkers on the raw reply; None where the suite has none.
    """

    prompt_strict: Estimate
    prompt_loose: Estimate
    constraint_strict: Estimate
    constraint_loose: Estimate
    by_type: Mapping[str, Estimate]
    by_kind: Mapping[str, Estimate]
    statuses: Mapping[ReplyStatus, int]
    failed: Mapping[str, int]
    undecided: int
    usage: Usage
    replies: int
    official_prompt_strict: Estimate | None = None
    official_prompt_loose: Estimate | None = None
    official_constraint_strict: Estimate | None = None
    official_constraint_loose: Estimate | None = None

    @property
    def tokens_per_reply(self) -> float:
        """Tokens read and written for a reply, on average."""
        return (self.usage.prompt_tokens + self.usage.completion_tokens) / self.replies

    @property
    def seconds_per_reply(self) -> float:
        """Seconds from taking a request up to its last token, on average; requests overlap."""
        return self.usage.seconds / self.replies

    @property
    def calls_per_reply(self) -> float:
        """Completions generated for a reply, on average."""
        return self.usage.calls / self.replies

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON's types."""
        figures = {name: _to_json(getattr(self, name)) for name in self.__slots__}
        per_reply = ("tokens_per_reply", "seconds_per_reply", "calls_per_reply")
        return {**figures, **{name: getattr(self, name) for name in per_reply}}


def _to_json(figure: object) -> object:
    if isinstance(figure, Estimate):
        return figure.to_dict()
    if isinstance(figure, Usage):
        return asdict(figure)
    if isinstance(figure, dict):
        return {str(name): _to_json(value) for name, value in figure.items()}
    return figure


def compute_metrics(samples: Sequence[Sample]) -> Metrics:
    """Compute the figures of ``samples``.

    Raises:
        UsageError: there is nothing to measure: no sample, or failures only.
    """
    measured = [sample for sample in samples if sample.failure is None]
    if not measured:
        reason = next((f": {sample.error}" for sample in samples), "")
        raise UsageError(
            f"nothing was measured, {len(samples)} tasks failed{reason}", hint="mend the cause and resume the run"
        )
    verdicts = [(sample, checked) for sample in measured for checked in sample.checked]
    usage = sum((sample.usage for sample in measured), Usage(calls=0))
    official = bool(verdicts) and all(checked.official_strict is not None for _, checked in verdicts)
    return Metrics(
        prompt_strict=_prompt_level(measured, lambda sample: sample.strict),
        prompt_loose=_prompt_level(measured, lambda sample: sample.loose),
        constraint_strict=_constraint_level(verdicts, satisfied),
        constraint_loose=_constraint_level(verdicts, lambda sample, checked: sample.is_reply and checked.loose),
        by_type={name: _constraint_level(group, satisfied) for name, group in _groups(verdicts, lambda v: v[1].id)},
        by_kind={name: _prompt_level(group, lambda s: s.strict) for name, group in _groups(measured, lambda s: s.kind)},
        statuses={status: sum(sample.status is status for sample in samples) for status in ReplyStatus},
        failed=dict(Counter(sample.failure for sample in samples if sample.failure is not None)),
        undecided=sum(checked.strict.outcome is Outcome.UNDECIDED for _, checked in verdicts),
        usage=usage,
        replies=len(measured),
        **(_official(measured, verdicts) if official else {}),
    )


def satisfied(sample: Sample, checked: Checked) -> bool:
    """Constraint-level strict: satisfied by a reply that is one."""
    return sample.is_reply and checked.strict.satisfied


def _official(measured: Sequence[Sample], verdicts: Sequence[tuple[Sample, Checked]]) -> dict[str, Estimate]:
    return {
        "official_prompt_strict": _prompt_level(measured, lambda s: all(c.official_strict for c in s.checked)),
        "official_prompt_loose": _prompt_level(measured, lambda s: all(c.official_loose for c in s.checked)),
        "official_constraint_strict": _constraint_level(verdicts, lambda _, checked: checked.official_strict is True),
        "official_constraint_loose": _constraint_level(verdicts, lambda _, checked: checked.official_loose is True),
    }


def _prompt_level(samples: Sequence[Sample], passed: Callable[[Sample], bool]) -> Estimate:
    return proportion([passed(sample) for sample in samples], [sample.cluster for sample in samples])


def _constraint_level(
    verdicts: Sequence[tuple[Sample, Checked]], passed: Callable[[Sample, Checked], bool]
) -> Estimate:
    return proportion([passed(*verdict) for verdict in verdicts], [sample.cluster for sample, _ in verdicts])


def _groups(items: Iterable[T], name: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(name(item), []).append(item)
    return sorted(groups.items())
