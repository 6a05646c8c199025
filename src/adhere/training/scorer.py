"""A reward model in training: a number wherever a reply, or a step of one, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModelForSequenceClassification

from adhere.errors import UsageError
from adhere.models.local.weights import read_model, require_weights
from adhere.training.agreement import use_packs
from adhere.training.losses import Scores

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.training.packing import Pack

_TOLERANCE = {torch.float32: 1e-3, torch.bfloat16: 0.1}  # of what scores are like
_HEAD = "score"


class Scorer:
    """A sequence classifier of transformers with one label, reading packs.

    Args:
        model: it is changed to this room's attention.

    Raises:
        UsageError: the architecture does not compute on packs what transformers computes on single sequences.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - transformers is untyped
        self.model = model
        self.device: torch.device = model.device
        self._spread = 1.0
        use_packs(
            model,
            "scores",
            read=self._scores,
            alone=self._alone,
            tolerance=lambda wanted: _TOLERANCE[model.dtype] * max(self._spread, float(wanted.abs().max())),
            unsupported=self._unsupported,
        )

    def read(self, packed: Pack, reference: torch.Tensor | None = None) -> Scores:
        """Return the scores that a pack asks for, float32. A reference means nothing to a score."""
        del reference
        return Scores(self._scores(packed), packed.labels)

    def _scores(self, packed: Pack) -> torch.Tensor:
        output = self.model.base_model(
            input_ids=packed.tokens[None], position_ids=packed.positions[None], use_cache=False, pack=packed
        )
        # A copy, not a view: where the model is sharded, what is returned gets hooks that changes in place would lose.
        scores: torch.Tensor = self.model.score(output.last_hidden_state[0][packed.scored])[:, 0].float().clone()
        return scores

    def _alone(self, tokens: torch.Tensor, prompt: int) -> torch.Tensor:
        del prompt  # a score is of the whole
        output = self.model(input_ids=tokens, output_hidden_states=True)
        hidden, weight = output.hidden_states[-1][0, -1].float(), self.model.score.weight.float()
        # What scores of such a length of hidden states vary by: one that is near zero is a sum of terms that are not.
        self._spread = max(self._spread, float(hidden.norm() * weight.norm()) / hidden.numel() ** 0.5)
        scores: torch.Tensor = output.logits[0].float()
        return scores

    def _unsupported(self, reason: str) -> UsageError:
        return UsageError(
            f"a reward model cannot be made of {type(self.model).__name__}: {reason}",
            hint="start from a Llama, Qwen, Gemma, Mistral or Phi model",
        )


def load_scorer(folder: Path, dtype: torch.dtype, device: torch.device, *, seed: int) -> Any:  # noqa: ANN401 - transformers is untyped
    """Load a sequence classifier with one label: a reward model, or a language model that gets a head.

    A new head is drawn with variance 1 / (size + 1) (Stiennon et al. 2020, arXiv 2009.01325, appendix B).

    Raises:
        UsageError: the folder is no model, or its architecture has no sequence classifier.
    """
    model, missing = read_model(AutoModelForSequenceClassification, folder, dtype, {"num_labels": 1})
    require_weights(folder, [name for name in missing if not name.startswith(_HEAD)])
    if missing:
        weight = model.score.weight
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            weight.copy_(torch.randn(weight.shape, generator=draw) / (weight.shape[1] + 1) ** 0.5)
    return model.to(device)
