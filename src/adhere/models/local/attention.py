"""Attention of one forward pass over the cache, through transformers' attention interface.

A pass packs all tokens to be read into one sequence of batch size 1. First comes the newest token of every seat, block
by block and row by row, so that their attention is one batched product a block (``Newest``), and one a stem
(``Shared``). Then come the stems and the rest of the prompts that are read in this pass, each attended by itself
(``Stretch``). Nothing is padded but the shorter rows of a block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import torch

from adhere.errors import UsageError
from adhere.models.local.compiled_attention import CompiledHearing
from adhere.models.local.memory import Scratch
from adhere.models.local.parts import Newest, Rule, Shared, Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.models.local.cache import Block, Seat
    from adhere.models.local.memory import Memory
    from adhere.models.local.stems import Stem

NAME = "adhere_slots"


class AttentionModule(Protocol):
    """What is used of an attention layer."""

    layer_idx: int


class Pass:
    """One forward pass: the tokens that it reads, and the attention of all its layers.

    Args:
        blocks: the blocks of the cache that have seats, compacted.
        fed: what each seat reads, at least one token.
        stems: what is read of stems, parents before their children.
        device: where the model is.

    Attributes:
        seats: in the order of their newest tokens, the first tokens of the pass.
        tokens, positions: of all that is read, shape (1, tokens).
        scratch: memory that its layers share.
        layers, windows: the layers that attended, and the sliding windows that they asked for.
    """

    def __init__(
        self, blocks: Sequence[Block], fed: Mapping[Seat, Sequence[int]], stems: Sequence[Stem], device: torch.device
    ) -> None:
        self.seats: list[Seat] = [seat for block in blocks for seat in block.seats if seat]
        self.layers: set[int] = set()
        self.windows: set[int] = set()
        self._tokens = [fed[seat][-1] for seat in self.seats]
        self._positions = [seat.start + seat.length + len(fed[seat]) - 1 for seat in self.seats]
        self._stretches: list[Stretch] = []
        for stem in stems:
            self._stretch(stem, stem.start, stem.tokens.tolist())
        for seat in self.seats:
            self._stretch(seat, seat.start + seat.length, fed[seat][:-1])
        self._newest: list[Newest] = []
        start = 0
        for block in blocks:
            in_row = [seat.length + len(fed[seat]) - 1 for seat in block.seats if seat]
            self._newest.append(Newest(block, start, torch.tensor(in_row, device=device)))
            start += len(in_row)
        self.tokens = torch.tensor([self._tokens], device=device)
        self.positions = torch.tensor([self._positions], device=device)
        self._shared = [
            Shared(stem, torch.tensor(rows, device=device), self.positions[0, rows])
            for stem, rows in self._readers().items()
        ]
        self.scratch = Scratch()
        self._compiled = CompiledHearing(self._newest, self._shared)

    def attend(
        self, layer: int, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, rule: Rule
    ) -> torch.Tensor:
        """Store keys and values (heads, tokens, head size) and return what the queries hear: (tokens, heads, size)."""
        self._note(layer, rule)
        for newest in self._newest:
            newest.write(layer, key, value)
        for stretch in self._stretches:
            stretch.write(layer, key, value)
        stretches = [part.attend(layer, query, rule) for part in self._stretches]
        return torch.cat([*self._newest_attend(layer, query, rule), *stretches])

    def hear(self, layer: int, query: Memory, key: Memory, value: Memory, rule: Rule) -> torch.Tensor:
        """As ``attend``, of what the compiled loops can read; query, key and value: (tokens, heads, head size).

        What is returned is written again by the next layer.
        """
        self._note(layer, rule)
        out = self.scratch.take("heard", query.tensor.shape, query.tensor)
        if self._stretches:
            asked, *new = (part.tensor.transpose(0, 1) for part in (query, key, value))
            for stretch in self._stretches:
                stretch.write(layer, *new)
            for stretch in self._stretches:
                out.tensor[stretch.slice] = stretch.attend(layer, asked, rule)
        self._compiled.hear(layer, query, key, value, rule, out.numbers)
        return out.tensor

    def _note(self, layer: int, rule: Rule) -> None:
        self.layers.add(layer)
        if rule.window is not None:
            self.windows.add(rule.window)

    def _newest_attend(self, layer: int, query: torch.Tensor, rule: Rule) -> list[torch.Tensor]:
        """Return what the newest tokens hear: their rows, and the stems that some of them share."""
        if not self._shared:
            return [part.attend(layer, query, rule) for part in self._newest]
        own = [part.attend_with_mass(layer, query, rule) for part in self._newest]
        heard, mass = (torch.cat(parts) for parts in zip(*own, strict=True))
        for part in self._shared:
            part.attend(layer, query, rule, heard, mass)
        return [heard]

    def _stretch(self, owner: Stem | Seat, first: int, tokens: Sequence[int]) -> None:
        if tokens:
            self._stretches.append(Stretch(owner, len(self._tokens), first, len(tokens)))
            self._tokens.extend(tokens)
            self._positions.extend(range(first, first + len(tokens)))

    def _readers(self) -> dict[Stem, list[int]]:
        """Return which newest tokens read each stem."""
        readers: dict[Stem, list[int]] = {}
        for index, seat in enumerate(self.seats):
            for stem in seat.stem.chain() if seat.stem else ():
                readers.setdefault(stem, []).append(index)
        return readers


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
