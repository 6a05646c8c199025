"""The model in training: log-probabilities of learnt tokens, computed where there are any and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation
from torch.utils.checkpoint import checkpoint

from adhere.errors import UsageError
from adhere.training.agreement import use_packs
from adhere.training.losses import LogProbs

if TYPE_CHECKING:
    from adhere.training.packing import Pack

_CHUNK = 2**26  # logits that are in memory at once: 256 MiB in float32
_TOLERANCE = {torch.float32: 2e-4, torch.bfloat16: 0.1}  # nats


class Policy:
    """A causal language model of transformers that reads packs.

    Args:
        model: any causal language model; it is changed to this room's attention.

    Raises:
        UsageError: the architecture does not compute on packs what transformers computes on single sequences.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - transformers is untyped
        self.model = model
        self.device: torch.device = model.device
        self._head = model.get_output_embeddings()
        self._softcap: float | None = getattr(model.config.get_text_config(), "final_logit_softcapping", None)
        use_packs(
            model,
            "log-probabilities",
            read=self.logprobs,
            alone=self._alone,
            tolerance=lambda _: _TOLERANCE[model.dtype],
            unsupported=self._unsupported,
        )

    def read(self, packed: Pack, reference: torch.Tensor | None = None) -> LogProbs:
        """Return the log-probabilities of the learnt tokens, beside those of a reference model."""
        return LogProbs(self.logprobs(packed), packed.sequence, packed.sequences, reference)

    def logprobs(self, packed: Pack) -> torch.Tensor:
        """Return the log-probability of each learnt token: (learnt,), float32, in the order of ``packed.targets``."""
        hidden = self._hidden(packed)[packed.reads]
        rows = max(1, _CHUNK // self._head.weight.shape[0])
        if len(hidden) <= rows:
            return self._chunk(hidden, packed.targets)
        # Logits of a chunk are thrown away and computed again on the way back: they would not fit.
        chunks = zip(torch.split(hidden, rows), torch.split(packed.targets, rows), strict=True)
        return torch.cat([checkpoint(self._chunk, h, targets, use_reentrant=False) for h, targets in chunks])

    def _hidden(self, packed: Pack) -> torch.Tensor:
        output = self.model.base_model(
            input_ids=packed.tokens[None], position_ids=packed.positions[None], use_cache=False, pack=packed
        )
        hidden: torch.Tensor = output.last_hidden_state[0]
        return hidden

    def _chunk(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        logits = self._head(hidden).float()
        if self._softcap is not None:
            logits = (logits / self._softcap).tanh() * self._softcap
        return -F.cross_entropy(logits, targets, reduction="none")

    def _alone(self, tokens: torch.Tensor, prompt: int) -> torch.Tensor:
        logits = self.model(input_ids=tokens, use_cache=False).logits[0].float()
        found: torch.Tensor = logits[prompt - 1 : -1].log_softmax(-1).gather(1, tokens[0, prompt:, None])[:, 0]
        return found

    def _unsupported(self, reason: str) -> UsageError:
        return UsageError(
            f"training does not support {type(self.model).__name__}: {reason}",
            hint="please report the architecture; Llama, Qwen, Gemma, Mistral, Phi and OLMo are known to work",
        )
