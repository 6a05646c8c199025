"""``adhere eval``: measure a model on a suite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from adhere.cli.options import LimitOptions, ModelOptions, SamplingOptions, ShowOptions, SuiteOptions

if TYPE_CHECKING:
    from adhere.evals import Run


def run(
    model: str,
    /,
    *,
    half: Literal["held-out", "train"] | None = None,
    limit: int | None = None,
    out: Path | None = None,
    html: Path | None = None,
    measured: SuiteOptions = SuiteOptions(),
    shown: ShowOptions = ShowOptions(),
    loading: ModelOptions = ModelOptions(),
    decoding: SamplingOptions = SamplingOptions(),
    spending: LimitOptions = LimitOptions(),
) -> int:
    """Measure how well a model follows instructions.

    Args:
        model: smollm2-135m, a folder, hf:ORG/NAME, or openai:URL#MODEL.
        half: of the generated suite; held-out unless you say otherwise.
        limit: measure only so many tasks.
        out: folder of the run; the same command goes on where it stopped. By default one under runs/.
        html: write a report there.
        measured: which tasks are measured.
        shown: what is shown.
        loading: how the model is loaded.
        decoding: how replies are decoded.
        spending: what may be spent.
    """
    from adhere.api import default_folder
    from adhere.cli.estimates import give_estimate
    from adhere.cli.progress import progress
    from adhere.evals import evaluate

    suite = measured.load(limit=limit, half=half)
    sampling = decoding.of(suite)
    if shown.dry_run:
        give_estimate(model, [("eval", suite, 1)], sampling, as_json=shown.as_json)
        return 0
    answering = loading.load(model, progress=shown.progress)
    folder = out or default_folder(answering, suite, sampling)
    with progress(wanted=shown.progress) as on_progress:
        made = evaluate(
            answering, suite, out=folder, sampling=sampling, limits=spending.limits(), on_progress=on_progress
        )
    if made.ledger.finished:
        _give(made, html, as_json=shown.as_json)
    return _exit_code(made)


def _give(run: Run, html: Path | None, *, as_json: bool) -> None:
    from adhere.cli.figures import give_run
    from adhere.cli.terminal import give_json, say
    from adhere.evals.report import render_run, write

    if html:
        write(render_run(run), html)
        say(f"report: {html}")
    if as_json:
        give_json({"run": str(run.path), "manifest": run.manifest.to_dict(), "metrics": run.metrics().to_dict()})
    else:
        give_run(run)


def _exit_code(run: Run) -> int:
    """Say what is missing: 3 where the run stopped at a limit, 4 where tasks failed, 0 where all were measured."""
    from adhere.cli.terminal import say_error

    if run.failures:
        first = run.failures[0]
        say_error(
            f"{len(run.failures)} of {run.ledger.tasks} tasks failed; {first.task}: {first.error}",
            "the same command tries them again",
        )
        return 4
    if run.ledger.remaining:
        say_error(
            f"{run.manifest.reason}: {run.ledger.remaining} tasks remain",
            "the same command with a higher limit goes on",
        )
        return 3
    return 0
