"""Pairs from what two replies happen to do: constraints are drawn in hindsight, so that one satisfies them.

A small model seldom satisfies what it is asked, and then there is nothing to choose. Of two replies to the same base
task, though, one nearly always does something that the other does not: that is what the prompt of the pair asks for.
Relabelling in hindsight is Zhang et al. 2023 (arXiv 2302.05206), after Andrychowicz et al. 2017 (arXiv 1707.01495).

What no reply happens to do, a title say, is not learnt from such pairs. So some replies are edited into a form that is
then asked for (see ``adhere.data.shaping``): the edited reply is chosen, the same one as it was is rejected, and the
form is all that tells them apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.constraints.asking import ask
from adhere.data.constraining import COUNTS, Chooser, draw_without, suited_types
from adhere.errors import UsageError
from adhere.evals.apart import tell_apart
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
    model: Model,
    suite: Suite,
    half: Half,
    *,
    samples: int,
    sampling: Sampling,
    edited: float = 0.0,
    on_progress: OnProgress | None = None,
) -> MadePairs:
    """Draw ``samples`` replies to each task, and pair those of each base task, neighbours in length, none twice.

    The prompt of a pair is the base task with one to three of IFEval's types, in combinations that belong to ``half``:
    the chosen reply satisfies all, the rejected breaks at least one. What was cut at the limit is in no pair. Two
    neighbours that are edited make a pair each, with themselves.

    Args:
        model: whose replies they are.
        suite: tasks of the suite ``generated``.
        half: that they are of.
        samples: replies to each task.
        edited: share of the neighbours, in [0, 1], that are tried to be edited into a form that is asked for.
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
    maker = _Maker(half, sampling.seed, edited, [reply for said in replies.values() for reply in said])
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

    def __init__(self, half: Half, seed: int, edited: float, replies: Sequence[str]) -> None:
        self._half = half
        self._seed = seed
        self._edited = edited
        self._chooser = Chooser([Document(reply) for reply in replies], seed, suited_types(published=True))
        self._count = 0

    def pairs(self, base: str, prompt: str, replies: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for place in range(0, len(replies) - 1, 2):
            two = replies[place : place + 2]
            rng = Random(f"{self._seed}/{base}/{place}")
            edited = []
            if self._edited and rng.random() < self._edited:
                edited = [pair for reply in two if (pair := self._with_itself(rng, base, prompt, reply))]
            yield from edited or self._with_each_other(rng, base, prompt, [Document(reply) for reply in two])

    def _with_itself(self, rng: Random, base: str, prompt: str, reply: str) -> Mapping[str, Any] | None:
        """Return the reply, edited into a form, over the same as it was; None where it cannot be edited."""
        for _ in range(_DRAWS):
            count = COUNTS[self._count % len(COUNTS)]
            forms = self._chooser.forms(rng, count)
            text, shaped, constraints = self._chooser.shape(rng, prompt, reply, forms, count)
            if shaped and half_of(constraints) == self._half:
                edited, original = Document(text), Document(reply)
                if all(one.check(original).satisfied for one in constraints):
                    return None
                return self._row(rng, base, prompt, constraints, (edited, original))
        return None

    def _with_each_other(
        self, rng: Random, base: str, prompt: str, two: Sequence[Document]
    ) -> Iterator[Mapping[str, Any]]:
        orders = (two, two[::-1]) if rng.random() < 1 / 2 else (two[::-1], two)
        for chosen, rejected in orders:
            if constraints := self._draw(rng, prompt, chosen, rejected):
                yield self._row(rng, base, prompt, constraints, (chosen, rejected))
                return

    def _row(
        self, rng: Random, base: str, prompt: str, constraints: Sequence[Constraint], pair: tuple[Document, Document]
    ) -> Mapping[str, Any]:
        """Return the pair of the chosen and the rejected reply as it is written, and count its constraints."""
        self._chooser.added.update(constraint.id for constraint in constraints)
        self._count += 1
        asked = (Message("user", ask(rng, prompt, constraints)),)
        broken = [one.id for one in constraints if not one.check(pair[1]).satisfied]
        return row(asked, (pair[0].raw, pair[1].raw), constraints, broken, base)

    def _draw(self, rng: Random, prompt: str, chosen: Document, rejected: Document) -> tuple[Constraint, ...]:
        count = COUNTS[self._count % len(COUNTS)]
        for _ in range(_DRAWS):
            weights = self._chooser.weights(rng, prompt, chosen)
            apart = {one: 1 / (1 + self._chooser.added[one.id]) for one in tell_apart(rng, prompt, chosen, rejected)}
            apart |= {one: worth for one, worth in weights.items() if not one.check(rejected).satisfied}
            first = draw_without(rng, apart, 1)
            if not first:
                continue
            others = {one: worth for one, worth in weights.items() if one.id != first[0].id}
            constraints = (*first, *draw_without(rng, others, count - 1))
            if half_of(constraints) == self._half:
                return constraints
        return ()
