"""Modules of a model, and others that stand in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from adhere.models import kernels

if TYPE_CHECKING:
    from collections.abc import Callable

# Read, and seen to differ in nothing but norms of queries and keys, and windows.
_ROTARY = ("LlamaAttention", "Qwen2Attention", "Qwen3Attention", "Gemma3Attention")
# Read, and seen to have LlamaMLP's forward: others clamp, scale or drop out what an example need not show.
_GATED = (
    "LlamaMLP",
    "MistralMLP",
    "Qwen2MLP",
    "Qwen3MLP",
    "GemmaMLP",
    "Gemma2MLP",
    "Gemma3MLP",
    "OlmoMLP",
    "Olmo2MLP",
    "SmolLM3MLP",
    "GraniteMLP",
    "CohereMLP",
    "StableLmMLP",
)
_GATES = (
    (kernels.SWISH, torch.nn.functional.silu),
    (kernels.GELU, lambda x: torch.nn.functional.gelu(x, approximate="tanh")),
)


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


def is_plain_rotary(module: Any) -> bool:  # noqa: ANN401 - of transformers
    """Return whether a module is attention with rotary embeddings that the compiled loops know, and nothing besides."""
    first = getattr(getattr(module, "q_proj", None), "weight", None)
    if type(module).__name__ not in _ROTARY or first is None or not kernels.usable(first):
        return False
    rotary = getattr(module.config, "rope_parameters", None) or {}  # of all layers, or of each kind of them
    if (
        any("partial_rotary_factor" in part for part in (rotary, *rotary.values()) if isinstance(part, dict))
        or getattr(module, "attn_logit_softcapping", None) is not None
    ):
        return False
    return bool(module.head_dim % 2 == 0)


def gate_form(module: Any) -> kernels.Array | None:  # noqa: ANN401 - as above
    """Return the form of the gate of ``down(activation(gate(x)) * up(x))``, None where a module is not that."""
    parts = {name for name, _ in module.named_children()}
    if type(module).__name__ not in _GATED or parts != {"gate_proj", "up_proj", "down_proj", "act_fn"}:
        return None
    if not kernels.usable(module.gate_proj.weight):
        return None
    # By what the activation makes of numbers, as its class has many names.
    x = torch.linspace(-8, 8, 257)
    made = module.act_fn(x)
    return next((form for form, known in _GATES if torch.allclose(made, known(x), rtol=1e-5, atol=1e-6)), None)
