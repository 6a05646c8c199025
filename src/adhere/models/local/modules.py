"""Modules of a model, and others that stand in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch


class NormParts(NamedTuple):
    """What a root-mean-square norm of transformers computes with: its weight, (size,), and its epsilon."""

    weight: torch.Tensor
    epsilon: float


def norm_parts(module: torch.nn.Module) -> NormParts | None:
    """Return the parts of a root-mean-square norm, None where the module is none; its formula is not known by them."""
    weight = getattr(module, "weight", None)
    epsilon = getattr(module, "variance_epsilon", getattr(module, "eps", None))
    if not type(module).__name__.endswith("RMSNorm") or weight is None or weight.ndim != 1 or epsilon is None:
        return None
    return NormParts(weight, float(epsilon))


def replace_modules(model: torch.nn.Module, form_of: Callable[[torch.nn.Module], torch.nn.Module | None]) -> int:
    """Put ``form_of`` each module of ``model`` in its place, where it is not None; return how many were replaced."""
    replaced = 0
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            form = form_of(child)
            if form is not None:
                setattr(parent, name, form)
                replaced += 1
    return replaced
