"""The main job: measure a model, try interventions on the same tasks, and rank them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.errors import AdhereError, UpstreamError, UsageError
from adhere.evals import compare_runs, evaluate
from adhere.evals.limits import Limits, Spent
from adhere.evals.report import Report, Variant, render, write
from adhere.evals.report.content import figures
from adhere.interventions.outcome import Improvement
from adhere.interventions.protocol import Evidence, NotApplicableError
from adhere.interventions.stages import Stage, StagedProgress
from adhere.models import Usage
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adhere.evals import Run, Suite
    from adhere.evals.progress import OnProgress
    from adhere.interventions.protocol import Intervention
    from adhere.models import Model, Sampling


class IncompleteError(AdhereError):
    """A limit was reached before everything was measured; what was measured is kept."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is tried, and on what.

    Attributes:
        held_out: the tasks that every variant is measured on.
        training: the tasks that interventions may learn from; shares no base task with ``held_out``.
        interventions: with different names, none of them ``baseline`` or ``training``.
        sampling: of every run, the seed included.
        limits: of all runs together.
    """

    held_out: Suite
    training: Suite
    interventions: tuple[Intervention, ...]
    sampling: Sampling
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        names = ["baseline", "training", *(intervention.name for intervention in self.interventions)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise UsageError(f"two runs of one experiment are called {twice!r}")
        shared = {task.cluster for task in self.held_out.tasks} & {task.cluster for task in self.training.tasks}
        if shared:
            raise UsageError(f"the training and the held-out tasks share the base task {min(shared)!r}")

    @property
    def learns(self) -> bool:
        """Whether any of the interventions looks at the training tasks."""
        return any(intervention.uses_evidence for intervention in self.interventions)

    def stages(self) -> tuple[Stage, ...]:
        """Return the runs in the order in which they are made."""
        measured = len(self.held_out.tasks)
        return (
            Stage("baseline", measured),
            *((Stage("training", len(self.training.tasks)),) if self.learns else ()),
            *(Stage(intervention.name, measured, intervention.calls) for intervention in self.interventions),
        )


def improve(model: Model, experiment: Experiment, *, out: Path, on_progress: OnProgress | None = None) -> Improvement:
    """Measure ``model`` and every intervention on it, compare them, and write ``report.html`` and ``summary.json``.

    Each run has its folder under ``out/runs``; called again after an interruption, the runs go on where they stopped.

    Raises:
        UsageError: ``out`` holds another experiment.
        UpstreamError: not one task of a run could be measured.
        IncompleteError: a limit was reached.
        AdhereError: the model cannot be reached, or a file cannot be written; what was measured stays in ``out``.
    """
    bench = _Bench(experiment, out, StagedProgress(experiment.stages(), on_progress) if on_progress else None)
    baseline = bench.measure("baseline", model, experiment.held_out)
    training = bench.measure("training", model, experiment.training) if experiment.learns else None
    evidence = Evidence(experiment.training.tasks, training.samples) if training else Evidence()
    recipes: dict[str, Mapping[str, object]] = {}
    variants: list[Variant] = []
    skipped: dict[str, str] = {}
    for intervention in experiment.interventions:
        try:
            recipes[intervention.name] = intervention.recipe(evidence)
            changed = intervention.apply(model, evidence)
        except NotApplicableError as error:
            skipped[intervention.name] = error.message
            bench.skip()
            continue
        run = bench.measure(intervention.name, changed, experiment.held_out)
        variants.append(Variant(intervention.name, intervention.changes.value, run, compare_runs(baseline, run)))
    report = Report(f"What improves {baseline.manifest.model}", baseline, tuple(variants), skipped)
    improvement = Improvement(out, training, figures(report), recipes)
    _write(improvement)
    return improvement


@dataclass(slots=True)
class _Bench:
    """Makes one run after the other within the limits of all."""

    experiment: Experiment
    out: Path
    progress: StagedProgress | None
    stage: int = 0
    made: list[Run] = field(default_factory=list)

    def measure(self, name: str, model: Model, suite: Suite) -> Run:
        run = evaluate(
            model,
            suite,
            out=self.out / "runs" / name,
            sampling=self.experiment.sampling,
            limits=self._allowance(name, model),
            on_progress=self.progress.of(self.stage) if self.progress else None,
        )
        if run.ledger.remaining:
            raise _incomplete(f"{run.manifest.reason}: {name} has {run.ledger.finished} of {run.ledger.tasks} tasks")
        if not run.ledger.finished:
            reason = run.failures[0].error if run.failures else "there is none"
            raise UpstreamError(f"no task of {name} could be measured: {reason}", hint="the same command tries again")
        self.made.append(run)
        self.stage += 1
        return run

    def skip(self) -> None:
        self.stage += 1

    def _allowance(self, name: str, model: Model) -> Limits:
        """Return what the runs so far have left of the limits."""
        limits, price = self.experiment.limits, model.price
        limits.require_price(price)
        used = Spent(
            sum((run.manifest.spent.usage for run in self.made), Usage(calls=0)),
            sum(run.manifest.spent.seconds for run in self.made),
        )
        reached = limits.reached(used, price)
        if reached:
            raise _incomplete(f"{reached} before {name}")
        return Limits(
            tokens=None if limits.tokens is None else limits.tokens - used.tokens,
            seconds=None if limits.seconds is None else limits.seconds - used.seconds,
            dollars=None if limits.dollars is None or price is None else limits.dollars - price.of(used.usage),
        )


def _incomplete(message: str) -> IncompleteError:
    return IncompleteError(message, hint="the same command with a higher limit goes on from there")


def _write(improvement: Improvement) -> None:
    write(render(improvement.figures.report), improvement.report)
    with replacing(improvement.summary) as temporary:
        temporary.write_text(json.dumps(improvement.to_dict(), indent=2) + "\n", encoding="utf-8")
