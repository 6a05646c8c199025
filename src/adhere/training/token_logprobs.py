"""Log-probabilities of given tokens, a few rows of logits at a time.

Cross-entropy over a whole pack writes the vocabulary's numbers in float32 several times, each of them longer than any
cache: for 435 tokens of SmolLM2's vocabulary 202 ms forward and back on one core, here 70, with the same numbers. What
is kept for the way back are the logits as the model made them, and one float32 a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.autograd.function import once_differentiable

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_CACHE = 2**20  # logits that are in float32 at once: 4 MiB


def token_logprobs(logits: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """Return the log-softmax of each row of ``logits`` (rows, vocabulary) at its token (rows,): (rows,), float32.

    It can be differentiated once.
    """
    logprobs: torch.Tensor = _TokenLogprobs.apply(logits, tokens)  # type: ignore[no-untyped-call]
    return logprobs


class _TokenLogprobs(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, logits: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:  # noqa: ANN401 - torch's own
        found = torch.empty(len(logits), dtype=torch.float32, device=logits.device)
        for rows in _rows(logits):
            found[rows] = logits[rows].log_softmax(-1, dtype=torch.float32).gather(1, tokens[rows, None])[:, 0]
        # log(sum(exp(logits))) of each row, which is what a logit and its log-probability differ by.
        mass = logits.gather(1, tokens[:, None])[:, 0].float() - found
        ctx.save_for_backward(logits, tokens, mass)
        return found

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:  # noqa: ANN401 - torch's own
        """Return ``gradient * (one at the token - softmax)`` of each row."""
        logits, tokens, mass = ctx.saved_tensors
        towards = torch.empty_like(logits)
        for rows in _rows(logits):
            weight = gradient[rows, None]
            part = logits[rows].to(torch.float32, copy=True).sub_(mass[rows, None]).exp_().mul_(-weight)
            towards[rows] = part.scatter_add_(1, tokens[rows, None], weight)
        return towards, None


def _rows(logits: torch.Tensor) -> Iterator[slice]:
    count = max(1, _IN_CACHE // logits.shape[1])
    return (slice(first, first + count) for first in range(0, len(logits), count))
