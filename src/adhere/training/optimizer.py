"""AdamW on float32 weights, whatever the model computes in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch

from adhere.errors import AdhereError
from adhere.training.sharding import laid_out, whole

if TYPE_CHECKING:
    from collections.abc import Mapping


_STEP = "step"
_MOMENTS = ("exp_avg", "exp_avg_sq", _STEP)


class NotFiniteError(AdhereError):
    """The gradient is no number; the weights were not changed."""


class MasterAdamW:
    """AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101) that keeps float32 weights.

    Where the model is in float32, its weights are the ones that are kept. Where it is in bfloat16, whose steps of one
    part in 256 swallow small updates, a float32 copy is updated and rounded into it. Weights of one dimension (norms,
    biases) do not decay.

    Args:
        model: all of its parameters that require a gradient are trained.
        betas, epsilon, weight_decay: as in the paper.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        named = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
        self._names = [name for name, _ in named]
        self._weights = [weight for _, weight in named]
        self._masters = [
            weight if weight.dtype == torch.float32 else weight.detach().float().requires_grad_()
            for weight in self._weights
        ]
        decaying = [master for master in self._masters if master.ndim > 1]
        others = [master for master in self._masters if master.ndim <= 1]
        groups = [{"params": decaying, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
        self._adamw = torch.optim.AdamW([g for g in groups if g["params"]], betas=betas, eps=epsilon, fused=True)

    def step(self, *, learning_rate: float, longest: float) -> float:
        """Update the weights by their gradients, which are then gone; return the gradient's norm before clipping.

        Args:
            learning_rate: of this step.
            longest: the norm that the gradient is scaled down to where it is larger.

        Raises:
            NotFiniteError: the gradient holds an infinity or no number; nothing was changed.
        """
        for master, weight in zip(self._masters, self._weights, strict=True):
            if master is not weight:
                master.grad = None if weight.grad is None else weight.grad.float()
                weight.grad = None
        gradients = [master.grad for master in self._masters if master.grad is not None]
        length = whole(torch.nn.utils.get_total_norm(gradients))  # over the parts of all ranks, where it is sharded
        norm = float(length)
        if not math.isfinite(norm):
            self._adamw.zero_grad()
            raise NotFiniteError(
                f"the gradient's norm is {norm}", hint="lower the learning rate, or look at the last rows of the data"
            )
        if norm > longest:  # elsewhere it would multiply every number by one
            torch.nn.utils.clip_grads_with_norm_(self._masters, longest, length)
        for group in self._adamw.param_groups:
            group["lr"] = learning_rate
        self._adamw.step()
        self._adamw.zero_grad()
        self._round()
        return norm

    def state(self) -> dict[str, torch.Tensor]:
        """Return what a resumed training needs, by name: moments, step counts, and float32 weights kept here."""
        found: dict[str, torch.Tensor] = {}
        for name, master, weight in zip(self._names, self._masters, self._weights, strict=True):
            kept = self._adamw.state.get(master, {})
            found |= {f"{name}/{key}": kept[key] for key in _MOMENTS if key in kept}
            if master is not weight:
                found[f"{name}/master"] = master.detach()
        return found

    def restore(self, state: Mapping[str, torch.Tensor]) -> None:
        """Go on from what ``state`` gave."""
        for name, master, weight in zip(self._names, self._masters, self._weights, strict=True):
            kept = {key: state[f"{name}/{key}"] for key in _MOMENTS if f"{name}/{key}" in state}
            if kept:
                self._adamw.state[master] = {
                    key: value.to(master.device) if key == _STEP else laid_out(value, master)
                    for key, value in kept.items()
                }
            if master is not weight:
                with torch.no_grad():
                    master.copy_(laid_out(state[f"{name}/master"], master))
        self._round()

    @torch.no_grad()
    def _round(self) -> None:
        for master, weight in zip(self._masters, self._weights, strict=True):
            if master is not weight:
                weight.copy_(master)
