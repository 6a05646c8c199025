"""Keys and values of the sequences at work: rows in blocks of equal capacity.

A sequence that outgrows its row moves to a block of the next capacity. So a decode step reads little more than what
each sequence has written, and still needs only one batched product a block.
"""

from __future__ import annotations

import mmap
import sys
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import torch

from adhere.models.local.memory import Layers

if TYPE_CHECKING:
    from adhere.models import kernels
    from adhere.models.local.stems import Stem

_FIRST_ROWS = 16
_STEP = 128  # every capacity is a multiple of it
_UNTOUCHED = 2**26  # bytes of a layer's keys that are set aside at once where they take no memory before they are used
_GROWTH = 1.25  # the least ratio of neighbouring capacities: few blocks even for long contexts


@dataclass(slots=True, eq=False)
class Seat:
    """The place of one sequence: a row of a block. Both change as the cache is compacted and the sequence grows.

    Attributes:
        stem: what it shares with others: the row holds the positions after it.
        most: how many positions the row will ever hold.
        length: how many positions the row holds.
    """

    block: Block
    row: int
    stem: Stem | None
    most: int
    length: int = 0

    @property
    def start(self) -> int:
        """The position of the first token in the row."""
        return self.stem.end if self.stem else 0


class Block:
    """Rows of one capacity; after ``compact``, ``seats`` has the sequences of rows 0 to n - 1.

    Keys and values are kept per layer, shape (rows, key-value heads, capacity, head size), and are made when the layer
    first writes: the cache need not know the architecture.
    """

    def __init__(self, capacity: int, most_rows: int) -> None:
        self.capacity = capacity
        self._most_rows = most_rows
        self.layers = Layers()
        self.seats: list[Seat | None] = []
        self._rows = 0

    def layer(self, index: int, key: torch.Tensor, value: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a layer's keys and values; at first use made to fit ``key`` and ``value``: (heads, any, head size)."""
        if not self.layers:
            row = key.shape[0] * self.capacity * key.shape[2] * key.element_size()
            at_once = _UNTOUCHED // row if key.device.type == "cpu" else 0
            self._rows = max(self._rows, min(at_once, self._most_rows))
        if index not in self.layers:
            self.layers[index] = (self._blank(key), self._blank(value))
        return self.layers[index]

    def numbers(self, index: int, key: torch.Tensor, value: torch.Tensor) -> tuple[kernels.Array, kernels.Array]:
        """As ``layer``, as the compiled loops see them; ``key`` and ``value``: (any, heads, head size)."""
        if index not in self.layers:
            self.layer(index, key.transpose(0, 1), value.transpose(0, 1))
        return self.layers.numbers(index)

    def take_row(self, seat: Seat) -> int:
        """Give ``seat`` the first free row."""
        row = next((row for row, other in enumerate(self.seats) if other is None), len(self.seats))
        if row == len(self.seats):
            self.seats.append(None)
            self._reach(len(self.seats))
        self.seats[row] = seat
        return row

    def compact(self) -> None:
        """Move the last seats into free rows, so that free rows cost nothing."""
        count = sum(seat is not None for seat in self.seats)
        free = [row for row in range(count) if self.seats[row] is None]
        late = [seat for seat in self.seats[count:] if seat]
        for row, seat in zip(free, late, strict=True):
            copy_row(self, seat.row, self, row, seat.length)
            self.seats[row] = seat
            seat.row = row
        del self.seats[count:]

    def _reach(self, rows: int) -> None:
        if rows > self._rows:
            self._rows = min(max(rows, _FIRST_ROWS, 2 * self._rows), self._most_rows)
            before, self.layers = self.layers, Layers()
            for index, (key, value) in before.items():
                self.layers[index] = self._grown(key), self._grown(value)

    def _blank(self, like: torch.Tensor) -> torch.Tensor:
        return zeros((self._rows, like.shape[0], self.capacity, like.shape[2]), like)

    def _grown(self, old: torch.Tensor) -> torch.Tensor:
        new = zeros((self._rows, *old.shape[1:]), old)
        written = max((seat.length for seat in self.seats if seat), default=0)
        new[: old.shape[0], :, :written] = old[:, :, :written]
        return new


class SlotCache:
    """All blocks of one ``generate``, and dropped with it.

    Args:
        slots: most seats at once.
        ahead: positions that a row has beyond those that are needed now, where its sequence may come to need them:
            it moves less often, and what is not written yet costs nothing where attention does not read it.
    """

    def __init__(self, slots: int, ahead: int = 0) -> None:
        self._slots = slots
        self._ahead = ahead
        self._blocks: dict[int, Block] = {}

    @property
    def blocks(self) -> list[Block]:
        """The blocks that have seats, shortest rows first."""
        return [block for _, block in sorted(self._blocks.items()) if block.seats]

    def seat(self, length: int, stem: Stem | None = None, *, reply: int = 0) -> Seat:
        """Seat a sequence whose prompt has ``length`` tokens after its stem; ``reply``: most tokens that follow."""
        most = length + reply
        seat = Seat(self._block_for(length, most), -1, stem, most)
        seat.row = seat.block.take_row(seat)
        return seat

    def release(self, seat: Seat) -> None:
        """Free the row of a finished sequence."""
        seat.block.seats[seat.row] = None

    def reserve(self, seat: Seat, length: int) -> None:
        """Move ``seat`` to a longer row if ``length`` positions do not fit in its own."""
        if length <= seat.block.capacity:
            return
        block, row = seat.block, seat.row
        seat.block = self._block_for(length, seat.most)
        seat.row = seat.block.take_row(seat)
        copy_row(block, row, seat.block, seat.row, seat.length)
        block.seats[row] = None

    def compact(self) -> None:
        """Make the seats of every block its first rows, and drop blocks without any."""
        for block in self._blocks.values():
            block.compact()
        self._blocks = {capacity: block for capacity, block in self._blocks.items() if block.seats}

    def _block_for(self, length: int, most: int) -> Block:
        capacity, wanted = _STEP, max(length, min(length + self._ahead, most))
        while capacity < wanted:
            capacity = -(-max(capacity + _STEP, int(capacity * _GROWTH)) // _STEP) * _STEP
        return self._blocks.setdefault(capacity, Block(capacity, self._slots))


def zeros(shape: tuple[int, ...], like: torch.Tensor) -> torch.Tensor:
    """Return zeros of the kind of ``like``; on CPU what is never touched takes no memory, and no time.

    Zeros, not uninitialised memory: a masked position weighs 0, and 0 times a stray NaN is NaN.
    """
    if like.device.type != "cpu" or sys.platform == "win32":
        return like.new_zeros(shape)
    # Not numpy's, which asks for huge pages: each is written whole when it is first touched.
    memory = mmap.mmap(-1, prod(shape) * like.element_size(), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return torch.frombuffer(memory, dtype=like.dtype).view(shape)


def copy_row(source: Block, source_row: int, target: Block, target_row: int, length: int) -> None:
    """Copy the first ``length`` positions of a row, in every layer."""
    for index, (keys, values) in source.layers.items():
        to_keys, to_values = target.layer(index, keys[source_row], values[source_row])
        to_keys[target_row, :, :length] = keys[source_row, :, :length]
        to_values[target_row, :, :length] = values[source_row, :, :length]
