"""The proof of one constraint type: texts whose truth is known, judged by its checker, and the errors counted."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from adhere.constraints.catalogue import dump, find_type
from adhere.constraints.counted import Counted
from adhere.constraints.proof.edits import edits_for
from adhere.constraints.proof.figures import FAILURES_KEPT, Failure, TypeProof
from adhere.constraints.proof.oracles import ORACLES
from adhere.constraints.proof.relations import broken_relation
from adhere.constraints.proof.texts import planned, wild
from adhere.constraints.protocol import Outcome
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.proof.figures import Tally
    from adhere.constraints.protocol import Constraint

PROMPTS = (
    "Write a poem about cats.",
    "Explain photosynthesis to a child",
    "What should I pack for a trip to Norway in winter?",
    "Give me three reasons to learn the piano.",
    "Describe the history of the bicycle; keep it light!",
    "Draft an e-mail to my landlord that says the heating is broken.",
)
TOPICS = (
    *("growing tomatoes", "", "NASA, ESA & JAXA", "The *bold* [x] of C++", "cats", "slow trains in Italy"),
    *("a good night's sleep", "chess openings", "how rainbows form", "l'\u00e9t\u00e9 \u00e0 Paris"),
)
EDITED = 4
"""Edited texts made of each witness."""

ROUNDS = 3
"""Rounds after which a type gives up to find more different texts, as a multiple of those that should be enough."""


def prove_type(id: str, *, texts: int, seed: int = 0) -> TypeProof:  # noqa: A002 - the field's name for it
    """Judge at least ``texts`` different texts that satisfy constraints of the type, and as many that do not.

    Parameters are drawn, and bounds moved beyond what tasks draw. Fewer texts are judged where no more different ones
    can be found. The same seed gives the same texts.

    Raises:
        UsageError: the id is unknown.
    """
    prover = _Prover(id, seed)
    for _ in range(ROUNDS * (texts // EDITED + 1)):
        proof = prover.proof
        if min(proof.false_fails.texts, proof.false_passes.texts) >= texts:
            break
        prover.play_round()
    return prover.proof


class _Prover:
    """Makes texts of one type, judges them, and keeps the books."""

    def __init__(self, id: str, seed: int) -> None:  # noqa: A002 - the field's name for it
        self.kind = find_type(id)
        self.rng = Random(f"{id}:{seed}")
        self.proof = TypeProof(id, has_oracle=id in ORACLES)
        self.seen: set[tuple[str, str]] = set()

    def play_round(self) -> None:
        """Judge a witness, its mutants, edits of both, and two generated texts."""
        rng = self.rng
        constraint = self._draw()
        try:
            witness = constraint.witness(rng, rng.choice(TOPICS))
        except UsageError:
            return  # parameters of which the type says itself that it finds no text for them
        self._judge("witness", constraint, witness, expected=True)
        self._judge_edited("witness", constraint, [witness], expected=True)
        mutants = list(constraint.mutants(witness))
        known = self.proof.false_passes.texts
        for mutant in mutants:
            self._judge("mutant", constraint, mutant, expected=False)
        if mutants and self.proof.false_passes.texts - known <= EDITED:
            self._judge_edited("mutant", constraint, mutants, expected=False)
        self._try_generated(constraint, witness)

    def _draw(self) -> Constraint:
        return _rebounded(self.kind.draw(self.rng, self.rng.choice(PROMPTS)), self.rng)

    def _judge_edited(self, source: str, constraint: Constraint, texts: Sequence[str], *, expected: bool) -> None:
        edits = edits_for(constraint)
        for _ in range(EDITED):
            edit, text = self.rng.choice(edits), self.rng.choice(texts)
            # Now and then one or two more on top of it.
            for each in (edit, *self.rng.sample(edits, self.rng.choice((0, 0, 1, 2)))):
                text = each.apply(text, self.rng)
            self._judge(f"{source}, {edit.name}", constraint, text, expected=expected)

    def _try_generated(self, constraint: Constraint, witness: str) -> None:
        plan = planned(self.rng, constraint)
        oracle = ORACLES.get(constraint.id)
        truth = oracle(constraint, plan) if oracle else None
        if truth is not None:
            self._judge_known(constraint, plan.text, truth=truth)
        self._relate("planned", constraint, plan.text)
        self._relate("wild", constraint, wild(self.rng, constraint, witness))

    def _is_new(self, source: str, constraint: Constraint, text: str) -> bool:
        key = (repr(constraint), text)
        if key in self.seen:
            return False
        self.seen.add(key)
        self.proof.sources[source] += 1
        return True

    def _judge(self, source: str, constraint: Constraint, text: str, *, expected: bool) -> None:
        if not self._is_new(source, constraint, text):
            return
        verdict = constraint.check(Document(text))
        tally = self.proof.false_fails if expected else self.proof.false_passes
        tally.texts += 1
        if verdict.satisfied is not expected:
            self._count_error(tally, source, constraint, text, f"{verdict.outcome}: {verdict.reason}")

    def _judge_known(self, constraint: Constraint, text: str, *, truth: bool) -> None:
        if constraint.check(Document(text)).outcome is Outcome.UNDECIDED:
            self.proof.undecided += 1
        else:
            self._judge("oracle", constraint, text, expected=truth)

    def _relate(self, source: str, constraint: Constraint, text: str) -> None:
        if self._is_new(f"relations, {source}", constraint, f"{source}:{text}"):
            self.proof.relations.texts += 1
            if problem := broken_relation(constraint, text, self.rng):
                self._count_error(self.proof.relations, f"relations, {source}", constraint, text, problem)

    def _count_error(self, tally: Tally, source: str, constraint: Constraint, text: str, problem: str) -> None:
        tally.errors += 1
        if len(self.proof.failures) < FAILURES_KEPT:
            self.proof.failures.append(Failure(source, dump(constraint), text, problem))


def _rebounded(constraint: Constraint, rng: Random) -> Constraint:
    """Return a count with other bounds half of the time: near, open, shut or zero; other constraints as they are."""
    if not isinstance(constraint, Counted) or rng.random() < 1 / 2:
        return constraint
    scale = max(constraint.minimum, constraint.maximum or 0, 1)
    low, width = rng.randint(1, scale + 3), rng.choice((0, 0, 1, 2, scale))
    bounds: Sequence[tuple[int, int | None]] = ((low, None), (0, low), (low, low + width), (0, 0))
    minimum, maximum = rng.choice(bounds)
    try:
        return replace(constraint, minimum=minimum, maximum=maximum)
    except UsageError:
        return constraint
