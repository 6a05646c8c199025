"""All layers of a model one after the other, without torch's own calls of them.

Between two products the caches hold weights and nothing of Python: a call that takes a microsecond by itself takes ten
there, and transformers makes some thirty of them a layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.models import kernels
from adhere.models.local.compiled_modules import CompiledNorm, GatedFeedForward, RotaryAttention, angles_of

if TYPE_CHECKING:
    import torch

    from adhere.models.local.attention import Pass

# Read, and seen to be an embedding, layers of the form below, a norm and a head, and nothing between them.
_PLAIN = ("LlamaForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM")
_PARTS = {
    "self_attn": RotaryAttention,
    "mlp": GatedFeedForward,
    "input_layernorm": CompiledNorm,
    "post_attention_layernorm": CompiledNorm,
}

_EVERY = 4
"""Tokens are filled up to a multiple of it: oneDNN compiles a product for each number of rows when it first comes."""


class _Layer(NamedTuple):
    """``y = x + attention(norm(x))``, then ``y + feed_forward(norm(y))`` (arXiv 2002.04745, figure 1b)."""

    before: CompiledNorm
    attention: RotaryAttention
    between: CompiledNorm
    feed_forward: GatedFeedForward


class CompiledStack:
    """A causal language model whose layers are all compiled.

    Args:
        model: of transformers, fused (``fusion.fuse``).
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - of transformers
        self._embedding, self._rotary = model.model.embed_tokens, model.model.rotary_emb
        self._layers = [
            _Layer(layer.input_layernorm, layer.self_attn, layer.post_attention_layernorm, layer.mlp)
            for layer in model.model.layers
        ]
        self._norm: CompiledNorm = model.model.norm
        self._head = model.lm_head

    def logits(self, passed: Pass) -> torch.Tensor:
        """Return the logits after the newest token of every seat of the pass: (seats, vocabulary)."""
        empty = -passed.tokens.shape[1] % _EVERY
        rows: torch.Tensor = F.pad(self._embedding(passed.tokens[0]), (0, 0, 0, empty))
        angles = angles_of(self._rotary(rows, F.pad(passed.positions, (0, empty))))
        x, more = kernels.numbers(rows), None
        normed = passed.scratch.take("normed", rows.shape, rows)
        for layer in self._layers:
            _add_and_norm(layer.before, x, more, normed.numbers)
            heard = layer.attention.of_rows(normed.tensor, angles, passed)
            _add_and_norm(layer.between, x, heard, normed.numbers)
            more = layer.feed_forward.of_rows(normed.tensor, passed.scratch)
        _add_and_norm(self._norm, x, more, normed.numbers)
        logits: torch.Tensor = self._head(normed.tensor[: len(passed.seats)])
        return logits


def _add_and_norm(norm: CompiledNorm, x: kernels.Array, more: torch.Tensor | None, out: kernels.Array) -> None:
    if more is None:
        norm.into(x, out)
    else:
        norm.into_after(x, kernels.numbers(more), out)


def compiled_stack(model: Any) -> CompiledStack | None:  # noqa: ANN401 - as above
    """Return the layers of a model as one, None where one of them is of another form or not compiled."""
    if type(model).__name__ not in _PLAIN or type(model.model.norm) is not CompiledNorm:
        return None
    parts = [{name: type(part) for name, part in layer.named_children()} for layer in model.model.layers]
    return CompiledStack(model) if all(part == _PARTS for part in parts) else None
