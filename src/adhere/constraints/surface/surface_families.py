"""The surface families by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.surface.characters import AsciiOnly, NoDigits, NoEmoji
from adhere.constraints.surface.contractions import NoContractions
from adhere.constraints.surface.leftovers import NoLinks, NoPlaceholder, NoRepeatedSentence
from adhere.constraints.surface.marks import NoEllipsis, NoEmDash, NoExclamation, NoParentheses, NoQuestion
from adhere.constraints.surface.openings import NoFillerClosing, NoFillerOpening
from adhere.constraints.surface.person import NoFirstPerson, NoSecondPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

SURFACE_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            NoFirstPerson,
            NoSecondPerson,
            NoExclamation,
            NoQuestion,
            NoEmDash,
            NoParentheses,
            NoEllipsis,
            NoEmoji,
            AsciiOnly,
            NoDigits,
            NoContractions,
            NoFillerOpening,
            NoFillerClosing,
            NoLinks,
            NoPlaceholder,
            NoRepeatedSentence,
        )
    }
)
"""Types that a user's own prompts need and no benchmark has: reading level, formats of dates and numbers, citations,
surface rules, reply language, lengths, spelling and phrases."""
