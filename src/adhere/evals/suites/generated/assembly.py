"""Tasks from base tasks and constraints: seeded, balanced, and never the same in both halves."""

from __future__ import annotations

import hashlib
import json
from random import Random
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.constraints import combine, dump
from adhere.constraints.asking import ask
from adhere.constraints.combine import UNSUITED
from adhere.errors import UsageError
from adhere.evals.suites.digest import digest
from adhere.evals.suites.generated.base_tasks import base_tasks
from adhere.evals.tasks import Suite, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints import Constraint
    from adhere.evals.suites.generated.base_tasks import BaseTask, Half

VERSION = "1.0"
COUNTS = (1, 2, 1, 3, 1, 2, 1, 4)
"""How many constraints a task gets, in turn: many with one, so that small models can gain and lose."""
ROUNDS = 4
"""How often a base task comes at most, each time with other constraints."""
MAX_TOKENS = 192
DRAWS = 1000


def generated_suite(half: Half, seed: int, limit: int | None) -> Suite:
    """Return a half of the suite.

    Its size is one task for each base task (96); ``limit`` takes a prefix, or goes on with the same base tasks under
    other constraints (up to 384 tasks, four to a cluster). Every prefix is balanced over kinds of work and numbers of
    constraints, and a longer one begins with the shorter.

    Raises:
        UsageError: no such half, or more tasks than there are.
    """
    if half not in ("train", "held-out"):
        raise UsageError(f"the suite 'generated' has no half {half!r}", hint="the halves are train and held-out")
    bases = base_tasks(half)
    size = len(bases) if limit is None else limit
    if size > len(bases) * ROUNDS:
        raise UsageError(
            f"a half of the suite 'generated' has {len(bases) * ROUNDS} tasks, not {size}",
            hint="take a lower limit, or run it with several seeds",
        )
    tasks = tuple(_task(bases, place, half, seed) for place in range(size))
    options = {"half": half, "seed": seed, "limit": limit}
    return Suite("generated", VERSION, digest(tasks), tasks, MAX_TOKENS, options)


def half_of(constraints: Sequence[Constraint]) -> Half:
    """Return the half that a set of constraints belongs to: a coin thrown once for each by a hash of its parameters.

    So no combination of parameters is ever in both halves, whatever the seeds they are drawn with.
    """
    parts = sorted(json.dumps(dump(constraint), sort_keys=True) for constraint in constraints)
    return "train" if hashlib.sha256("\n".join(parts).encode()).digest()[0] & 1 else "held-out"


def _task(bases: Sequence[BaseTask], place: int, half: Half, seed: int) -> Task:
    base, again = bases[place % len(bases)], place // len(bases)
    kinds = len({one.kind for one in bases})
    # The shifts give all numbers of constraints to each kind of work, and other ones to a base task that comes again.
    count = COUNTS[(place + place // kinds + again) % len(COUNTS)]
    name = f"{base.id}/{again + 1}"
    rng = Random(f"generated {VERSION}/{seed}/{name}")
    for _ in range(DRAWS):
        constraints = combine(rng, base.prompt, count, exclude=_unsuited(base))
        if half_of(constraints) == half:
            messages = (Message("user", ask(rng, base.prompt, constraints)),)
            return Task(name, messages, constraints, base.kind, base.id)
    raise AssertionError(f"{DRAWS} draws of {count} constraints for {base.id}, and none of them for {half}")


def _unsuited(base: BaseTask) -> frozenset[str]:
    """Return the types that no task on ``base`` should have: a passage is not repeated within a short reply."""
    return UNSUITED | {"combination:repeat_prompt"} if "\n" in base.prompt else UNSUITED
