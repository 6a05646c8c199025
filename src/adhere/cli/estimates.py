"""What a run would cost, before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.cli.progress import duration
from adhere.cli.terminal import give, give_json, give_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.evals import Suite
    from adhere.models import Sampling

CHARACTERS_PER_TOKEN = 4.2
"""English prose under common byte-pair vocabularies; the tokenizer itself is not loaded for an estimate."""

TEMPLATE_TOKENS = 30
"""Tokens of a template around a prompt of one turn."""

TOKENS_PER_SECOND = 250
"""New tokens of the local engine with SmolLM2-135M on two cores; endpoints tell nobody beforehand."""


def give_estimate(model: str, stages: Sequence[tuple[str, Suite, int]], sampling: Sampling, *, as_json: bool) -> None:
    """Print the number of tasks, constraints and tokens of each stage ``(label, tasks, calls per task)``, at most."""
    rows = [_row(label, suite, calls, sampling.max_tokens) for label, suite, calls in stages]
    if as_json:
        give_json({"model": model, "stages": rows})
        return
    header = ("stage", "tasks", "constraints", "prompt tokens", "new tokens, at most", "time here, at most")
    local = not model.startswith("openai:")
    cells = [
        (
            str(row["stage"]),
            *(f"{row[key]:,}" for key in ("tasks", "constraints", "prompt_tokens", "new_tokens")),
            duration(int(row["new_tokens"]) / TOKENS_PER_SECOND) if local else "unknown",
        )
        for row in rows
    ]
    give_table(header, cells)
    if local:
        give(f"\nThe time is that of smollm2-135m on two cores, {TOKENS_PER_SECOND} new tokens a second.")


def _row(label: str, suite: Suite, calls: int, max_tokens: int) -> dict[str, str | int]:
    characters = sum(len(message.content) for task in suite.tasks for message in task.messages)
    return {
        "stage": label,
        "tasks": len(suite.tasks),
        "constraints": sum(len(task.constraints) for task in suite.tasks),
        "prompt_tokens": calls * round(characters / CHARACTERS_PER_TOKEN + TEMPLATE_TOKENS * len(suite.tasks)),
        "new_tokens": calls * max_tokens * len(suite.tasks),
    }
