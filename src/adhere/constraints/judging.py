"""The three kinds of verdict, in one call each."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from adhere.constraints.protocol import Evidence, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.text import Document, Span

EVIDENCE_LIMIT = 20
"""Places shown at most: the reason has the count, and a reader stops looking long before."""


def mark(spans: Iterable[Span], note: str) -> tuple[Evidence, ...]:
    """Return the first places as evidence, each with the same note."""
    return tuple([Evidence(span, note) for span in islice(spans, EVIDENCE_LIMIT)])


def satisfied(reason: str, evidence: tuple[Evidence, ...] = ()) -> Verdict:
    """The reply meets the constraint."""
    return Verdict(Outcome.SATISFIED, 1.0, reason, evidence)


def violated(reason: str, score: float = 0.0, evidence: tuple[Evidence, ...] = ()) -> Verdict:
    """The reply does not meet it; ``score`` in [0, 1) says how near it came."""
    return Verdict(Outcome.VIOLATED, score, reason, evidence)


def undecided(reason: str, evidence: tuple[Evidence, ...] = ()) -> Verdict:
    """The reply gives no ground to judge; ``evidence`` shows what leaves it open, where that is a place."""
    return Verdict(Outcome.UNDECIDED, 0.0, reason, evidence)


def judge_absence(reply: Document, found: Iterable[Span], what: str) -> Verdict:
    """Judge a requirement that something is absent; an empty reply leaves it undecided: silence earns nothing."""
    if reply.is_empty:
        return undecided("the reply is empty")
    places = tuple(found)
    if not places:
        return satisfied(f"no {what}")
    return violated(f"{len(places)} x {what}, none asked", 1 / (1 + len(places)), mark(places, what))
