"""Modules of a model with all between their matrix products in compiled loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from adhere.models import kernels
from adhere.models.local.modules import gate_form, is_plain_rotary
from adhere.models.local.parts import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models.local.attention import Pass

_NOTHING = np.float32(0)


class CompiledNorm(torch.nn.Module):
    """Root-mean-square norm: ``x / rms(x) * weight``."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(weight, requires_grad=False)
        self._numbers = kernels.numbers(self.weight)
        self._epsilon = np.float32(epsilon)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Normalise the last dimension."""
        rows = x.reshape(-1, x.shape[-1])
        out = torch.empty_like(rows)
        kernels.normalise(kernels.numbers(rows), self._numbers, _NOTHING, self._epsilon, kernels.numbers(out))
        return out.view(x.shape)


class GatedFeedForward(torch.nn.Module):
    """``down(activation(gate(x)) * up(x))`` (arXiv 2002.05202), the middle in one loop."""

    def __init__(self, module: Any, form: kernels.Array) -> None:  # noqa: ANN401 - of transformers
        super().__init__()
        self.gate_proj, self.up_proj, self.down_proj = module.gate_proj, module.up_proj, module.down_proj
        self._form = form

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return as many numbers as come."""
        gate, up = self.gate_proj(x), self.up_proj(x)
        out = torch.empty_like(gate)
        rows = [kernels.numbers(part.view(-1, part.shape[-1])) for part in (gate, up, out)]
        kernels.gate(rows[0], rows[1], self._form, rows[2])
        down: torch.Tensor = self.down_proj(out)
        return down


class RotaryAttention(torch.nn.Module):
    """Attention with rotary embeddings in one loop, over the cache of the pass that is read.

    Query, key and value are one product in bfloat16, which takes 2.3 instead of 3.8 ms in the 30 layers of SmolLM2 (66
    rows, two cores with AMX); in float32 the merged weights leave the second-level cache, and a product lost a quarter.
    """

    def __init__(self, module: Any) -> None:  # noqa: ANN401 - of transformers
        super().__init__()
        inputs = [module.q_proj, module.k_proj, module.v_proj]
        self._size: int = module.head_dim
        self._heads = [projection.out_features // self._size for projection in inputs]
        self.projections = torch.nn.ModuleList(_merged(inputs) if inputs[0].weight.dtype == torch.bfloat16 else inputs)
        self.o_proj = module.o_proj
        self.q_norm, self.k_norm = getattr(module, "q_norm", None), getattr(module, "k_norm", None)
        self._layer: int = module.layer_idx
        self._rule = Rule(module.scaling, getattr(module, "sliding_window", None), None)

    def forward(
        self,
        hidden_states: torch.Tensor,
        position_embeddings: tuple[torch.Tensor, torch.Tensor],
        *,
        slots: Pass,
        **_: object,
    ) -> tuple[torch.Tensor, None]:
        """Return what the tokens, (1, tokens, width), hear."""
        cosine, sine = position_embeddings
        angles = kernels.numbers(cosine[0]), kernels.numbers(sine[0])
        projected = [
            projection(hidden_states).view(hidden_states.shape[1], -1, self._size) for projection in self.projections
        ]
        starts = [sum(self._heads[:index]) for index in range(3)]
        if len(projected) == 1:
            query, key, value = ((projected[0], start) for start in starts)
        else:
            query, key, value = ((part, 0) for part in projected)
        heard = slots.hear(
            self._layer,
            self._rotated(*query, self._heads[0], self.q_norm, angles),
            self._rotated(*key, self._heads[1], self.k_norm, angles),
            value[0][:, value[1] :].contiguous(),
            self._rule,
        )
        out: torch.Tensor = self.o_proj(heard.reshape(1, len(heard), -1))
        return out, None

    def _rotated(
        self,
        projected: torch.Tensor,
        first: int,
        heads: int,
        norm: torch.nn.Module | None,
        angles: tuple[kernels.Array, kernels.Array],
    ) -> torch.Tensor:
        """Return so many heads from the first of them on, normalised and rotated."""
        if norm is not None:
            projected, first = norm(projected[:, first : first + heads]), 0
        out = projected.new_empty((len(projected), heads, self._size))
        kernels.rotate(kernels.numbers(projected), first, *angles, kernels.numbers(out))
        return out


def _merged(layers: Sequence[torch.nn.Linear]) -> list[torch.nn.Linear]:
    """Return one layer that gives what several give, one after the other."""
    whole = torch.nn.Linear(1, 1, bias=layers[0].bias is not None, device="meta")
    whole.weight = torch.nn.Parameter(torch.cat([layer.weight for layer in layers]), requires_grad=False)
    if layers[0].bias is not None:
        whole.bias = torch.nn.Parameter(torch.cat([layer.bias for layer in layers]), requires_grad=False)
    whole.out_features, whole.in_features = whole.weight.shape
    return [whole]


def compiled_block(module: Any) -> torch.nn.Module | None:  # noqa: ANN401 - of transformers
    """Return the compiled form of an attention or feed-forward module, None where there is none."""
    if is_plain_rotary(module):
        return RotaryAttention(module)
    form = gate_form(module)
    return None if form is None else GatedFeedForward(module, form)
