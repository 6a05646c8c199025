"""Norms in training, against the formula and against transformers' own."""

from __future__ import annotations

import pytest
import torch
from transformers.models.gemma3.modeling_gemma3 import Gemma3RMSNorm
from transformers.models.llama.modeling_llama import LlamaRMSNorm

import tiny_models
from adhere.training.norms import RootMeanSquareNorm, use_norms


def _draw(size: tuple[int, ...], dtype: torch.dtype, seed: int) -> torch.Tensor:
    return torch.randn(size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).to(dtype)


def _theirs(dtype: torch.dtype, size: int) -> LlamaRMSNorm:
    norm = LlamaRMSNorm(size, eps=1e-5).to(dtype)
    with torch.no_grad():
        norm.weight.copy_(_draw((size,), dtype, 1))
    return norm


def _gradient(weight: torch.Tensor) -> torch.Tensor:
    assert weight.grad is not None
    return weight.grad.clone()


def _error(one: torch.Tensor | None, other: torch.Tensor | None) -> float:
    assert one is not None
    assert other is not None
    return float(((one.double() - other).norm() / other.norm()).detach())


@pytest.mark.parametrize("shape", [(1, 7, 48), (5, 48), (2, 3, 4, 48), (1, 1, 48)])
@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_in_float32_values_and_gradients_are_those_of_transformers(shape: tuple[int, ...], size: float) -> None:
    theirs = _theirs(torch.float32, 48)
    found = []
    for norm in (theirs, RootMeanSquareNorm(theirs.weight, 0.0, 1e-5)):
        x = (_draw(shape, torch.float32, 2) * size).requires_grad_()
        before = x.detach().clone()
        theirs.zero_grad()
        given = norm(x)
        (given * _draw(shape, torch.float32, 3)).sum().backward()
        assert torch.equal(x.detach(), before)
        assert x.grad is not None
        found.append((given.detach(), x.grad, _gradient(theirs.weight)))
    for ours, other in zip(found[1], found[0], strict=True):
        torch.testing.assert_close(ours, other, rtol=1e-5, atol=1e-6 * float(other.abs().max()))


def test_in_bfloat16_it_is_as_near_the_truth_as_transformers() -> None:
    theirs = _theirs(torch.bfloat16, 576)
    x, towards = _draw((1, 200, 576), torch.bfloat16, 2), _draw((1, 200, 576), torch.bfloat16, 3)
    exact_x = x.double().requires_grad_()
    exact_weight = theirs.weight.detach().double().requires_grad_()
    exact = exact_x * torch.rsqrt(exact_x.pow(2).mean(-1, keepdim=True) + 1e-5) * exact_weight
    (exact * towards.double()).sum().backward()
    errors = []
    for norm in (theirs, RootMeanSquareNorm(theirs.weight, 0.0, 1e-5)):
        leaf = x.clone().requires_grad_()
        theirs.zero_grad()
        given = norm(leaf)
        (given * towards).sum().backward()
        assert given.dtype == torch.bfloat16
        pairs = ((given, exact), (leaf.grad, exact_x.grad), (theirs.weight.grad, exact_weight.grad))
        errors.append([_error(one, other) for one, other in pairs])
    for ours, other in zip(errors[1], errors[0], strict=True):
        assert ours <= 1.05 * other


class DoubledRMSNorm(LlamaRMSNorm):
    """A norm of a name that is known, and of a formula that is not."""

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        return 2 * super().forward(hidden_states)


def test_norms_that_compute_something_else_stay() -> None:
    gemma, llama = Gemma3RMSNorm(8), LlamaRMSNorm(8)
    with torch.no_grad():
        gemma.weight.fill_(0.5)
    x = _draw((3, 8), torch.float32, 2)
    wanted = gemma(x), llama(x)
    model = torch.nn.Sequential(gemma, llama, torch.nn.LayerNorm(8), DoubledRMSNorm(8))
    assert use_norms(model) == 2
    ours = "RootMeanSquareNorm"
    assert [type(one).__name__ for one in model] == [ours, ours, "LayerNorm", "DoubledRMSNorm"]
    for norm, theirs, values in zip(model, (gemma, llama), wanted, strict=False):
        assert norm.weight is theirs.weight
        torch.testing.assert_close(norm(x), values)


def test_a_model_keeps_the_names_of_its_weights() -> None:
    model = tiny_models.network(tiny_models.CONFIGS["llama"]())
    names = list(model.state_dict())
    assert use_norms(model) > 0
    assert list(model.state_dict()) == names
