"""Pairs for preference training, made by the checkers from a model's own replies to tasks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from adhere.constraints import dump
from adhere.evals.checking import judge
from adhere.evals.progress import ProgressUpdate
from adhere.models import Request, StopReason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.chat import Conversation
    from adhere.constraints import Constraint
    from adhere.evals.progress import OnProgress
    from adhere.evals.samples import Sample
    from adhere.evals.tasks import Suite, Task
    from adhere.models import Model, Sampling

KEPT = "kept"


@dataclass(frozen=True, slots=True)
class MadePairs:
    """What came of a suite: tasks = paired + those without, by reason.

    Attributes:
        rows: prompt, chosen and rejected as preference data are written, with the constraints and where they come from.
        tasks: how many were asked. paired: tasks that give a pair. without: tasks that give none, by reason.
    """

    rows: tuple[Mapping[str, Any], ...]
    tasks: int
    paired: int
    without: Mapping[str, int]


def make_pairs(
    model: Model, suite: Suite, *, samples: int, each: int, sampling: Sampling, on_progress: OnProgress | None = None
) -> MadePairs:
    """Draw ``samples`` replies to each task and pair those that satisfy every constraint with those that do not.

    A task gives up to ``each`` pairs, and a reply is in one of them at most. The two closest in length are taken first,
    so that length is not what is learnt; what was cut at the limit is never chosen.
    """
    drawn = draw_replies(model, suite, samples, sampling, on_progress)
    rows: list[Mapping[str, Any]] = []
    without: Counter[str] = Counter()
    for task in suite.tasks:
        pairs = _closest(drawn[task.id], each)
        if isinstance(pairs, str):
            without[pairs] += 1
        else:
            rows.extend(_row(task, *pair) for pair in pairs)
    return MadePairs(tuple(rows), len(suite.tasks), len(suite.tasks) - without.total(), dict(without))


def draw_replies(
    model: Model, suite: Suite, samples: int, sampling: Sampling, on_progress: OnProgress | None
) -> dict[str, list[Sample]]:
    """Return so many judged replies to each task, by its id."""
    tasks = {task.id: task for task in suite.tasks}
    requests = [
        Request(task.id, task.messages, sampling, n=samples, constraints=task.constraints) for task in suite.tasks
    ]
    drawn: dict[str, list[Sample]] = {name: [] for name in tasks}
    for done, completion in enumerate(model.generate(requests), start=1):
        drawn[completion.request].append(judge(tasks[completion.request], completion))
        if on_progress:
            on_progress(ProgressUpdate(done, samples * len(tasks), None, f"{model.name} on {suite.name}"))
    return drawn


def row(
    prompt: Conversation,
    replies: tuple[str, str],
    constraints: Sequence[Constraint],
    violated: Sequence[str],
    task: str,
) -> Mapping[str, Any]:
    """Return a pair as preference data are written, with what is asked for and what the rejected reply breaks."""
    return {
        "prompt": [message.to_dict() for message in prompt],
        "chosen": [{"role": "assistant", "content": replies[0]}],
        "rejected": [{"role": "assistant", "content": replies[1]}],
        "constraints": [dump(constraint) for constraint in constraints],
        "violated": list(violated),
        "task": task,
    }


def _closest(samples: Sequence[Sample], most: int) -> list[tuple[Sample, Sample]] | str:
    """Return pairs of a chosen and a rejected reply, or why there are none."""
    measured = [sample for sample in samples if sample.failure is None]
    good = [sample for sample in measured if sample.strict and sample.stop is not StopReason.LENGTH]
    bad = [sample for sample in measured if sample.is_reply and not sample.strict]
    if not measured:
        return "no reply"
    if not good:
        return "no reply satisfies every constraint"
    if not bad:
        return "every reply satisfies every constraint"
    pairs: list[tuple[Sample, Sample]] = []
    for one, other in sorted(product(good, bad), key=lambda pair: abs(len(pair[0].reply) - len(pair[1].reply))):
        if len(pairs) < most and all(
            one.reply != chosen.reply and other.reply != rejected.reply for chosen, rejected in pairs
        ):
            pairs.append((one, other))
    return pairs


def _row(task: Task, chosen: Sample, rejected: Sample) -> Mapping[str, Any]:
    violated = [checked.id for checked in rejected.checked if not checked.strict.satisfied]
    return row(task.messages, (chosen.reply, rejected.reply), task.constraints, violated, task.id)
