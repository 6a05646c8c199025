"""How a defect of a published checker is written down: a text that shows it, and both verdicts."""

from __future__ import annotations

from typing import NamedTuple

from adhere.constraints import Outcome

YES, NO, OPEN = Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNDECIDED


class Defect(NamedTuple):
    """``official`` is the published checker's verdict, ``ours`` that of our own reading."""

    id: str
    kwargs: dict[str, object]
    text: str
    official: Outcome
    ours: Outcome
    why: str
