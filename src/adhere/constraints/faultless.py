"""What all constraints share that lay down a rule for each word, or for each sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, undecided, violated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span

WORDS = Noun("word", "words")
SENTENCES = Noun("sentence", "sentences")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faultless(ABC):
    """A rule that every unit of a reply keeps; a reply with too few units to show it does not."""

    id: ClassVar[str]
    unit: ClassVar[Noun] = WORDS
    quantity: ClassVar[Quantity] = Quantity.WORDS
    fault: ClassVar[str]
    """What units do that break the rule: "do not start with the next letter"."""
    fewest: ClassVar[int] = 1
    """The fewest units that show the rule: 2 where it compares neighbours."""
    forbids: ClassVar[bool] = False
    """Whether it only forbids something, so that too few units leave it undecided."""

    def units(self, reply: Document) -> Sequence[Span]:
        """Return what the rule is about, in order."""
        return reply.words

    @abstractmethod
    def faults(self, reply: Document) -> Sequence[Span]:
        """Return the units that break the rule, in order."""

    def faults_among(self, reply: Document, units: Sequence[Span]) -> Sequence[Span]:  # noqa: ARG002 - for overriding
        """Return those of ``units`` that break the rule: a type overrides it that would find the units once more."""
        return self.faults(reply)

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by the share of its units that break the rule."""
        units = self.units(reply)
        return self.judge(units, self.faults_among(reply, units) if len(units) >= self.fewest else ())

    def judge(self, units: Sequence[Span], faults: Sequence[Span]) -> Verdict:
        """Judge a reply whose units and faults are known."""
        if len(units) < self.fewest:
            reason = f"{self.unit.counted(len(units))}, too few to show the rule"
            return undecided(reason) if self.forbids else violated(reason)
        if not faults:
            return satisfied(f"none of {self.unit.counted(len(units))} breaks the rule")
        share = (1 + len(faults)) / (2 + len(units))
        reason = f"{len(faults)} of {self.unit.counted(len(units))} {self.fault}"
        return violated(reason, 1 - share, mark(faults, self.fault))

    def domain(self) -> Domain:
        """Ask for as many units as show the rule."""
        return Domain(counts={(self.quantity, ""): Bounds(self.fewest)})
