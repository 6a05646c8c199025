"""Pieces: what of a constraint's own witnesses can be put into another text."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING

from adhere.constraints.dividing import has_word
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Constraint

_LONGEST = 800
"""Characters beyond which a piece is left out: it would be most of the text that it is put into."""
_WITNESSES, _PLACES, _SENTENCES, _MOST = 2, 4, 2, 18
_BEGINNINGS = (3, 4, 6)
_WORD = re.compile(r"\w+")
_ENDS = ".,;:!?"


def draw_witness(constraint: Constraint, rng: Random, topic: str) -> str | None:
    """Return a witness of the constraint alone; None where its type knows none for these parameters."""
    try:
        return constraint.witness(rng, topic)
    except UsageError:
        return None


def pieces_of(constraint: Constraint, rng: Random, topic: str) -> tuple[str, ...]:
    """Return what satisfies the constraint in its witnesses (evidence, the line around it), sentences, and the whole.

    Short ones come first: they disturb the least of what other constraints ask for.
    """
    found: dict[str, None] = {}
    for _ in range(_WITNESSES):
        text = draw_witness(constraint, rng, topic)
        if text is not None:
            found |= dict.fromkeys(_parts(constraint, Document(text)))
    found |= dict.fromkeys(_given(constraint))
    short = sorted((piece for piece in found if piece.strip() and len(piece) <= _LONGEST), key=len)
    return tuple(short[:_MOST])


def _given(constraint: Constraint) -> Iterator[str]:
    """Yield the texts among the parameters, and the beginnings of those that have several words."""
    for field in fields(constraint):  # type: ignore[arg-type]  # every constraint is a dataclass
        value = getattr(constraint, field.name)
        for text in (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ():
            words = str(text).split()
            yield from (str(text), *(" ".join(words[:count]) for count in _BEGINNINGS if count < len(words)))


def _parts(constraint: Constraint, witness: Document) -> Iterator[str]:
    text = witness.text
    for evidence in constraint.check(witness).evidence[:_PLACES]:
        start, end = evidence.span
        yield text[start:end]
        yield text[text.rfind("\n", 0, start) + 1 : _line_end(text, end)]
    for span in (*witness.sentences[:_SENTENCES], *witness.quotations[:_SENTENCES]):
        yield span.of(text)
    tokens = dict.fromkeys(text.split())
    yield from islice((token for token in tokens if not has_word(token)), _PLACES)
    yield from islice((bare for token in tokens if not (bare := token.rstrip(_ENDS)).isalnum()), _PLACES)
    yield " ".join(_WORD.sub("", text).split())
    yield text


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
