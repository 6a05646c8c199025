"""Faster forms of transformers' modules, taken only where they are seen to compute the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

if TYPE_CHECKING:
    from collections.abc import Callable

_TOLERANCE = {torch.float32: 1e-5, torch.bfloat16: 2e-2}


def fuse_norms(model: torch.nn.Module) -> int:
    """Give every root-mean-square norm of ``model`` torch's fused kernel; return how many took it.

    Architectures differ in the formula (Gemma multiplies by one plus the weight) and in the name of epsilon: each form
    is tried on random numbers, and a norm that agrees with none keeps its own code.
    """
    return sum(_fuse(module) for module in model.modules() if type(module).__name__.endswith("RMSNorm"))


@torch.inference_mode()
def _fuse(norm: torch.nn.Module) -> bool:
    weight = getattr(norm, "weight", None)
    epsilon = getattr(norm, "variance_epsilon", getattr(norm, "eps", None))
    if weight is None or weight.ndim != 1 or epsilon is None or weight.dtype not in _TOLERANCE:
        return False
    generator = torch.Generator().manual_seed(0)
    example = torch.randn(4, weight.shape[0], generator=generator).to(weight)
    wanted = norm(example)
    for factor in (weight.detach().clone(), (1 + weight.detach().float()).to(weight.dtype)):
        fused: Callable[[torch.Tensor], torch.Tensor] = partial(_rms_norm, weight=factor, epsilon=float(epsilon))
        if torch.allclose(fused(example), wanted, rtol=_TOLERANCE[weight.dtype], atol=_TOLERANCE[weight.dtype]):
            norm.forward = fused
            return True
    return False


def _rms_norm(x: torch.Tensor, *, weight: torch.Tensor, epsilon: float) -> torch.Tensor:
    return F.rms_norm(x, weight.shape, weight, epsilon)
