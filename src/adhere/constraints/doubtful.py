"""What all counts share in which a program cannot tell of each word whether it is meant."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.counted import Counted
from adhere.constraints.judging import undecided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedInDoubt(Counted):
    """A count with a lower and an upper end: the verdict is undecided where the bounds lie between the two."""

    doubt: ClassVar[str]
    """What the doubtful places may be: "may be no pronoun here"."""

    @abstractmethod
    def find_doubtful(self, reply: Document) -> Sequence[Span]:
        """Return the places in ``reply.text`` that may count, without those that ``find`` returns."""

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by all counts that it may have: where they differ in verdict, none is given."""
        if reply.is_empty:
            return Counted.check(self, reply)
        found = list(self.find(reply))
        doubtful = len(self.find_doubtful(reply))
        sure, bounds, noun = len(found), self.bounds, self.noun
        most = sure + doubtful
        all_allowed = bounds.allows(sure) and bounds.allows(most)
        none_allowed = most < bounds.minimum or (bounds.maximum is not None and sure > bounds.maximum)
        if not doubtful or all_allowed or none_allowed:
            return self.judge(sure, self.show(found, sure))
        return undecided(f"{noun.counted(sure)}, {bounds.asks()} asked, and {doubtful} that {self.doubt}")
