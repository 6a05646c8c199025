"""The record of a training: a folder with its manifest, its curve and its model."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError
from adhere.replacing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.training.fit import Step

_PACKAGES = ("adhere", "torch", "transformers", "tokenizers", "safetensors", "numpy")


@dataclass(frozen=True, slots=True)
class Curve:
    """Writes the steps of a training as JSON lines, each on disk as soon as it is done."""

    path: Path

    def begin(self, step: int) -> None:
        """Drop what was written after ``step``: those steps are done again.

        Raises:
            AdhereError: the file cannot be written.
        """
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        kept = [line for line in lines if _step(line) <= step]
        self._write("w", "".join(f"{line}\n" for line in kept))

    def add(self, step: Step) -> None:
        """Append one step.

        Raises:
            AdhereError: the file cannot be written.
        """
        self._write("a", json.dumps(step.to_dict()) + "\n")

    def steps(self) -> list[dict[str, Any]]:
        """Return what was written."""
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def _write(self, mode: str, text: str) -> None:
        try:
            with self.path.open(mode, encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise AdhereError(f"cannot write {self.path}: {error.strerror}", hint="make room, then go on") from error


def _step(line: str) -> float:
    """Return the step of a line; a line that a kill tore belongs to none that is kept."""
    try:
        return int(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return float("inf")


def environment() -> dict[str, Any]:
    """Return what else decides the result: versions, and the machine's threads."""
    return {
        "packages": {name: version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "date": datetime.now(UTC).date().isoformat(),
    }


def write_manifest(path: Path, identity: dict[str, Any], result: object) -> None:
    """Write what was trained and what came of it.

    Raises:
        AdhereError: it cannot be written.
    """
    content = {**identity, "environment": environment(), "result": asdict(result)}  # type: ignore[call-overload]  # a dataclass
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
