"""Checkpoints: written aside and renamed, so that a kill at any moment leaves the last good one."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from adhere.errors import AdhereError, UsageError
from adhere.models.staging import publish
from adhere.replacing import replacing
from adhere.training.ranks import Ranks
from adhere.training.sharding import collect, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from adhere.training.optimizer import MasterAdamW

_STATE, _WEIGHTS, _OPTIMIZER = "state.json", "weights.safetensors", "optimizer.safetensors"
_BEST = "best.safetensors"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a training is.

    Attributes:
        step: optimizer steps done.
        best: the lowest value so far of what the best weights are chosen by, None before the first look.
        best_step: the step after which it was seen. best_loss: the held-out loss then. looks: looks since then.
    """

    step: int = 0
    best: float | None = None
    best_step: int = 0
    best_loss: float | None = None
    looks: int = 0


class Checkpoints:
    """The checkpoints of one training: the newest, and the best where held-out examples are looked at.

    Args:
        folder: theirs alone.
        identity: what a checkpoint must be of to be resumed: model, data, method, settings.
        ranks: the processes of the training. All of them save and load; the first one writes, whole tensors, so that a
            training goes on with any number of ranks, sharded or not.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any], ranks: Ranks | None = None) -> None:
        self._folder = folder
        self._ranks = ranks or Ranks.alone()
        self._identity = json.loads(json.dumps(identity))

    def save(self, progress: Progress, model: torch.nn.Module, optimizer: MasterAdamW) -> None:
        """Write a checkpoint, then drop the one before it.

        Raises:
            AdhereError: it cannot be written; the one before it is still there.
        """
        weights, moments = collect(trained(model), self._ranks), collect(optimizer.state(), self._ranks)
        if self._ranks.is_first:
            self._write(progress, weights, moments)

    def _write(self, progress: Progress, weights: dict[str, torch.Tensor], moments: dict[str, torch.Tensor]) -> None:
        state = {"identity": self._identity, "progress": asdict(progress)}
        target = self._folder / f"step-{progress.step:08d}"
        partial = self._folder / ".partial"
        try:
            with _explained("a checkpoint", self._folder):
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir(parents=True)
                save_file(weights, partial / _WEIGHTS)
                save_file(moments, partial / _OPTIMIZER)
                (partial / _STATE).write_text(json.dumps(state), encoding="utf-8")
                publish(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        for old in self._found()[:-1]:
            shutil.rmtree(old)

    def keep_best(self, model: torch.nn.Module) -> None:
        """Write the weights that did best so far.

        Raises:
            AdhereError: they cannot be written; those before them are still there.
        """
        weights = collect(trained(model), self._ranks)
        if not self._ranks.is_first:
            return
        with _explained("the best weights", self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with replacing(self._folder / _BEST) as temporary:
                save_file(weights, temporary)

    def load_best(self, model: torch.nn.Module) -> None:
        """Put the weights that did best into ``model``."""
        self._ranks.wait()  # until they are written
        put_in(model, load_file(self._folder / _BEST))

    def resume(self, model: torch.nn.Module, optimizer: MasterAdamW) -> Progress:
        """Load the newest checkpoint into model and optimizer; without one, return the beginning.

        Raises:
            UsageError: it is of another training, or damaged.
        """
        found = self._found()
        if not found:
            return Progress()
        folder = found[-1]
        try:
            state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
            weights, moments = load_file(folder / _WEIGHTS), load_file(folder / _OPTIMIZER)
        except (OSError, ValueError, SafetensorError) as error:
            raise UsageError(f"the checkpoint {folder} is damaged: {error}", hint="delete its folder") from error
        for name, value in self._identity.items():
            if state["identity"].get(name) != value:
                raise UsageError(
                    f"{folder} is of another training: its {name} is {state['identity'].get(name)}, not {value}",
                    hint="choose another --out folder for this training",
                )
        put_in(model, weights)
        optimizer.restore(moments)
        return Progress(**state["progress"])

    def newest_step(self) -> int:
        """Return the step of the newest checkpoint, 0 without one."""
        found = self._found()
        return int(found[-1].name.removeprefix("step-")) if found else 0

    def _found(self) -> list[Path]:
        return sorted(self._folder.glob("step-*"))


@contextmanager
def _explained(what: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError) as error:  # safetensors has its own for a full disk
        raise AdhereError(
            f"cannot write {what} to {folder}: {error}",
            hint="make room, then run the same command again: it goes on from the last checkpoint",
        ) from error


def trained(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return the weights that are trained, by name."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def put_in(model: torch.nn.Module, weights: Mapping[str, torch.Tensor]) -> None:
    """Put whole weights, as ``trained`` names them, into ``model``, sharded or not."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.requires_grad:
                weight.copy_(laid_out(weights[name], weight))
