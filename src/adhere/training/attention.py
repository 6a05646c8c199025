"""Attention over a pack, through transformers' attention interface: each stretch by itself, after its trunk.

On CPU one kernel call a stretch is faster than a dense mask over the pack, and no tokens are padded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.errors import UsageError

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
    heard = [
        _attend_stretch(query, key, value, stretch, _Rule(scaling, sliding_window, softcap, dropout))
        for stretch in pack.stretches
    ]
    return torch.cat(heard, dim=2).transpose(1, 2).contiguous(), None


class _Rule(NamedTuple):
    """What a layer asks for. ``window`` counts the query's own position; ``softcap`` as in Gemma 2."""

    scaling: float | None
    window: int | None
    softcap: float | None
    dropout: float


def _attend_stretch(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, stretch: Stretch, rule: _Rule
) -> torch.Tensor:
    asked = query[:, :, stretch.start : stretch.start + stretch.count]
    keys, values = (_seen(stored, stretch) for stored in (key, value))
    positions = stretch.trunk_count + stretch.count
    narrow = rule.window is not None and rule.window < positions
    if rule.softcap is not None:
        return _capped(asked, keys, values, _mask(stretch, rule.window, query.device), rule, rule.softcap)
    mask = _mask(stretch, rule.window, query.device) if stretch.trunk_count or narrow else None
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


def _seen(stored: torch.Tensor, stretch: Stretch) -> torch.Tensor:
    own = stored[:, :, stretch.start : stretch.start + stretch.count]
    if not stretch.trunk_count:
        return own
    trunk = stored[:, :, stretch.trunk_start : stretch.trunk_start + stretch.trunk_count]
    return torch.cat([trunk, own], dim=2)


def _mask(stretch: Stretch, window: int | None, device: torch.device) -> torch.Tensor:
    """Return which keys (trunk, then own) each query sees: (count, trunk + count)."""
    at = torch.arange(stretch.trunk_count + stretch.count, device=device)
    asking = at[stretch.trunk_count :, None]
    seen = at <= asking
    return seen if window is None else seen & (at > asking - window)


def _capped(
    asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor, rule: _Rule, softcap: float
) -> torch.Tensor:
    """Attend with the scores squashed into (-softcap, softcap), for which there is no fused kernel."""
    groups = asked.shape[1] // keys.shape[1]
    keys, values = keys.repeat_interleave(groups, dim=1), values.repeat_interleave(groups, dim=1)
    scaling = asked.shape[-1] ** -0.5 if rule.scaling is None else rule.scaling
    scores = (asked @ keys.transpose(2, 3) * scaling / softcap).tanh() * softcap
    weights = scores.masked_fill(~mask, torch.finfo(scores.dtype).min).softmax(-1, dtype=torch.float32).to(values.dtype)
    return F.dropout(weights, rule.dropout) @ values
