"""What a proof found: how many texts of each kind, how many errors, and the intervals of their rates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.stats import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.stats import Interval

FAILURES_KEPT = 5
"""Failures of a type that are kept with their texts."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A text on which a checker is wrong, and what shows that it is.

    Attributes:
        source: where the text comes from, such as "mutant, curly quotes".
        spec: the constraint. text: the reply. problem: what is wrong, with the reason of the verdict.
    """

    source: str
    spec: Mapping[str, object]
    text: str
    problem: str


@dataclass(slots=True)
class Tally:
    """How many different texts were judged, and on how many the checker was wrong."""

    texts: int = 0
    errors: int = 0

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval of the rate of errors; None without a text."""
        return wilson(self.errors, self.texts) if self.texts else None

    def to_dict(self) -> dict[str, int | float | None]:
        """Return the counts, the rate and its interval for JSON."""
        low, high = self.interval or (None, None)
        rate = self.errors / self.texts if self.texts else None
        return {"texts": self.texts, "errors": self.errors, "rate": rate, "low": low, "high": high}


@dataclass(slots=True)
class TypeProof:
    """The figures of one constraint type.

    Attributes:
        id: the type's id.
        false_fails: over texts that satisfy the constraint, those that the checker does not call satisfied.
        false_passes: over texts that do not, those that it calls satisfied.
        relations: over texts of unknown truth, those on which verdicts that depend on each other disagree.
        undecided: generated texts of known truth that the checker leaves undecided; no errors, and in no tally.
        sources: texts by where they come from.
        has_oracle: whether generated texts have a known truth.
        failures: the first errors.
    """

    id: str
    has_oracle: bool
    false_fails: Tally = field(default_factory=Tally)
    false_passes: Tally = field(default_factory=Tally)
    relations: Tally = field(default_factory=Tally)
    undecided: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """The errors of all three kinds."""
        return self.false_fails.errors + self.false_passes.errors + self.relations.errors

    @property
    def upper_bound(self) -> float:
        """The greater of the upper ends of the intervals for false passes and false fails."""
        ends = [tally.interval.high if tally.interval else 1.0 for tally in (self.false_fails, self.false_passes)]
        return max(ends)

    def to_dict(self) -> dict[str, object]:
        """Return the figures for JSON."""
        return {
            "id": self.id,
            "false_fails": self.false_fails.to_dict(),
            "false_passes": self.false_passes.to_dict(),
            "relations": self.relations.to_dict(),
            "undecided": self.undecided,
            "has_oracle": self.has_oracle,
            "sources": dict(sorted(self.sources.items())),
            "failures": [
                {"source": each.source, "constraint": each.spec, "text": each.text, "problem": each.problem}
                for each in self.failures
            ],
        }
