"""Draw constraints that go together, for generated tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.catalogue import CATALOGUE, IFEVAL
from adhere.constraints.conflicts import compatible
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    from adhere.constraints.protocol import Constraint

UNSUITED = frozenset({"detectable_format:constrained_response"})
"""Left out unless asked for: fixed answers fit closed questions only."""

_ATTEMPTS = 20


def combine(rng: Random, prompt: str, count: int, *, exclude: Collection[str] = UNSUITED) -> tuple[Constraint, ...]:
    """Draw ``count`` constraints of different types that do not contradict each other, with parameters for ``prompt``.

    The same state of ``rng`` gives the same constraints: the types are IFEval's, whatever else the catalogue gains.

    Raises:
        UsageError: ``exclude`` has an unknown id, or no such combination was found.
    """
    if unknown := sorted(set(exclude) - set(CATALOGUE)):
        raise UsageError(f"unknown constraint {unknown[0]!r} to exclude", hint=f"one of {', '.join(CATALOGUE)}")
    kinds = [kind for id, kind in IFEVAL.items() if id not in exclude]  # noqa: A001 - the field's name for it
    for _ in range(_ATTEMPTS):
        chosen: list[Constraint] = []
        for kind in rng.sample(kinds, len(kinds)):
            if len(chosen) == count:
                break
            drawn = kind.draw(rng, prompt)
            if compatible([*chosen, drawn]):
                chosen.append(drawn)
        if len(chosen) == count:
            return tuple(chosen)
    raise UsageError(f"no {count} constraints go together", hint="ask for fewer, or exclude fewer types")
