"""Places that must follow each other in a given order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adhere.text import Span


def in_order(places: Iterable[Sequence[Span]]) -> list[Span | None]:
    """Choose for each part the first of its places after what was chosen before; None where there is none left.

    ``places`` are in order. Where all parts can be had this finds them, since the earliest place leaves most room.
    """
    chosen: list[Span | None] = []
    after = 0
    for spans in places:
        found = next((span for span in spans if span.start >= after), None)
        chosen.append(found)
        after = after if found is None else found.end
    return chosen
