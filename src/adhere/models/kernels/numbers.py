"""What the loops are made of: how they are compiled, and numbers as they are read and written."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
import torch
from numba import njit, types
from numba.extending import overload

if TYPE_CHECKING:
    from collections.abc import Callable

Array: TypeAlias = Any
"""Numbers of a tensor: float32, or the bits of bfloat16 as uint16."""

f32 = np.float32
_u = np.uint32
# What adds up numbers may do so in any order, so that it is vectorised; all else is computed as it is written. Parts
# are inlined: the process that compiles would call those that were optimised once, others what was optimised again,
# and the two would round otherwise.
_STRICT = {"nsz"}
_SUMS = {"nsz", "contract", "reassoc"}

# numba finds kept code stale when the file of a loop has changed, and does not look at the files that the loop calls.
_SOURCE = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
).hexdigest()[:8]

Loop = TypeVar("Loop", bound="Callable[..., Any]")


def over_all_threads(loop: Loop) -> Loop:
    """Compile a loop whose outermost steps, by ``prange``, are shared out over threads; what is compiled is kept."""
    loop.__qualname__ += f"-{_SOURCE}"  # numba keeps code by it
    compiled = njit(parallel=True, fastmath=_STRICT)(loop)
    with suppress(RuntimeError):  # neither beside this file nor in the user's folder can anything be kept
        compiled.enable_caching()
    return cast("Loop", compiled)


def summing(loop: Loop) -> Loop:
    """Compile a part of loops that adds up numbers."""
    return cast("Loop", njit(fastmath=_SUMS, forceinline=True)(loop))


def part(loop: Loop) -> Loop:
    """Compile a part of loops."""
    return cast("Loop", njit(fastmath=_STRICT, forceinline=True)(loop))


def inlined(loop: Loop) -> Loop:
    """Compile a part of loops that takes the rules of what calls it."""
    return cast("Loop", njit(inline="always")(loop))


def usable(tensor: torch.Tensor) -> bool:
    """Return whether the loops read this kind of tensor here."""
    return sys.platform == "linux" and tensor.device.type == "cpu" and tensor.dtype in {torch.float32, torch.bfloat16}


def numbers(tensor: torch.Tensor) -> Array:
    """Return the numbers of a tensor, sharing its memory."""
    tensor = tensor.detach() if tensor.requires_grad else tensor
    array: Array = (tensor.view(torch.uint16) if tensor.dtype == torch.bfloat16 else tensor).numpy()
    return array


def match_threads() -> None:
    """Let the loops that this thread runs from now on use as many threads as torch does, and those of torch."""
    numba.config.THREADING_LAYER_PRIORITY = ["omp", "tbb", "workqueue"]  # type: ignore[attr-defined]
    threads = torch.get_num_threads()
    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
    torch.set_num_threads(threads)  # numba's layer, when it is launched, has given torch all cores


def widen(bits: Array) -> Array:
    """Return a number as float32."""
    raise NotImplementedError  # compiled only


def narrow(number: Array, like: Array) -> Array:
    """Return a float32 as what the array ``like`` holds, rounded to nearest, ties to even."""
    raise NotImplementedError  # compiled only


def in_line(like: Array) -> int:
    """Return how many numbers of the array ``like`` are in a line of memory, 64 bytes."""
    raise NotImplementedError  # compiled only


@overload(in_line, inline="always", strict=False)
def _in_line_compiled(like: Array) -> Callable[[Array], int]:
    if like.dtype == types.uint16:
        return lambda like: 32  # noqa: ARG005 - the signature is that of ``in_line``
    return lambda like: 16  # noqa: ARG005 - as above


@overload(widen, inline="always", strict=False)
def _widen_compiled(bits: Array) -> Callable[[Array], Array]:
    if bits == types.uint16:
        return lambda bits: _u(_u(bits) << _u(16)).view(f32)
    return lambda bits: bits


@overload(narrow, inline="always", strict=False)
def _narrow_compiled(number: Array, like: Array) -> Callable[[Array, Array], Array]:  # noqa: ARG001 - as below
    if like.dtype == types.uint16:

        def rounded(number: Array, like: Array) -> Array:  # noqa: ARG001 - the signature is that of ``narrow``
            bits = f32(number).view(_u)
            return np.uint16((bits + _u(0x7FFF) + ((bits >> _u(16)) & _u(1))) >> _u(16))

        return rounded
    return lambda number, like: number  # noqa: ARG005 - as above


# Cephes' expf: ln 2 in two parts, and the polynomial. ``lanes`` has the same of sixteen numbers.
LOG2_E, LN_2_HIGH, LN_2_LOW = f32(1.44269504), f32(0.693359375), f32(-2.12194440e-4)
EXP = tuple(map(f32, (1.98756915e-4, 1.39819995e-3, 8.33345191e-3, 4.16657959e-2, 1.66666655e-1, 0.5)))


@inlined
def exp(x: Array) -> Array:
    """Return e to the x, to two units of float32, by Cephes' polynomial: the library's cannot be vectorised."""
    x = min(max(x, f32(-87.0)), f32(88.0))
    n = np.floor(x * LOG2_E + f32(0.5))
    r = (x - n * LN_2_HIGH) - n * LN_2_LOW
    p = ((EXP[0] * r + EXP[1]) * r + EXP[2]) * r
    p = ((p + EXP[3]) * r + EXP[4]) * r + EXP[5]
    return (p * r * r + r + f32(1)) * np.int32((np.int32(n) + np.int32(127)) << np.int32(23)).view(f32)
