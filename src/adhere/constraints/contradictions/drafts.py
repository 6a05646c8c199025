"""Drafts: texts on the way to a witness, judged by every constraint and ranked by what they lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.protocol import Constraint, Verdict

_FIXED_COST = 150
"""What a text costs besides its characters: parsing and checking even an empty one takes time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and what the constraints say about it.

    Attributes:
        document: the text, parsed.
        verdicts: one for each constraint, in their order.
        rank: how many are satisfied, and the sum of the partial credits; the higher the nearer to a witness.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    rank: tuple[int, float]

    @property
    def text(self) -> str:
        """The reply as constraints see it."""
        return self.document.text

    def is_beside(self, other: Draft) -> bool:
        """Whether it satisfies as many constraints as the other, but not the same."""
        pairs = zip(self.verdicts, other.verdicts, strict=True)
        return self.rank[0] == other.rank[0] and any(one.satisfied != two.satisfied for one, two in pairs)


class BudgetSpentError(Exception):
    """The search has judged as much text as it may."""


class Judge:
    """Judges each text once, and as much text as the budget allows: so the search ends at the same place everywhere.

    Args:
        constraints: what a witness must satisfy.
        budget: characters to judge, the parsing of each text counted as 150 more.
    """

    def __init__(self, constraints: Sequence[Constraint], budget: int) -> None:
        self.constraints = constraints
        self._left = budget
        self._seen: set[str] = set()
        self._futile: set[tuple[int, str]] = set()

    def allow(self, budget: int) -> None:
        """Raise what is left of the budget to this, where it is less."""
        self._left = max(self._left, budget)

    def judge(self, text: str) -> Draft | None:
        """Return the text judged; None where it was judged before.

        Raises:
            BudgetSpentError: the budget does not reach.
        """
        if text in self._seen:
            return None
        self._spend(len(text) + _FIXED_COST)
        document = Document(text)
        return self._judged(text, document, tuple(each.check(document) for each in self.constraints))

    def judge_for(self, wanted: int, text: str, draft: Draft) -> Draft | None:
        """Return the text judged; None where it was before, or brings the constraint of this index no nearer.

        That one is asked first: of most edits it alone decides, and the others need not be.

        Raises:
            BudgetSpentError: the budget does not reach.
        """
        if text in self._seen or (wanted, text) in self._futile:
            return None
        self._spend((len(text) + _FIXED_COST) // len(self.constraints))
        document = Document(text)
        first = self.constraints[wanted].check(document)
        if not first.satisfied and first.score <= draft.verdicts[wanted].score:
            self._futile.add((wanted, text))
            return None
        self._spend((len(text) + _FIXED_COST) * (len(self.constraints) - 1) // len(self.constraints))
        verdicts = (first if i == wanted else each.check(document) for i, each in enumerate(self.constraints))
        return self._judged(text, document, tuple(verdicts))

    def ask(self, wanted: int, text: str) -> Verdict:
        """Return what the constraint of this index alone says of the text.

        Raises:
            BudgetSpentError: the budget does not reach.
        """
        self._spend((len(text) + _FIXED_COST) // (2 * len(self.constraints)))
        return self.constraints[wanted].check(Document(text))

    def _spend(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            raise BudgetSpentError

    def _judged(self, text: str, document: Document, verdicts: tuple[Verdict, ...]) -> Draft:
        self._seen.add(text)
        passed = sum(verdict.satisfied for verdict in verdicts)
        return Draft(document, verdicts, (passed, sum(verdict.score for verdict in verdicts)))

    def accepts(self, draft: Draft) -> bool:
        """Whether every constraint is satisfied."""
        return draft.rank[0] == len(self.constraints)
