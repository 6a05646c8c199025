"""Pairs from what two replies happen to do: constraints are drawn in hindsight, so that one satisfies them.

A small model seldom satisfies what it is asked, and then there is nothing to choose. Of two replies to the same base
task, though, one nearly always does something that the other does not: that is what the prompt of the pair asks for.
Relabelling in hindsight is Zhang et al. 2023 (arXiv 2302.05206), after Andrychowicz et al. 2017 (arXiv 1707.01495).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice
from random import Random
from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.constraints.asking import ask
from adhere.data.constraining import COUNTS, Chooser, draw_without, suited_types
from adhere.errors import UsageError
from adhere.evals.pairs import MadePairs, draw_replies, row
from adhere.evals.suites.generated import base_tasks, half_of
from adhere.models import StopReason
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adhere.constraints import Constraint
    from adhere.evals.progress import OnProgress
    from adhere.evals.samples import Sample
    from adhere.evals.suites.generated import Half
    from adhere.evals.tasks import Suite
    from adhere.models import Model, Sampling

_DRAWS = 8  # of constraints for two replies, before they are given up


def make_hindsight_pairs(
    model: Model, suite: Suite, half: Half, *, samples: int, sampling: Sampling, on_progress: OnProgress | None = None
) -> MadePairs:
    """Draw ``samples`` replies to each task, and pair those of each base task, neighbours in length, none twice.

    The prompt of a pair is the base task with one to three of IFEval's types, in combinations that belong to ``half``:
    the chosen reply satisfies all, the rejected breaks at least one. What was cut at the limit is in no pair.

    Args:
        model: whose replies they are.
        suite: tasks of the suite ``generated``.
        half: that they are of.
        samples: replies to each task.
        sampling: of the replies, and its seed of the constraints.
        on_progress: told of each reply.

    Raises:
        UsageError: the suite is another, which has no base tasks.
    """
    if suite.name != "generated":
        raise UsageError("only the suite generated has base tasks", hint="leave out --hindsight, or --suite")
    prompts = {base.id: base.prompt for base in base_tasks(half)}
    replies: dict[str, list[str]] = defaultdict(list)
    for sample in chain.from_iterable(draw_replies(model, suite, samples, sampling, on_progress).values()):
        if _is_whole(sample) and sample.reply not in replies[sample.cluster]:
            replies[sample.cluster].append(sample.reply)
    maker = _Maker(half, sampling.seed, [reply for said in replies.values() for reply in said])
    rows: list[Mapping[str, Any]] = []
    without: Counter[str] = Counter()
    for base in dict.fromkeys(task.cluster for task in suite.tasks):
        made = list(maker.pairs(base, prompts[base], sorted(replies[base], key=len)))
        rows.extend(made)
        if not made:
            without["no two whole replies" if len(replies[base]) < 2 else "no two replies that differ"] += 1  # noqa: PLR2004 - a pair
    asked = len({task.cluster for task in suite.tasks})
    return MadePairs(tuple(rows), asked, asked - without.total(), dict(without))


def _is_whole(sample: Sample) -> bool:
    return sample.failure is None and sample.is_reply and sample.stop is not StopReason.LENGTH


class _Maker:
    """Draws the constraints; types that were seldom drawn before come more often."""

    def __init__(self, half: Half, seed: int, replies: Sequence[str]) -> None:
        self._half = half
        self._seed = seed
        self._chooser = Chooser([Document(reply) for reply in replies], seed, suited_types(published=True))
        self._count = 0

    def pairs(self, base: str, prompt: str, replies: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for place in range(0, len(replies) - 1, 2):
            two = [Document(reply) for reply in replies[place : place + 2]]
            rng = Random(f"{self._seed}/{base}/{place}")
            orders = (two, two[::-1]) if rng.random() < 1 / 2 else (two[::-1], two)
            made = (self._pair(rng, base, prompt, *order) for order in orders)
            yield from islice((pair for pair in made if pair is not None), 1)

    def _pair(
        self, rng: Random, base: str, prompt: str, chosen: Document, rejected: Document
    ) -> Mapping[str, Any] | None:
        constraints = self._draw(rng, prompt, chosen, rejected)
        if not constraints:
            return None
        self._chooser.added.update(constraint.id for constraint in constraints)
        self._count += 1
        asked = (Message("user", ask(rng, prompt, constraints)),)
        broken = [one.id for one in constraints if not one.check(rejected).satisfied]
        return row(asked, (chosen.raw, rejected.raw), constraints, broken, base)

    def _draw(self, rng: Random, prompt: str, chosen: Document, rejected: Document) -> tuple[Constraint, ...]:
        count = COUNTS[self._count % len(COUNTS)]
        for _ in range(_DRAWS):
            weights = self._chooser.weights(rng, prompt, chosen)
            first = draw_without(rng, {one: weights[one] for one in weights if not one.check(rejected).satisfied}, 1)
            if not first:
                continue
            weights.pop(first[0])
            constraints = (*first, *draw_without(rng, weights, count - 1))
            if half_of(constraints) == self._half:
                return constraints
        return ()
