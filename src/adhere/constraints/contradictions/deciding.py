"""Deciding: first a proof that there is no reply, then the search for one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.climbing import find_witness
from adhere.constraints.contradictions.decision import Decision, Satisfiability
from adhere.constraints.contradictions.proofs import contradiction
from adhere.constraints.contradictions.sound import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.contradictions.facts import Facts
    from adhere.constraints.protocol import Constraint

BUDGET = 1_800_000
"""Characters that the search judges at most: about three quarters of a second of one core."""
_EXHAUSTIVE = 3
"""Size up to which every subset is tried; beyond, a core is only one that no single member can be taken from."""


def decide(
    constraints: Sequence[Constraint], *, topic: str = "everyday life", seed: int = 0, budget: int = BUDGET
) -> Decision:
    """Say whether one reply can meet all of the constraints.

    Satisfiable is shown by a reply that every ``check`` accepts, unsatisfiable by a contradiction between what the
    checkers demand of every reply; a reply in styled letters (mathematical capitals, ligatures) or with ß is left out
    of account there. The same arguments give the same answer on every machine: no clock is read.

    Args:
        constraints: in any order; none are satisfiable.
        topic: what the witness is about, as far as the constraints leave room.
        seed: of the search.
        budget: characters that the search judges at most; more where witnesses are long.
    """
    ordered = sorted(dict.fromkeys(constraints), key=repr)
    facts = [facts_of(constraint) for constraint in ordered]
    if contradiction(facts) is not None:
        chosen, reason = _core(facts)
        return Decision(Satisfiability.UNSATISFIABLE, None, tuple(ordered[i] for i in chosen), reason)
    witness = find_witness(ordered, topic, seed, budget)
    if witness is None:
        return Decision(Satisfiability.UNDECIDED, None, (), "neither a reply nor a contradiction was found")
    return Decision(Satisfiability.SATISFIABLE, witness, (), "a reply that every checker accepts was found")


def _core(facts: Sequence[Facts]) -> tuple[Sequence[int], str]:
    """Return a smallest set of facts, by index, that contradict each other, and why."""
    indices = range(len(facts))
    for size in range(1, min(_EXHAUSTIVE, len(facts)) + 1):
        for chosen in combinations(indices, size):
            if (reason := contradiction([facts[i] for i in chosen])) is not None:
                return chosen, reason
    kept = list(indices)
    for i in indices:
        rest = [j for j in kept if j != i]
        if contradiction([facts[j] for j in rest]) is not None:
            kept = rest
    return kept, str(contradiction([facts[i] for i in kept]))
