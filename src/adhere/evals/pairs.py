"""Pairs for preference training, made by the checkers from a model's own replies to tasks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.constraints import dump
from adhere.evals.checking import judge
from adhere.evals.progress import ProgressUpdate
from adhere.models import Request, StopReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adhere.evals.progress import OnProgress
    from adhere.evals.samples import Sample
    from adhere.evals.tasks import Suite, Task
    from adhere.models import Model, Sampling

KEPT = "kept"


@dataclass(frozen=True, slots=True)
class MadePairs:
    """What came of a suite: tasks = those with a pair + those without, by reason.

    Attributes:
        rows: prompt, chosen and rejected as preference data are written, with the constraints and where they come from.
        tasks: how many were asked. without: tasks that give no pair, by reason.
    """

    rows: tuple[Mapping[str, Any], ...]
    tasks: int
    without: Mapping[str, int]


def make_pairs(
    model: Model, suite: Suite, *, samples: int, sampling: Sampling, on_progress: OnProgress | None = None
) -> MadePairs:
    """Draw ``samples`` replies to each task and pair one that satisfies every constraint with one that does not.

    Of all such pairs the two closest in length are taken, so that length is not what is learnt; what was cut at the
    limit is never chosen.
    """
    tasks = {task.id: task for task in suite.tasks}
    requests = [
        Request(task.id, task.messages, sampling, n=samples, constraints=task.constraints) for task in suite.tasks
    ]
    drawn: dict[str, list[Sample]] = {name: [] for name in tasks}
    for done, completion in enumerate(model.generate(requests), start=1):
        drawn[completion.request].append(judge(tasks[completion.request], completion))
        if on_progress:
            on_progress(ProgressUpdate(done, samples * len(tasks), None, f"{model.name} on {suite.name}"))
    rows: list[Mapping[str, Any]] = []
    without: Counter[str] = Counter()
    for name, task in tasks.items():
        pair = _closest(drawn[name])
        if isinstance(pair, str):
            without[pair] += 1
        else:
            rows.append(_row(task, *pair))
    return MadePairs(tuple(rows), len(tasks), dict(without))


def _closest(samples: Sequence[Sample]) -> tuple[Sample, Sample] | str:
    """Return the chosen and the rejected reply, or why there are none."""
    measured = [sample for sample in samples if sample.failure is None]
    good = [sample for sample in measured if sample.strict and sample.stop is not StopReason.LENGTH]
    bad = [sample for sample in measured if sample.is_reply and not sample.strict]
    if not measured:
        return "no reply"
    if not good:
        return "no reply satisfies every constraint"
    if not bad:
        return "every reply satisfies every constraint"
    return min(_couples(good, bad), key=lambda pair: abs(len(pair[0].reply) - len(pair[1].reply)))


def _couples(good: Sequence[Sample], bad: Sequence[Sample]) -> Iterator[tuple[Sample, Sample]]:
    return ((one, other) for one in good for other in bad)


def _row(task: Task, chosen: Sample, rejected: Sample) -> Mapping[str, Any]:
    return {
        "prompt": [message.to_dict() for message in task.messages],
        "chosen": [{"role": "assistant", "content": chosen.reply}],
        "rejected": [{"role": "assistant", "content": rejected.reply}],
        "constraints": [dump(constraint) for constraint in task.constraints],
        "violated": [checked.id for checked in rejected.checked if not checked.strict.satisfied],
        "task": task.id,
    }
