"""torch's fused kernel for attention on CPU, stretch by stretch, over views of a pack.

In float32: the kernel's way back takes two to three times as long in bfloat16, and is less exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.training.packing import Stretch

_there = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu  # noqa: SLF001 - no public name
_back = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward  # noqa: SLF001 - as above


class Fused(NamedTuple):
    """What is attended.

    Attributes:
        stretches: those of the pack that this kernel is for.
        query: (tokens, heads, size). keys, values: (key-value heads, tokens, size).
        scaling: of scores. window: how many positions a query sees, its own among them; None: all.
    """

    stretches: Sequence[Stretch]
    query: torch.Tensor
    keys: torch.Tensor
    values: torch.Tensor
    scaling: float
    window: int | None

    def attend(self, out: torch.Tensor) -> list[torch.Tensor]:
        """Write what is heard into ``out``, (tokens, heads, size); return what ``back`` needs: two for each stretch."""
        kept: list[torch.Tensor] = []
        for stretch, mask in self._masked():
            asked, keys, values = self._grouped(self.query, stretch).float(), *self._seen(stretch)
            heard, mass = _there(asked, keys, values, 0.0, mask is None, attn_mask=mask, scale=self.scaling)
            self._grouped(out, stretch).copy_(heard)
            kept += [heard, mass]
        return kept

    def back(
        self,
        kept: Sequence[torch.Tensor],
        gradient: torch.Tensor,
        of_query: torch.Tensor,
        of_keys: torch.Tensor,
        of_values: torch.Tensor,
    ) -> None:
        """Write the gradients of queries, and add those of keys and values: float32, shaped as what they are of."""
        for index, (stretch, mask) in enumerate(self._masked()):
            asked, towards = (self._grouped(part, stretch).float() for part in (self.query, gradient))
            keys, values = self._seen(stretch)
            rest = (*kept[2 * index : 2 * index + 2], 0.0, mask is None)
            found = _back(towards, asked, keys, values, *rest, attn_mask=mask, scale=self.scaling)
            self._grouped(of_query, stretch).copy_(found[0])
            for whole, part in zip((of_keys, of_values), found[1:], strict=True):
                _add(whole, part.sum(1), stretch)

    def _grouped(self, whole: torch.Tensor, stretch: Stretch) -> torch.Tensor:
        """Return a stretch, a view: (key-value heads, queries of each, count, size)."""
        part = whole[stretch.start : stretch.start + stretch.count]
        return part.view(stretch.count, len(self.keys), self.query.shape[1] // len(self.keys), part.shape[2]).permute(
            1, 2, 0, 3
        )

    def _seen(self, stretch: Stretch) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values of trunk and stretch, each (key-value heads, queries of each, seen, size)."""
        group = self.query.shape[1] // len(self.keys)
        keys, values = (_trunk_and_own(part, stretch).float()[:, None] for part in (self.keys, self.values))
        return keys.expand(-1, group, -1, -1), values.expand(-1, group, -1, -1)

    def _masked(self) -> Iterator[tuple[Stretch, torch.Tensor | None]]:
        """Yield the stretches, and what is added to scores where that is more than the kernel's own causal mask."""
        for stretch in filter(lambda one: one.count, self.stretches):
            narrow = self.window is not None and self.window < stretch.trunk_count + stretch.count
            if not stretch.trunk_count and not narrow:
                yield stretch, None
                continue
            unseen = ~seen_places(stretch, self.window, self.query.device)
            yield stretch, torch.zeros(unseen.shape).masked_fill_(unseen, -torch.inf)


def seen_places(stretch: Stretch, window: int | None, device: torch.device) -> torch.Tensor:
    """Return which keys (trunk, then own) each query sees: (count, trunk + count)."""
    at = torch.arange(stretch.trunk_count + stretch.count, device=device)
    asking = at[stretch.trunk_count :, None]
    seen = at <= asking
    return seen if window is None else seen & (at > asking - window)


def _trunk_and_own(whole: torch.Tensor, stretch: Stretch) -> torch.Tensor:
    end, trunk_end = stretch.start + stretch.count, stretch.trunk_start + stretch.trunk_count
    if not stretch.trunk_count or trunk_end == stretch.start:
        return whole[:, stretch.start - stretch.trunk_count : end]
    return torch.cat([whole[:, stretch.trunk_start : trunk_end], whole[:, stretch.start : end]], dim=1)


def _add(whole: torch.Tensor, part: torch.Tensor, stretch: Stretch) -> None:
    """Add the gradients of what a stretch has seen, (heads, seen, size), to those of the pack."""
    count = stretch.trunk_count
    if count:
        whole[:, stretch.trunk_start : stretch.trunk_start + count] += part[:, :count]
    whole[:, stretch.start : stretch.start + stretch.count] += part[:, count:]
