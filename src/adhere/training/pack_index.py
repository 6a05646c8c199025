"""The stretches of a pack as arrays, and how the way back through them is shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.training.packing import Stretch

_LONG = 112  # places that one of a tree sees, from which the fused kernel takes less time (two cores with AVX-512)

Indices = npt.NDArray[np.int64]


class PackIndex:
    """What the compiled loops read of a pack.

    Args:
        stretches: of the pack, each trunk before what follows from it.

    Attributes:
        long: the stretches of trees of which some token sees many places: for the fused kernel.
        stretches: (n, 4), of the other trees: start, count, and start and count of the trunk.
        owner: (tokens,), which of these has each token; -1: it belongs to a long tree.
    """

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        trees: list[list[Stretch]] = []
        for one in stretches:
            if one.trunk_count:
                trees[-1].append(one)
            else:
                trees.append([one])
        is_long = [max(one.trunk_count + one.count for one in tree) > _LONG for tree in trees]
        self.long = tuple(one for tree, long in zip(trees, is_long, strict=True) if long for one in tree)
        short = [one for tree, long in zip(trees, is_long, strict=True) if not long for one in tree]
        rows = [(one.start, one.count, one.trunk_start, one.trunk_count) for one in short]
        self.stretches: Indices = np.array(rows, dtype=np.int64).reshape(-1, 4)
        self.owner: Indices = np.full(sum(one.count for one in stretches), -1)
        for index, one in enumerate(short):
            self.owner[one.start : one.start + one.count] = index
        self._shared_out: dict[tuple[int, int], tuple[Indices, Indices]] = {}

    def share_out(self, heads: int, workers: int) -> tuple[Indices, Indices]:
        """Return units of work, (n, 3), and the bounds of each worker's, (workers + 1,): see ``attend_pack_back``.

        A unit is a tree and a head of keys, whose gradients one worker alone adds up. The largest are given away first,
        each to who has least (Graham 1969).
        """
        if (heads, workers) not in self._shared_out:
            _, counts, _, trunks = self.stretches.T
            first = np.flatnonzero(trunks == 0)
            cost = np.add.reduceat(counts * (trunks + counts / 2), first) if len(first) else np.zeros(0)
            ends = np.append(first[1:], len(counts))
            done: list[list[tuple[int, int, int]]] = [[] for _ in range(workers)]
            load = np.zeros(workers)
            for tree in np.argsort(-cost, kind="stable"):
                for head in range(heads):
                    worker = int(load.argmin())
                    load[worker] += cost[tree]
                    done[worker].append((int(first[tree]), int(ends[tree]), head))
            units = np.array([unit for mine in done for unit in mine], dtype=np.int64).reshape(-1, 3)
            self._shared_out[heads, workers] = units, np.cumsum([0, *map(len, done)])
        return self._shared_out[heads, workers]
