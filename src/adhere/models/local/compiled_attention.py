"""Attention of the newest tokens in compiled loops: each reads its row once, and no further than it is written.

A batched product reads rows to their capacity, masks, and needs a pass of its own for each of scaling, masking, softmax
and the merging of stems; here a core does all of it for one row and one head of keys while they are in its cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from adhere.models import kernels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models.local.memory import Memory
    from adhere.models.local.parts import Newest, Rule, Shared


class CompiledHearing:
    """What the newest tokens of a pass hear of their stems and their rows.

    Args:
        newest: the newest tokens of each block, in the order of the pass.
        shared: stems and who reads them.
    """

    def __init__(self, newest: Sequence[Newest], shared: Sequence[Shared]) -> None:
        self._newest = newest
        self._shared = shared
        self._tokens = sum(len(part.in_row) for part in newest)
        self._state: tuple[kernels.Array, kernels.Array] | None = None
        self._bounds: dict[tuple[int, int | None], kernels.Array] = {}

    def hear(self, layer: int, query: Memory, key: Memory, value: Memory, rule: Rule, out: kernels.Array) -> None:
        """Store keys and values in the rows, and write what is heard to the first of ``out``, (tokens, heads, size).

        Query, key and value are of all tokens of the pass: (tokens, heads or key-value heads, size).
        """
        state = self._silence((self._tokens, *out.shape[1:]))
        scaling = np.float32(rule.scaling)
        given = query.numbers, key.numbers, value.numbers
        for index, part in enumerate(self._shared):
            keys, values = part.stem.numbers(layer)
            low = self._low(index, part, rule.window)
            kernels.attend_stem(given[0], part.readers.numpy(), keys, values, low, scaling, *state)
        for index, newest in enumerate(self._newest):
            keys, values = newest.block.numbers(layer, key.tensor, value.tensor)
            new_query, new_key, new_value, heard, mass, heard_now = (
                each[newest.slice] for each in (*given, *state, out)
            )
            work = self._work(index, newest, rule.window)
            kernels.attend_rows(new_query, new_key, new_value, keys, values, work, scaling, heard, mass, heard_now)

    def _silence(self, shape: tuple[int, ...]) -> tuple[kernels.Array, kernels.Array]:
        """Return what is heard before anything is, and the logarithm of its mass; the memory is used again."""
        if self._state is None or self._state[0].shape != shape:
            self._state = np.empty(shape, dtype=np.float32), np.empty(shape[:2], dtype=np.float32)
        heard, mass = self._state
        heard.fill(0)
        mass.fill(kernels.LEAST)
        return heard, mass

    def _low(self, index: int, part: Shared, window: int | None) -> kernels.Array:
        """Return the first token of a stem that each reader sees: (readers,)."""
        if (-1 - index, window) not in self._bounds:
            first = part.positions - (window or 0) + 1 - part.stem.start
            low = first.clamp_min(0) if window else torch.zeros_like(first)
            self._bounds[-1 - index, window] = low.numpy()
        return self._bounds[-1 - index, window]

    def _work(self, index: int, part: Newest, window: int | None) -> kernels.Array:
        """Return each row, the first place that its newest token sees, and its own: (rows, 3).

        Threads take consecutive parts of them: rows are dealt out by their lengths, so that all are done at once.
        """
        if (index, window) not in self._bounds:
            newest = part.in_row.numpy()
            low = (newest - (window or 0) + 1).clip(0) if window else np.zeros_like(newest)
            by_length, threads = np.argsort(newest - low), torch.get_num_threads()
            dealt = np.concatenate([by_length[nth::threads] for nth in range(threads)])
            self._bounds[index, window] = np.stack([dealt, low[dealt], newest[dealt]], axis=1)
        return self._bounds[index, window]
