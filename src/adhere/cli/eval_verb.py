"""``adhere eval``: measure a model on a suite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from adhere.cli.options import Flag, Json, LimitOptions, ModelOptions, SamplingOptions

if TYPE_CHECKING:
    from adhere.evals import Run


def run(
    model: str,
    /,
    *,
    suite: Literal["generated", "ifeval"] = "generated",
    data: Path | None = None,
    half: Literal["held-out", "train"] | None = None,
    limit: int | None = None,
    suite_seed: int = 0,
    out: Path | None = None,
    html: Path | None = None,
    as_json: Json = False,
    dry_run: Flag = False,
    progress: bool = True,
    loading: ModelOptions = ModelOptions(),
    decoding: SamplingOptions = SamplingOptions(),
    spending: LimitOptions = LimitOptions(),
) -> int:
    """Measure how well a model follows instructions.

    Args:
        model: smollm2-135m, a folder, hf:ORG/NAME, or openai:URL#MODEL.
        suite: which tasks.
        data: file or folder with the tasks of ifeval.
        half: of the generated suite; held-out unless you say otherwise.
        limit: measure only so many tasks.
        suite_seed: of the generated suite.
        out: folder of the run; the same command goes on where it stopped. By default one under runs/.
        html: write a report there.
        as_json: print the figures as JSON.
        dry_run: say what would be measured and what it would cost, and stop.
        progress: show how far it is.
        loading: how the model is loaded.
        decoding: how replies are decoded.
        spending: what may be spent.
    """
    from adhere.api import default_folder
    from adhere.cli.estimates import give_estimate
    from adhere.cli.figures import give_run
    from adhere.cli.progress import progress as showing
    from adhere.cli.terminal import give_json, say
    from adhere.evals import evaluate, load_suite
    from adhere.evals.report import render_run, write

    tasks = load_suite(suite, data=data, half=half, seed=suite_seed, limit=limit)
    sampling = decoding.of(tasks)
    if dry_run:
        give_estimate(model, [("eval", tasks, 1)], sampling, as_json=as_json)
        return 0
    answering = loading.load(model, progress=progress)
    folder = out or default_folder(answering, tasks, sampling)
    with showing(wanted=progress) as on_progress:
        made = evaluate(
            answering, tasks, out=folder, sampling=sampling, limits=spending.limits(), on_progress=on_progress
        )
    if not made.ledger.finished:
        return _exit_code(made)
    if html:
        write(render_run(made), html)
        say(f"report: {html}")
    if as_json:
        give_json({"run": str(made.path), "manifest": made.manifest.to_dict(), "metrics": made.metrics().to_dict()})
    else:
        give_run(made)
    return _exit_code(made)


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
