"""Attention of the tokens of a pack to their trunk and to what stands before them, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import prange

from adhere.models.kernels.lanes import WIDTH, load, multiply_add, powers, repeat, store, total
from adhere.models.kernels.numbers import f32, over_all_threads, part, widen
from adhere.models.kernels.scores import LEAST, ask, hear, score, tell, weigh

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array

_least = f32(LEAST)


@part
def _spans(stretch: Array, token: int, window: int) -> tuple[int, int, int, int]:
    """Return what a token sees: from where to where of its trunk, and from where to where of its own stretch."""
    start, _, trunk, trunk_count = stretch
    behind = trunk_count + token - start - window + 1  # places of its sequence that its window leaves out
    return (
        trunk + min(max(behind, 0), trunk_count),
        trunk + trunk_count,
        start + max(behind - trunk_count, 0),
        token + 1,
    )


@part
def _token(spans: Array, asked: Array, keys: Array, values: Array, mass: Array, out: Array) -> None:
    """Attend with one token, for the heads that share keys."""
    trunk_low, trunk_high, low, high = spans
    heard = np.zeros(asked.shape, np.float32)
    scores = np.empty((len(asked), max(trunk_high - trunk_low, high - low) + WIDTH), np.float32)
    mass[:] = _least
    for first, end in ((trunk_low, trunk_high), (low, high)):
        if end > first:
            score(asked, keys, values, first, end, -first, scores)
            weigh(scores, 0, end - first, heard, mass)
            hear(scores, values, first, end, -first, heard)
    tell(heard, out)


@over_all_threads
def attend_pack(  # noqa: PLR0913, PLR0917 - a loop takes arrays, not objects
    query: Array,
    keys: Array,
    values: Array,
    stretches: Array,
    owner: Array,
    scaling: Array,
    window: int,
    mass: Array,
    out: Array,
) -> None:
    """Attend to the trunk and causally to the own stretch.

    query, out: (tokens, heads, size). keys, values: (key-value heads, tokens, size). stretches: (n, 4), start, count,
    start and count of the trunk. owner: (tokens,), the stretch of each, -1 where it is left out. window: how many
    positions a query sees. mass: (tokens, heads), float32, the logarithm of what the weights were divided by, which
    the way back reads.
    """
    tokens, heads, _ = query.shape
    shared = len(keys)
    group = heads // shared
    for unit in prange(tokens * shared):
        token, head = unit // shared, unit % shared
        if owner[token] >= 0:
            spans = _spans(stretches[owner[token]], token, window)
            mine = slice(head * group, (head + 1) * group)
            asked = ask(query[token, mine], scaling)
            _token(spans, asked, keys[head], values[head], mass[token, mine], out[token, mine])


@part
def _slopes(scores: Array, towards: Array, seen: int, mass: Array) -> None:
    """Make scores the weights that they were, and what the weights are pulled ``towards`` what the scores are.

    Behind what is ``seen`` there is room for ``WIDTH`` numbers more in each row, which are written.
    """
    one, nothing = repeat(f32(1)), repeat(f32(0))
    for g in range(len(scores)):
        for place in range(seen, seen + WIDTH):
            scores[g, place], towards[g, place] = _least, f32(0)
        below, pull = repeat(-mass[g]), repeat(f32(0))
        for place in range(0, seen, WIDTH):
            weight = powers(multiply_add(load(scores, g, place), one, below))
            store(weight, scores, g, place)
            pull = multiply_add(weight, load(towards, g, place), pull)
        back = repeat(-total(pull))
        for place in range(0, seen, WIDTH):
            slope = multiply_add(load(towards, g, place), one, back)
            store(multiply_add(load(scores, g, place), slope, nothing), towards, g, place)


@part
def _spread(weights: Array, vectors: Array, low: int, high: int, at: int, out: Array) -> None:
    """``out[p] += sum over g of weights[g, at + p] * vectors[g]``."""
    group, size = vectors.shape
    whole = size // WIDTH * WIDTH
    for place in range(low, high):
        for column in range(0, whole, WIDTH):
            summed = load(out, place, column)
            for g in range(group):
                summed = multiply_add(load(vectors, g, column), repeat(weights[g, at + place]), summed)
            store(summed, out, place, column)
        for g in range(group):
            for i in range(whole, size):
                out[place, i] += weights[g, at + place] * vectors[g, i]


@part
def _token_back(  # noqa: PLR0913, PLR0917 - as above
    spans: Array,
    asked: Array,
    towards: Array,
    mass: Array,
    keys: Array,
    values: Array,
    scores: Array,
    pulls: Array,
    of_query: Array,
    of_keys: Array,
    of_values: Array,
) -> None:
    """Go back through what one token heard with the heads that share keys."""
    trunk_low, trunk_high, low, high = spans
    of_trunk = trunk_high - trunk_low
    for first, end, at in ((trunk_low, trunk_high, -trunk_low), (low, high, of_trunk - low)):
        score(asked, keys, values, first, end, at, scores)
        score(towards, values, of_keys, first, end, at, pulls)
    _slopes(scores, pulls, of_trunk + high - low, mass)
    for first, end, at in ((trunk_low, trunk_high, -trunk_low), (low, high, of_trunk - low)):
        hear(pulls, keys, first, end, at, of_query)
        _spread(pulls, asked, first, end, at, of_keys)
        _spread(scores, towards, first, end, at, of_values)


@over_all_threads
def attend_pack_back(  # noqa: PLR0913, PLR0917 - as above
    query: Array,
    keys: Array,
    values: Array,
    stretches: Array,
    units: Array,
    bounds: Array,
    scaling: Array,
    window: int,
    mass: Array,
    gradient: Array,
    of_query: Array,
    of_keys: Array,
    of_values: Array,
) -> None:
    """The way back of ``attend_pack``.

    units: (n, 3), the first of the stretches that share a trunk, the one after their last, and a key-value head; the
    n-th worker does those from ``bounds[n]`` to before ``bounds[n + 1]``. gradient, of_query: as query, the latter
    float32; of_keys, of_values: as keys and values, float32, zeros at first.
    """
    size, group = query.shape[2], query.shape[1] // len(keys)
    for worker in prange(len(bounds) - 1):
        asked, towards = np.empty((group, size), np.float32), np.empty((group, size), np.float32)
        for unit in range(bounds[worker], bounds[worker + 1]):
            first, end, head = units[unit]
            for stretch in stretches[first:end]:
                scores = np.empty((group, stretch[1] + stretch[3] + WIDTH), np.float32)
                pulls = np.empty((group, stretch[1] + stretch[3] + WIDTH), np.float32)
                for token in range(stretch[0], stretch[0] + stretch[1]):
                    spans = _spans(stretch, token, window)
                    mine = of_query[token, head * group : (head + 1) * group]
                    for g in range(group):
                        for i in range(size):
                            asked[g, i] = widen(query[token, head * group + g, i]) * scaling
                            towards[g, i] = widen(gradient[token, head * group + g, i])
                            mine[g, i] = f32(0)
                    of_all = mass[token, head * group : (head + 1) * group]
                    kept, given = (keys[head], values[head]), (of_keys[head], of_values[head])
                    _token_back(spans, asked, towards, of_all, *kept, scores, pulls, mine, *given)
                    for g in range(group):
                        for i in range(size):
                            mine[g, i] *= scaling
