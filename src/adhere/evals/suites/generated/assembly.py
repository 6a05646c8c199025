"""Tasks from base tasks and constraints: seeded, balanced, and never the same in both halves."""

from __future__ import annotations

import hashlib
import json
from random import Random
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.constraints import combine, dump
from adhere.constraints.combine import UNSUITED
from adhere.errors import UsageError
from adhere.evals.suites.digest import digest
from adhere.evals.suites.generated.base_tasks import base_tasks
from adhere.evals.suites.generated.rendering import render
from adhere.evals.tasks import Suite, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints import Constraint
    from adhere.evals.suites.generated.base_tasks import BaseTask, Half

VERSION = "1.0"
COUNTS = (1, 2, 3, 4)
"""How many constraints a task gets: each base task comes once with each, in turn."""
MAX_TOKENS = 160
DRAWS = 1000


def generated_suite(half: Half, seed: int, limit: int | None) -> Suite:
    """Return a half of the suite.

    Its size is one task for each base task (96); ``limit`` takes a prefix, or goes on with the base tasks under other
    numbers of constraints (up to 384 tasks, four to a cluster). Every prefix is balanced over kinds of work and over
    numbers of constraints, and no longer prefix changes a shorter one.

    Raises:
        UsageError: no such half, or more tasks than there are.
    """
    if half not in ("train", "held-out"):
        raise UsageError(f"the suite 'generated' has no half {half!r}", hint="the halves are train and held-out")
    bases = base_tasks(half)
    size = len(bases) if limit is None else limit
    if size > len(bases) * len(COUNTS):
        raise UsageError(
            f"a half of the suite 'generated' has {len(bases) * len(COUNTS)} tasks, not {size}",
            hint="take both seeds 0 and 1, or a lower limit",
        )
    tasks = tuple(_task(bases[place % len(bases)], half, seed, _count(place, bases)) for place in range(size))
    options = {"half": half, "seed": seed, "limit": limit}
    return Suite("generated", VERSION, digest(tasks), tasks, MAX_TOKENS, options)


def half_of(constraints: Sequence[Constraint]) -> Half:
    """Return the half that a set of constraints belongs to: a coin thrown once for each by a hash of its parameters.

    So no combination of parameters is ever in both halves, whatever the seeds they are drawn with.
    """
    parts = sorted(json.dumps(dump(constraint), sort_keys=True) for constraint in constraints)
    return "train" if hashlib.sha256("\n".join(parts).encode()).digest()[0] & 1 else "held-out"


def _count(place: int, bases: Sequence[BaseTask]) -> int:
    """Return the number of constraints of the task at ``place``: all numbers in turn, for each kind of work too."""
    kinds = len({base.kind for base in bases})
    return COUNTS[(place + place // kinds + place // len(bases)) % len(COUNTS)]


def _task(base: BaseTask, half: Half, seed: int, count: int) -> Task:
    name = f"{base.id}/{count}"
    rng = Random(f"generated {VERSION}/{seed}/{name}")
    for _ in range(DRAWS):
        constraints = combine(rng, base.prompt, count, exclude=_unsuited(base))
        if half_of(constraints) == half:
            messages = (Message("user", render(rng, base.prompt, constraints)),)
            return Task(name, messages, constraints, base.kind, base.id)
    raise AssertionError(f"{DRAWS} draws of {count} constraints for {base.id}, and none of them for {half}")


def _unsuited(base: BaseTask) -> frozenset[str]:
    """Return the types that no task on ``base`` should have: a passage is not repeated within a short reply."""
    return UNSUITED | {"combination:repeat_prompt"} if "\n" in base.prompt else UNSUITED
