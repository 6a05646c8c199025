"""Log-probabilities of tokens, against torch's cross-entropy."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.training.token_logprobs import token_logprobs


def _both(logits: torch.Tensor, tokens: torch.Tensor, weight: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return values and gradients, ours and torch's."""
    found = []
    for read in (token_logprobs, lambda x, t: -F.cross_entropy(x.float(), t, reduction="none")):
        leaf = logits.clone().requires_grad_()
        value = read(leaf, tokens)
        (value * weight).sum().backward()
        assert leaf.grad is not None
        assert torch.equal(leaf.detach(), logits)
        found.append((value.detach(), leaf.grad))
    return found


@settings(max_examples=40, deadline=None)
@given(
    rows=st.integers(1, 9),
    vocabulary=st.integers(2, 50),
    in_cache=st.integers(1, 120),
    size=st.sampled_from([0.01, 3.0, 300.0]),
    seed=st.integers(0, 2**31),
)
def test_values_and_gradients_are_those_of_cross_entropy(
    rows: int, vocabulary: int, in_cache: int, size: float, seed: int
) -> None:
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(rows, vocabulary, generator=draw) * size
    tokens = torch.randint(vocabulary, (rows,), generator=draw)
    weight = torch.randn(rows, generator=draw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adhere.training.token_logprobs._IN_CACHE", in_cache)
        (value, gradient), (their_value, their_gradient) = _both(logits, tokens, weight)
    torch.testing.assert_close(value, their_value, rtol=1e-6, atol=1e-5)
    torch.testing.assert_close(gradient, their_gradient, rtol=1e-4, atol=1e-6 + 1e-7 * size)


def test_in_bfloat16_the_numbers_are_rounded_once() -> None:
    draw = torch.Generator().manual_seed(0)
    logits = (torch.randn(30, 49_152, generator=draw) * 3).bfloat16()
    tokens = torch.randint(49_152, (30,), generator=draw)
    (value, gradient), (their_value, their_gradient) = _both(logits, tokens, torch.rand(30, generator=draw))
    assert value.dtype == torch.float32
    torch.testing.assert_close(value, their_value, rtol=1e-6, atol=1e-5)
    assert gradient.dtype == torch.bfloat16
    torch.testing.assert_close(gradient, their_gradient, rtol=1e-2, atol=1e-7)


def test_no_token_gives_nothing_and_there_is_no_second_derivative() -> None:
    nothing = torch.empty(0, 5, requires_grad=True)
    token_logprobs(nothing, torch.empty(0, dtype=torch.long)).sum().backward()
    assert nothing.grad is not None
    logits = torch.randn(2, 5, requires_grad=True)
    (gradient,) = torch.autograd.grad(token_logprobs(logits, torch.tensor([1, 2])).sum(), logits, create_graph=True)
    with pytest.raises(RuntimeError, match="does not require grad"):
        gradient.sum().backward()


def test_what_is_no_number_stays_none() -> None:
    logits = torch.tensor([[1.0, float("nan"), 0.0], [1.0, 2.0, 3.0]])
    found = token_logprobs(logits, torch.tensor([0, 0]))
    assert torch.isnan(found[0])
    assert torch.isfinite(found[1])
