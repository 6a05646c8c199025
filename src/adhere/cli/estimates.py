"""What a run would cost, before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.cli.progress import duration
from adhere.cli.terminal import give, give_json, give_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.evals import Suite
    from adhere.models import Sampling

CHARACTERS_PER_TOKEN = 4.2
"""English prose under common byte-pair vocabularies; the tokenizer itself is not loaded for an estimate."""

TEMPLATE_TOKENS = 30
"""Tokens of a template around a prompt of one turn."""

TOKENS_PER_SECOND = 240
"""Read and written together, by the local engine with SmolLM2-135M in float32 on two cores with AVX2."""


def give_estimate(model: str, stages: Sequence[tuple[str, Suite, int]], sampling: Sampling, *, as_json: bool) -> None:
    """Print the number of tasks, constraints and tokens of each stage ``(label, tasks, calls per task)``, at most."""
    rows = [_row(label, suite, calls, sampling.max_tokens) for label, suite, calls in stages]
    if as_json:
        give_json({"model": model, "stages": rows})
        return
    local = not model.startswith("openai:")
    if len(rows) > 1:
        keys = ("tasks", "constraints", "prompt_tokens", "new_tokens")
        rows.append({"stage": "together", **{key: sum(int(row[key]) for row in rows) for key in keys}})
    header = ("stage", "tasks", "constraints", "prompt tokens", "new tokens, at most", "time here, at most")
    give_table(header, [_cells(row, local=local) for row in rows])
    if local:
        give(f"\nThe time is that of smollm2-135m on two cores, {TOKENS_PER_SECOND} tokens a second.")


def _cells(row: Mapping[str, str | int], *, local: bool) -> tuple[str, ...]:
    counts = [f"{row[key]:,}" for key in ("tasks", "constraints", "prompt_tokens", "new_tokens")]
    seconds = (int(row["prompt_tokens"]) + int(row["new_tokens"])) / TOKENS_PER_SECOND
    return (str(row["stage"]), *counts, duration(seconds) if local else "unknown")


def _row(label: str, suite: Suite, calls: int, max_tokens: int) -> dict[str, str | int]:
    characters = sum(len(message.content) for task in suite.tasks for message in task.messages)
    return {
        "stage": label,
        "tasks": len(suite.tasks),
        "constraints": sum(len(task.constraints) for task in suite.tasks),
        "prompt_tokens": calls * round(characters / CHARACTERS_PER_TOKEN + TEMPLATE_TOKENS * len(suite.tasks)),
        "new_tokens": calls * max_tokens * len(suite.tasks),
    }
