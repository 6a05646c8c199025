"""Modules of a model with all between their matrix products in compiled loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import torch

from adhere.models import kernels
from adhere.models.local.memory import Memory, Scratch
from adhere.models.local.modules import gate_form, is_plain_rotary
from adhere.models.local.parts import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models.local.attention import Pass

Angles: TypeAlias = tuple[kernels.Array, kernels.Array]
"""Cosines and sines of the positions of tokens, each (tokens, size)."""

_NOTHING = np.float32(0)


class CompiledNorm(torch.nn.Module):
    """Root-mean-square norm: ``x / rms(x) * weight``."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(weight, requires_grad=False)
        self._known = kernels.numbers(self.weight), _NOTHING, np.float32(epsilon)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Normalise the last dimension."""
        rows = x.reshape(-1, x.shape[-1])
        out = torch.empty_like(rows)
        self.into(kernels.numbers(rows), kernels.numbers(out))
        return out.view(x.shape)

    def into(self, x: kernels.Array, out: kernels.Array) -> None:
        """Normalise rows, and write them to ``out``."""
        kernels.normalise(x, *self._known, out)

    def into_after(self, x: kernels.Array, more: kernels.Array, out: kernels.Array) -> None:
        """Add ``more`` to rows in their place, then normalise them, and write them to ``out``."""
        kernels.add_and_normalise(x, more, *self._known, out)


class GatedFeedForward(torch.nn.Module):
    """``down(activation(gate(x)) * up(x))`` (arXiv 2002.05202), the middle in one loop."""

    def __init__(self, module: Any, form: kernels.Array) -> None:  # noqa: ANN401 - of transformers
        super().__init__()
        self.gate_proj, self.up_proj, self.down_proj = module.gate_proj, module.up_proj, module.down_proj
        self._form = form

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return as many numbers as come."""
        return self.of_rows(x.reshape(-1, x.shape[-1]), Scratch()).view(x.shape)

    def of_rows(self, x: torch.Tensor, scratch: Scratch) -> torch.Tensor:
        """As ``forward``, of (tokens, width)."""
        gate, up = self.gate_proj(x), self.up_proj(x)
        out = scratch.take("gated", gate.shape, gate)
        kernels.gate(kernels.numbers(gate), kernels.numbers(up), self._form, out.numbers)
        down: torch.Tensor = self.down_proj(out.tensor)
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
        merged = inputs[0].weight.dtype == torch.bfloat16
        # The first head of query, key and value in their product.
        self._starts = [sum(self._heads[:role]) if merged else 0 for role in range(3)]
        self.projections = torch.nn.ModuleList(_merged(inputs) if merged else inputs)
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
        return self.of_rows(hidden_states[0], angles_of(position_embeddings), slots)[None], None

    def of_rows(self, x: torch.Tensor, angles: Angles, slots: Pass) -> torch.Tensor:
        """As ``forward``, of (tokens, width)."""
        tokens = len(x)
        projected = [projection(x).view(tokens, -1, self._size) for projection in self.projections]
        held = [Memory(part, kernels.numbers(part)) for part in projected]
        query, key, value = held if len(held) > 1 else held * 3
        first = self._starts[2]
        heard = slots.hear(
            self._layer,
            self._rotated(0, query, self.q_norm, angles, slots.scratch),
            self._rotated(1, key, self.k_norm, angles, slots.scratch),
            Memory(value.tensor[:, first:], value.numbers[:, first:]),
            self._rule,
        )
        out: torch.Tensor = self.o_proj(heard.view(tokens, -1))
        return out

    def _rotated(
        self, role: int, projected: Memory, norm: torch.nn.Module | None, angles: Angles, scratch: Scratch
    ) -> Memory:
        """Return the heads of a role, 0 for queries and 1 for keys, normalised and rotated."""
        first, heads = self._starts[role], self._heads[role]
        out = scratch.take(f"rotated {role}", (len(projected.tensor), heads, self._size), projected.tensor)
        if norm is None:
            kernels.rotate(projected.numbers, first, *angles, out.numbers)
        else:
            normed = norm(projected.tensor[:, first : first + heads])
            kernels.rotate(kernels.numbers(normed), 0, *angles, out.numbers)
        return out


def angles_of(embeddings: tuple[torch.Tensor, torch.Tensor]) -> Angles:
    """Return cosines and sines, each (1, tokens, size), as the loops see them: (tokens, size)."""
    cosine, sine = embeddings
    return kernels.numbers(cosine[0]), kernels.numbers(sine[0])


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
