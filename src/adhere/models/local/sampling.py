"""From logits to tokens: greedy, temperature and nucleus sampling, with log-probabilities.

Reductions over a vocabulary go in two steps, bins and then the members of one bin: on CPU the first step is
vectorised, while ``argmax`` and ``cumsum`` over whole rows are five to ten times slower.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.models import kernels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models.protocol import Sampling

_BIN = 128  # divides the vocabularies of most models
_LIKELY = (64, 1024)  # tokens among which a nucleus is looked for before the whole vocabulary is sorted


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
        logits: (rows, vocabulary), of any precision; computed with in float32.
        samplings: how each row decodes.
        draws: one uniform number in [0, 1) for each row; greedy rows ignore theirs.

    Returns:
        The tokens, and their natural log-probabilities at temperature 1.
    """
    tokens, masses = _likeliest(logits)
    for nucleus in (False, True):
        rows = [row for row, s in enumerate(samplings) if s.temperature > 0 and (s.top_p < 1) is nucleus]
        if rows:
            uniform = torch.tensor([draws[row] for row in rows], dtype=torch.float64, device=logits.device)
            probs = _probabilities(logits[rows].float(), [samplings[row].temperature for row in rows])
            if nucleus:
                mass = torch.tensor([samplings[row].top_p for row in rows], dtype=torch.float64, device=logits.device)
                tokens[rows] = _sample_nucleus(probs, mass, uniform)
            else:
                tokens[rows] = _invert(probs, uniform)
    logprobs = logits.gather(-1, tokens[:, None]).squeeze(-1).double() - masses
    return tokens.tolist(), logprobs.tolist()


def _likeliest(logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the likeliest token of every row, and the logarithm of the sum of e to its logits, float64."""
    if not kernels.usable(logits):
        return _argmax(logits), logits.float().logsumexp(-1).double()
    kernels.match_threads()
    tokens = torch.empty(len(logits), dtype=torch.int64)
    masses = torch.empty(len(logits), dtype=torch.float64)
    kernels.likeliest(kernels.numbers(logits.contiguous()), tokens.numpy(), masses.numpy())
    return tokens, masses


def _argmax(rows: torch.Tensor) -> torch.Tensor:
    """Return the first index of the largest number of every row."""
    bins = _binned(rows, -torch.inf)
    chosen = bins.amax(-1).argmax(-1)
    return chosen * _BIN + _members(bins, chosen).argmax(-1)


def _probabilities(logits: torch.Tensor, temperatures: Sequence[float]) -> torch.Tensor:
    """Return the softmax of ``logits``, which are overwritten, at each row's temperature."""
    # The largest logit becomes 0 first: divided by a tiny temperature it would overflow.
    logits.sub_(logits.amax(-1, keepdim=True)).div_(logits.new_tensor(temperatures)[:, None])
    return logits.softmax(-1)


def _sample_nucleus(probs: torch.Tensor, mass: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """Sample from the smallest set of likeliest tokens whose mass reaches ``mass`` (Holtzman et al. 2020, eq. 3)."""
    tokens = torch.empty(len(probs), dtype=torch.long, device=probs.device)
    left = torch.arange(len(probs), device=probs.device)
    for size in (*_LIKELY, probs.shape[-1]):
        likely, ids = probs[left].topk(min(size, probs.shape[-1]))
        upto = likely.cumsum(-1, dtype=torch.float64)
        enough = (upto[:, -1] >= mass[left]) | (likely.shape[-1] == probs.shape[-1])
        rows = left[enough]
        outside = upto[enough] - likely[enough] >= mass[rows, None]
        place = _invert(likely[enough].masked_fill(outside, 0), uniform[rows])
        tokens[rows] = ids[enough].gather(-1, place[:, None]).squeeze(-1)
        left = left[~enough]
    return tokens


def _invert(weights: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """Return the index where the cumulative distribution of ``weights`` (rows, n) first exceeds ``uniform``."""
    bins = _binned(weights, 0)
    sizes = bins.sum(-1).double()
    sums = sizes.cumsum(-1)
    wanted = uniform[:, None] * sums[:, -1:]
    chosen = _first_above(sums, wanted)
    below = (sums - sizes).gather(-1, chosen)
    inner = _first_above(_members(bins, chosen.squeeze(-1)).cumsum(-1, dtype=torch.float64), wanted - below)
    return (chosen * _BIN + inner).squeeze(-1)


def _first_above(sums: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return the first index whose running sum exceeds ``wanted``; rounding never leads past the last weight."""
    return torch.minimum(
        torch.searchsorted(sums, wanted, right=True), torch.searchsorted(sums, sums[:, -1:].contiguous())
    )


def _binned(rows: torch.Tensor, filler: float) -> torch.Tensor:
    """Return ``rows`` (rows, n) as (rows, bins, members), filled up at the end where n is no multiple of a bin."""
    missing = -rows.shape[-1] % _BIN
    filled = F.pad(rows, (0, missing), value=filler) if missing else rows
    return filled.view(len(rows), filled.shape[-1] // _BIN, _BIN)


def _members(bins: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Return the members of one bin of every row."""
    return bins[torch.arange(len(bins), device=bins.device), chosen]
