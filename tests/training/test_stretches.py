"""Attention over a pack, in loops and in the fused kernel, against plain attention of each sequence by itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models import kernels
from adhere.training import pack_index
from adhere.training.pack_index import PackIndex
from adhere.training.packing import Stretch
from adhere.training.stretches import Rule, attend_stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS, SHARED, SIZE = 6, 2, 8


@dataclass(frozen=True)
class Packed:
    """What attention reads of a pack."""

    index: PackIndex
    tokens: torch.Tensor


def laid_out(trees: Sequence[Sequence[int]]) -> list[Stretch]:
    """Return the stretches of trees, each given by the counts of its trunk (0: none) and of its branches."""
    stretches: list[Stretch] = []
    at = 0
    for trunk, *branches in trees:
        start = at
        if trunk:
            stretches.append(Stretch(at, trunk))
            at += trunk
        for count in branches:
            stretches.append(Stretch(at, count, start, trunk) if trunk else Stretch(at, count))
            at += count
    return stretches


def plainly(parts: Sequence[torch.Tensor], stretches: Sequence[Stretch], rule: Rule) -> torch.Tensor:
    """Attend in float64, token by token."""
    query, key, value = (part.transpose(0, 1) for part in parts)
    heard = torch.zeros_like(query)
    for one in stretches:
        for offset in range(one.count):
            seen = [
                *range(one.trunk_start, one.trunk_start + one.trunk_count),
                *range(one.start, one.start + offset + 1),
            ]
            seen = seen[-rule.window :] if rule.window else seen
            asked = query[:, one.start + offset]
            keys, values = (part[:, seen].repeat_interleave(HEADS // SHARED, 0) for part in (key, value))
            weights = (torch.einsum("hd,hpd->hp", asked, keys) * rule.scaling).softmax(-1)
            heard[:, one.start + offset] = torch.einsum("hp,hpd->hd", weights, values)
    return heard.transpose(0, 1)


def both(stretches: Sequence[Stretch], rule: Rule, dtype: torch.dtype) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Return what is heard and the gradients of query, key and value: ours, and the exact ones of the same numbers."""
    torch.manual_seed(0)
    kernels.match_threads()
    tokens = sum(one.count for one in stretches)
    drawn = [torch.randn(tokens, heads, SIZE) for heads in (HEADS, SHARED, SHARED, HEADS)]
    drawn[2:] = [part.to(dtype) for part in drawn[2:]]
    ours = [part.clone().requires_grad_() for part in drawn[:3]]
    heard = attend_stretches(*ours, Packed(PackIndex(stretches), torch.zeros(tokens)), rule)  # type: ignore[arg-type]
    exact = [part.double().requires_grad_() for part in drawn[:3]]
    wanted = plainly(exact, stretches, rule)
    found = [heard, *torch.autograd.grad(heard, ours, drawn[3])]
    return found, [wanted, *torch.autograd.grad(wanted, exact, drawn[3].double())]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("long", [0, 9, 1000], ids=["fused", "some fused", "loops"])
@pytest.mark.parametrize("window", [None, 1, 4])
def test_it_is_plain_attention_of_each_sequence(
    monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype, long: int, window: int | None
) -> None:
    monkeypatch.setattr(pack_index, "_LONG", long)
    stretches = laid_out([(5, 3, 4), (0, 6), (0, 1), (2, 9, 1, 3), (1, 1)])
    ours, exact = both(stretches, Rule(0.4, window), dtype)
    for found, wanted in zip(ours, exact, strict=True):
        near = 1e-5 if found.dtype == torch.float32 else 2**-7
        torch.testing.assert_close(found.double(), wanted, rtol=near, atol=near / 4)


@settings(deadline=None)  # the first of each kind compiles
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5), st.integers(0, 4)), min_size=1, max_size=5),
    st.integers(1, 12),
    st.one_of(st.none(), st.integers(1, 12)),
)
def test_whatever_the_trees_both_ways_of_computing_agree(
    trees: list[tuple[int, int, int]], long: int, window: int | None
) -> None:
    stretches = laid_out(trees)
    rule = Rule(0.3, window)
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for bound in (long, 1000):
            patch.setattr(pack_index, "_LONG", bound)
            found.append(both(stretches, rule, torch.float32)[0])
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_work_is_shared_out_once_and_evenly() -> None:
    stretches = laid_out([(5, 3, 4), (0, 6), (0, 1), (2, 9, 1, 3), (1, 1), (0, 30), (0, 30)])
    units, bounds = PackIndex(stretches).share_out(heads=2, workers=4)
    owners = sorted((first, end, head) for first, end, head in units.tolist())
    trees = [(0, 3), (3, 4), (4, 5), (5, 9), (9, 11), (11, 12), (12, 13)]
    assert owners == sorted((first, end, head) for first, end in trees for head in range(2))
    loads = [
        sum(
            one.count * (one.trunk_count + one.count / 2)
            for first, end, _ in units[low:high].tolist()
            for one in stretches[first:end]
        )
        for low, high in pairwise(bounds)
    ]
    assert max(loads) - min(loads) <= 30 * 30 / 2
