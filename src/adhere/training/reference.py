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
from adhere.training.packing import packs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from adhere.training.policy import Policy
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
        policy: not trained yet, or with adapters.
        identity: of the training; what of it decides the reference is part of the key.
        pack_tokens: tokens of one forward pass.
    """

    def __init__(self, policy: Policy, identity: Mapping[str, Any], pack_tokens: int) -> None:
        self._policy = policy
        self._key = {name: identity[name] for name in _DECIDING}
        self._pack_tokens = pack_tokens

    def logprobs(self, trees: Sequence[Tree]) -> list[torch.Tensor]:
        """Return the log-probabilities of the learnt tokens of each tree, on the CPU."""
        sizes = [tree.learnt for tree in trees]
        path = self._path(trees)
        kept = _read(path)
        if kept is None or len(kept) != sum(sizes):
            found = reference_logprobs(self._policy, trees, self._pack_tokens)
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as temporary:
                save_file({_NAME: torch.cat(found)}, temporary)
            return found
        return list(kept.split(sizes))  # type: ignore[no-untyped-call]

    def _path(self, trees: Sequence[Tree]) -> Path:
        key = {**self._key, "trees": digest(trees), "torch": torch.__version__, "version": _VERSION}
        name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
        return home() / "reference" / f"{name}.safetensors"


@torch.no_grad()
def reference_logprobs(policy: Policy, trees: Sequence[Tree], pack_tokens: int) -> list[torch.Tensor]:
    """Return the log-probabilities of the learnt tokens of each tree under the policy without its adapters."""
    found: list[torch.Tensor | None] = [None] * len(trees)
    policy.model.eval()
    with policy.as_reference():
        for packed in packs(trees, range(len(trees)), pack_tokens, policy.device):
            sizes = [trees[index].learnt for index in packed.trees]
            for index, values in zip(packed.trees, policy.logprobs(packed).cpu().split(sizes), strict=True):  # type: ignore[no-untyped-call]
                found[index] = values
    return [values for values in found if values is not None]


def _read(path: Path) -> torch.Tensor | None:
    """Return what was kept, None where nothing was or where it is damaged: it is then computed again."""
    try:
        return load_file(path).get(_NAME)
    except (OSError, SafetensorError):
        return None
