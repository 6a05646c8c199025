"""Packing: trees side by side in one sequence of batch size 1, without padding, and never seeing each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from adhere.training.pack_index import PackIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.training.trees import Tree


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive tokens of a pack that attend to each other causally, and to all of their trunk.

    Attributes:
        start, count: where they are in the pack.
        trunk_start, trunk_count: where their trunk is; none where the count is 0.
    """

    start: int
    count: int
    trunk_start: int = 0
    trunk_count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Trees in one forward pass.

    Attributes:
        tokens, positions: shape (tokens,); positions start anew in each tree, and go on from the trunk in each branch.
        stretches: what attends to what; ``index``: the same for the compiled loops.
        reads: (learnt,), the places whose hidden state predicts a learnt token.
        targets: (learnt,), the learnt tokens.
        sequence: (learnt,), the sequence that each belongs to: branches counted through all trees.
        scored: (scores,), the places at which scores are read, in the order of the branches.
        labels: (labels,), float32, what people said, in the same order.
        trees: which trees are packed, in their order here; ``sequences``: how many branches they have.
    """

    tokens: torch.Tensor
    positions: torch.Tensor
    stretches: tuple[Stretch, ...]
    index: PackIndex
    reads: torch.Tensor
    targets: torch.Tensor
    sequence: torch.Tensor
    scored: torch.Tensor
    labels: torch.Tensor
    trees: tuple[int, ...]
    sequences: int


def distribute(sizes: Sequence[int], capacity: int) -> tuple[tuple[int, ...], ...]:
    """Share trees out over packs of at most ``capacity`` tokens: best fit, largest first (Johnson 1974), ties by order.

    A tree that is larger than the capacity has a pack to itself. Packs, and the trees in each, are in the order of
    the trees.
    """
    packs: list[list[int]] = []
    room: list[int] = []
    for index in sorted(range(len(sizes)), key=lambda index: (-sizes[index], index)):
        fitting = [place for place, left in enumerate(room) if left >= sizes[index]]
        if fitting:
            place = min(fitting, key=lambda place: (room[place], place))
            packs[place].append(index)
            room[place] -= sizes[index]
        else:
            packs.append([index])
            room.append(capacity - sizes[index])
    return tuple(sorted(tuple(sorted(pack)) for pack in packs))


def pack(trees: Sequence[Tree], chosen: Sequence[int], device: torch.device) -> Pack:
    """Lay the ``chosen`` of ``trees`` side by side.

    A pack of none holds one token that nothing is read of: a rank that has nothing to do keeps step with the others.
    """
    layout = _Layout()
    for index in chosen:
        layout.add(trees[index])
    if not chosen:
        layout.stand_in()
    tensors = (
        torch.tensor(values, dtype=torch.long, device=device)
        for values in (layout.tokens, layout.positions, layout.reads, layout.targets, layout.sequence, layout.scored)
    )
    tokens, positions, reads, targets, sequence, scored = tensors
    return Pack(
        tokens=tokens,
        positions=positions,
        stretches=tuple(layout.stretches),
        index=PackIndex(layout.stretches),
        reads=reads,
        targets=targets,
        sequence=sequence,
        scored=scored,
        labels=torch.tensor(layout.labels, dtype=torch.float32, device=device),
        trees=tuple(chosen),
        sequences=layout.sequences,
    )


class _Layout:
    """A pack while it is filled."""

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.positions: list[int] = []
        self.stretches: list[Stretch] = []
        self.reads: list[int] = []
        self.targets: list[int] = []
        self.sequence: list[int] = []
        self.scored: list[int] = []
        self.labels: list[float] = []
        self.sequences = 0

    def add(self, tree: Tree) -> None:
        trunk_start, trunk_count = len(self.tokens), len(tree.trunk)
        if tree.trunk:
            self.stretches.append(Stretch(trunk_start, trunk_count))
            self._extend(tree.trunk, 0)
        for branch in tree.branches:
            start = len(self.tokens)
            trunk = (trunk_start, trunk_count) if trunk_count else (0, 0)
            self.stretches.append(Stretch(start, len(branch.tokens), *trunk))
            self._extend(branch.tokens, trunk_count)
            before_first = trunk_start + trunk_count - 1
            for place, (token, learnt) in enumerate(zip(branch.tokens, branch.learnt, strict=True)):
                # Nothing comes before the first token of a tree without a trunk: it cannot be predicted.
                if learnt and (place or trunk_count):
                    self.reads.append(start + place - 1 if place else before_first)
                    self.targets.append(token)
                    self.sequence.append(self.sequences)
            self.scored.extend(start + place for place in branch.scored)
            self.labels.extend(branch.labels)
            self.sequences += 1

    def stand_in(self) -> None:
        self.stretches.append(Stretch(0, 1))
        self._extend((0,), 0)

    def _extend(self, tokens: Sequence[int], first: int) -> None:
        self.tokens.extend(tokens)
        self.positions.extend(range(first, first + len(tokens)))
