"""Sharding: weights, gradients and moments in parts over the ranks (FSDP2; Zhao et al. 2023, arXiv 2304.11277)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import torch
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from adhere.training.fit import Reader
    from adhere.training.losses import LogProbs, Scores
    from adhere.training.packing import Pack
    from adhere.training.ranks import Ranks


class Sharded:
    """A reader whose model lies in parts on the ranks; a layer is put together while it computes.

    All ranks read at the same time, and equally often. Gradients are summed over the ranks as they arise.

    Args:
        reader: its model is changed; from then on it is read through this one alone.
        ranks: all of them.
    """

    def __init__(self, reader: Reader, ranks: Ranks) -> None:
        self.model = reader.model
        self.device = ranks.device
        self._whole = _Whole(reader)
        mesh = init_device_mesh(ranks.device.type, (ranks.count,))
        # Sums in float32. Inputs are cast nowhere: labels and positions are exact as they are.
        policy = MixedPrecisionPolicy(reduce_dtype=torch.float32, cast_forward_inputs=False)
        for part in (*_layers(reader.model), self._whole):
            # What is left to the whole (embeddings, head) stays together between the way there and the way back.
            sharded = fully_shard(part, mesh=mesh, mp_policy=policy, reshard_after_forward=part is not self._whole)
            # The loss is divided by the units of all ranks, so gradients are added up, not averaged.
            sharded.set_gradient_divide_factor(1.0)
            sharded.set_force_sum_reduction_for_comms(enable=True)

    def read(self, packed: Pack, reference: torch.Tensor | None = None) -> LogProbs | Scores:
        """Return what the reader says of a pack."""
        read: LogProbs | Scores = self._whole(packed, reference)
        if not torch.is_grad_enabled():
            # Without a way back nothing would take the whole apart again before its weights are changed or saved.
            self._whole.reshard()  # type: ignore[operator]  # fully_shard gave it the method
        return read

    def as_reference(self) -> AbstractContextManager[None]:
        """Let the model be, for a while, what it was without adapters: a sharded one has none."""
        return nullcontext()


class _Whole(torch.nn.Module):
    """What FSDP has to know as one forward pass: it does not see a reader's calls of a model's parts."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.model = reader.model
        self._read = reader.read

    def forward(self, packed: Pack, reference: torch.Tensor | None) -> LogProbs | Scores:
        return self._read(packed, reference)


def _layers(model: Any) -> list[torch.nn.Module]:  # noqa: ANN401 - transformers is untyped
    """Return the layers of a model of transformers: the list of modules that is as long as its configuration says."""
    count = model.config.get_text_config().num_hidden_layers
    return [
        layer
        for module in model.modules()
        if isinstance(module, torch.nn.ModuleList) and len(module) == count
        for layer in module
    ]


def unsharded_gradients(model: torch.nn.Module) -> list[torch.Tensor]:
    """Return the gradients that are of this rank alone: where the model is sharded, they are summed already."""
    gradients = (weight.grad for weight in model.parameters())
    return [gradient for gradient in gradients if gradient is not None and not isinstance(gradient, DTensor)]


def whole(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor put together from its parts; all ranks call it."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def collect(tensors: Mapping[str, torch.Tensor], ranks: Ranks) -> dict[str, torch.Tensor]:
    """Return the tensors put together, in the memory of the first rank; the others get nothing. All ranks call it."""
    found = {}
    for name, tensor in tensors.items():
        one = whole(tensor.detach())
        if ranks.is_first:
            found[name] = one.cpu().contiguous()
    return found


def laid_out(tensor: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Return a whole tensor, which every rank has, where and in the parts in which ``like`` lies."""
    moved = tensor.to(like.device)
    if not isinstance(like, DTensor):
        return moved
    return distribute_tensor(moved, like.device_mesh, like.placements, src_data_rank=None)
