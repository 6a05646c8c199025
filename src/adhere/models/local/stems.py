"""Beginnings that several prompts share: read once, kept once, and attended to by all their sequences together.

n samples of one prompt, a system prompt, in-context examples: sequences that begin alike need one copy of the keys and
values of their beginning, and one product of all their queries with it instead of one small product each (Juravsky et
al. 2024, "Hydragen", arXiv 2402.05099; here over a tree of beginnings).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import torch

from adhere.models.local.memory import Layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.models import kernels

Prompt: TypeAlias = npt.NDArray[np.int64]

_WORTH = 128  # positions saved (shared tokens, times the prompts that need not keep them) from which a stem pays


class Stem:
    """Consecutive tokens that prompts share, with their keys and values once they are read.

    Args:
        parent: the stem of the tokens before them.
        tokens: their ids.
        users: how many sequences begin with it; those that are still to be finished.
    """

    def __init__(self, parent: Stem | None, tokens: Prompt, users: int) -> None:
        self.parent = parent
        self.tokens = tokens
        self.users = users
        self.start: int = parent.end if parent else 0
        self.end: int = self.start + len(tokens)
        self.is_read = False
        self._layers = Layers()

    def chain(self) -> Iterator[Stem]:
        """Yield this stem, then those before it."""
        stem: Stem | None = self
        while stem:
            yield stem
            stem = stem.parent

    def write(self, layer: int, key: torch.Tensor, value: torch.Tensor) -> None:
        """Keep the keys and values of all its tokens, each (heads, tokens, head size)."""
        # Copies: slices would keep all that the pass has read.
        kept_key, kept_value = (new.clone(memory_format=torch.contiguous_format) for new in (key, value))
        self._layers[layer] = (kept_key, kept_value)

    def own(self, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the keys and values of its own tokens."""
        return self._layers[layer]

    def numbers(self, layer: int) -> tuple[kernels.Array, kernels.Array]:
        """As ``own``, as the compiled loops see them."""
        return self._layers.numbers(layer)

    def whole(self, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the keys and values from the first position of the prompt to its own last."""
        parts = [stem.own(layer) for stem in self.chain()][::-1]
        return torch.cat([key for key, _ in parts], dim=1), torch.cat([value for _, value in parts], dim=1)

    def leave(self) -> None:
        """Note that one sequence is finished; what nobody needs any more is dropped."""
        for stem in self.chain():
            stem.users -= 1
            if not stem.users:
                stem._layers = Layers()  # noqa: SLF001 - of the same class


def plan_stems(prompts: Sequence[Prompt]) -> list[Stem | None]:
    """Return the stem that each prompt begins with, if sharing one pays.

    The last token of a prompt is never part of a stem: its logits are its own.
    """
    order = sorted(range(len(prompts)), key=lambda index: prompts[index].tolist())
    shared = [shared_length(prompts[a], prompts[b]) for a, b in pairwise(order)]
    stems: list[Stem | None] = [None] * len(prompts)
    groups: list[tuple[int, int, Stem | None]] = [(0, len(order), None)] if order else []
    while groups:
        low, high, parent = groups.pop()
        if high - low == 1:
            stems[order[low]] = parent
            continue
        depth = min(shared[low : high - 1])
        start = parent.end if parent else 0
        if (depth - start) * (high - low - 1) >= _WORTH:
            parent = Stem(parent, prompts[order[low]][start:depth], high - low)
        cuts = [low, *(place + 1 for place in range(low, high - 1) if shared[place] == depth), high]
        groups.extend((a, b, parent) for a, b in pairwise(cuts))
    return stems


def shared_length(one: Prompt, other: Prompt) -> int:
    """Return how many first tokens two prompts share, short of the last token of either."""
    length = min(len(one), len(other)) - 1
    differ = one[:length] != other[:length]
    return int(differ.argmax()) if differ.any() else length
