"""Attention over a pack on CPU: one step of autograd for all stretches, which are read and written in place.

Short trees are attended in compiled loops: a call of a fused kernel for each of their stretches in each layer, and the
copies around it, took a quarter of a step of DPO. Long ones are worth that call, whose blocks a loop does not reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from adhere.models import kernels
from adhere.training.fused import Fused

if TYPE_CHECKING:
    from adhere.training.packing import Pack

_WORKERS = 16  # who share out the way back, at most


class Rule(NamedTuple):
    """What a layer asks of attention; ``window`` counts the query's own position, None is no window."""

    scaling: float
    window: int | None


def attend_stretches(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, pack: Pack, rule: Rule
) -> torch.Tensor:
    """Return what is heard, (tokens, heads, size), in the precision of ``value``.

    query, key, value: (tokens, heads or key-value heads, size).
    """
    heard: torch.Tensor = _Stretches.apply(query, key, value, pack, rule)  # type: ignore[no-untyped-call]
    return heard


class _Stretches(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 - torch's own
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        pack: Pack,
        rule: Rule,
    ) -> torch.Tensor:
        query, index = query.contiguous(), pack.index
        keys, values = (part.transpose(0, 1).contiguous() for part in (key, value))
        out, mass = torch.empty_like(query, dtype=value.dtype), torch.empty(query.shape[:2])
        if len(index.stretches):
            read = kernels.numbers(query), kernels.numbers(keys), kernels.numbers(values)
            known = (*read, index.stretches, index.owner, *_constants(pack, rule))
            kernels.attend_pack(*known, kernels.numbers(mass), kernels.numbers(out))
        fused = Fused(index.long, query, keys, values, rule.scaling, rule.window)
        ctx.save_for_backward(query, keys, values, mass, *fused.attend(out))
        ctx.pack, ctx.rule = pack, rule
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, None, None]:  # noqa: ANN401 - torch's own
        query, keys, values, mass, *heard = ctx.saved_tensors
        pack, rule, gradient = ctx.pack, ctx.rule, gradient.contiguous()
        of_query = torch.empty_like(query, dtype=torch.float32)
        of_keys, of_values = (torch.zeros_like(part, dtype=torch.float32) for part in (keys, values))
        if len(pack.index.stretches):
            read = kernels.numbers(query), kernels.numbers(keys), kernels.numbers(values)
            units, bounds = pack.index.share_out(len(keys), _WORKERS)
            known = (*read, pack.index.stretches, units, bounds, *_constants(pack, rule), kernels.numbers(mass))
            gradients = kernels.numbers(of_query), kernels.numbers(of_keys), kernels.numbers(of_values)
            kernels.attend_pack_back(*known, kernels.numbers(gradient), *gradients)
        fused = Fused(pack.index.long, query, keys, values, rule.scaling, rule.window)
        fused.back(heard, gradient, of_query, of_keys, of_values)
        of_key, of_value = (part.transpose(0, 1) for part in (of_keys, of_values))
        return of_query.to(query.dtype), of_key.to(keys.dtype), of_value.to(values.dtype), None, None


def _constants(pack: Pack, rule: Rule) -> tuple[np.float32, int]:
    """Return the scaling, and how many positions are seen: all, where there is no window."""
    return np.float32(rule.scaling), rule.window or len(pack.tokens)
