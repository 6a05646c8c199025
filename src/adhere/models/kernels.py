"""Loops over the numbers of tensors on CPU, compiled by numba when they are first called.

Between two matrix products a model does many small things, each of which torch does in a pass of its own over memory
and with a call of its own. Here each of them is one loop: numbers are widened to float32 where they are read, and
rounded once, where they are written. The loops share torch's threads, since numba's OpenMP layer takes the library that
torch has loaded; elsewhere than on Linux it may not, and ``usable`` says no.

numba keeps compiled code beside this file, by this file's time and size: all loops lie here, and none of it is stale.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
import torch
from llvmlite import ir
from numba import njit, prange, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Array: TypeAlias = Any
"""Numbers of a tensor: float32, or the bits of bfloat16 as uint16."""

LEAST = -1e30
"""The logarithm of no mass: finite, as the loops are compiled for finite numbers."""

_f = np.float32
_u = np.uint32
# Sums may be added up in any order, so that they are vectorised. All else is computed as it is written: the compiler
# would take another order in the process that compiles than in those that find the code, and replies would differ.
_STRICT = {"nnan", "nsz"}
_SUMS = {"nnan", "nsz", "contract", "reassoc"}
_NOTHING = _f(-30.0)  # e to it is below what float32 adds to 1


Loop = TypeVar("Loop", bound="Callable[..., Any]")


def _over_all_threads(loop: Loop) -> Loop:
    return cast("Loop", njit(parallel=True, fastmath=_STRICT, cache=True)(loop))


def _summing(loop: Loop) -> Loop:
    return cast("Loop", njit(fastmath=_SUMS)(loop))


def _inlined(loop: Loop) -> Loop:
    return cast("Loop", njit(inline="always")(loop))


def usable(tensor: torch.Tensor) -> bool:
    """Return whether the loops read this kind of tensor here."""
    return sys.platform == "linux" and tensor.device.type == "cpu" and tensor.dtype in {torch.float32, torch.bfloat16}


def numbers(tensor: torch.Tensor) -> Array:
    """Return the numbers of a tensor, sharing its memory."""
    tensor = tensor.detach()
    array: Array = (tensor.view(torch.uint16) if tensor.dtype == torch.bfloat16 else tensor).numpy()
    return array


def match_threads() -> None:
    """Let the loops that this thread runs from now on use as many threads as torch does."""
    numba.set_num_threads(min(torch.get_num_threads(), numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]


def _widen(bits: Array) -> Array:
    """Return a number as float32."""
    raise NotImplementedError  # compiled only


def _narrow(number: Array, like: Array) -> Array:
    """Return a float32 as what the array ``like`` holds, rounded to nearest, ties to even."""
    raise NotImplementedError  # compiled only


@overload(_widen, inline="always", strict=False)
def _widen_compiled(bits: Array) -> Callable[[Array], Array]:
    if bits == types.uint16:
        return lambda bits: _u(_u(bits) << _u(16)).view(_f)
    return lambda bits: bits


@overload(_narrow, inline="always", strict=False)
def _narrow_compiled(number: Array, like: Array) -> Callable[[Array, Array], Array]:  # noqa: ARG001 - as below
    if like.dtype == types.uint16:

        def rounded(number: Array, like: Array) -> Array:  # noqa: ARG001 - the signature is that of ``_narrow``
            bits = _f(number).view(_u)
            return np.uint16((bits + _u(0x7FFF) + ((bits >> _u(16)) & _u(1))) >> _u(16))

        return rounded
    return lambda number, like: number  # noqa: ARG005 - as above


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _prefetch(typing: Any, array: Any, row: Any, column: Any) -> Any:  # noqa: ANN401, ARG001 - numba's signature
    """Ask for the line of memory that has ``array[row, column]``; it need not lie within the array."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - as above
        made = context.make_array(signature.args[0])(context, builder, arguments[0])
        shape, strides = (cgutils.unpack_tuple(builder, part, 2) for part in (made.shape, made.strides))
        place = cgutils.get_item_pointer2(context, builder, made.data, shape, strides, "C", arguments[1:])
        line, number = builder.bitcast(place, ir.IntType(8).as_pointer()), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [line.type, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(prefetch, [line, number(0), number(3), number(1)])  # for reading, into all caches, data
        return context.get_dummy_value()

    return types.none(array, types.intp, types.intp), code


_fetch = cast("Callable[[Array, int, int], None]", _prefetch)


@_inlined
def _exp(x: Array) -> Array:
    """Return e to the x, to two units of float32, by Cephes' polynomial: the library's cannot be vectorised."""
    x = min(max(x, _f(-87.0)), _f(88.0))
    n = np.floor(x * _f(1.44269504) + _f(0.5))
    r = (x - n * _f(0.693359375)) + n * _f(2.12194440e-4)
    p = ((_f(1.98756915e-4) * r + _f(1.39819995e-3)) * r + _f(8.33345191e-3)) * r
    p = ((p + _f(4.16657959e-2)) * r + _f(1.66666655e-1)) * r + _f(0.5)
    return (p * r * r + r + _f(1)) * np.int32((np.int32(n) + np.int32(127)) << np.int32(23)).view(_f)


@_summing
def _mean_square(row: Array) -> Array:
    total = _f(0)
    for i in range(len(row)):
        total += _widen(row[i]) * _widen(row[i])
    return total / _f(len(row))


@_over_all_threads
def normalise(x: Array, weight: Array, epsilon: Array, out: Array) -> None:
    """``out = x / sqrt(mean(x^2) + epsilon) * weight`` (arXiv 1910.07467, equation 4); x and out: (rows, size)."""
    rows, size = x.shape
    for row in prange(rows):
        scale = _f(1) / np.sqrt(_mean_square(x[row]) + epsilon)
        for i in range(size):
            out[row, i] = _narrow(_widen(x[row, i]) * scale * _widen(weight[i]), out)


@_over_all_threads
def swish_gate(gate: Array, up: Array, out: Array) -> None:
    """``out = gate * sigmoid(gate) * up`` (arXiv 2002.05202, equation 5), all (rows, size)."""
    rows, size = gate.shape
    for row in prange(rows):
        for i in range(size):
            x = _widen(gate[row, i])
            out[row, i] = _narrow(x / (_f(1) + _exp(-x)) * _widen(up[row, i]), out)


@_over_all_threads
def gelu_gate(gate: Array, up: Array, out: Array) -> None:
    """``out = gelu(gate) * up`` (arXiv 2002.05202, equation 6), GELU by its tanh form (arXiv 1606.08415, section 2)."""
    rows, size = gate.shape
    for row in prange(rows):
        for i in range(size):
            x = _widen(gate[row, i])
            # x * (1 + tanh(y)) / 2 is x * sigmoid(2 y).
            y = _f(1.5957691216) * (x + _f(0.044715) * x * x * x)
            out[row, i] = _narrow(x / (_f(1) + _exp(-y)) * _widen(up[row, i]), out)


@_over_all_threads
def rotate(x: Array, first: int, cosine: Array, sine: Array, out: Array) -> None:
    """Rotary embedding of the heads of ``x`` from ``first`` on (arXiv 2104.09864, equation 34, halves as pairs).

    x and out: (tokens, heads, size); cosine and sine: (tokens, size), both halves alike.
    """
    tokens, heads, size = out.shape
    half = size // 2
    for token in prange(tokens):
        for head in range(heads):
            for i in range(half):
                a, b = _widen(x[token, first + head, i]), _widen(x[token, first + head, i + half])
                c, s = _widen(cosine[token, i]), _widen(sine[token, i])
                out[token, head, i] = _narrow(a * c - b * s, out)
                out[token, head, i + half] = _narrow(b * c + a * s, out)


@_summing
def _score(query: Array, keys: Array, values: Array, low: int, high: int, scores: Array) -> None:
    """``scores[g, p] = query[g] . keys[p]`` for ``low <= p < high``, fetching the values; query: (queries, size)."""
    group, size = query.shape
    for place in range(low, high):
        # The values are read next; without this a step of 66 rows waits for memory a third of its time.
        for column in range(0, size, 32):
            _fetch(values, place, column)
            _fetch(keys, place + 24, column)
        for g in range(group):
            total = _f(0)
            for i in range(size):
                total += _widen(keys[place, i]) * query[g, i]
            scores[g, place] = total


@_summing
def _weigh(scores: Array, low: int, high: int, heard: Array, mass: Array) -> None:
    """Make scores weights, and what was ``heard`` before, with the logarithm of its mass, the share that it keeps."""
    group, size = heard.shape
    for g in range(group):
        most = mass[g]
        for place in range(low, high):
            most = max(most, scores[g, place])
        before = _exp(mass[g] - most) if mass[g] - most > _NOTHING else _f(0)
        total = before
        for place in range(low, high):
            x = scores[g, place] - most
            weight = _exp(x) if x > _NOTHING else _f(0)
            scores[g, place] = weight
            total += weight
        for place in range(low, high):
            scores[g, place] /= total
        for i in range(size):
            heard[g, i] *= before / total
        mass[g] = most + np.log(total)


@_summing
def _hear(weights: Array, values: Array, low: int, high: int, heard: Array) -> None:
    """``heard[g] += sum of weights[g, p] * values[p]``, four places at a time."""
    group, size = heard.shape
    fours = low + (high - low) // 4 * 4
    for place in range(low, fours, 4):
        for g in range(group):
            w, x, y, z = weights[g, place], weights[g, place + 1], weights[g, place + 2], weights[g, place + 3]
            for i in range(size):
                heard[g, i] += (w * _widen(values[place, i]) + x * _widen(values[place + 1, i])) + (
                    y * _widen(values[place + 2, i]) + z * _widen(values[place + 3, i])
                )
    for place in range(fours, high):
        for g in range(group):
            for i in range(size):
                heard[g, i] += weights[g, place] * _widen(values[place, i])


@_over_all_threads
def attend_stem(  # noqa: PLR0913, PLR0917 - a loop takes arrays, not objects
    query: Array, readers: Array, keys: Array, values: Array, low: Array, scaling: Array, heard: Array, mass: Array
) -> None:
    """Add what the tokens of a stem say to what its readers heard.

    query: (tokens, heads, size). readers: (n,), those tokens that read; low: (n,), the first place that each sees.
    keys, values: (key-value heads, places, size). heard, mass: as in ``attend_rows``.
    """
    shared, places, size = keys.shape
    group = query.shape[1] // shared
    for unit in prange(len(readers) * shared):
        token, head = readers[unit // shared], unit % shared
        first = low[unit // shared]
        if first < places:
            asked = np.empty((group, size), np.float32)
            scores = np.empty((group, places), np.float32)
            for g in range(group):
                for i in range(size):
                    asked[g, i] = _widen(query[token, head * group + g, i]) * scaling
            mine = heard[token, head * group : (head + 1) * group]
            its = mass[token, head * group : (head + 1) * group]
            _score(asked, keys[head], values[head], first, places, scores)
            _weigh(scores, first, places, mine, its)
            _hear(scores, values[head], first, places, mine)


@_over_all_threads
def attend_rows(  # noqa: PLR0913, PLR0917 - as above
    query: Array,
    key: Array,
    value: Array,
    keys: Array,
    values: Array,
    bounds: Array,
    scaling: Array,
    heard: Array,
    mass: Array,
    out: Array,
) -> None:
    """Store the key and value of the newest token of each row, and attend to the row up to it.

    query, out: (rows, heads, size). key, value: (rows, key-value heads, size). keys, values: (rows, key-value heads,
    capacity, size); the new ones are written. bounds: (rows, 2), the first place that each row sees and the place of
    its newest token. heard, mass: what was heard before, of stems, and the logarithm
    of its mass: (rows, heads, size) and (rows, heads), float32; both are changed.
    """
    rows, shared, size = key.shape
    group = query.shape[1] // shared
    for unit in prange(rows * shared):
        row, head = unit // shared, unit % shared
        low, newest = bounds[row, 0], bounds[row, 1]
        asked = np.empty((group, size), np.float32)
        scores = np.empty((group, newest + 1), np.float32)
        for i in range(size):
            keys[row, head, newest, i] = key[row, head, i]
            values[row, head, newest, i] = value[row, head, i]
        for g in range(group):
            for i in range(size):
                asked[g, i] = _widen(query[row, head * group + g, i]) * scaling
        mine = heard[row, head * group : (head + 1) * group]
        _score(asked, keys[row, head], values[row, head], low, newest + 1, scores)
        _weigh(scores, low, newest + 1, mine, mass[row, head * group : (head + 1) * group])
        _hear(scores, values[row, head], low, newest + 1, mine)
        for g in range(group):
            for i in range(size):
                out[row, head * group + g, i] = _narrow(mine[g, i], out)
