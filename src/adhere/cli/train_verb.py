"""``adhere train``: a model learns from examples or preferences."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adhere.cli.options import ShowOptions
from adhere.training.recipe import Choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from adhere.data import Dataset
    from adhere.training.fit import Step
    from adhere.training.methods import Method
    from adhere.training.training import Ready, Trained

# Written out, so that `adhere train --help` need not load torch; a test compares them with METHODS.
MethodName = Literal[
    "sft", "dft", "reward", "dpo", "robust-dpo", "normalised-dpo", "ipo", "ipo-averaged", "slic",
    "apo-zero", "apo-down", "simpo", "cpo", "orpo",
]  # fmt: skip


def run(
    method: MethodName,
    recipe: Path | None = None,
    /,
    *,
    out: Path,
    limit: int | None = None,
    parameter: Annotated[dict[str, float] | None, Parameter(name="--parameter")] = None,
    said: Annotated[Choices, Parameter(name="*")] = Choices(),
    shown: ShowOptions = ShowOptions(),
) -> int:
    """Train a model on examples or preferences; the same command goes on where it stopped.

    Args:
        method: how it learns.
        recipe: a TOML file with what the flags below say, and [parameters] of the loss.
        out: folder of the training; the model comes to OUT/model.
        limit: learn from so many examples only.
        parameter: of the loss, such as --parameter.beta 0.1.
        said: what is trained on what, and how.
        shown: what is shown.
    """
    from adhere.cli.terminal import give_json
    from adhere.training.training import train

    made_ready, data = _ready(method, recipe, limit, parameter, said)
    if not shown.as_json:
        _give_plan(made_ready, data)
    if shown.dry_run:
        if shown.as_json:
            give_json(_plan(made_ready, data))
        return 0
    result = train(made_ready, out, on_step=_reporter(made_ready.steps) if shown.progress else lambda _: None)
    if shown.as_json:
        give_json({**_plan(made_ready, data), "result": asdict(result)})
    else:
        _give_result(result)
    return 0


def _ready(
    method: str, path: Path | None, limit: int | None, parameter: dict[str, float] | None, said: Choices
) -> tuple[Ready, Dataset]:
    from adhere.data import read_examples
    from adhere.errors import UsageError
    from adhere.training.methods import METHODS
    from adhere.training.recipe import Recipe
    from adhere.training.training import Plan, make_ready

    chosen: Method = METHODS[method]
    flags = Recipe(**asdict(said), parameters=parameter)
    recipe = flags.over(Recipe.load(path)) if path else flags
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
    )
    return make_ready(plan), data


def _folder(model: str) -> Path:
    from adhere.cli.progress import downloading
    from adhere.models.load import find_folder

    with downloading(wanted=True) as on_progress:
        return find_folder(model, on_progress=on_progress)


def _plan(ready: Ready, data: Dataset) -> dict[str, object]:
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
        "memory_gigabytes": round(_memory(ready) / 1e9, 1),
    }


def _memory(ready: Ready) -> int:
    """Return bytes of weights, gradients and moments, and of the activations of one pack, roughly."""
    parameters = sum(weight.numel() for weight in ready.model.parameters())
    config = ready.model.config.get_text_config()
    per_token = 4 * config.num_hidden_layers * (14 * config.hidden_size + 3 * config.intermediate_size)
    tokens = max(ready.plan.settings.pack_tokens, *(tree.size for tree in ready.training.trees))
    return int(16 * parameters + tokens * (per_token + 8 * config.vocab_size))


def _give_plan(ready: Ready, data: Dataset) -> None:
    from adhere.cli.terminal import say

    plan = _plan(ready, data)
    say(f"{data.path}: {data.format}, {len(data.examples)} examples")
    for reason, count in data.reasons.items():
        say(f"  {count} rows rejected: {reason}")
    for reason, count in ready.training.left_out.items():
        say(f"  {count} examples left out: {reason}")
    if ready.training.cut:
        say(f"  {ready.training.cut} sequences cut at {ready.plan.settings.longest} tokens")
    say(
        f"{plan['method']} ({plan['source']}): {plan['examples']} examples, {plan['held_out']} held out, "
        f"{plan['tokens']:,} tokens an epoch, {plan['learnt_tokens']:,} of them learnt; {plan['steps']} steps, "
        f"about {plan['memory_gigabytes']} GB"
    )
    if not plan["learning_rate_is_usual"]:
        low, high = ready.plan.method.rates
        say(f"warning: the learning rate {plan['learning_rate']:g} is outside of what is usual: {low:g} to {high:g}")


def _reporter(steps: int) -> Callable[[Step], None]:
    import time

    from adhere.cli.progress import duration
    from adhere.cli.terminal import say

    began, first = time.monotonic(), -1

    def show(step: Step) -> None:
        nonlocal first
        if step.is_look:
            say(f"held out after step {step.step}: loss {step.loss:.4f}{_metrics(step)}")
            return
        first = step.step - 1 if first < 0 else first
        left = (time.monotonic() - began) / (step.step - first) * (steps - step.step)
        rate = step.tokens / step.seconds
        say(
            f"step {step.step}/{steps}: loss {step.loss:.4f}{_metrics(step)}, gradient {step.gradient_norm:.2f}, "
            f"{rate:.0f} tokens/s, {duration(left)} left"
        )

    return show


def _metrics(step: Step) -> str:
    return "".join(f", {name.replace('_', ' ')} {value:.3f}" for name, value in step.metrics.items())


def _give_result(result: Trained) -> None:
    from adhere.cli.terminal import give

    held_out = "" if result.held_out_loss is None else f", held out {result.held_out_loss:.4f}"
    give(f"loss {result.first_loss:.4f} to {result.last_loss:.4f}{held_out}, weights of step {result.best_step}")
    give(f"model: {result.model}")
