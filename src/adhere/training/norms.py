"""Root-mean-square norms in compiled loops, on the way there and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation
from torch.autograd.function import once_differentiable

from adhere.models import kernels
from adhere.models.local.modules import norm_parts, replace_modules

_TOLERANCE = {torch.float32: 1e-5, torch.bfloat16: 1.6e-2}  # in bfloat16 two roundings, where theirs has one more
_NEAR = 1e-5
_OFFSETS = (0.0, 1.0)  # Llama's weights are factors, Gemma's what is added to one
_PARTS = 16  # of the rows, whose gradients of the weight are summed beside each other: as many on every machine


class RootMeanSquareNorm(torch.nn.Module):
    """``x / sqrt(mean(x^2) + epsilon) * (weight + offset)`` (arXiv 1910.07467, equation 4), rounded once.

    Args:
        weight: (size,); the parameter itself, so that names, optimizers and files stay what they were.
        offset: 0 in Llama and its kin, 1 in Gemma.
        epsilon: of the formula.
    """

    def __init__(self, weight: torch.nn.Parameter, offset: float, epsilon: float) -> None:
        super().__init__()
        self.weight = weight
        self._offset = np.float32(offset)
        self._epsilon = np.float32(epsilon)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Normalise the last dimension."""
        if not kernels.usable(x):  # moved or cast after it was trained
            return F.rms_norm(x, self.weight.shape, self.weight + float(self._offset), float(self._epsilon))
        rows = x.reshape(-1, x.shape[-1])
        normed: torch.Tensor = _Norm.apply(rows, self.weight, self._offset, self._epsilon)  # type: ignore[no-untyped-call]
        return normed.view(x.shape)


class _Norm(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 - torch's own
        x: torch.Tensor,
        weight: torch.Tensor,
        offset: np.float32,
        epsilon: np.float32,
    ) -> torch.Tensor:
        weight = weight.clone()  # sharding resizes the memory of weights, which it cannot where numpy has seen it
        ctx.save_for_backward(x, weight)
        ctx.constants = (offset, epsilon)
        out = torch.empty_like(x)
        kernels.normalise(kernels.numbers(x), kernels.numbers(weight), offset, epsilon, kernels.numbers(out))
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None, None, None]:  # noqa: ANN401 - torch's own
        """Return the gradients of ``x`` and of the weight."""
        x, weight = ctx.saved_tensors
        of_x, of_weight = torch.empty_like(x), torch.zeros(_PARTS, x.shape[1])
        offset, epsilon = ctx.constants
        known = (kernels.numbers(x), kernels.numbers(weight), offset, epsilon, kernels.numbers(gradient.contiguous()))
        kernels.normalise_back(*known, kernels.numbers(of_x), kernels.numbers(of_weight))
        return of_x, of_weight.sum(0).to(weight.dtype) if ctx.needs_input_grad[1] else None, None, None


def use_norms(model: torch.nn.Module) -> int:
    """Replace the norms of ``model`` that compute the same; return how many there were."""
    return replace_modules(model, _ours)


def _ours(norm: torch.nn.Module) -> RootMeanSquareNorm | None:
    parts = norm_parts(norm)
    if parts is None or not kernels.usable(parts.weight):
        return None
    weight, epsilon = parts
    if not isinstance(weight, torch.nn.Parameter):
        return None
    forms = (RootMeanSquareNorm(weight, offset, epsilon) for offset in _OFFSETS)
    return next((form for form in forms if _agrees(form, norm)), None)


@torch.no_grad()
def _agrees(form: RootMeanSquareNorm, norm: torch.nn.Module) -> bool:
    """Return whether they compute the same whatever the weight: one of ones is the same number in several formulas."""
    weight, draw = form.weight, torch.Generator().manual_seed(0)
    kept, example = weight.clone(), torch.randn(4, len(weight), generator=draw).to(weight)
    try:
        weight.copy_(torch.randn(len(weight), generator=draw))
        given, wanted = form(example), norm(example)
    finally:
        weight.copy_(kept)
    # Number by number: what a wrong offset does to a few large weights, a mean would hide.
    near = torch.isclose(given.float(), wanted.float(), rtol=_TOLERANCE[weight.dtype], atol=_NEAR)
    return given.dtype == wanted.dtype and bool(near.all())
