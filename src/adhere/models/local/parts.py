"""The parts of a pass that attend: newest tokens over their rows, those who share a stem over it, and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.models.local.stems import Stem

if TYPE_CHECKING:
    from adhere.models.local.cache import Block, Seat


class Rule(NamedTuple):
    """What a layer asks of attention. ``window`` counts the query's own position; ``softcap`` as in Gemma 2."""

    scaling: float
    window: int | None
    softcap: float | None


class Newest:
    """The newest token of every seat of a block: those of the pass from ``start``, for rows 0 to n - 1.

    Args:
        block: where they are seated.
        start: index of the first in the pass.
        in_row: (rows,), the place of each newest token in its row.
    """

    def __init__(self, block: Block, start: int, in_row: torch.Tensor) -> None:
        self.block = block
        self.slice = slice(start, start + len(in_row))
        self.in_row = in_row
        self._masks: dict[int | None, torch.Tensor] = {}
        self._places: dict[int, torch.Tensor] = {}

    def write(self, layer: int, key: torch.Tensor, value: torch.Tensor) -> None:
        """Store keys and values, each (heads, tokens of the pass, head size)."""
        places = self._vectors(key.shape[0])
        for stored, new in zip(self.block.layer(layer, key, value), (key, value), strict=True):
            # Whole vectors into the flattened block: indexing rows and positions is ten times slower on CPU.
            vectors = new[:, self.slice].transpose(0, 1).reshape(-1, new.shape[2])
            stored.view(-1, new.shape[2])[places] = vectors

    def attend(self, layer: int, query: torch.Tensor, rule: Rule) -> torch.Tensor:
        """Return what is heard in the rows, (tokens, heads, size)."""
        scores, values = self._scores(layer, query, rule)
        # As in float32, rounded once at the end: the kernel sums bfloat16 in float32.
        heard = scores.softmax(-1) @ values
        return heard.view(len(scores), query.shape[0], -1)

    def attend_with_mass(self, layer: int, query: torch.Tensor, rule: Rule) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what is heard in the rows, (tokens, heads, size), and the logarithm of its mass, (tokens, heads)."""
        scores, values = self._scores(layer, query, rule)
        heard, mass = weigh(scores, values)
        return heard.view(len(scores), query.shape[0], -1), mass.view(len(scores), -1)

    def _scores(self, layer: int, query: torch.Tensor, rule: Rule) -> tuple[torch.Tensor, torch.Tensor]:
        """Return masked scores, (rows, key-value heads, queries of one, capacity), and the values.

        On CPU two batched products take less time than the fused kernel at these shapes; with the keys on the left, the
        first of them takes less time in bfloat16, and the same in float32. Rows are read whole: before a product with a
        part of each, oneDNN copies those parts in bfloat16, which took as long as the product.
        """
        keys, values = (stored[: len(self.in_row)] for stored in self.block.layers[layer])
        rows, heads, _, size = keys.shape
        asked = (query[:, self.slice].transpose(0, 1) * rule.scaling).reshape(rows, heads, -1, size)
        scores = (keys @ asked.transpose(2, 3)).transpose(2, 3).contiguous()
        return cap(scores, rule.softcap).add_(self._mask(rule.window, asked.dtype)), values

    def _vectors(self, heads: int) -> torch.Tensor:
        if heads not in self._places:
            at = torch.arange(len(self.in_row) * heads, device=self.in_row.device).view(-1, heads)
            self._places[heads] = (at * self.block.capacity + self.in_row[:, None]).flatten()
        return self._places[heads]

    def _mask(self, window: int | None, dtype: torch.dtype) -> torch.Tensor:
        if window not in self._masks:
            at = torch.arange(self.block.capacity, device=self.in_row.device)
            hidden = unseen(self.in_row[:, None], at, window)[:, None, None]
            self._masks[window] = torch.zeros_like(hidden, dtype=dtype).masked_fill_(hidden, torch.finfo(dtype).min)
        return self._masks[window]


class Shared:
    """The newest tokens whose sequences begin with one stem, all over its keys in one product.

    Args:
        stem: what they share.
        readers: (n,), their indices in the pass.
        positions: (n,), their positions.
    """

    def __init__(self, stem: Stem, readers: torch.Tensor, positions: torch.Tensor) -> None:
        self.stem = stem
        self.readers = readers
        self.positions = positions
        self._hidden: dict[int, torch.Tensor] = {}

    def attend(self, layer: int, query: torch.Tensor, rule: Rule, heard: torch.Tensor, mass: torch.Tensor) -> None:
        """Add what the stem says to what was ``heard``, and its mass to ``mass``: see ``Newest.attend_with_mass``."""
        keys, values = self.stem.own(layer)
        heads, _, size = keys.shape
        asked = query[:, self.readers].view(heads, -1, len(self.readers), size) * rule.scaling
        scores = cap(asked.flatten(1, 2) @ keys.transpose(1, 2), rule.softcap).view(*asked.shape[:3], -1)
        if rule.window is not None:
            scores = scores.masked_fill(self._out_of(rule.window), torch.finfo(scores.dtype).min)
        said, said_mass = weigh(scores.flatten(1, 2), values)
        said = said.view(query.shape[0], len(self.readers), -1).transpose(0, 1)
        said_mass = said_mass.view(query.shape[0], len(self.readers)).T
        before = mass[self.readers]
        after = torch.logaddexp(before, said_mass)
        merged = heard[self.readers] * (before - after).exp()[..., None] + said * (said_mass - after).exp()[..., None]
        heard.index_copy_(0, self.readers, merged.to(heard.dtype))
        mass.index_copy_(0, self.readers, after)

    def _out_of(self, window: int) -> torch.Tensor:
        if window not in self._hidden:
            at = torch.arange(self.stem.start, self.stem.end, device=self.positions.device)
            self._hidden[window] = unseen(self.positions[:, None], at, window)
        return self._hidden[window]


class Stretch:
    """Consecutive tokens of one prompt or stem, attending to all before them and each other.

    Args:
        owner: whose they are; of a seat, its newest token is not among them.
        start: index of the first in the pass.
        first: its position.
        count: how many they are.
    """

    def __init__(self, owner: Stem | Seat, start: int, first: int, count: int) -> None:
        self._owner = owner
        self.slice = slice(start, start + count)
        self._first = first
        self._count = count
        self._masks: dict[int | None, torch.Tensor] = {}

    def write(self, layer: int, key: torch.Tensor, value: torch.Tensor) -> None:
        """As ``Newest.write``."""
        if isinstance(self._owner, Stem):
            self._owner.write(layer, key[:, self.slice], value[:, self.slice])
            return
        in_row = slice(self._first - self._owner.start, self._first - self._owner.start + self._count)
        for stored, new in zip(self._owner.block.layer(layer, key, value), (key, value), strict=True):
            stored[self._owner.row, :, in_row] = new[:, self.slice]

    def attend(self, layer: int, query: torch.Tensor, rule: Rule) -> torch.Tensor:
        """Return what is heard, (tokens, heads, size)."""
        keys, values = (stored[:, None] for stored in self._seen(layer))
        asked = query[:, self.slice].reshape(keys.shape[0], -1, self._count, query.shape[2])
        keys, values = (stored.expand(-1, asked.shape[1], -1, -1) for stored in (keys, values))
        if rule.softcap is not None:
            scores = cap(asked * rule.scaling @ keys.transpose(2, 3), rule.softcap)
            scores = scores.masked_fill(~self._mask(rule.window, query.device), torch.finfo(scores.dtype).min)
            heard = weigh(scores, values)[0]
        elif self._first == 0 and (rule.window is None or self._count <= rule.window):
            heard = F.scaled_dot_product_attention(asked, keys, values, is_causal=True, scale=rule.scaling)
        else:
            mask = self._mask(rule.window, query.device)
            heard = F.scaled_dot_product_attention(asked, keys, values, attn_mask=mask, scale=rule.scaling)
        return heard.reshape(query.shape[0], self._count, -1).transpose(0, 1)

    def _seen(self, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values from the first position to the last of the stretch, each (heads, positions, size)."""
        if isinstance(self._owner, Stem):
            return self._owner.whole(layer)
        held = self._first + self._count - self._owner.start
        keys, values = (stored[self._owner.row, :, :held] for stored in self._owner.block.layers[layer])
        if self._owner.stem is None:
            return keys, values
        before_keys, before_values = self._owner.stem.whole(layer)
        return torch.cat([before_keys, keys], dim=1), torch.cat([before_values, values], dim=1)

    def _mask(self, window: int | None, device: torch.device) -> torch.Tensor:
        if window not in self._masks:
            at = torch.arange(self._first + self._count, device=device)
            self._masks[window] = ~unseen(at[self._first :, None], at, window)
        return self._masks[window]


def weigh(scores: torch.Tensor, values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the values weighed by the softmax of ``scores``, and the logarithm of the scores' summed exponentials."""
    weights = scores.softmax(-1, dtype=torch.float32)
    # The largest weight is exp(largest score - mass): cheaper than summing exponentials again.
    mass = scores.amax(-1).float() - weights.amax(-1).log()
    return weights.to(values.dtype) @ values, mass


def cap(scores: torch.Tensor, softcap: float | None) -> torch.Tensor:
    """Squash scores into (-softcap, softcap)."""
    return scores if softcap is None else (scores / softcap).tanh() * softcap


def unseen(query: torch.Tensor, key: torch.Tensor, window: int | None) -> torch.Tensor:
    """Return where a query position may not see a key position: later ones, and those before its window."""
    later = key > query
    return later if window is None else later | (key <= query - window)
