"""The base tasks: what is asked for, before any constraint."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Half = Literal["train", "held-out"]


@dataclass(frozen=True, slots=True)
class BaseTask:
    """One task without constraints.

    Attributes:
        id: kind and name, unique. kind: of work. prompt: what a user would write.
    """

    id: str
    kind: str
    prompt: str


def base_tasks(half: Half) -> tuple[BaseTask, ...]:
    """Return the base tasks of a half, one of each kind in turn, so that every prefix is balanced over the kinds.

    Which half a base task belongs to is fixed by its place in the file: no seed can move one into the other half.
    """
    text = files("adhere.evals.suites.generated").joinpath("base_tasks.toml").read_text(encoding="utf-8")
    first = 0 if half == "held-out" else 1
    by_kind = [
        [BaseTask(f"{kind}/{name}", kind, prompt) for name, prompt in tasks.items()][first::2]
        for kind, tasks in tomllib.loads(text).items()
    ]
    return tuple(task for round_of_kinds in zip(*by_kind, strict=True) for task in round_of_kinds)
