"""What a doctor found: one finding for each thing looked at, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``exit_code`` is what its failure makes of the command."""

    name: str
    state: State
    message: str
    hint: str | None = None
    exit_code: int = 0
