"""What the model said before it was trained: computed once, kept by what decides it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from adhere.models.home import home
from adhere.replacing import replacing
from adhere.training.allocator import FreedMemory
from adhere.training.losses import LogProbs
from adhere.training.ranks import Ranks
from adhere.training.sharing import packs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from adhere.training.policy import Policy
    from adhere.training.sharding import Sharded
    from adhere.training.trees import Tree

_DECIDING = ("base", "new_tokens", "dtype")
_VERSION = "1"  # raise it when the same trees may get other numbers than before
_NAME = "logprobs"


def digest(trees: Sequence[Tree]) -> str:
    """Return a sha256 of all that is in the trees, and of their order."""
    content = [(tree.trunk, [astuple(branch) for branch in tree.branches]) for tree in trees]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


class Reference:
    """The log-probabilities of the reference model: the one in training as it was, its adapters switched off.

    No second model is held. What was computed is kept under ``ADHERE_HOME``/reference by the weights, the precision,
    the tokens and the version of torch, so that another training on the same pairs (a sweep, a resumed one) reads it.

    Args:
        reader: not trained yet, or with adapters.
        identity: of the training; what of it decides the reference is part of the key.
        pack_tokens: tokens of one forward pass.
        ranks: share out what is computed. The first one alone reads and writes the file: others need not see it.
    """

    def __init__(
        self, reader: Policy | Sharded, identity: Mapping[str, Any], pack_tokens: int, ranks: Ranks | None = None
    ) -> None:
        self._reader = reader
        self._key = {name: identity[name] for name in _DECIDING}
        self._pack_tokens = pack_tokens
        self._ranks = ranks or Ranks.alone()

    def logprobs(self, trees: Sequence[Tree]) -> list[torch.Tensor]:
        """Return the log-probabilities of the learnt tokens of each tree, on the CPU of every rank."""
        sizes = [tree.learnt for tree in trees]
        path = self._path(trees)
        kept = _read(path) if self._ranks.is_first else None
        if kept is not None and len(kept) != sum(sizes):
            kept = None
        if any(self._ranks.told([kept is not None])):
            everywhere = torch.zeros(sum(sizes)) if kept is None else kept
            self._ranks.add_up([everywhere])
            return list(torch.split(everywhere, sizes))
        found = reference_logprobs(self._reader, trees, self._pack_tokens, self._ranks)
        if self._ranks.is_first:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as temporary:
                save_file({_NAME: torch.cat(found)}, temporary)
        return found

    def _path(self, trees: Sequence[Tree]) -> Path:
        key = {**self._key, "trees": digest(trees), "torch": torch.__version__, "version": _VERSION}
        name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
        return home() / "reference" / f"{name}.safetensors"


@torch.no_grad()
def reference_logprobs(
    reader: Policy | Sharded, trees: Sequence[Tree], pack_tokens: int, ranks: Ranks | None = None
) -> list[torch.Tensor]:
    """Return the log-probabilities of the learnt tokens of each tree under the policy without its adapters.

    Several ranks share out the trees, and each gets all log-probabilities.
    """
    ranks = ranks or Ranks.alone()
    sizes = [tree.learnt for tree in trees]
    found = torch.zeros(sum(sizes))
    places = torch.split(found, sizes)
    reader.model.eval()
    with reader.as_reference(), FreedMemory() as memory:
        for packed in packs(trees, range(len(trees)), pack_tokens, ranks, reader.device):
            read = reader.read(packed, None)
            if isinstance(read, LogProbs):
                own = torch.split(read.tokens.cpu(), [sizes[index] for index in packed.trees])
                for index, values in zip(packed.trees, own, strict=True):
                    places[index].copy_(values)
            memory.step()
    ranks.add_up([found])
    return list(places)


def _read(path: Path) -> torch.Tensor | None:
    """Return what was kept, None where nothing was or where it is damaged: it is then computed again."""
    try:
        return load_file(path).get(_NAME)
    except (OSError, SafetensorError):
        return None
