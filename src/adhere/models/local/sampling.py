"""From logits to tokens: greedy, temperature and nucleus sampling, with log-probabilities."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models.protocol import Sampling

_LIKELY = 256  # tokens among which the nucleus is looked for before the whole vocabulary is sorted
_BIN = 256  # tokens that are summed before the inverse of the cumulative distribution is searched


def stream(seed: int, index: int, prompt: Sequence[int]) -> np.random.Generator:
    """Return the uniform draws of one sample: a function of the seed, the sample's index and the prompt alone.

    The prompt is part of the key so that different tasks under one seed have independent draws. Philox: Salmon et al.
    2011, "Parallel random numbers: as easy as 1, 2, 3".
    """
    text = f"{seed} {index} " + " ".join(map(str, prompt))
    key = np.frombuffer(hashlib.blake2b(text.encode(), digest_size=16).digest(), dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


def choose(
    logits: torch.Tensor, samplings: Sequence[Sampling], draws: Sequence[float]
) -> tuple[list[int], list[float]]:
    """Choose the next token of every row.

    Args:
        logits: (rows, vocabulary), float.
        samplings: how each row decodes.
        draws: one uniform number in [0, 1) for each row; greedy rows ignore theirs.

    Returns:
        The tokens, and their natural log-probabilities at temperature 1.
    """
    tokens = logits.argmax(-1)
    rows = [row for row, sampling in enumerate(samplings) if sampling.temperature > 0]
    if rows:
        tokens[rows] = _sample(logits[rows], [samplings[row] for row in rows], [draws[row] for row in rows])
    logprobs = logits.gather(-1, tokens[:, None]).squeeze(-1) - logits.logsumexp(-1)
    return tokens.tolist(), logprobs.tolist()


def _sample(logits: torch.Tensor, samplings: Sequence[Sampling], draws: Sequence[float]) -> torch.Tensor:
    temperature = logits.new_tensor([sampling.temperature for sampling in samplings])[:, None]
    probs = (logits / temperature).softmax(-1, dtype=torch.float32)
    uniform = torch.tensor(draws, dtype=torch.float64, device=logits.device)
    tokens = torch.empty(len(samplings), dtype=torch.long, device=logits.device)
    whole = [row for row, sampling in enumerate(samplings) if sampling.top_p >= 1]
    nucleus = [row for row, sampling in enumerate(samplings) if sampling.top_p < 1]
    if whole:
        tokens[whole] = _invert(probs[whole], uniform[whole])
    if nucleus:
        mass = torch.tensor([samplings[row].top_p for row in nucleus], device=logits.device)
        tokens[nucleus] = _sample_nucleus(probs[nucleus], mass, uniform[nucleus])
    return tokens


def _sample_nucleus(probs: torch.Tensor, mass: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """Sample from the smallest set of likeliest tokens whose mass reaches ``mass`` (Holtzman et al. 2020, eq. 3)."""
    likely, ids = probs.topk(min(_LIKELY, probs.shape[-1]), sorted=True)
    if bool((likely.sum(-1) < mass).any()):
        likely, ids = probs.sort(dim=-1, descending=True, stable=True)
    before = likely.cumsum(-1, dtype=torch.float64) - likely
    kept = likely.masked_fill(before >= mass[:, None], 0)
    return ids.gather(-1, _invert(kept, uniform)[:, None]).squeeze(-1)


def _invert(weights: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """Return the index where the cumulative distribution of ``weights`` (rows, n) first exceeds ``uniform``.

    In two steps, bins then members of one bin: a cumulative sum over a whole vocabulary costs several times more.
    """
    rows, count = weights.shape
    padded = torch.nn.functional.pad(weights, (0, -count % _BIN)).view(rows, -1, _BIN)
    bins = padded.sum(-1, dtype=torch.float64).cumsum(-1)
    wanted = uniform[:, None] * bins[:, -1:]
    chosen = _first_above(bins, wanted)
    # The running sum at the end of the chosen bin, less the bin itself.
    members = padded[torch.arange(rows, device=weights.device), chosen.squeeze(-1)].cumsum(-1, dtype=torch.float64)
    below = bins.gather(-1, chosen) - members[:, -1:]
    return (chosen * _BIN + _first_above(members, wanted - below)).squeeze(-1)


def _first_above(sums: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return the first index whose running sum exceeds ``wanted``; rounding never leads past the last weight."""
    return torch.minimum(
        torch.searchsorted(sums, wanted, right=True), torch.searchsorted(sums, sums[:, -1:].contiguous())
    )
