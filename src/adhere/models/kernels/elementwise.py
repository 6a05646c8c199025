"""Norms, gates and rotary embeddings, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import prange

from adhere.models.kernels.numbers import exp, f32, narrow, over_all_threads, part, summing, widen

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array

SWISH = np.array([1, 0], dtype=np.float32)
"""The form of ``gate`` that is SwiGLU (arXiv 2002.05202, equation 6)."""

GELU = np.array([2 * (2 / np.pi) ** 0.5, 0.044715], dtype=np.float32)
"""GEGLU, by the tanh form of GELU (arXiv 1606.08415, section 2): (1 + tanh(y)) / 2 is the sigmoid of 2 y."""


@summing
def _mean_square(row: Array) -> Array:
    total = f32(0)
    for i in range(len(row)):
        total += widen(row[i]) * widen(row[i])
    return total / f32(len(row))


@part
def _normalise_row(x: Array, weight: Array, offset: Array, epsilon: Array, out: Array) -> None:
    scale = f32(1) / np.sqrt(_mean_square(x) + epsilon)
    for i in range(len(x)):
        out[i] = narrow(widen(x[i]) * scale * (widen(weight[i]) + offset), out)


@over_all_threads
def normalise(x: Array, weight: Array, offset: Array, epsilon: Array, out: Array) -> None:
    """``out = x / sqrt(mean(x^2) + epsilon) * (weight + offset)`` (arXiv 1910.07467, equation 4); x: (rows, size)."""
    for row in prange(len(x)):
        _normalise_row(x[row], weight, offset, epsilon, out[row])


@over_all_threads
def add_and_normalise(x: Array, more: Array, weight: Array, offset: Array, epsilon: Array, out: Array) -> None:
    """``x = x + more``, then ``normalise``; both (rows, size), the sum rounded to what ``x`` holds."""
    rows, size = x.shape
    for row in prange(rows):
        for i in range(size):
            x[row, i] = narrow(widen(x[row, i]) + widen(more[row, i]), x)
        _normalise_row(x[row], weight, offset, epsilon, out[row])


@summing
def _along(x: Array, weight: Array, offset: Array, gradient: Array) -> Array:
    total = f32(0)
    for i in range(len(x)):
        total += widen(gradient[i]) * (widen(weight[i]) + offset) * widen(x[i])
    return total / f32(len(x))


@over_all_threads
def normalise_back(
    x: Array, weight: Array, offset: Array, epsilon: Array, gradient: Array, of_x: Array, of_weight: Array
) -> None:
    """The way back of ``normalise``; of_weight: (parts, size), float32, a sum over the rows of each part."""
    rows, size = x.shape
    parts = len(of_weight)
    for nth in prange(parts):
        mine = of_weight[nth]
        for row in range(nth * rows // parts, (nth + 1) * rows // parts):
            scale = f32(1) / np.sqrt(_mean_square(x[row]) + epsilon)
            # What would only make x longer does not change the norm: it is taken out.
            along = _along(x[row], weight, offset, gradient[row]) * scale * scale
            for i in range(size):
                number, towards = widen(x[row, i]), widen(gradient[row, i])
                mine[i] += towards * number * scale
                of_x[row, i] = narrow((towards * (widen(weight[i]) + offset) - number * along) * scale, of_x)


@over_all_threads
def gate(x: Array, up: Array, form: Array, out: Array) -> None:
    """``out = x * sigmoid(a * (x + b * x^3)) * up``, all (rows, size); form: a and b, see ``SWISH`` and ``GELU``."""
    rows, size = x.shape
    a, b = form
    for row in prange(rows):
        for i in range(size):
            number = widen(x[row, i])
            power = a * (number + b * number * number * number)
            out[row, i] = narrow(number / (f32(1) + exp(-power)) * widen(up[row, i]), out)


@over_all_threads
def gate_back(x: Array, up: Array, form: Array, gradient: Array, of_x: Array, of_up: Array) -> None:
    """The way back of ``gate``."""
    rows, size = x.shape
    a, b = form
    for row in prange(rows):
        for i in range(size):
            number, towards = widen(x[row, i]), widen(gradient[row, i])
            square = number * number
            share = f32(1) / (f32(1) + exp(-a * (number + b * number * square)))
            slope = share + number * share * (f32(1) - share) * a * (f32(1) + f32(3) * b * square)
            of_x[row, i] = narrow(towards * widen(up[row, i]) * slope, of_x)
            of_up[row, i] = narrow(towards * number * share, of_up)


@over_all_threads
def rotate(x: Array, first: int, cosine: Array, sine: Array, out: Array) -> None:
    """Rotary embedding of the heads of ``x`` from ``first`` on (arXiv 2104.09864, equation 34, halves as pairs).

    x and out: (tokens, heads, size); cosine and sine: (tokens, size), both halves alike.
    """
    tokens, heads, size = out.shape
    half = size // 2
    for token in prange(tokens):
        for head in range(heads):
            for i in range(half):
                a, b = widen(x[token, first + head, i]), widen(x[token, first + head, i + half])
                c, s = widen(cosine[token, i]), widen(sine[token, i])
                out[token, head, i] = narrow(a * c - b * s, out)
                out[token, head, i + half] = narrow(b * c + a * s, out)
