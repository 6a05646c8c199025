"""Replies with the whole verdict on each: outcome, score, and the places that show it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from adhere.constraints import Outcome, load
from adhere.text import Document

YES, NO, OPEN = Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNDECIDED
OPENS, CLOSES = "\u27e6", "\u27e7"


class Exact(NamedTuple):
    """What a constraint says of a reply.

    Attributes:
        marked: the reply, with each place that the verdict shows as evidence between \u27e6 and \u27e7.
    """

    id: str
    params: dict[str, object]
    marked: str
    outcome: Outcome
    score: float

    @property
    def reply(self) -> str:
        return self.marked.replace(OPENS, "").replace(CLOSES, "")

    @property
    def places(self) -> list[tuple[int, int]]:
        found, opened, at = [], [], 0
        for character in self.marked:
            if character == OPENS:
                opened.append(at)
            elif character == CLOSES:
                found.append((opened.pop(), at))
            else:
                at += 1
        assert not opened
        return sorted(found)


def assert_exact(case: Exact) -> None:
    verdict = load({"id": case.id, "params": case.params}).check(Document(case.reply))
    assert verdict.outcome is case.outcome, verdict.reason
    assert verdict.score == pytest.approx(case.score), verdict.reason
    assert [tuple(evidence.span) for evidence in verdict.evidence] == case.places
