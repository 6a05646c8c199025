"""The compiled loops compute what torch computes, in both precisions, and the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.models import kernels
from adhere.models.kernels import numbers
from adhere.models.local.compiled_layers import compiled_stack
from adhere.models.local.compiled_modules import CompiledNorm, GatedFeedForward, RotaryAttention, compiled_block
from adhere.models.local.fusion import fuse
from tiny_models import CONFIGS, network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the loops run on Linux")

DTYPES = (torch.float32, torch.bfloat16)
ROWS, HEADS, SHARED, SIZE, CAPACITY = 5, 6, 2, 16, 128


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    kernels.match_threads()


def agree(found: torch.Tensor, wanted: torch.Tensor) -> None:
    """Within a rounding of what the loop writes: half a unit in the last place, and float32's own error."""
    relative = 2**-8 if found.dtype == torch.bfloat16 else 1e-5
    torch.testing.assert_close(found.double(), wanted.double(), rtol=relative, atol=1e-5)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [1, 17, 576])
@pytest.mark.parametrize("offset", [0.0, 1.0])
def test_norms_there_and_back(dtype: torch.dtype, size: int, offset: float) -> None:
    x, towards, weight = (torch.randn(shape).to(dtype) for shape in ((37, size), (37, size), (size,)))
    out, of_x, of_weight = torch.empty_like(x), torch.empty_like(x), torch.zeros(16, size)
    known = numbers(x), numbers(weight), np.float32(offset), np.float32(1e-5)
    kernels.normalise(*known, numbers(out))
    kernels.normalise_back(*known, numbers(towards), numbers(of_x), numbers(of_weight))
    exact, factor = x.double().requires_grad_(), weight.double().requires_grad_()
    wanted = F.rms_norm(exact, (size,), factor + offset, 1e-5)
    wanted.backward(towards.double())
    agree(out, wanted)
    agree(of_x, gradient(exact))
    agree(of_weight.sum(0), gradient(factor))


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_sum_is_normalised_as_it_was_rounded(dtype: torch.dtype) -> None:
    x, more, weight = (torch.randn(shape).to(dtype) for shape in ((37, SIZE), (37, SIZE), (SIZE,)))
    known, summed = (numbers(weight), np.float32(0.5), np.float32(1e-5)), x + more
    out, wanted = torch.empty_like(x), torch.empty_like(x)
    kernels.add_and_normalise(numbers(x), numbers(more), *known, numbers(out))
    kernels.normalise(numbers(summed), *known, numbers(wanted))
    assert torch.equal(x, summed)
    assert torch.equal(out, wanted)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("form", "activation"), [(kernels.SWISH, F.silu), (kernels.GELU, lambda x: F.gelu(x, approximate="tanh"))]
)
def test_gates_there_and_back_from_one_end_of_the_numbers_to_the_other(
    dtype: torch.dtype, form: kernels.Array, activation: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    x = torch.cat([torch.linspace(-30, 30, 1001), torch.tensor([-1e4, -0.0, 1e4])]).to(dtype)[None]
    up, towards = torch.randn_like(x), torch.randn_like(x)
    out, of_x, of_up = (torch.empty_like(x) for _ in range(3))
    kernels.gate(numbers(x), numbers(up), form, numbers(out))
    kernels.gate_back(numbers(x), numbers(up), form, numbers(towards), numbers(of_x), numbers(of_up))
    exact, factor = x.double().requires_grad_(), up.double().requires_grad_()
    wanted = activation(exact) * factor
    wanted.backward(towards.double())
    agree(out, wanted)
    agree(of_x, gradient(exact))
    agree(of_up, gradient(factor))


def gradient(leaf: torch.Tensor) -> torch.Tensor:
    assert leaf.grad is not None
    return leaf.grad


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("first", [0, 2])
def test_rotary_embeddings_of_some_heads(dtype: torch.dtype, first: int) -> None:
    x = torch.randn(ROWS, HEADS, SIZE).to(dtype)
    angles = torch.rand(ROWS, SIZE // 2).repeat(1, 2) * 6
    cosine, sine = angles.cos().to(dtype), angles.sin().to(dtype)
    out = torch.empty(ROWS, 3, SIZE, dtype=dtype)
    kernels.rotate(numbers(x), first, numbers(cosine), numbers(sine), numbers(out))
    part = x[:, first : first + 3].double()
    turned = torch.cat([-part[..., SIZE // 2 :], part[..., : SIZE // 2]], dim=-1)
    agree(out, part * cosine[:, None].double() + turned * sine[:, None].double())


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", [0, 1, 11])
@pytest.mark.parametrize("low", [0, 3])
@pytest.mark.parametrize("size", [8, 16, 64, 90])
@pytest.mark.parametrize("queries", [HEADS, 4 * SHARED])
def test_attention_to_a_stem_and_a_row_is_attention_to_both(
    dtype: torch.dtype, stem: int, low: int, size: int, queries: int
) -> None:
    """Places before ``low`` of the stem, and those after the newest of a row, are not heard, whatever they hold.

    Of the queries that share a head three are taken together, and those that are left by themselves.
    """
    query, key, value = (torch.randn(ROWS, heads, size).to(dtype) for heads in (queries, SHARED, SHARED))
    keys, values = (torch.randn(ROWS, SHARED, CAPACITY, size).to(dtype) for _ in range(2))
    stem_keys, stem_values = (torch.randn(SHARED, stem, size).to(dtype) for _ in range(2))
    newest = torch.tensor([0, 1, 7, 64, CAPACITY - 1])
    heard, mass = torch.zeros(ROWS, queries, size), torch.full((ROWS, queries), kernels.LEAST)
    out, scaling = torch.empty_like(query), np.float32(0.3)
    of_stem = (numbers(stem_keys), numbers(stem_values), np.full(ROWS, low), scaling, numbers(heard), numbers(mass))
    kernels.attend_stem(numbers(query), np.arange(ROWS), *of_stem)
    order = torch.randperm(ROWS)
    work = torch.stack([order, torch.zeros_like(newest), newest[order]], dim=1)
    new, rows = map(numbers, (query, key, value)), map(numbers, (keys, values, work))
    kernels.attend_rows(*new, *rows, scaling, numbers(heard), numbers(mass), numbers(out))
    for row, end in enumerate(newest.tolist()):
        assert torch.equal(keys[row, :, end], key[row])
        assert torch.equal(values[row, :, end], value[row])
        seen = [
            torch.cat([shared[:, low:], own[row, :, : end + 1]], dim=1).double().repeat_interleave(queries // SHARED, 0)
            for shared, own in ((stem_keys, keys), (stem_values, values))
        ]
        agree(out[row], F.scaled_dot_product_attention(query[row, :, None].double(), *seen, scale=0.3)[:, 0])


@pytest.mark.parametrize("kind", CONFIGS)
def test_which_modules_have_a_compiled_form(kind: str) -> None:
    """What was not read and seen to be plain, as Gemma 2's capped scores, keeps its own attention."""
    model = network(CONFIGS[kind]())
    fuse(model)
    kinds = {type(module) for module in model.modules()}
    assert {CompiledNorm, GatedFeedForward} <= kinds
    assert (RotaryAttention in kinds) is (kind in {"llama", "qwen3", "gemma3"})
    assert (compiled_stack(model) is not None) is (kind in {"llama", "qwen3"})


def test_another_activation_has_none() -> None:
    model = network(CONFIGS["llama"]())
    for layer in model.model.layers:
        layer.mlp.act_fn = torch.nn.ReLU()
        assert compiled_block(layer.mlp) is None


def test_numbers_that_are_none_stay_none() -> None:
    """A loss that is not finite stops training: what is no number must not be lost on the way to it."""
    query, key, value = (torch.randn(1, heads, SIZE) for heads in (HEADS, SHARED, SHARED))
    key[0, 0, 0] = torch.nan
    keys, values = torch.randn(1, SHARED, CAPACITY, SIZE), torch.randn(1, SHARED, CAPACITY, SIZE)
    heard, mass = torch.zeros(1, HEADS, SIZE), torch.full((1, HEADS), kernels.LEAST)
    out, work = torch.empty_like(query), np.array([[0, 0, 3]])
    new, rows = map(numbers, (query, key, value)), map(numbers, (keys, values))
    kernels.attend_rows(*new, *rows, work, np.float32(1), numbers(heard), numbers(mass), numbers(out))
    assert out[0, : HEADS // SHARED].isnan().all()
    assert out[0, HEADS // SHARED :].isfinite().all()


THREADS = """
import torch
from adhere.models import kernels

for _ in range(3):
    kernels.match_threads()
    import numba

    print(torch.get_num_threads(), numba.get_num_threads())
"""


def test_torch_keeps_the_threads_that_it_was_given() -> None:
    """numba's layer gives torch all cores when it is launched: two ranks on two cores would have four threads."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    said = subprocess.run([sys.executable, "-c", THREADS], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["1"] * 6


PROGRAM = """
import hashlib
import numpy as np
import torch
from adhere.models import kernels as k
from adhere.training.packing import Stretch
from adhere.training.pack_index import PackIndex

torch.manual_seed(0)
stretches = [Stretch(0, 40), Stretch(40, 25, 0, 40), Stretch(65, 25, 0, 40), Stretch(90, 100)]
index, n, one = PackIndex(stretches), k.numbers, np.float32(1)
x, weight = torch.randn(190, 576).bfloat16(), torch.randn(576).bfloat16()
query, out, of_query, towards = (torch.randn(190, 9, 64) for _ in range(4))
keys, values, of_keys, of_values = (torch.randn(3, 190, 64) for _ in range(4))
mass, of_x, of_weight = torch.empty(190, 9), torch.empty_like(x), torch.zeros(16, 576)
k.normalise_back(n(x), n(weight), one, one, n(x), n(of_x), n(of_weight))
read = n(query), n(keys), n(values), index.stretches
k.attend_pack(*read, index.owner, one, 190, n(mass), n(out))
k.attend_pack_back(*read, *index.share_out(3, 16), one, 190, n(mass), n(towards), n(of_query), n(of_keys), n(of_values))
for written in (of_x, of_weight, out, mass, of_query, of_keys, of_values):
    print(hashlib.sha256(n(written).tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_the_process_that_compiles_computes_what_those_compute_that_find_the_code(tmp_path: Path) -> None:
    """Resumed training is bit for bit the uninterrupted one, whether the first process had to compile or not."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    said = {
        subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, capture_output=True).stdout
        for _ in range(2)
    }
    assert len(said) == 1
