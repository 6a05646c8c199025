"""What oracles are, and the terms that they share: words as a keyword sees them, counts within bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from adhere.constraints.proof.texts import Plan

Oracle: TypeAlias = "Callable[[Any, Plan], bool | None]"
"""Says whether a plan satisfies a constraint of its type; None where the plan does not tell."""


def folded(plan: Plan) -> list[str]:
    """Return all words in order, whatever their case."""
    return [word.casefold() for word in plan.words]


def parts_of(words: Iterable[str]) -> list[str]:
    """Return the words, joined ones taken apart: what a keyword is compared with."""
    return [part for word in words for part in re.split("[-']", word.casefold())]


def times_of(keyword: str, words: Iterable[str]) -> int | None:
    """Return how often a keyword of one plain word occurs; None for any other keyword."""
    return parts_of(words).count(keyword.casefold()) if keyword.isalpha() else None


def counted(amount: Callable[[Plan], int]) -> Oracle:
    """Return the oracle that asks whether ``amount`` lies within the bounds."""

    def judge(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (a count of any type)
        return within(constraint, amount(plan))

    return judge


def within(constraint: Any, amount: int) -> bool:  # noqa: ANN401 (as above)
    """Whether a count lies between the constraint's minimum and maximum."""
    most: int | None = constraint.maximum
    return bool(constraint.minimum <= amount and (most is None or amount <= most))
