"""Memory that torch and the compiled loops share, kept where it is used again: a layer has some ten microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from adhere.models import kernels

if TYPE_CHECKING:
    import torch


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
