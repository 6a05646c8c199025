"""Faster forms of transformers' modules, taken only where they are seen to compute the same.

Packed against plain products, GFLOP/s of two cores with AVX-512, SmolLM2-135M in float32, 100 rows: 194 against 113 for
the head (49,152 by 576), 197 against 149 for the gate (1,536 by 576), 191 against 150 back (576 by 1,536), 186 against
139 for the query (576 by 576), 167 against 139 for the key (192 by 576). Without AVX-512 the head and the gate gained,
and the others lost nothing. In bfloat16, with AVX-512's instructions for it or with AMX, every shape gains a half.
Merging gate with up, or query with key and value, lost up to 25 % in float32 where the merged weights no longer fit in
the second-level cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.models import kernels
from adhere.models.local.compiled_modules import CompiledNorm, compiled_block
from adhere.models.local.modules import norm_parts, replace_modules

if TYPE_CHECKING:
    from collections.abc import Callable

_TOLERANCE = {torch.float32: 1e-4, torch.bfloat16: 2e-2}
# Of the sum of absolute products, which the rounding of a sum is a part of: 3e-7 was seen in float32.
_SUMMED = {torch.float32: 1e-5, torch.bfloat16: 4e-3}


class FusedNorm(torch.nn.Module):
    """Root-mean-square norm in torch's own kernel: ``x / rms(x) * weight``."""

    def __init__(self, weight: torch.Tensor, epsilon: float) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(weight, requires_grad=False)
        self.epsilon = epsilon

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Normalise the last dimension."""
        return F.rms_norm(x, self.weight.shape, self.weight, self.epsilon)


class PackedLinear(torch.nn.Module):
    """A linear layer whose weights oneDNN has laid out for its kernels once, instead of at every product."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        # The batch size is a hint for the layout: any value from 16 to 64 served 1 to 1,024 rows equally well.
        self._weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), 64)  # noqa: SLF001 - no public name
        self._bias: torch.Tensor | None = linear.bias
        self._product = torch.ops.mkldnn._linear_pointwise.default  # noqa: SLF001 - as above

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x @ weight.T + bias``."""
        product: torch.Tensor = self._product(x, self._weight, self._bias, "none", [], "")
        return product


@torch.inference_mode()
def fuse(model: torch.nn.Module) -> int:
    """Replace the modules of ``model`` that have a faster form; return how many there were."""
    kernels.match_threads()
    blocks = replace_modules(model, compiled_block)  # first, as they hold layers that the second walk replaces
    return blocks + replace_modules(model, lambda module: _faster_norm(module) or _faster_linear(module))


def _faster_norm(norm: torch.nn.Module) -> torch.nn.Module | None:
    """Return the fused form of a norm, by trying the two formulas in use: Gemma multiplies by one plus the weight."""
    parts = norm_parts(norm)
    if parts is None:
        return None
    weight, epsilon = parts
    factors = (weight.detach().clone(), (1 + weight.detach().float()).to(weight.dtype))
    kind = CompiledNorm if kernels.usable(weight) else FusedNorm
    return next((form for form in (kind(f, epsilon) for f in factors) if _agree(form, norm, weight)), None)


def _faster_linear(linear: torch.nn.Module) -> torch.nn.Module | None:
    """Return the packed form of a layer on CPU."""
    if type(linear) is not torch.nn.Linear or linear.weight.device.type != "cpu" or not _can_pack():
        return None
    if linear.weight.dtype not in _SUMMED:
        return None
    if linear.weight.dtype == torch.bfloat16 and not torch.ops.mkldnn._is_mkldnn_bf16_supported():  # noqa: SLF001 - as above
        return None
    form = PackedLinear(linear)
    return form if _sums_alike(form, linear) else None


def _can_pack() -> bool:
    needed = ("_reorder_linear_weight", "_linear_pointwise", "_is_mkldnn_bf16_supported")
    return all(hasattr(torch.ops.mkldnn, name) for name in needed)


def _sums_alike(form: PackedLinear, linear: torch.nn.Linear) -> bool:
    example = _example(linear.weight)
    products = example.float().abs() @ linear.weight.float().abs().T
    if linear.bias is not None:
        products += linear.bias.float().abs()
    return bool(((form(example) - linear(example)).float().abs() <= _SUMMED[linear.weight.dtype] * products).all())


def _agree(form: Callable[[torch.Tensor], torch.Tensor], module: torch.nn.Module, weight: torch.Tensor) -> bool:
    example = _example(weight)
    wanted, given = module(example), form(example)
    tolerance = _TOLERANCE.get(weight.dtype, 0.0)
    # Number by number: beside the few large weights of Gemma's norms, being wrong about all others is a small error.
    return torch.allclose(given, wanted, rtol=tolerance, atol=1e-2 * tolerance * float(wanted.abs().median()))


def _example(weight: torch.Tensor) -> torch.Tensor:
    return torch.randn(4, weight.shape[-1], generator=torch.Generator().manual_seed(0)).to(weight)
