"""Attention of the queries that share a head of keys: scores, their softmax, and the values that it weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from adhere.models.kernels.numbers import exp, f32, fetch, narrow, part, summing, widen

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array


LEAST = -1e30
"""The logarithm of no mass: finite, so that a difference of two is a number."""

NOTHING = f32(-30.0)
"""e to it is below what float32 adds to 1."""


@part
def ask(query: Array, scaling: Array) -> Array:
    """Return queries, (queries, size), scaled, in float32."""
    asked = np.empty(query.shape, np.float32)
    for g in range(query.shape[0]):
        for i in range(query.shape[1]):
            asked[g, i] = widen(query[g, i]) * scaling
    return asked


@part
def tell(heard: Array, out: Array) -> None:
    """Write what is ``heard``, (queries, size), rounded to what ``out`` holds."""
    for g in range(heard.shape[0]):
        for i in range(heard.shape[1]):
            out[g, i] = narrow(heard[g, i], out)


@summing
def score(query: Array, keys: Array, others: Array, low: int, high: int, at: int, scores: Array) -> None:
    """``scores[g, at + p] = query[g] . keys[p]`` for ``low <= p < high``; query: (queries, size).

    The same rows of ``others``, which are read next, are fetched from memory meanwhile.
    """
    group, size = query.shape
    for place in range(low, high):
        # Without this a decode step of 66 rows waits for memory a third of its time.
        for column in range(0, size, 32):
            fetch(others, place, column)
            fetch(keys, place + 24, column)
        for g in range(group):
            total = f32(0)
            for i in range(size):
                total += widen(keys[place, i]) * query[g, i]
            scores[g, at + place] = total


@summing
def weigh(scores: Array, low: int, high: int, heard: Array, mass: Array) -> None:
    """Make scores weights, and what was ``heard`` before, with the logarithm of its mass, the share that it keeps."""
    group, size = heard.shape
    for g in range(group):
        most = mass[g]
        for place in range(low, high):
            most = max(most, scores[g, place])
        before = exp(mass[g] - most) if mass[g] - most > NOTHING else f32(0)
        total = before
        for place in range(low, high):
            x = scores[g, place] - most
            weight = (f32(0) if x <= NOTHING else exp(x)) + (x - x)  # what is no number stays none
            scores[g, place] = weight
            total += weight
        for place in range(low, high):
            scores[g, place] /= total
        for i in range(size):
            heard[g, i] *= before / total
        mass[g] = most + np.log(total)


@summing
def hear(weights: Array, values: Array, low: int, high: int, at: int, heard: Array) -> None:
    """``heard[g] += sum of weights[g, at + p] * values[p]``, four places at a time."""
    group, size = heard.shape
    fours = low + (high - low) // 4 * 4
    for place in range(low, fours, 4):
        for g in range(group):
            w, x = weights[g, at + place], weights[g, at + place + 1]
            y, z = weights[g, at + place + 2], weights[g, at + place + 3]
            for i in range(size):
                heard[g, i] += (w * widen(values[place, i]) + x * widen(values[place + 1, i])) + (
                    y * widen(values[place + 2, i]) + z * widen(values[place + 3, i])
                )
    for place in range(fours, high):
        for g in range(group):
            for i in range(size):
                heard[g, i] += weights[g, at + place] * widen(values[place, i])
