"""Where the curve of a training goes beside ``curve.jsonl``: a table, TensorBoard, or trackio."""

from __future__ import annotations

import csv
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from adhere.errors import UsageError
from adhere.replacing import replacing
from adhere.training.record import Curve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from adhere.training.fit import Step


class Log(Protocol):
    """What is told of each step."""

    def add(self, step: Step) -> None:
        """Take one step, or one look at the held-out examples."""
        ...

    def close(self) -> None:
        """Write what is not written yet."""
        ...


def figures(step: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers of a step of ``curve.jsonl``, by one name each; a look's names begin with ``held-out/``."""
    prefix = "train" if step["kind"] == "train" else step["kind"]
    named = {name: step[name] for name in ("loss", "learning_rate", "gradient_norm", "tokens", "learnt", "seconds")}
    found = {**named, **step["metrics"]}
    return {f"{prefix}/{name}": float(value) for name, value in found.items() if value is not None}


class CsvLog:
    """``curve.csv``: a row for each step and look, with every figure that any of them has.

    Args:
        out: the folder of the training, whose ``curve.jsonl`` has all steps, those of earlier sessions included.
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def add(self, step: Step) -> None:
        """Do nothing: the curve has it."""

    def close(self) -> None:
        """Write the table.

        Raises:
            AdhereError: it cannot be written.
        """
        path = self._out / "curve.jsonl"
        if not path.exists():  # it ended before the first step
            return
        rows = [{"step": step["step"], **figures(step)} for step in Curve(path).steps()]
        names = list(dict.fromkeys(name for row in rows for name in row))
        with replacing(self._out / "curve.csv") as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)


class TensorBoardLog:
    """Event files for TensorBoard in ``tensorboard`` of the training's folder.

    Raises:
        UsageError: tensorboard is not installed.
    """

    def __init__(self, out: Path) -> None:
        _require("tensorboard")
        self._writer_of = import_module("torch.utils.tensorboard").SummaryWriter
        self._folder = out / "tensorboard"
        self._writer: Any = None

    def add(self, step: Step) -> None:
        """Write the figures of a step; those that an interrupted session wrote of it and after it are dropped."""
        if self._writer is None:
            self._writer = self._writer_of(str(self._folder), purge_step=step.step)
        for name, value in figures(step.to_dict()).items():
            self._writer.add_scalar(name, value, step.step)

    def close(self) -> None:
        """Write what is not written yet."""
        if self._writer is not None:
            self._writer.close()


class TrackioLog:
    """A run of trackio, on this machine; a resumed training goes on in the same run.

    Raises:
        UsageError: trackio is not installed.
    """

    def __init__(self, out: Path) -> None:
        self._trackio = _require("trackio")
        self._trackio.init(project="adhere", name=out.resolve().name, resume="allow")

    def add(self, step: Step) -> None:
        """Log the figures of a step."""
        self._trackio.log(figures(step.to_dict()), step=step.step)

    def close(self) -> None:
        """End the run."""
        self._trackio.finish()


LOGS: Mapping[str, Callable[[Path], Log]] = MappingProxyType(
    {"csv": CsvLog, "tensorboard": TensorBoardLog, "trackio": TrackioLog}
)
"""The logs by name."""


def _require(package: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise UsageError(f"the log needs the package {package}", hint=f"pip install {package}") from error
