"""How many verdicts a repair changes on given replies, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.constraints.official import OFFICIAL
from adhere.constraints.repaired.table import REPAIRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """One instruction of a benchmark, as its data have it, and a reply to judge by it."""

    id: str
    kwargs: Mapping[str, object]
    prompt: str
    reply: str


@dataclass(frozen=True, slots=True)
class Flips:
    """Verdicts of one type in both readings, in one mode.

    Attributes:
        judged: verdicts in each reading.
        passed: passes in the official reading.
        to_pass: official failures that the repaired reading passes.
        to_fail: official passes that the repaired reading fails.
    """

    judged: int = 0
    passed: int = 0
    to_pass: int = 0
    to_fail: int = 0

    @property
    def passed_repaired(self) -> int:
        """Passes in the repaired reading."""
        return self.passed + self.to_pass - self.to_fail

    def __add__(self, other: Flips) -> Flips:
        return Flips(
            self.judged + other.judged,
            self.passed + other.passed,
            self.to_pass + other.to_pass,
            self.to_fail + other.to_fail,
        )


def count_flips(asked: Iterable[Asked], *, loose: bool = False) -> dict[str, Flips]:
    """Judge each reply in both readings, and count by type the verdicts that differ.

    Raises:
        UsageError: an id is unknown, or an argument is missing or out of range.
    """
    official = OFFICIAL.loose_verdict if loose else OFFICIAL.verdict
    repaired = REPAIRED.loose_verdict if loose else REPAIRED.verdict
    flips: dict[str, Flips] = {}
    for one in asked:
        given = (one.id, one.kwargs, one.prompt, one.reply)
        before, after = official(*given), repaired(*given)
        flips[one.id] = flips.get(one.id, Flips()) + Flips(1, before, after > before, after < before)
    return flips
