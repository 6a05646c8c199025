"""``adhere train``: a model learns from examples or preferences."""

from __future__ import annotations

import os
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from adhere.cli.options import ShowOptions
from adhere.training.recipe import Choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.data import Dataset
    from adhere.evals import Suite
    from adhere.training.doctor.cost import Machine
    from adhere.training.fit import Examine, Step
    from adhere.training.methods import Method
    from adhere.training.ranks import Ranks
    from adhere.training.recipe import Recipe
    from adhere.training.training import Ready, Trained

# Written out, so that `adhere train --help` need not load torch; a test compares them with METHODS.
MethodName = Literal[
    "sft", "dft", "reward", "process-reward", "dpo", "robust-dpo", "normalised-dpo", "ipo", "ipo-averaged", "slic",
    "apo-zero", "apo-down", "kto", "simpo", "cpo", "orpo",
]  # fmt: skip
LogName = Literal["csv", "tensorboard", "trackio"]


def run(
    method: MethodName,
    recipe: Path | None = None,
    /,
    *,
    out: Path,
    limit: int | None = None,
    shard: bool = False,
    parameter: Annotated[dict[str, float] | None, Parameter(name="--parameter")] = None,
    unseen: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    log: Annotated[tuple[LogName, ...], Parameter(negative="")] = (),
    said: Annotated[Choices, Parameter(name="*")] = Choices(),
    shown: ShowOptions = ShowOptions(),
) -> int:
    """Train a model on examples or preferences; the same command goes on where it stopped.

    Started by torchrun, several processes share the work.

    Args:
        method: how it learns.
        recipe: a TOML file with what the flags below say, and [parameters] of the loss.
        out: folder of the training; the model comes to OUT/model.
        limit: learn from so many examples only.
        shard: hold the model in parts on torchrun's processes (FSDP2), instead of a copy on each.
        parameter: of the loss, such as --parameter.beta 0.1.
        unseen: evaluation whose prompts must not be learnt: a suite's name or a file; may come several times.
        log: where the curve goes besides OUT/curve.jsonl; may come several times.
        said: what is trained on what, and how.
        shown: what is shown.
    """
    from adhere.training.ranks import joined

    with joined() as ranks, _speaking(only=ranks.is_first):
        made_ready, data, tasks = _ready(method, recipe, limit, parameter, said, ranks, shard=shard)
        return _run(made_ready, data, tasks, out, unseen, log, shown)


@contextmanager
def _speaking(*, only: bool) -> Iterator[None]:
    """Let what is printed pass, or drop it: what every process would say is said once."""
    if only:
        yield
        return
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def _run(
    made_ready: Ready,
    data: Dataset,
    tasks: Suite | None,
    out: Path,
    unseen: tuple[str, ...],
    log: tuple[LogName, ...],
    shown: ShowOptions,
) -> int:
    from adhere.cli.terminal import give_json
    from adhere.cli.train_checkup import give_checkup, look, say_warnings
    from adhere.evals.examination import Examination
    from adhere.training.doctor.cost import Machine

    machine = Machine.of(made_ready.model)
    checkup = look(made_ready, data, unseen, machine)
    plan = {**_plan(made_ready, data, machine), **checkup.to_dict()}
    if not shown.as_json:
        _say_plan(plan, made_ready, data)
    exit_code = int(made_ready.ranks.told([checkup.exit_code])[0])  # machines may differ: all go on, or none does
    if shown.dry_run or exit_code:
        if shown.as_json:
            give_json(plan)
        else:
            give_checkup(checkup)
        return exit_code
    if not shown.as_json:
        say_warnings(checkup)
    examine = None if tasks is None else Examination(made_ready, tasks, out)
    result = _train(made_ready, out, examine, log, progress=shown.progress)
    if shown.as_json:
        give_json({**plan, "result": asdict(result)})
    else:
        _give_result(result)
    return 0


def _train(ready: Ready, out: Path, examine: Examine | None, logs: tuple[LogName, ...], *, progress: bool) -> Trained:
    """Train, show how far it is, and leave the logs and the picture of the curve behind."""
    from contextlib import ExitStack

    from adhere.cli.train_progress import training_progress
    from adhere.evals.report.curve import write_picture
    from adhere.training.logs import LOGS
    from adhere.training.record import Curve
    from adhere.training.training import train

    with ExitStack() as stack:
        told = [LOGS[name](out) for name in dict.fromkeys(logs) if ready.ranks.is_first]
        for log in told:
            stack.callback(log.close)
        show = stack.enter_context(training_progress(wanted=progress))

        def note(step: Step) -> None:
            show(step)
            for log in told:
                log.add(step)

        result = train(ready, out, on_step=note, examine=examine)
    if ready.ranks.is_first:
        write_picture(Curve(out / "curve.jsonl").steps(), out / "curve.svg")
    return result


def _ready(
    method: str,
    path: Path | None,
    limit: int | None,
    parameter: dict[str, float] | None,
    said: Choices,
    ranks: Ranks,
    *,
    shard: bool,
) -> tuple[Ready, Dataset, Suite | None]:
    from adhere.data import read_examples
    from adhere.errors import UsageError
    from adhere.training.methods import METHODS
    from adhere.training.recipe import Recipe
    from adhere.training.training import Plan, make_ready

    chosen: Method = METHODS[method]
    flags = Recipe(**asdict(said), parameters=parameter)
    recipe = flags.over(Recipe.load(path)) if path else flags
    recipe.require_method(method)
    if recipe.model is None or recipe.data is None:
        missing = "model" if recipe.model is None else "data"
        raise UsageError(f"no {missing} is named", hint=f"give --{missing}, or {missing} in the recipe")
    data = read_examples(recipe.data, format=recipe.format)
    plan = Plan(
        base=_folder(recipe.model),
        method=chosen,
        settings=recipe.settings(chosen.learning_rate),
        examples=data.of(chosen.learns_from)[:limit],
        held_out=0.05 if recipe.held_out is None else recipe.held_out,
        turns=recipe.learnt_turns(),
        template=recipe.template,
        dtype=recipe.precision(),
        lora=recipe.adapters(),
        new_tokens=recipe.new_tokens or (),
        recompute=bool(recipe.recompute),
        shard=shard,
    )
    return make_ready(plan, ranks), data, _tasks(recipe)


def _tasks(recipe: Recipe) -> Suite | None:
    """Return the tasks that the model answers at each look: of the training half, so that the other half judges it."""
    from adhere.evals import load_suite

    return load_suite("generated", half="train", limit=recipe.answer_tasks) if recipe.answer_tasks else None


def _folder(model: str) -> Path:
    from adhere.cli.progress import downloading
    from adhere.models.load import find_folder

    with downloading(wanted=True) as on_progress:
        return find_folder(model, on_progress=on_progress)


def _plan(ready: Ready, data: Dataset, machine: Machine) -> dict[str, object]:
    from adhere.training.doctor import cost

    low, high = ready.plan.method.rates
    rate = ready.plan.settings.learning_rate
    return {
        "method": ready.plan.method.title,
        "source": ready.plan.method.source,
        "data": str(data.path),
        "format": data.format,
        "rejected_rows": dict(data.reasons),
        "left_out": dict(ready.training.left_out),
        "cut": ready.training.cut,
        "examples": len(ready.training.trees),
        "held_out": len(ready.held_out.trees) if ready.held_out else 0,
        "tokens": ready.training.tokens,
        "learnt_tokens": ready.training.learnt,
        "steps": ready.steps,
        "learning_rate": rate,
        "learning_rate_is_usual": low <= rate <= high,
        "memory_gigabytes": round(cost.memory(ready).total / 1e9, 1),
        "seconds": round(cost.seconds(ready, machine)),
    }


def _say_plan(plan: dict[str, Any], ready: Ready, data: Dataset) -> None:
    from adhere.cli.progress import duration
    from adhere.cli.terminal import say

    say(f"{data.path}: {data.format}, {len(data.examples)} examples")
    for reason, count in data.reasons.items():
        say(f"  {count} rows rejected: {reason}")
    for reason, count in ready.training.left_out.items():
        say(f"  {count} examples left out: {reason}")
    say(
        f"{plan['method']} ({plan['source']}): {plan['examples']} examples, {plan['held_out']} held out, "
        f"{plan['tokens']:,} tokens an epoch, {plan['learnt_tokens']:,} of them learnt; {plan['steps']} steps, "
        f"about {plan['memory_gigabytes']} GB and {duration(plan['seconds'])}"
    )


def _give_result(result: Trained) -> None:
    from adhere.cli.terminal import give

    held_out = "" if result.held_out_loss is None else f", held out {result.held_out_loss:.4f}"
    give(f"loss {result.first_loss:.4f} to {result.last_loss:.4f}{held_out}, weights of step {result.best_step}")
    give(f"model: {result.model}")
    give(f"curve: {result.out}/curve.svg")
