"""What all constraints share that say how every instance of something is written: dates, amounts, times."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from adhere.constraints.domain import Domain
from adhere.constraints.judging import mark, satisfied, undecided, violated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.constraints.bounds import Noun
    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span


class Instance(NamedTuple):
    """A place that the rule is about: whether it keeps the rule, None where a program cannot tell."""

    span: Span
    fits: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conforming(ABC):
    """A rule for every instance of something; a reply without one gives no ground to judge."""

    id: ClassVar[str]
    noun: ClassVar[Noun]

    @abstractmethod
    def instances(self, reply: Document) -> Iterable[Instance]:
        """Return what the rule is about, in order."""

    @abstractmethod
    def asked(self) -> str:
        """Return the rule in few words, for the reason: ``written as YYYY-MM-DD``."""

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by the share of instances that break the rule."""
        found = list(self.instances(reply))
        if not found:
            return undecided(f"no {self.noun.one} in the reply")
        faults = [span for span, fits in found if fits is False]
        asked = self.asked()
        if faults:
            share = (1 + len(faults)) / (2 + len(found))
            reason = f"{len(faults)} of {self.noun.counted(len(found))} not {asked}"
            return violated(reason, 1 - share, mark(faults, f"not {asked}"))
        doubtful = [span for span, fits in found if fits is None]
        if doubtful:
            return undecided(f"{len(doubtful)} of {self.noun.counted(len(found))} may be {asked} or not")
        evidence = mark((span for span, _ in found), self.noun.one)
        return satisfied(f"{self.noun.counted(len(found))} {asked}", evidence)

    def domain(self) -> Domain:
        """Leave all else free."""
        return Domain()
