"""Best of n: several replies, and the constraint checkers choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.readings import check_strict
from adhere.errors import UsageError
from adhere.evals.statuses import reply_status
from adhere.interventions.driving import DrivenModel
from adhere.interventions.protocol import Change
from adhere.interventions.seeds import derive
from adhere.models import StopReason
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.constraints import Constraint
    from adhere.interventions.protocol import Evidence, Flow
    from adhere.models import Completion, Model, Request


@dataclass(frozen=True, slots=True)
class BestOfN:
    """Draw replies until one satisfies every constraint, at most ``n``; otherwise keep the one that comes closest.

    The first candidate is the reply that the request asks for, so that by the same checkers a reply is never worse than
    the inner model's. The others are sampled only where that one fails: a candidate that satisfies everything cannot be
    beaten, so stopping there chooses as drawing all ``n`` would, for less.

    Attributes:
        n: candidates.
        temperature: of all candidates but the first. top_p: their nucleus mass.
    """

    n: int = 4
    temperature: float = 0.8
    top_p: float = 0.95
    name: str = "best-of-n"
    changes: ClassVar[Change] = Change.DECODING
    uses_evidence: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.n < 1:
            raise UsageError(f"best of {self.n} candidates", hint="draw at least one")

    @property
    def calls(self) -> int:
        """All candidates."""
        return self.n

    def recipe(self, evidence: Evidence) -> Mapping[str, object]:  # noqa: ARG002 - the checkers are the evidence
        """Return the parameters."""
        return {"n": self.n, "temperature": self.temperature, "top_p": self.top_p}

    def apply(self, model: Model, evidence: Evidence) -> Model:
        """Return ``model`` with the checkers choosing among its replies."""
        return DrivenModel(model, self.name, self.recipe(evidence), self._flow)

    def _flow(self, request: Request) -> Flow:
        (first,) = yield [request]
        best = _score(first, request.constraints)
        if self.n == 1 or best[0] == len(request.constraints):
            return first
        seed = derive(request.sampling.seed, self.name)
        sampling = replace(request.sampling, temperature=self.temperature, top_p=self.top_p, seed=seed)
        others = yield [replace(request, n=self.n - 1, sampling=sampling)]
        # `max` returns the first of equals: ties go to the earlier candidate.
        return max((first, *others), key=lambda completion: _score(completion, request.constraints))


def _score(completion: Completion, constraints: Sequence[Constraint]) -> tuple[int, float]:
    """Return the number of constraints satisfied, and the sum of their partial credit."""
    document = Document(completion.text, truncated=completion.stop is StopReason.LENGTH)
    if not reply_status(completion.stop, document).is_reply:
        return (0, 0.0)
    verdicts = [check_strict(constraint, document) for constraint in constraints]
    return (sum(v.satisfied for v in verdicts), sum(v.score for v in verdicts))
