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

_AHEAD = 16  # rows of keys; 8, 24 or 48 took a tenth longer


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

    The same rows of ``others``, which are read next, are fetched from memory meanwhile: without it, and ``begin``, a
    decode step of 69 rows took 640 instead of 465 microseconds a layer.
    """
    group, size = query.shape
    whole, fours, threes = size // WIDTH * WIDTH, low + (high - low) // 4 * 4, group // 3 * 3
    for place in range(low, fours, 4):
        for near in range(place, place + 4):
            for column in range(0, size, in_line(keys)):
                fetch(others, near, column)
                fetch(keys, near + _AHEAD, column)
        for g in range(0, threes, 3):
            _score_three(query, g, keys, place, whole, scores, at + place)
        for g in range(threes, group):
            _score_one(query, g, keys, place, whole, scores, at + place)
        for g in range(group):
            for i in range(whole, size):
                for near in range(place, place + 4):
                    scores[g, at + near] += widen(keys[near, i]) * query[g, i]
    _score_each(query, keys, fours, high, at, scores)


@part
def begin(keys: Array, low: int) -> None:
    """Have the rows of keys fetched that ``score`` begins with."""
    for place in range(low, low + _AHEAD):
        for column in range(0, keys.shape[1], in_line(keys)):
            fetch(keys, place, column)


@part
def _score_one(query: Array, g: int, keys: Array, place: int, whole: int, scores: Array, to: int) -> None:
    """Write what one query makes of four places."""
    a = b = c = d = repeat(f32(0))
    for column in range(0, whole, WIDTH):
        asked = load(query, g, column)
        a = multiply_add(load(keys, place, column), asked, a)
        b = multiply_add(load(keys, place + 1, column), asked, b)
        c = multiply_add(load(keys, place + 2, column), asked, c)
        d = multiply_add(load(keys, place + 3, column), asked, d)
    store_totals(a, b, c, d, scores, g, to)


@part
def _score_three(query: Array, g: int, keys: Array, place: int, whole: int, scores: Array, to: int) -> None:
    """As ``_score_one``, of three queries: what is read of the keys is widened once."""
    a = b = c = d = e = f = k = m = n = o = p = q = repeat(f32(0))
    for column in range(0, whole, WIDTH):
        one, two = load(keys, place, column), load(keys, place + 1, column)
        three, four = load(keys, place + 2, column), load(keys, place + 3, column)
        asked = load(query, g, column)
        a, b = multiply_add(one, asked, a), multiply_add(two, asked, b)
        c, d = multiply_add(three, asked, c), multiply_add(four, asked, d)
        asked = load(query, g + 1, column)
        e, f = multiply_add(one, asked, e), multiply_add(two, asked, f)
        k, m = multiply_add(three, asked, k), multiply_add(four, asked, m)
        asked = load(query, g + 2, column)
        n, o = multiply_add(one, asked, n), multiply_add(two, asked, o)
        p, q = multiply_add(three, asked, p), multiply_add(four, asked, q)
    store_totals(a, b, c, d, scores, g, to)
    store_totals(e, f, k, m, scores, g + 1, to)
    store_totals(n, o, p, q, scores, g + 2, to)


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
    four, whole, threes = size // (4 * WIDTH) * (4 * WIDTH), size // WIDTH * WIDTH, group // 3 * 3
    for column in range(0, four, 4 * WIDTH):
        for g in range(0, threes, 3):
            _hear_three(weights[g : g + 3], values, low, high, at, heard[g : g + 3], column)
        for g in range(threes, group):
            _hear_one(weights[g : g + 1], values, low, high, at, heard[g : g + 1], column)
    for g in range(group):
        for column in range(four, whole, WIDTH):
            a = load(heard, g, column)
            for place in range(low, high):
                a = multiply_add(load(values, place, column), repeat(weights[g, at + place]), a)
            store(a, heard, g, column)
        for place in range(low, high):
            for i in range(whole, size):
                heard[g, i] += weights[g, at + place] * widen(values[place, i])


@part
def _hear_one(weights: Array, values: Array, low: int, high: int, at: int, heard: Array, column: int) -> None:
    """Add what one query hears in sixty-four columns."""
    second, third, fourth = column + WIDTH, column + 2 * WIDTH, column + 3 * WIDTH
    a, b, c, d = load(heard, 0, column), load(heard, 0, second), load(heard, 0, third), load(heard, 0, fourth)
    for place in range(low, high):
        weight = repeat(weights[0, at + place])
        a = multiply_add(load(values, place, column), weight, a)
        b = multiply_add(load(values, place, second), weight, b)
        c = multiply_add(load(values, place, third), weight, c)
        d = multiply_add(load(values, place, fourth), weight, d)
    store(a, heard, 0, column)
    store(b, heard, 0, second)
    store(c, heard, 0, third)
    store(d, heard, 0, fourth)


@part
def _hear_three(weights: Array, values: Array, low: int, high: int, at: int, heard: Array, column: int) -> None:
    """As ``_hear_one``, of three queries: what is read of the values is widened once."""
    second, third, fourth = column + WIDTH, column + 2 * WIDTH, column + 3 * WIDTH
    a, b, c, d = load(heard, 0, column), load(heard, 0, second), load(heard, 0, third), load(heard, 0, fourth)
    e, f, k, m = load(heard, 1, column), load(heard, 1, second), load(heard, 1, third), load(heard, 1, fourth)
    n, o, p, q = load(heard, 2, column), load(heard, 2, second), load(heard, 2, third), load(heard, 2, fourth)
    for place in range(low, high):
        one, two = load(values, place, column), load(values, place, second)
        three, last = load(values, place, third), load(values, place, fourth)
        weight = repeat(weights[0, at + place])
        a, b = multiply_add(one, weight, a), multiply_add(two, weight, b)
        c, d = multiply_add(three, weight, c), multiply_add(last, weight, d)
        weight = repeat(weights[1, at + place])
        e, f = multiply_add(one, weight, e), multiply_add(two, weight, f)
        k, m = multiply_add(three, weight, k), multiply_add(last, weight, m)
        weight = repeat(weights[2, at + place])
        n, o = multiply_add(one, weight, n), multiply_add(two, weight, o)
        p, q = multiply_add(three, weight, p), multiply_add(last, weight, q)
    for h, one, two, three, last in ((0, a, b, c, d), (1, e, f, k, m), (2, n, o, p, q)):
        store(one, heard, h, column)
        store(two, heard, h, second)
        store(three, heard, h, third)
        store(last, heard, h, fourth)
