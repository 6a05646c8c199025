"""``adhere improve``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from adhere.cli.options import LimitOptions, ModelOptions, SamplingOptions, ShowOptions, SuiteOptions

if TYPE_CHECKING:
    from adhere.interventions import Experiment, Improvement

DEFAULT_OUT = Path("improvement")


def run(
    model: str,
    /,
    *,
    out: Path = DEFAULT_OUT,
    limit: int | None = 60,
    training: int = 24,
    interventions: Annotated[tuple[str, ...], Parameter(consume_multiple=True, negative="", show_default=False)] = (),
    measured: SuiteOptions = SuiteOptions(),
    shown: ShowOptions = ShowOptions(),
    loading: ModelOptions = ModelOptions(),
    decoding: SamplingOptions = SamplingOptions(),
    spending: LimitOptions = LimitOptions(),
) -> int:
    """Measure a model, try interventions on the same tasks, rank them, and write a report.

    Args:
        model: smollm2-135m, a folder, hf:ORG/NAME, or openai:URL#MODEL.
        out: folder for report.html, summary.json and the runs; the same command goes on where it stopped.
        limit: measure only so many tasks.
        training: tasks of the training half of generated that interventions may learn from.
        interventions: what to try: system-prompt, in-context-examples, best-of-n. By default all.
        measured: which tasks are measured.
        shown: what is shown.
        loading: how the model is loaded.
        decoding: how replies are decoded.
        spending: what may be spent.
    """
    from adhere.cli.progress import progress
    from adhere.evals import load_suite
    from adhere.interventions.catalogue import CATALOGUE, load
    from adhere.interventions.improvement import Experiment, improve

    held_out = measured.load(limit=limit)
    experiment = Experiment(
        held_out=held_out,
        training=load_suite("generated", half="train", seed=measured.suite_seed, limit=training),
        interventions=tuple(load(name) for name in interventions or CATALOGUE),
        sampling=decoding.of(held_out),
        limits=spending.limits(),
    )
    if shown.dry_run:
        _estimate(model, experiment, as_json=shown.as_json)
        return 0
    answering = loading.load(model, progress=shown.progress)
    with progress(wanted=shown.progress) as on_progress:
        improvement = improve(answering, experiment, out=out, on_progress=on_progress)
    _give(improvement, as_json=shown.as_json)
    return _exit_code(improvement)


def _estimate(model: str, experiment: Experiment, *, as_json: bool) -> None:
    from adhere.cli.estimates import give_estimate

    suites = {"training": experiment.training}
    stages = [(s.label, suites.get(s.label, experiment.held_out), s.calls) for s in experiment.stages()]
    give_estimate(model, stages, experiment.sampling, as_json=as_json)


def _give(improvement: Improvement, *, as_json: bool) -> None:
    from adhere.cli.figures import give_improvement
    from adhere.cli.terminal import give_json

    if as_json:
        give_json(improvement.to_dict())
    else:
        give_improvement(improvement)


def _exit_code(improvement: Improvement) -> int:
    """Return 4 where tasks failed, and say so."""
    from adhere.cli.terminal import say_error

    failed = {run.path.name: len(run.failures) for run in improvement.runs if run.failures}
    if failed:
        counts = ", ".join(f"{count} of {name}" for name, count in failed.items())
        say_error(f"tasks failed: {counts}", "the same command tries them again")
        return 4
    return 0
