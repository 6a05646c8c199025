"""The search for a witness: hill climbing on the constraints' own verdicts, from their own witnesses.

It knows no type: what a constraint wants it learns from the witness, the evidence and the partial credit that every
type has, so that a new type takes part as it is.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from adhere.constraints.composing import prose
from adhere.constraints.contradictions.drafts import BudgetSpentError, Judge
from adhere.constraints.contradictions.dressing import dressed
from adhere.constraints.contradictions.everywhere import everywhere, framed, hidden, in_strings
from adhere.constraints.contradictions.insertions import around, insertions, insertions_at
from adhere.constraints.contradictions.mending import mended
from adhere.constraints.contradictions.pieces import draw_witness, pieces_of
from adhere.constraints.contradictions.repairs import count_repairs, layouts, repairs, rewordings
from adhere.constraints.contradictions.whole_edits import enclosures, in_case_of, whole_edits
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.constraints.contradictions.drafts import Draft
    from adhere.constraints.protocol import Constraint

_SIDEWAYS = 2
"""Times that a climb may go on from an edit that gains one constraint and loses another."""
_PATIENCE = 120
"""Edits tried beyond the first that brings partial credit: a better one is worth some waiting, not all of it."""
_ROUNDS = (2, 4, 8, 16, 32)
"""Places of a kind tried in a text, round by round: few first, since most constraints go together easily."""
_TRIES, _LARGEST = 80, 4_000_000
"""Where witnesses are long, the budget is that of so many texts of their length, up to so many characters in all."""
_SHORT = 2
"""Pieces that are put among the words in quotation marks and as code, too."""
_DRAWS = 4
"""Witnesses of each constraint that are judged as they are."""


def find_witness(constraints: Sequence[Constraint], topic: str, seed: int, budget: int) -> str | None:
    """Return a text that satisfies all constraints, None where the budget does not reach to find one."""
    if not constraints:
        return prose(Random(seed), topic)
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
        self.starts: dict[str, Draft] = {}
        self.chained: set[tuple[int, str]] = set()
        self.pieces = [pieces_of(constraint, rng, topic) for constraint in constraints]
        self.words = [[word for piece in pieces for word in Document(piece).word_texts] for pieces in self.pieces]

    def run(self) -> str | None:
        drafts = [draft for _ in range(_DRAWS) for draft in self.draw()]
        for draft in drafts:
            if self.judge.accepts(draft):
                return draft.text
        for piece in (piece for pieces in self.pieces for piece in pieces):
            alone = self.judge.judge(piece)
            if alone is not None and self.judge.accepts(alone):
                return alone.text
        self.judge.allow(min(_TRIES * max(map(len, self.starts), default=0), _LARGEST))
        for draft in drafts[: len(self.constraints)]:
            if (top := self.climb(draft, 0)) is not None:
                return top.text
        for places in _ROUNDS:
            for draft in self.draw():
                if (top := self.climb(draft, places)) is not None:
                    return top.text
        return None

    def draw(self) -> Iterator[Draft]:
        """Yield a witness of each constraint alone; a fixed answer comes again and again."""
        for constraint in self.constraints:
            start = draw_witness(constraint, self.rng, self.topic)
            if start is None:
                continue
            draft = self.starts.get(start) or self.judge.judge(start)
            if draft is not None:
                self.starts[start] = draft
                yield draft

    def climb(self, draft: Draft, places: int) -> Draft | None:
        """Return the witness that improvements of ``draft`` lead to; None where none improves it any more."""
        sideways = _SIDEWAYS
        while not self.judge.accepts(draft):
            better, aside = self.improve(draft, places)
            if not places and (better is None or better.rank[0] == draft.rank[0]):
                return None  # the first round is for what one edit can do
            if better is None and sideways:
                better, sideways = aside, sideways - 1
            if better is None:
                return None
            draft = better
        return draft

    def improve(self, draft: Draft, places: int) -> tuple[Draft | None, Draft | None]:
        """Return the first edit that satisfies more constraints, else one with more partial credit.

        And beside it the best edit that satisfies as many constraints as the draft but others.
        """
        best: Draft | None = None
        aside: Draft | None = None
        patience = _PATIENCE
        for i, verdict in enumerate(draft.verdicts):
            for text in () if verdict.satisfied else self.edits(i, draft, places):
                edited = self.judge.judge_for(i, in_case_of(draft.document, text), draft)
                if edited is None:
                    continue
                if edited.rank > (best or draft).rank:
                    best = edited
                    if best.rank[0] > draft.rank[0]:
                        return best, None
                elif edited.is_beside(draft) and (aside is None or edited.rank > aside.rank):
                    aside = edited
                    if places and (whole := self.mend(edited)) is not None:
                        return whole, None
                patience -= best is not None
                if places and patience <= 0:
                    return best, None
        return best, aside

    def mend(self, draft: Draft) -> Draft | None:
        """Return a witness that the draft becomes when the faults are mended of all that it breaks."""
        for i, verdict in enumerate(draft.verdicts):
            for text in () if verdict.satisfied else self.mended(i, draft):
                edited = self.judge.judge(text)
                if edited is not None and edited.rank[0] > draft.rank[0]:
                    return edited
        return None

    def mended(self, i: int, draft: Draft) -> Iterator[str]:
        """Yield the text of the draft with the faults mended that constraint ``i`` finds, once for each text."""
        if (i, draft.text) not in self.chained:
            self.chained.add((i, draft.text))
            yield from mended(draft.verdicts[i], draft.text, self.words[i], partial(self.judge.ask, i))

    def edits(self, i: int, draft: Draft, places: int) -> Iterator[str]:
        """Yield edits that may bring what constraint ``i`` lacks, the likeliest first."""
        document, pieces, rng = draft.document, self.pieces[i], self.rng
        yield from count_repairs(self.constraints[i], document, rng, places)
        yield from rewordings(document, pieces)
        if not places:
            yield from whole_edits(document)
            for piece in pieces:
                yield from around(document.text, piece)
            yield from everywhere(draft.verdicts[i], document, pieces)
            for piece in pieces:
                yield from hidden(document.text, piece)
                yield from in_strings(document.text, piece)
                yield from framed(document, piece)
                yield from dressed(document, piece)
            return
        yield from self.mended(i, draft)
        yield from insertions_at(draft.verdicts[i], document, pieces)
        yield from everywhere(draft.verdicts[i], document, pieces)
        yield from repairs(draft.verdicts[i], document, self.words[i], rng, places)
        yield from whole_edits(document)
        for piece in pieces:
            yield from enclosures(document, piece)
            yield from dressed(document, piece)
            yield from hidden(document.text, piece)
            yield from in_strings(document.text, piece)
            yield from framed(document, piece)
        for piece in pieces:
            yield from insertions(document, piece, rng, places)
        yield from layouts(document, pieces)
        for piece in pieces[:_SHORT]:
            for marks in ('"', "`"):
                yield from insertions(document, f"{marks}{piece}{marks}", rng, places)
