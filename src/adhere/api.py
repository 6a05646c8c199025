"""The Python calls, with the words of the commands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adhere.chat import Message, read_conversation
from adhere.constraints import Outcome, from_published, load
from adhere.constraints.recognition import recognise as recognise_text
from adhere.constraints.recognition import recognise_conversation
from adhere.errors import AdhereError, UsageError
from adhere.evals import Limits, Suite, Task, compare_runs, load_suite
from adhere.evals.checking import judge
from adhere.evals.manifest import new_manifest
from adhere.evals.notebook import table
from adhere.evals.tasks import Published
from adhere.interventions.catalogue import CATALOGUE
from adhere.interventions.catalogue import load as load_intervention
from adhere.interventions.improvement import Experiment
from adhere.interventions.improvement import improve as run_experiment
from adhere.models import Completion, Sampling, StopReason, Usage, load_model

if TYPE_CHECKING:
    from adhere.chat import Role
    from adhere.constraints import Constraint
    from adhere.constraints.recognition import Recognition
    from adhere.evals import Checked, OnProgress, ReplyStatus, Run, RunComparison, Sample
    from adhere.interventions import Improvement, Intervention
    from adhere.models import Model


@dataclass(frozen=True, slots=True, repr=False)
class CheckResult:
    """The verdicts on one reply, in the order of its constraints."""

    sample: Sample

    @property
    def satisfied(self) -> bool:
        """Whether the reply is one and satisfies every constraint."""
        return self.sample.strict

    @property
    def status(self) -> ReplyStatus:
        """What kind of reply it is."""
        return self.sample.status

    @property
    def checked(self) -> tuple[Checked, ...]:
        """Each constraint with its verdicts, reasons and evidence."""
        return self.sample.checked

    @property
    def violated(self) -> tuple[Checked, ...]:
        """The constraints that the reply violates."""
        return tuple(checked for checked in self.checked if checked.strict.outcome is Outcome.VIOLATED)

    def __repr__(self) -> str:
        kept = sum(checked.strict.satisfied for checked in self.checked)
        reasons = "".join(f"\n  {checked.id}: {checked.strict.reason}" for checked in self.violated)
        return f"<CheckResult: {self.status.value}, {kept} of {len(self.checked)} satisfied>{reasons}"

    def _repr_html_(self) -> str:
        rows = [(c.id, str(dict(c.params)), c.strict.outcome.value, c.strict.reason) for c in self.checked]
        return table(f"Reply: {self.status.value}", ("constraint", "parameters", "verdict", "reason"), rows)


def check(text: str, constraints: Sequence[Constraint | Mapping[str, Any] | str], prompt: str = "") -> CheckResult:
    """Check a reply against constraints.

    Args:
        text: the reply as the model wrote it; reasoning blocks are not checked.
        constraints: each a constraint, ``{"id": ..., "params": {...}}``, ``{"id": ..., "kwargs": {...}}`` as IFEval
            publishes it, or the id of one without parameters.
        prompt: what was asked, for published constraints that repeat it.

    Raises:
        UsageError: there is no constraint, an id is unknown, or a parameter is out of range.
    """
    if isinstance(constraints, str | Mapping):
        raise UsageError("constraints are a list", hint="check(text, [constraint, ...])")
    if not constraints:
        raise UsageError("there is nothing to check: the list of constraints is empty")
    own = tuple(_constraint(requirement, prompt) for requirement in constraints)
    published = tuple(Published(c["id"], c["kwargs"]) for c in constraints if isinstance(c, Mapping) and "kwargs" in c)
    if published and len(published) < len(own):
        published = ()  # the official reading is of all constraints or of none
    task = Task("reply", (Message("user", prompt),), own, kind="", cluster="reply", published=published)
    sample = judge(task, Completion("reply", 0, text, StopReason.STOP, Usage(calls=0)))
    if sample.error is not None:
        raise AdhereError(sample.error)
    return CheckResult(sample)


def _constraint(requirement: Constraint | Mapping[str, Any] | str, prompt: str) -> Constraint:
    if isinstance(requirement, str):
        return load({"id": requirement, "params": {}})
    if not isinstance(requirement, Mapping):
        return requirement
    if "kwargs" in requirement:
        name, kwargs = requirement.get("id"), requirement["kwargs"]
        if not isinstance(name, str) or not isinstance(kwargs, Mapping):
            raise UsageError(f"{dict(requirement)!r} is no constraint", hint='write {"id": "...", "kwargs": {...}}')
        return from_published(name, kwargs, prompt)
    return load(requirement)


def recognise(
    prompt: str | Sequence[Message | Mapping[str, Any]], *, role: Role = "user", least: float = 0.0
) -> Recognition:
    """Return the constraints that a prompt states, and in its own words what else it asks for.

    Args:
        prompt: one message, or a conversation in the shape of the OpenAI chat interface: then what binds the reply to
            its last message.
        role: whose message it is, where it is one.
        least: the confidence in [0, 1] from which a constraint is taken.

    Raises:
        UsageError: the conversation is none.
    """
    if isinstance(prompt, str):
        return recognise_text(prompt, role=role, least=least)
    return recognise_conversation(read_conversation(prompt), least=least)


def evaluate(
    model: Model | str,
    suite: Suite | str = "generated",
    *,
    out: str | Path | None = None,
    limit: int | None = None,
    sampling: Sampling | None = None,
    limits: Limits = Limits(),
    on_progress: OnProgress | None = None,
) -> Run:
    """Measure a model on a suite.

    Args:
        model: a model, or its name.
        suite: a suite, or its name (of ``generated``, the held-out half); ``load_suite`` gives other halves and files.
        out: the folder of the run; by default one under ``runs`` that is named after all that decides the run, so that
            the same call goes on where it stopped.
        limit: measure only so many tasks.
        sampling: how to decode; by default greedy, as long as the suite's tasks need.
        limits: of tokens, time and money.
        on_progress: called after each task.
    """
    from adhere.evals import evaluate as run_evaluation

    chosen = load_suite(suite, limit=limit) if isinstance(suite, str) else suite
    answering = load_model(model) if isinstance(model, str) else model
    decoding = sampling or Sampling(max_tokens=chosen.max_tokens)
    folder = Path(out) if out is not None else default_folder(answering, chosen, decoding)
    return run_evaluation(answering, chosen, out=folder, sampling=decoding, limits=limits, on_progress=on_progress)


def default_folder(model: Model, suite: Suite, sampling: Sampling) -> Path:
    """Return the folder of a run that was given none: equal runs have equal folders."""
    key = json.dumps(new_manifest(model, suite, sampling, Limits()).key(), sort_keys=True)
    name = "".join(c if c.isalnum() or c in "-." else "-" for c in f"{model.name}-{suite.name}")
    return Path("runs") / f"{name[-80:].strip('-.')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def compare(before: Run | str | Path, after: Run | str | Path) -> RunComparison:
    """Compare two runs of one suite, given as runs or by their folders, task by task."""
    from adhere.evals import Run

    first = before if isinstance(before, Run) else Run.open(before)
    second = after if isinstance(after, Run) else Run.open(after)
    return compare_runs(first, second)


def improve(  # noqa: PLR0913 - as many arguments as the command has flags
    model: Model | str,
    suite: Suite | str = "generated",
    *,
    out: str | Path,
    interventions: Sequence[Intervention | str] = tuple(CATALOGUE),
    limit: int | None = 60,
    training: int = 24,
    sampling: Sampling | None = None,
    limits: Limits = Limits(),
    on_progress: OnProgress | None = None,
) -> Improvement:
    """Measure a model and interventions on it, rank them, and write a report.

    Args:
        model: a model, or its name.
        suite: what is measured, or its name (of ``generated``, the held-out half).
        out: the folder for the runs, ``report.html`` and ``summary.json``; the same call goes on where it stopped.
        interventions: what to try, by name or as objects.
        limit: tasks to measure of a suite given by its name.
        training: tasks of the training half of ``generated`` that interventions may learn from.
        sampling: how to decode; by default greedy, as long as the suite's tasks need.
        limits: of tokens, time and money, for all runs together.
        on_progress: called after each task.
    """
    held_out = load_suite(suite, limit=limit) if isinstance(suite, str) else suite
    answering = load_model(model) if isinstance(model, str) else model
    experiment = Experiment(
        held_out=held_out,
        training=load_suite("generated", half="train", limit=training),
        interventions=tuple(load_intervention(i) if isinstance(i, str) else i for i in interventions),
        sampling=sampling or Sampling(max_tokens=held_out.max_tokens),
        limits=limits,
    )
    return run_experiment(answering, experiment, out=Path(out), on_progress=on_progress)
