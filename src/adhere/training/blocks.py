"""Attention and feed-forward modules in training, with what stands between their products in compiled loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.autograd.function import once_differentiable

from adhere.models import kernels
from adhere.models.local.modules import gate_form, is_plain_rotary, replace_modules
from adhere.training.attention import attend

if TYPE_CHECKING:
    from adhere.training.packing import Pack


class GatedFeedForward(torch.nn.Module):
    """``down(activation(gate(x)) * up(x))`` (arXiv 2002.05202), which keeps no more than what the gate reads.

    Args:
        module: of transformers; its layers keep their names.
        form: of its gate, see ``kernels.gate``.
    """

    def __init__(self, module: Any, form: kernels.Array) -> None:  # noqa: ANN401 - of transformers
        super().__init__()
        self.gate_proj, self.up_proj, self.down_proj = module.gate_proj, module.up_proj, module.down_proj
        self.act_fn = module.act_fn
        self._form = form

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return as many numbers as come."""
        gate, up = self.gate_proj(x), self.up_proj(x)
        if kernels.usable(gate):
            gated: torch.Tensor = _Gate.apply(gate, up, self._form)  # type: ignore[no-untyped-call]
        else:  # moved or cast after it was trained
            gated = self.act_fn(gate) * up
        down: torch.Tensor = self.down_proj(gated)
        return down


class OverPacks(torch.nn.Module):
    """What a class of attention of transformers becomes by inheriting from this one, too.

    Over packs, queries and keys are rotated into the float32 that attention computes in. Without a pack it is what it
    was.
    """

    def forward(
        self,
        hidden_states: torch.Tensor,
        position_embeddings: tuple[torch.Tensor, torch.Tensor],
        *,
        pack: Pack | None = None,
        **told: object,
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return what the tokens, (1, tokens, width), hear."""
        if pack is None or not kernels.usable(hidden_states):
            told |= {} if pack is None else {"pack": pack}
            plainly: tuple[torch.Tensor, torch.Tensor | None] = super().forward(
                hidden_states=hidden_states, position_embeddings=position_embeddings, **told
            )
            return plainly
        return self._over(pack, hidden_states, position_embeddings), None

    def _over(
        self: Any,  # of a class of transformers besides
        pack: Pack,
        hidden_states: torch.Tensor,
        position_embeddings: tuple[torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        query, key, value = (
            projection(hidden_states).view(hidden_states.shape[1], -1, self.head_dim)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        if hasattr(self, "q_norm"):
            query, key = self.q_norm(query), self.k_norm(key)
        cosine, sine = (angle[0] for angle in position_embeddings)
        query, key = (_Rotary.apply(part, cosine, sine) for part in (query, key))  # type: ignore[no-untyped-call]
        asked, keys, values = (part.transpose(0, 1)[None] for part in (query, key, value))
        heard, _ = attend(
            self,
            asked,
            keys,
            values,
            None,
            pack=pack,
            scaling=self.scaling,
            sliding_window=getattr(self, "sliding_window", None),
            dropout=self.attention_dropout if self.training else 0.0,
        )
        out: torch.Tensor = self.o_proj(heard.flatten(2).to(hidden_states.dtype))
        return out


class _Gate(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, gate: torch.Tensor, up: torch.Tensor, form: kernels.Array) -> torch.Tensor:  # noqa: ANN401 - torch's own
        ctx.save_for_backward(gate, up)
        ctx.form = form
        out = torch.empty_like(gate)
        kernels.gate(_rows(gate), _rows(up), form, _rows(out))
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:  # noqa: ANN401 - torch's own
        gate, up = ctx.saved_tensors
        of_gate, of_up = torch.empty_like(gate), torch.empty_like(up)
        kernels.gate_back(_rows(gate), _rows(up), ctx.form, _rows(gradient.contiguous()), _rows(of_gate), _rows(of_up))
        return of_gate, of_up, None


class _Rotary(torch.autograd.Function):
    """From (tokens, heads, size) to the same in float32, rotated by the angles of the tokens: (tokens, size)."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:  # noqa: ANN401 - torch's own
        ctx.save_for_backward(cosine, sine)
        ctx.dtype = x.dtype
        out = torch.empty_like(x, dtype=torch.float32)
        kernels.rotate(kernels.numbers(x), 0, *map(kernels.numbers, (cosine, sine, out)))
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None, None]:  # noqa: ANN401 - torch's own
        cosine, sine = ctx.saved_tensors
        gradient = gradient.contiguous()
        of_x = torch.empty_like(gradient, dtype=ctx.dtype)
        kernels.rotate(kernels.numbers(gradient), 0, *map(kernels.numbers, (cosine, -sine, of_x)))  # turned back
        return of_x, None, None


def _rows(tensor: torch.Tensor) -> kernels.Array:
    return kernels.numbers(tensor.view(-1, tensor.shape[-1]))


def use_blocks(model: torch.nn.Module) -> int:
    """Give attention and feed-forward modules of ``model`` their compiled form; return how many have one."""
    rotary = [module for module in model.modules() if is_plain_rotary(module)]
    for kind in {type(module) for module in rotary}:
        packed = type(f"Packed{kind.__name__}", (OverPacks, kind), {})
        for module in (one for one in rotary if type(one) is kind):
            # Another class, not another module: adapters, sharding and files know its layers by their names.
            module.__class__ = packed
    return len(rotary) + replace_modules(model, _gated)


def _gated(module: torch.nn.Module) -> GatedFeedForward | None:
    form = gate_form(module)
    return None if form is None else GatedFeedForward(module, form)
