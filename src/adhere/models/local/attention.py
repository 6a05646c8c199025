"""Attention of one forward pass over the rows of the cache, through transformers' attention interface.

A pass packs all tokens to be read into one sequence of batch size 1. First come the newest token of every seat, block
by block and row by row, so that their attention is one batched product a block; then the rest of each prompt that is
read in this pass, each attended by itself. Nothing is padded but the short rows of a block.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.models.local.cache import Block, Seat

NAME = "adhere_slots"


class AttentionModule(Protocol):
    """What is used of an attention layer."""

    layer_idx: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What a layer asks of attention. ``window`` counts the query's own position; ``softcap`` as in Gemma 2."""

    scaling: float
    window: int | None
    softcap: float | None


@dataclass(slots=True)
class Newest:
    """The newest token of every seat of a block: tokens ``start`` to ``stop`` of the pass, rows 0 to n - 1."""

    block: Block
    start: int
    stop: int
    rows: torch.Tensor
    positions: torch.Tensor
    length: int  # of the longest row, newest token included
    masks: dict[int | None, torch.Tensor] = field(default_factory=dict)
    places: dict[int, torch.Tensor] = field(default_factory=dict)

    def write(self, layer: int, key: torch.Tensor, value: torch.Tensor) -> None:
        """Store keys and values, each (heads, tokens of the pass, head size)."""
        places = self._places(key.shape[0])
        for stored, new in zip(self.block.layer(layer, key, value), (key, value), strict=True):
            # Whole vectors into the flattened block: indexing rows and positions is fifteen times slower on CPU.
            vectors = new[:, self.start : self.stop].transpose(0, 1).reshape(-1, new.shape[2])
            stored.view(-1, new.shape[2]).index_copy_(0, places, vectors)

    def attend(self, layer: int, query: torch.Tensor, rule: Rule) -> torch.Tensor:
        """Return (tokens, heads, value size). On CPU two batched products beat the fused kernel by 15 %."""
        keys, values = (stored[: self.stop - self.start, :, : self.length] for stored in self.block.layers[layer])
        rows, heads = keys.shape[:2]
        asked = (query[:, self.start : self.stop].transpose(0, 1) * rule.scaling).reshape(
            rows, heads, -1, keys.shape[3]
        )
        scores = cap(asked @ keys.transpose(2, 3), rule.softcap) + self._mask(rule.window, asked.dtype)
        weights = scores.softmax(-1, dtype=torch.float32).to(values.dtype)
        return (weights @ values).reshape(rows, query.shape[0], -1)

    def _places(self, heads: int) -> torch.Tensor:
        if heads not in self.places:
            head = torch.arange(heads, device=self.rows.device)
            vectors = (self.rows[:, None] * heads + head) * self.block.capacity + self.positions[:, None]
            self.places[heads] = vectors.flatten()
        return self.places[heads]

    def _mask(self, window: int | None, dtype: torch.dtype) -> torch.Tensor:
        if window not in self.masks:
            at = torch.arange(self.length, device=self.positions.device)
            hidden = unseen(self.positions[:, None], at, window)[:, None, None]
            self.masks[window] = torch.zeros(hidden.shape, dtype=dtype, device=at.device).masked_fill_(
                hidden, -math.inf
            )
        return self.masks[window]


@dataclass(slots=True)
class Stretch:
    """Tokens ``start`` to ``stop`` of the pass: positions ``first`` onwards of one seat, its newest token excluded."""

    seat: Seat
    start: int
    stop: int
    first: int
    masks: dict[int | None, torch.Tensor] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The position after the last."""
        return self.first + self.stop - self.start

    def write(self, layer: int, key: torch.Tensor, value: torch.Tensor) -> None:
        """As ``Newest.write``."""
        keys, values = self.seat.block.layer(layer, key, value)
        keys[self.seat.row, :, self.first : self.end] = key[:, self.start : self.stop]
        values[self.seat.row, :, self.first : self.end] = value[:, self.start : self.stop]

    def attend(self, layer: int, query: torch.Tensor, rule: Rule) -> torch.Tensor:
        """As ``Newest.attend``."""
        keys, values = (stored[self.seat.row, :, None, : self.end] for stored in self.seat.block.layers[layer])
        asked = query[:, self.start : self.stop].reshape(keys.shape[0], -1, self.stop - self.start, query.shape[2])
        keys, values = (stored.expand(-1, asked.shape[1], -1, -1) for stored in (keys, values))
        causal = self.first == 0 and (rule.window is None or self.end <= rule.window)
        if rule.softcap is not None:
            scores = cap(asked * rule.scaling @ keys.transpose(2, 3), rule.softcap)
            scores = scores.masked_fill(~self._mask(rule.window, query.device), -math.inf)
            heard = scores.softmax(-1, dtype=torch.float32).to(values.dtype) @ values
        elif causal:
            heard = F.scaled_dot_product_attention(asked, keys, values, is_causal=True, scale=rule.scaling)
        else:
            mask = self._mask(rule.window, query.device)
            heard = F.scaled_dot_product_attention(asked, keys, values, attn_mask=mask, scale=rule.scaling)
        return heard.reshape(query.shape[0], self.stop - self.start, -1).transpose(0, 1)

    def _mask(self, window: int | None, device: torch.device) -> torch.Tensor:
        if window not in self.masks:
            at = torch.arange(self.end, device=device)
            self.masks[window] = ~unseen(at[self.first :, None], at, window)
        return self.masks[window]


class Pass:
    """One forward pass: the tokens that it reads, and the attention of all its layers.

    Args:
        blocks: the blocks of the cache that have seats, compacted.
        device: where the model is.

    Every seat reads ``fed[seat]``: at least one token.
    """

    def __init__(self, blocks: Sequence[Block], fed: Mapping[Seat, Sequence[int]], device: torch.device) -> None:
        self.seats: list[Seat] = [seat for block in blocks for seat in block.seats if seat]
        self.windows: set[int] = set()
        self.layers: set[int] = set()
        tokens = [fed[seat][-1] for seat in self.seats]
        positions = [seat.length + len(fed[seat]) - 1 for seat in self.seats]
        self._parts: list[Newest | Stretch] = []
        start = 0
        for block in blocks:
            stop = start + len(block.seats)
            at = torch.tensor(positions[start:stop], device=device)
            rows = torch.arange(stop - start, device=device)
            self._parts.append(Newest(block, start, stop, rows, at, max(positions[start:stop]) + 1))
            start = stop
        for seat in self.seats:
            if rest := fed[seat][:-1]:
                first = seat.length
                self._parts.append(Stretch(seat, len(tokens), len(tokens) + len(rest), first))
                tokens.extend(rest)
                positions.extend(range(first, first + len(rest)))
        self.tokens = torch.tensor([tokens], device=device)
        self.positions = torch.tensor([positions], device=device)

    def attend(
        self, layer: int, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, rule: Rule
    ) -> torch.Tensor:
        """Store keys and values (heads, tokens, head size) and return what the queries hear: (tokens, heads, size)."""
        self.layers.add(layer)
        if rule.window is not None:
            self.windows.add(rule.window)
        for part in self._parts:
            part.write(layer, key, value)
        return torch.cat([part.attend(layer, query, rule) for part in self._parts])


def attend(  # noqa: PLR0913 - the signature is transformers' attention interface
    module: AttentionModule,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    slots: Pass,
    scaling: float | None = None,
    sliding_window: int | None = None,
    softcap: float | None = None,
    s_aux: torch.Tensor | None = None,
    position_bias: torch.Tensor | None = None,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """Attend as transformers' attention interface wants it; query, key and value: (1, heads, tokens, head size)."""
    del attention_mask  # each part of the pass makes its own
    if s_aux is not None or position_bias is not None:
        raise UsageError(
            "the local engine knows neither attention sinks nor position biases, which this model uses",
            hint="serve the model with vLLM and name it openai:URL#MODEL",
        )
    rule = Rule(query.shape[-1] ** -0.5 if scaling is None else scaling, sliding_window, softcap)
    return slots.attend(module.layer_idx, query[0], key[0], value[0], rule)[None], None


def cap(scores: torch.Tensor, softcap: float | None) -> torch.Tensor:
    """Squash scores into (-softcap, softcap)."""
    return scores if softcap is None else (scores / softcap).tanh() * softcap


def unseen(query: torch.Tensor, key: torch.Tensor, window: int | None) -> torch.Tensor:
    """Return where a query position may not see a key position: later ones, and those before its window."""
    later = key > query
    return later if window is None else later | (key <= query - window)
