"""The search for a witness: hill climbing on the constraints' own verdicts, from their own witnesses.

It knows no type: what a constraint wants it learns from the witness, the evidence and the partial credit that every
type has, so that a new type takes part as it is.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.drafts import BudgetSpentError, Judge
from adhere.constraints.contradictions.insertions import around, insertions
from adhere.constraints.contradictions.pieces import draw_witness, pieces_of
from adhere.constraints.contradictions.repairs import count_repairs, layouts, repairs, rewordings
from adhere.constraints.contradictions.whole_edits import enclosures, whole_edits
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.constraints.contradictions.drafts import Draft
    from adhere.constraints.protocol import Constraint

_SIDEWAYS = 2
"""Times that a climb may go on from an edit that gains one constraint and loses another."""
_ROUNDS = (0, 2, 4, 8, 16, 32)
"""Places of a kind tried in a text, round by round: none but its ends first, since most go together easily."""


def find_witness(constraints: Sequence[Constraint], topic: str, seed: int, budget: int) -> str | None:
    """Return a text that satisfies all constraints, None where the budget does not reach to find one."""
    search = _Search(constraints, topic, Random(seed), budget)
    try:
        return search.run()
    except BudgetSpentError:
        return None


class _Search:
    def __init__(self, constraints: Sequence[Constraint], topic: str, rng: Random, budget: int) -> None:
        self.constraints = constraints
        self.topic = topic
        self.rng = rng
        self.judge = Judge(constraints, budget)
        self.pieces = [pieces_of(constraint, rng, topic) for constraint in constraints]
        self.words = [[word for piece in pieces for word in Document(piece).word_texts] for pieces in self.pieces]

    def run(self) -> str | None:
        for places in _ROUNDS:
            for constraint in self.constraints:
                start = draw_witness(constraint, self.rng, self.topic)
                draft = self.judge.judge(start) if start is not None else None
                if draft is not None and (top := self.climb(draft, places)) is not None:
                    return top.text
        return None

    def climb(self, draft: Draft, places: int) -> Draft | None:
        """Return the witness that improvements of ``draft`` lead to; None where none improves it any more."""
        sideways = _SIDEWAYS
        while not self.judge.accepts(draft):
            better, aside = self.improve(draft, places)
            if better is None and sideways:
                better, sideways = aside, sideways - 1
            if better is None:
                return None
            draft = better
        return draft

    def improve(self, draft: Draft, places: int) -> tuple[Draft | None, Draft | None]:
        """Return the first edit that satisfies more constraints, else the one with the most partial credit.

        And beside it the best edit that satisfies as many constraints as the draft but others.
        """
        best: Draft | None = None
        aside: Draft | None = None
        for i, verdict in enumerate(draft.verdicts):
            for text in () if verdict.satisfied else self.edits(i, draft, places):
                edited = self.judge.judge(text)
                if edited is None:
                    continue
                if edited.rank > (best or draft).rank:
                    best = edited
                    if best.rank[0] > draft.rank[0]:
                        return best, None
                elif edited.is_beside(draft) and (aside is None or edited.rank > aside.rank):
                    aside = edited
        return best, aside

    def edits(self, i: int, draft: Draft, places: int) -> Iterator[str]:
        """Yield edits that may bring what constraint ``i`` lacks, the likeliest first."""
        document, pieces, rng = draft.document, self.pieces[i], self.rng
        yield from count_repairs(self.constraints[i], document, rng, places)
        yield from rewordings(document, pieces)
        if not places:
            yield from whole_edits(document)
            for piece in pieces:
                yield from around(document.text, piece)
            return
        yield from repairs(draft.verdicts[i], document, self.words[i], rng, places)
        yield from whole_edits(document)
        for piece in pieces:
            yield from enclosures(document, piece)
        for piece in pieces:
            yield from insertions(document, piece, rng, places)
        yield from layouts(document, pieces)
