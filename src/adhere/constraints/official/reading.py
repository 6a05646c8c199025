"""The published checkers by id, and the two ways in which a benchmark applies them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.official.arguments import Arguments
from adhere.constraints.official.ifbench import CHECKERS as IFBENCH
from adhere.constraints.official.ifeval import CHECKERS as IFEVAL
from adhere.errors import UsageError
from adhere.text import loose_variants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.official.arguments import Checker

IFEVAL_IDS, IFBENCH_IDS = frozenset(IFEVAL), frozenset(IFBENCH)
OFFICIAL_IDS = IFEVAL_IDS | IFBENCH_IDS
"""The ids that have an official reading."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A checker for each instruction, applied in the two ways of the benchmarks."""

    checkers: Mapping[str, Checker]

    def verdict(self, id: str, kwargs: Mapping[str, object], prompt: str, text: str) -> bool:  # noqa: A002 (the field's)
        """Judge a reply in the strict mode.

        Args:
            id: the instruction's id, such as ``length_constraints:number_words``.
            kwargs: its arguments as the data set has them; those that are None are taken as absent.
            prompt: the prompt that the reply answers.
            text: the reply. An empty or blank one follows nothing.

        Raises:
            UsageError: the id is unknown, or an argument is missing or out of range.
        """
        checker = self.checkers.get(id)
        if checker is None:
            close = get_close_matches(id, self.checkers, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the ids are {', '.join(sorted(self.checkers))}"
            raise UsageError(f"no published checker for {id!r}", hint=hint)
        return checker(Arguments(id, kwargs, prompt), text) and bool(text.strip())

    def loose_verdict(self, id: str, kwargs: Mapping[str, object], prompt: str, text: str) -> bool:  # noqa: A002 (as above)
        """Judge a reply in the loose mode: any of the eight trimmed variants passes.

        Arguments and errors as for ``verdict``.
        """
        return any(self.verdict(id, kwargs, prompt, variant) for variant in dict.fromkeys(loose_variants(text)))


OFFICIAL = Reading(MappingProxyType({**IFEVAL, **IFBENCH}))
"""The verdicts of the published checkers."""
