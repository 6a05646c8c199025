"""Memory that torch and the compiled loops share.

To see a tensor as an array takes microseconds, where a layer between its products has some tens: it is done once.
"""

from __future__ import annotations

from collections import UserDict
from typing import NamedTuple

import torch

from adhere.models import kernels


class Memory(NamedTuple):
    """The same numbers as torch and as the loops see them."""

    tensor: torch.Tensor
    numbers: kernels.Array


class Scratch:
    """What the layers of a pass write one after the other: each name and shape is one memory."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[int, ...]], Memory] = {}

    def take(self, name: str, shape: tuple[int, ...], like: torch.Tensor) -> Memory:
        """Return memory of the kind of ``like``, with what was last written into it, at first zeros."""
        made = self._made.get((name, shape))
        if made is None:
            tensor = like.new_zeros(shape)
            made = self._made[name, shape] = Memory(tensor, kernels.numbers(tensor))
        return made


class Layers(UserDict[int, tuple[torch.Tensor, torch.Tensor]]):
    """The keys and the values of each layer, by its index; a layer is set once."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[int, tuple[kernels.Array, kernels.Array]] = {}

    def numbers(self, layer: int) -> tuple[kernels.Array, kernels.Array]:
        """Return both as the loops see them."""
        if layer not in self._numbers:
            key, value = self[layer]
            self._numbers[layer] = kernels.numbers(key), kernels.numbers(value)
        return self._numbers[layer]
