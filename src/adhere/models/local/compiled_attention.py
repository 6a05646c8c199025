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

    def hear(self, layer: int, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, rule: Rule) -> torch.Tensor:
        """Store keys and values in the rows, and return what is heard: (newest tokens, heads, size).

        Query, key and value are of all tokens of the pass: (tokens, heads or key-value heads, size).
        """
        out = query.new_empty((self._tokens, *query.shape[1:]))
        state = self._silence(out.shape)
        scaling = np.float32(rule.scaling)
        given, written = [kernels.numbers(part) for part in (query, key, value)], kernels.numbers(out)
        for index, stem in enumerate(self._shared):
            keys, values = map(kernels.numbers, stem.stem.own(layer))
            low = self._low(index, stem, rule.window)
            kernels.attend_stem(given[0], stem.readers.numpy(), keys, values, low, scaling, *state)
        for index, part in enumerate(self._newest):
            keys, values = map(kernels.numbers, part.block.layer(layer, key.transpose(0, 1), value.transpose(0, 1)))
            new_query, new_key, new_value, heard, mass, heard_now = (
                each[part.slice] for each in (*given, *state, written)
            )
            bounds = self._row_bounds(index, part, rule.window)
            kernels.attend_rows(new_query, new_key, new_value, keys, values, bounds, scaling, heard, mass, heard_now)
        return out

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

    def _row_bounds(self, index: int, part: Newest, window: int | None) -> kernels.Array:
        """Return the first place that each newest token sees in its row, and its own: (rows, 2)."""
        if (index, window) not in self._bounds:
            low = (part.in_row - window + 1).clamp_min(0) if window else torch.zeros_like(part.in_row)
            self._bounds[index, window] = torch.stack([low, part.in_row], dim=1).numpy()
        return self._bounds[index, window]
