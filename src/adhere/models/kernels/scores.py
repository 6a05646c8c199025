"""Attention of the queries that share a head of keys: scores, their softmax, and the values that it weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from adhere.models.kernels.lanes import (
    NOTHING,
    WIDTH,
    fetch,
    larger,
    largest,
    load,
    multiply_add,
    powers,
    repeat,
    store,
    store_totals,
    total,
)
from adhere.models.kernels.numbers import exp, f32, in_line, narrow, part, summing, widen

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array


LEAST = -1e30
"""The logarithm of no mass: finite, so that a difference of two is a number."""


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


@part
def score(query: Array, keys: Array, others: Array, low: int, high: int, at: int, scores: Array) -> None:
    """``scores[g, at + p] = query[g] . keys[p]`` for ``low <= p < high``; query: (queries, size).

    The same rows of ``others``, which are read next, are fetched from memory meanwhile.
    """
    group, size = query.shape
    whole, fours = size // WIDTH * WIDTH, low + (high - low) // 4 * 4
    for place in range(low, fours, 4):
        for near in range(place, place + 4):
            # Without this a decode step of 66 rows waits for memory a third of its time.
            for column in range(0, size, in_line(keys)):
                fetch(others, near, column)
                fetch(keys, near + 24, column)
        for g in range(group):
            a = b = c = d = repeat(f32(0))
            for column in range(0, whole, WIDTH):
                asked = load(query, g, column)
                a = multiply_add(load(keys, place, column), asked, a)
                b = multiply_add(load(keys, place + 1, column), asked, b)
                c = multiply_add(load(keys, place + 2, column), asked, c)
                d = multiply_add(load(keys, place + 3, column), asked, d)
            store_totals(a, b, c, d, scores, g, at + place)
            for i in range(whole, size):
                for near in range(place, place + 4):
                    scores[g, at + near] += widen(keys[near, i]) * query[g, i]
    _score_each(query, keys, fours, high, at, scores)


@summing
def _score_each(query: Array, keys: Array, low: int, high: int, at: int, scores: Array) -> None:
    group, size = query.shape
    for place in range(low, high):
        for g in range(group):
            found = f32(0)
            for i in range(size):
                found += widen(keys[place, i]) * query[g, i]
            scores[g, at + place] = found


@part
def weigh(scores: Array, low: int, high: int, heard: Array, mass: Array) -> None:
    """Make scores weights, and what was ``heard`` before, with the logarithm of its mass, the share that it keeps.

    Behind ``high`` there is room for ``WIDTH`` scores more in each row, which are written.
    """
    group, size = heard.shape
    for g in range(group):
        for place in range(high, high + WIDTH):
            scores[g, place] = f32(LEAST)
        best = repeat(mass[g])
        for place in range(low, high, WIDTH):
            best = larger(best, load(scores, g, place))
        most = largest(best)
        one, below = repeat(f32(1)), repeat(-most)
        summed = repeat(f32(0))
        for place in range(low, high, WIDTH):
            weight = powers(multiply_add(load(scores, g, place), one, below))
            store(weight, scores, g, place)
            summed = multiply_add(weight, one, summed)
        before = exp(mass[g] - most) if mass[g] - most > f32(NOTHING) else f32(0)
        whole = before + total(summed)
        for place in range(low, high, WIDTH):
            store(multiply_add(load(scores, g, place), repeat(f32(1) / whole), repeat(f32(0))), scores, g, place)
        for i in range(size):
            heard[g, i] *= before / whole
        mass[g] = most + np.log(whole)


@part
def hear(weights: Array, values: Array, low: int, high: int, at: int, heard: Array) -> None:
    """``heard[g] += sum of weights[g, at + p] * values[p]``, sixty-four numbers at a time."""
    group, size = heard.shape
    four, whole = size // (4 * WIDTH) * (4 * WIDTH), size // WIDTH * WIDTH
    for g in range(group):
        for column in range(0, four, 4 * WIDTH):
            a, b = load(heard, g, column), load(heard, g, column + WIDTH)
            c, d = load(heard, g, column + 2 * WIDTH), load(heard, g, column + 3 * WIDTH)
            for place in range(low, high):
                weight = repeat(weights[g, at + place])
                a = multiply_add(load(values, place, column), weight, a)
                b = multiply_add(load(values, place, column + WIDTH), weight, b)
                c = multiply_add(load(values, place, column + 2 * WIDTH), weight, c)
                d = multiply_add(load(values, place, column + 3 * WIDTH), weight, d)
            store(a, heard, g, column)
            store(b, heard, g, column + WIDTH)
            store(c, heard, g, column + 2 * WIDTH)
            store(d, heard, g, column + 3 * WIDTH)
        for column in range(four, whole, WIDTH):
            a = load(heard, g, column)
            for place in range(low, high):
                a = multiply_add(load(values, place, column), repeat(weights[g, at + place]), a)
            store(a, heard, g, column)
        for place in range(low, high):
            for i in range(whole, size):
                heard[g, i] += weights[g, at + place] * widen(values[place, i])
