"""How near one sequence comes to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def likeness(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> float:
    """Return the share of the items of both that stand in their longest common subsequence: 1 where they are the same.

    One item added, left out or changed costs the same wherever it stands. In bits of one number for a sequence (Hyyrö
    2004, "Bit-parallel LCS-length computation revisited"), so that a long reply takes linear time.
    """
    places: dict[Hashable, int] = {}
    for i, item in enumerate(wanted):
        places[item] = places.get(item, 0) | 1 << i
    every = free = (1 << len(wanted)) - 1
    for place in filter(None, map(places.get, found)):
        if matched := free & place:
            free = (free + matched | free - matched) & every
    common = len(wanted) - free.bit_count()
    return 2 * common / max(1, len(found) + len(wanted))
