"""Attention of newest tokens to stems and to the rows of a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import prange

from adhere.models.kernels.lanes import WIDTH
from adhere.models.kernels.numbers import over_all_threads
from adhere.models.kernels.scores import ask, begin, hear, score, tell, weigh

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array


@over_all_threads
def attend_stem(  # noqa: PLR0913, PLR0917 - a loop takes arrays, not objects
    query: Array, readers: Array, keys: Array, values: Array, low: Array, scaling: Array, heard: Array, mass: Array
) -> None:
    """Add what the tokens of a stem say to what its readers heard.

    query: (tokens, heads, size). readers: (n,), those tokens that read; low: (n,), the first place that each sees.
    keys, values: (key-value heads, places, size). heard, mass: as in ``attend_rows``.
    """
    shared, places, _ = keys.shape
    group = query.shape[1] // shared
    for unit in prange(len(readers) * shared):
        token, head = readers[unit // shared], unit % shared
        first = low[unit // shared]
        if first < places:
            mine = slice(head * group, (head + 1) * group)
            scores = np.empty((group, places + WIDTH), np.float32)
            score(ask(query[token, mine], scaling), keys[head], values[head], first, places, 0, scores)
            weigh(scores, first, places, heard[token, mine], mass[token, mine])
            hear(scores, values[head], first, places, 0, heard[token, mine])


@over_all_threads
def attend_rows(  # noqa: PLR0913, PLR0917 - as above
    query: Array,
    key: Array,
    value: Array,
    keys: Array,
    values: Array,
    work: Array,
    scaling: Array,
    heard: Array,
    mass: Array,
    out: Array,
) -> None:
    """Store the key and value of the newest token of each row, and attend to the row up to it.

    query, out: (rows, heads, size). key, value: (rows, key-value heads, size). keys, values: (rows, key-value heads,
    capacity, size); the new ones are written. work: (rows, 3), each row, the first place that it sees and the place of
    its newest token, in the order in which threads share them out. heard, mass: what was heard before, of stems, and
    the logarithm of its mass: (rows, heads, size) and (rows, heads), float32; both are changed.
    """
    rows, shared, size = key.shape
    group = query.shape[1] // shared
    for unit in prange(rows * shared):
        row, low, newest = work[unit // shared]
        head = unit % shared
        mine = slice(head * group, (head + 1) * group)
        scores = np.empty((group, newest + 1 + WIDTH), np.float32)
        for i in range(size):
            keys[row, head, newest, i] = key[row, head, i]
            values[row, head, newest, i] = value[row, head, i]
        score(ask(query[row, mine], scaling), keys[row, head], values[row, head], low, newest + 1, 0, scores)
        after = min(unit + 1, rows * shared - 1)
        begin(keys[work[after // shared, 0], after % shared], work[after // shared, 1])
        weigh(scores, low, newest + 1, heard[row, mine], mass[row, mine])
        hear(scores, values[row, head], low, newest + 1, 0, heard[row, mine])
        tell(heard[row, mine], out[row, mine])
