"""Attention over a pack, through transformers' attention interface: each stretch by itself, after its trunk.

In compiled loops where they run; elsewhere one fused kernel call a stretch, which is faster than a dense mask over the
pack, and no tokens are padded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.errors import UsageError
from adhere.models import kernels
from adhere.training import stretches
from adhere.training.fused import seen_places

if TYPE_CHECKING:
    from adhere.training.packing import Pack, Stretch

NAME = "adhere_packs"


def attend(  # noqa: PLR0913 - the signature is transformers' attention interface
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    pack: Pack,
    scaling: float | None = None,
    sliding_window: int | None = None,
    softcap: float | None = None,
    s_aux: torch.Tensor | None = None,
    position_bias: torch.Tensor | None = None,
    dropout: float = 0.0,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """Attend as the interface wants it; query, key and value: (1, heads, tokens, head size)."""
    del module, attention_mask  # each stretch makes its own
    if s_aux is not None or position_bias is not None:
        raise UsageError("packs know neither attention sinks nor position biases, which this model uses")
    if softcap is None and not dropout and kernels.usable(query) and query.shape[3] == value.shape[3]:
        asked, keys, values = (part[0].transpose(0, 1) for part in (query, key, value))
        seen = stretches.Rule(query.shape[3] ** -0.5 if scaling is None else scaling, sliding_window)
        return stretches.attend_stretches(asked, keys, values, pack, seen)[None], None
    heard_in = query.dtype
    if query.device.type == "cpu":
        # The fused kernel's way back takes twice as long in bfloat16 as in float32, and is less exact.
        query, key, value = query.float(), key.float(), value.float()
    counts = [stretch.count for stretch in pack.stretches]
    # Split, not sliced: the way back of a slice fills a tensor of the whole pack for each.
    pieces = [stored.split(counts, dim=2) for stored in (query, key, value)]  # type: ignore[no-untyped-call]
    places = {stretch.start: place for place, stretch in enumerate(pack.stretches)}
    rule = _Rule(scaling, sliding_window, softcap, dropout)
    heard = []
    for place, stretch in enumerate(pack.stretches):
        asked, keys, values = (piece[place] for piece in pieces)
        if stretch.trunk_count:
            trunk = places[stretch.trunk_start]
            keys, values = torch.cat([pieces[1][trunk], keys], dim=2), torch.cat([pieces[2][trunk], values], dim=2)
        heard.append(_attend_stretch(asked, keys, values, stretch, rule))
    return torch.cat(heard, dim=2).transpose(1, 2).to(heard_in).contiguous(), None


class _Rule(NamedTuple):
    """What a layer asks for. ``window`` counts the query's own position; ``softcap`` as in Gemma 2."""

    scaling: float | None
    window: int | None
    softcap: float | None
    dropout: float


def _attend_stretch(
    asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, stretch: Stretch, rule: _Rule
) -> torch.Tensor:
    if rule.softcap is not None:
        return _capped(asked, keys, values, seen_places(stretch, rule.window, asked.device), rule, rule.softcap)
    narrow = rule.window is not None and rule.window < keys.shape[2]
    mask = seen_places(stretch, rule.window, asked.device) if stretch.trunk_count or narrow else None
    return F.scaled_dot_product_attention(
        asked,
        keys,
        values,
        attn_mask=mask,
        dropout_p=rule.dropout,
        is_causal=mask is None,
        scale=rule.scaling,
        enable_gqa=keys.shape[1] != asked.shape[1],
    )


def _capped(
    asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor, rule: _Rule, softcap: float
) -> torch.Tensor:
    """Attend with the scores squashed into (-softcap, softcap), for which there is no fused kernel.

    The queries of the heads that share keys are stacked, so that no keys are copied.
    """
    _, heads, count, size = asked.shape
    scaling = size**-0.5 if rule.scaling is None else rule.scaling
    stacked = (asked * scaling).reshape(1, keys.shape[1], -1, size)
    scores = (stacked @ keys.transpose(2, 3)).view(1, keys.shape[1], -1, count, keys.shape[2])
    scores = (scores / softcap).tanh() * softcap
    weights = scores.masked_fill(~mask, torch.finfo(scores.dtype).min).softmax(-1, dtype=torch.float32).to(values.dtype)
    heard = F.dropout(weights, rule.dropout).flatten(2, 3) @ values
    return heard.view(1, heads, count, -1)
