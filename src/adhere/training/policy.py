"""The model in training: log-probabilities of learnt tokens, computed where there are any and nowhere else."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import torch
from torch.utils.checkpoint import checkpoint

from adhere.errors import UsageError
from adhere.training.agreement import use_packs
from adhere.training.losses import LogProbs
from adhere.training.token_logprobs import token_logprobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from adhere.training.adapters import Adapted
    from adhere.training.packing import Pack

_CHUNK = 2**28  # bytes of logits that are in memory at once
_FLOAT = 4  # bytes
_TOLERANCE = {torch.float32: 1e-4, torch.bfloat16: 0.03}  # of the largest, in nats


class Policy:
    """A causal language model of transformers that reads packs.

    Args:
        model: any causal language model; it is changed to this room's attention.
        adapted: its adapters, where there are any.

    Raises:
        UsageError: the architecture does not compute on packs what transformers computes on single sequences.
    """

    def __init__(self, model: Any, adapted: Adapted | None = None) -> None:  # noqa: ANN401 - transformers is untyped
        self.model = model
        self._adapted = adapted
        self.device: torch.device = model.device
        self._head = model.get_output_embeddings()
        self._softcap: float | None = getattr(model.config.get_text_config(), "final_logit_softcapping", None)
        use_packs(
            model,
            "log-probabilities",
            read=self.logprobs,
            alone=self._alone,
            tolerance=lambda wanted: _TOLERANCE[model.dtype] * max(1.0, float(wanted.abs().max())),
            unsupported=self._unsupported,
        )

    def as_reference(self) -> AbstractContextManager[None]:
        """Let the model be, for a while, what it was without its adapters."""
        return self._adapted.off() if self._adapted else nullcontext()

    def read(self, packed: Pack, reference: torch.Tensor | None = None) -> LogProbs:
        """Return the log-probabilities of the learnt tokens, beside those of a reference model."""
        labels = packed.labels if len(packed.labels) or not packed.trees else None
        return LogProbs(self.logprobs(packed), packed.sequence, packed.sequences, reference, labels)

    def logprobs(self, packed: Pack) -> torch.Tensor:
        """Return the log-probability of each learnt token: (learnt,), float32, in the order of ``packed.targets``."""
        return self._in_chunks(self._of_targets, packed, in_float32=self._softcap is not None)

    def entropies(self, packed: Pack) -> torch.Tensor:
        """Return the entropy, in nats, of what could stand at the place of each learnt token: (learnt,), float32."""
        return self._in_chunks(self._entropies, packed, in_float32=True)

    def _in_chunks(
        self, compute: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], packed: Pack, *, in_float32: bool
    ) -> torch.Tensor:
        hidden = self._hidden(packed)[packed.reads]
        number = _FLOAT if in_float32 else hidden.element_size()
        rows = max(1, _CHUNK // (self._head.weight.shape[0] * number))
        if len(hidden) <= rows:
            return compute(hidden, packed.targets)
        # Logits of a chunk are thrown away and computed again on the way back: they would not fit.
        chunks = zip(torch.split(hidden, rows), torch.split(packed.targets, rows), strict=True)
        return torch.cat([checkpoint(compute, h, targets, use_reentrant=False) for h, targets in chunks])

    def _hidden(self, packed: Pack) -> torch.Tensor:
        output = self.model.base_model(
            input_ids=packed.tokens[None], position_ids=packed.positions[None], use_cache=False, pack=packed
        )
        hidden: torch.Tensor = output.last_hidden_state[0]
        return hidden

    def _logits(self, hidden: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self._head(hidden)
        return logits if self._softcap is None else (logits.float() / self._softcap).tanh() * self._softcap

    def _of_targets(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return token_logprobs(self._logits(hidden), targets)

    def _entropies(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        del targets
        logprobs = self._logits(hidden).log_softmax(-1, dtype=torch.float32)
        return -(logprobs.exp() * logprobs).sum(-1)

    def _alone(self, tokens: torch.Tensor, prompt: int) -> torch.Tensor:
        logits = self.model(input_ids=tokens, use_cache=False).logits[0].float()
        found: torch.Tensor = logits[prompt - 1 : -1].log_softmax(-1).gather(1, tokens[0, prompt:, None])[:, 0]
        return found

    def _unsupported(self, reason: str) -> UsageError:
        return UsageError(
            f"training does not support {type(self.model).__name__}: {reason}",
            hint="please report the architecture; Llama, Qwen, Gemma, Mistral, Phi and OLMo are known to work",
        )
