"""Sharing out: which rank computes which trees, so that all are done at about the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.training.packing import distribute, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import torch

    from adhere.training.packing import Pack
    from adhere.training.ranks import Ranks
    from adhere.training.trees import Tree

Places = tuple[int, ...]


def share(sizes: Sequence[int], ranks: int, capacity: int) -> tuple[tuple[Places, ...], ...]:
    """Share trees out over ranks, and those of each rank over packs of at most ``capacity`` tokens.

    The largest trees first, each to the rank that has the fewest tokens so far (Graham 1969), ties to the lowest. It
    depends on nothing but the sizes, so that every rank knows what all of them do.

    Returns:
        The packs of each rank. All have equally many, since a sharded model is computed by all ranks at once: packs
        without trees fill up where there are too few.
    """
    loads = [0] * ranks
    shares: list[list[int]] = [[] for _ in range(ranks)]
    for place in sorted(range(len(sizes)), key=lambda place: (-sizes[place], place)):
        rank = min(range(ranks), key=lambda rank: (loads[rank], rank))
        shares[rank].append(place)
        loads[rank] += sizes[place]
    packed = [_packed(sorted(places), sizes, capacity) for places in shares]
    most = max(len(packs) for packs in packed)
    return tuple(packs + ((),) * (most - len(packs)) for packs in packed)


def packs(
    trees: Sequence[Tree], chosen: Sequence[int], capacity: int, ranks: Ranks, device: torch.device
) -> Iterator[Pack]:
    """Yield the packs of this rank for the ``chosen`` of ``trees``; see ``share``."""
    for places in share([trees[index].size for index in chosen], ranks.count, capacity)[ranks.rank]:
        yield pack(trees, [chosen[place] for place in places], device)


def _packed(places: list[int], sizes: Sequence[int], capacity: int) -> tuple[Places, ...]:
    packs = distribute([sizes[place] for place in places], capacity)
    return tuple(tuple(places[index] for index in one) for one in packs)
