"""Relations between verdicts that hold whatever the truth about a text is (metamorphic relations)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.counted import Counted
from adhere.constraints.proof.edits import ALWAYS
from adhere.constraints.protocol import Outcome
from adhere.constraints.readings import check_both
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from random import Random

    from adhere.constraints.protocol import Constraint, Verdict


def broken_relation(constraint: Constraint, text: str, rng: Random) -> str | None:
    """Return what is wrong with the verdicts on ``text``, None where all relations hold.

    The score is 1 exactly when satisfied and 0 when undecided; the verdict is the same when asked again; strict implies
    loose; a wider bound keeps what a narrower one allows; edits that never mean anything change nothing.
    """
    verdict, loose = check_both(constraint, Document(text))
    if not _is_sound(verdict):
        return f"{verdict.outcome} with score {verdict.score}"
    if verdict.satisfied and not loose:
        return "satisfied strict and not loose"
    if constraint.check(Document(text)) != verdict:
        return "another verdict when asked again"
    if isinstance(constraint, Counted) and verdict.satisfied and (wider := _loosened(constraint, rng)):
        again = wider.check(Document(text))
        if again.outcome is Outcome.VIOLATED:
            return f"{verdict.reason}: satisfied; yet {again.reason}: violated"
    edit = rng.choice(ALWAYS)
    edited = constraint.check(Document(edit.apply(text, rng)))
    if edited.outcome is not verdict.outcome:
        return f"{verdict.outcome} ({verdict.reason}); with other {edit.name}: {edited.outcome} ({edited.reason})"
    return None


def _is_sound(verdict: Verdict) -> bool:
    return (
        0 <= verdict.score <= 1
        and (verdict.score == 1) == verdict.satisfied
        and (verdict.score == 0 or verdict.outcome is not Outcome.UNDECIDED)
        and verdict.reason != ""
        and "\n" not in verdict.reason
    )


def _loosened(constraint: Counted, rng: Random) -> Counted | None:
    """Return the constraint with wider bounds; None where there are none."""
    maximum = None if constraint.maximum is None else constraint.maximum + rng.randint(0, 2)
    try:
        return replace(constraint, minimum=max(0, constraint.minimum - rng.randint(0, 2)), maximum=maximum)
    except UsageError:
        return None
