"""Attention over a pack is exact, there and back, for heads of every size: whole lanes, several of them, and a rest."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import torch

from adhere.models import kernels
from adhere.training.pack_index import PackIndex
from adhere.training.packing import Stretch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the loops run on Linux")

STRETCHES = [Stretch(0, 40), Stretch(40, 25, 0, 40), Stretch(65, 37, 0, 40), Stretch(102, 88)]
TOKENS, HEADS, SHARED = 190, 6, 2


def seen() -> torch.Tensor:
    """What each token sees: its trunk, and its stretch up to itself; (tokens, tokens)."""
    mask = torch.zeros(TOKENS, TOKENS, dtype=torch.bool)
    for stretch in STRETCHES:
        end = stretch.start + stretch.count
        own = slice(stretch.start, end)
        mask[own, own] = torch.ones(stretch.count, stretch.count).tril().bool()
        mask[own, stretch.trunk_start : stretch.trunk_start + stretch.trunk_count] = True
    return mask


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("size", [6, 16, 64, 90])
def test_attention_over_a_pack_there_and_back(dtype: torch.dtype, size: int) -> None:
    torch.manual_seed(size)
    kernels.match_threads()
    query, towards = (torch.randn(TOKENS, HEADS, size).to(dtype) for _ in range(2))
    keys, values = (torch.randn(SHARED, TOKENS, size).to(dtype) for _ in range(2))
    out, mass = torch.empty_like(query), torch.empty(TOKENS, HEADS)
    of_query, of_keys, of_values = torch.empty(query.shape), torch.zeros(keys.shape), torch.zeros(keys.shape)
    index, scaling = PackIndex(STRETCHES), np.float32(size**-0.5)
    read = (*map(kernels.numbers, (query, keys, values)), index.stretches)
    written = [kernels.numbers(part) for part in (of_query, of_keys, of_values)]
    kernels.attend_pack(*read, index.owner, scaling, TOKENS, kernels.numbers(mass), kernels.numbers(out))
    back = kernels.numbers(mass), kernels.numbers(towards)
    kernels.attend_pack_back(*read, *index.share_out(SHARED, 16), scaling, TOKENS, *back, *written)

    exact = [part.double().requires_grad_() for part in (query, keys, values)]
    each = [part.repeat_interleave(HEADS // SHARED, 0) for part in exact[1:]]
    scores = torch.einsum("thd,hpd->htp", exact[0], each[0]) * float(scaling)
    wanted = torch.einsum("htp,hpd->thd", scores.masked_fill(~seen(), -torch.inf).softmax(-1), each[1])
    wanted.backward(towards.double())
    rounding = 2**-8 if dtype == torch.bfloat16 else 1e-5
    torch.testing.assert_close(out.double(), wanted, rtol=rounding, atol=1e-5)
    for found, leaf in zip((of_query, of_keys, of_values), exact, strict=True):
        torch.testing.assert_close(found.double(), leaf.grad, rtol=1e-4, atol=1e-5)
