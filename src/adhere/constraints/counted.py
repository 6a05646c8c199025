"""What all constraints share that ask for so many of something."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.bounds import Bounds, Noun, check_bounds
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.wording import absent
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from adhere.constraints.protocol import Evidence, Verdict
    from adhere.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(ABC):
    """A constraint whose reply must hold between ``minimum`` and ``maximum`` of something (no limit where None)."""

    minimum: int = 0
    maximum: int | None = None

    id: ClassVar[str]
    quantity: ClassVar[Quantity]
    least: ClassVar[int] = 0
    """The fewest that a reply can have: 1 of what every reply is made of."""

    def __post_init__(self) -> None:
        """Refuse bounds that are no requirement."""
        check_bounds(self.id, self.bounds, self.least)

    @property
    def bounds(self) -> Bounds:
        """The interval of counts that satisfies."""
        return Bounds(self.minimum, self.maximum)

    def pick(self, rng: Random, slack: int = 3) -> int:
        """Draw a count that satisfies, at most ``slack`` above the fewest."""
        low = max(self.minimum, self.least)
        return rng.randint(low, low + slack if self.maximum is None else min(low + slack, self.maximum))

    @property
    @abstractmethod
    def noun(self) -> Noun:
        """What is counted, in words."""

    @property
    def unwanted(self) -> str:
        """What there must be none of where the maximum is 0, in words: a type overrides it that says more than that."""
        return self.noun.many

    @abstractmethod
    def requests(self) -> tuple[str, ...]:
        """Return the wordings for a maximum above zero."""

    @abstractmethod
    def find(self, reply: Document) -> Iterable[Span]:
        """Return the places in ``reply.text`` that count, in order."""

    @abstractmethod
    def surplus(self, count: int) -> str:
        """Return what, put at the end of a text, adds ``count`` more."""

    def count(self, reply: Document) -> int:
        """Return how many places there are: a type overrides it that can tell without finding them."""
        return sum(1 for _ in self.find(reply))

    def evidence(self, reply: Document, count: int) -> tuple[Evidence, ...]:
        """Show what was found; where it is too much, only what exceeds the maximum."""
        return self.show(self.find(reply), count)

    def show(self, found: Iterable[Span], count: int) -> tuple[Evidence, ...]:
        """Mark the places found, or those beyond the maximum."""
        excess = self.maximum if self.maximum is not None and count > self.maximum else 0
        return mark(islice(found, excess, None), self.noun.one)

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by its count; an empty one fails a minimum and leaves a mere maximum undecided."""
        if reply.is_empty and not self.minimum:
            return undecided("the reply is empty")
        count = self.count(reply)
        return self.judge(count, self.evidence(reply, count) if count else ())

    def judge(self, count: int, evidence: tuple[Evidence, ...]) -> Verdict:
        """Judge a count."""
        bounds = self.bounds
        reason = f"{self.noun.counted(count)}, {bounds.asks()} asked"
        if bounds.allows(count):
            return satisfied(reason, evidence)
        return violated(reason, bounds.score(count), evidence)

    def wordings(self) -> tuple[str, ...]:
        """Return the ways to ask for it; those for none of a thing are the same for all things."""
        return absent(self.unwanted) if self.maximum == 0 else self.requests()

    def mutants(self, text: str) -> Iterator[str]:
        """Take out what exceeds one less than the minimum; add up to one more than the maximum."""
        reply = Document(text)
        found = list(self.find(reply))
        if self.minimum:
            yield replace(reply.text, found[self.minimum - 1 :], "")
        if self.maximum is not None:
            yield reply.text + self.surplus(self.maximum + 1 - len(found))

    def domain(self) -> Domain:
        """Bound the quantity that is counted."""
        return Domain(counts={(self.quantity, ""): self.bounds})
