"""In-context examples: the model's own replies that met their constraints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from adhere.chat import Message
from adhere.errors import UsageError
from adhere.evals import ReplyStatus
from adhere.interventions.driving import DrivenModel
from adhere.interventions.protocol import Change, NotApplicableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adhere.chat import Conversation
    from adhere.evals import Sample
    from adhere.interventions.protocol import Evidence, Flow
    from adhere.models import Model, Request


@dataclass(frozen=True, slots=True)
class InContextExamples:
    """Show the model requests together with replies that follow them.

    The demonstrations are the model's own replies to training tasks, kept where every constraint is satisfied
    (rejection sampling, as in RFT, arXiv 2308.01825): nobody has to write them, and they are in the model's own words.

    Attributes:
        k: demonstrations wanted. Fewer are used where fewer training replies are accepted; the model's identity says
            how many of how many.
        longest: replies longer than this many characters are not used: each demonstration is read with every request.
    """

    k: int = 3
    longest: int = 600
    name: str = "in-context-examples"
    changes: ClassVar[Change] = Change.CONTEXT
    calls: ClassVar[int] = 1
    uses_evidence: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.k < 1:
            raise UsageError(f"{self.k} in-context examples", hint="use at least one")

    def recipe(self, evidence: Evidence) -> Mapping[str, object]:
        """Return the demonstrations and their number.

        Raises:
            NotApplicableError: no training reply is accepted.
            UsageError: a reply does not belong to the training half.
        """
        chosen = self._chosen(evidence)
        messages = [turn.to_dict() for turn in _demonstrations(chosen)]
        return {"wanted": self.k, "found": len(chosen), "messages": messages}

    def apply(self, model: Model, evidence: Evidence) -> Model:
        """Return ``model`` behind the demonstrations; raises as ``recipe`` does."""
        turns = _demonstrations(self._chosen(evidence))
        return DrivenModel(model, self.name, self.recipe(evidence), lambda request: _flow(request, turns))

    def _chosen(self, evidence: Evidence) -> tuple[Sample, ...]:
        training = {task.id for task in evidence.tasks}
        strangers = [sample.task for sample in evidence.samples if sample.task not in training]
        if strangers:
            raise UsageError(f"task {strangers[0]!r} is not of the training half, so it cannot become a demonstration")
        chosen = choose(evidence.samples, self.k, longest=self.longest)
        if not chosen:
            raise NotApplicableError(
                f"none of {len(evidence.samples)} training replies can be shown: they break a constraint, are cut off, "
                "or are long",
                hint="give more training tasks (--training N), or leave in-context-examples out",
            )
        return chosen


def choose(samples: Iterable[Sample], k: int, *, longest: int) -> tuple[Sample, ...]:
    """Return at most ``k`` accepted samples that together cover many constraint types, short ones first.

    Greedy set cover: each step takes the sample with the most types not covered yet; ties go to the shorter one, then
    to the lower task id. Once all types are covered, cover starts anew. No two samples share a base task.
    """
    accepted = sorted(
        (s for s in samples if s.strict and s.status is ReplyStatus.ANSWERED and len(s.reply) <= longest),
        key=lambda s: (_length(s), s.task),
    )
    chosen: list[Sample] = []
    covered: set[str] = set()
    while accepted and len(chosen) < k:
        best = max(accepted, key=lambda s: len(_types(s) - covered))
        if covered and _types(best) <= covered:
            covered = set()
            best = accepted[0]
        chosen.append(best)
        covered |= _types(best)
        accepted = [s for s in accepted if s.cluster != best.cluster]
    return tuple(chosen)


def _flow(request: Request, turns: Conversation) -> Flow:
    system = tuple(m for m in request.messages if m.role in {"system", "developer"})
    rest = tuple(m for m in request.messages if m.role not in {"system", "developer"})
    (completion,) = yield [replace(request, messages=(*system, *turns, *rest))]
    return completion


def _demonstrations(samples: Iterable[Sample]) -> Conversation:
    """Return each request with its reply, as the turns of one conversation."""
    turns: list[Message] = []
    for sample in samples:
        turns += [m for m in sample.messages if m.role not in {"system", "developer"}]
        turns.append(Message("assistant", sample.reply))
    return tuple(turns)


def _types(sample: Sample) -> set[str]:
    return {checked.id for checked in sample.checked}


def _length(sample: Sample) -> int:
    return sum(len(m.content) for m in sample.messages) + len(sample.reply)
