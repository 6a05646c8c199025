"""A reward model in training: one number for each sequence, read at its last token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import AttentionInterface, AutoModelForSequenceClassification

from adhere.errors import UsageError
from adhere.models.local.weights import quiet
from adhere.training import attention
from adhere.training.packing import pack
from adhere.training.trees import Branch, Tree

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.training.packing import Pack

_TOLERANCE = {torch.float32: 1e-3, torch.bfloat16: 0.1}
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
        self._verify()

    def read(self, packed: Pack, reference: torch.Tensor | None = None) -> torch.Tensor:
        """Return the score of each sequence: (sequences,), float32. A reference means nothing to a score."""
        del reference
        output = self.model.base_model(
            input_ids=packed.tokens[None], position_ids=packed.positions[None], use_cache=False, pack=packed
        )
        scores: torch.Tensor = self.model.score(output.last_hidden_state[0][packed.ends])[:, 0].float()
        return scores

    @torch.no_grad()
    def _verify(self) -> None:
        config = self.model.config.get_text_config()
        tokens = torch.randint(config.vocab_size, (9,), generator=torch.Generator().manual_seed(0)).tolist()
        branches = (tokens[3:6], tokens[6:])
        tree = Tree(tuple(tokens[:3]), tuple(Branch(tuple(branch), (True,) * 3) for branch in branches))
        self.model.eval()
        self.model.set_attn_implementation("eager")
        theirs = [self.model(input_ids=torch.tensor([tokens[:3] + list(b)], device=self.device)) for b in branches]
        wanted = torch.cat([output.logits[0].float() for output in theirs])
        AttentionInterface.register(attention.NAME, attention.attend)
        self.model.set_attn_implementation(attention.NAME)
        try:
            ours = self.read(pack([tree], [0], self.device))
        except (TypeError, AttributeError, RuntimeError, IndexError) as error:
            raise self._unsupported(str(error)) from error
        tolerance = _TOLERANCE[self.model.dtype] * max(1.0, float(wanted.abs().max()))
        if not torch.allclose(ours, wanted, rtol=0, atol=tolerance):
            raise self._unsupported(f"scores differ by {(ours - wanted).abs().max().item():.2g}")

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
    with quiet():
        try:
            model, told = AutoModelForSequenceClassification.from_pretrained(
                folder,
                num_labels=1,
                dtype=dtype,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise UsageError(f"cannot make a reward model of {folder}: {error}") from error
    missing = [name for name in told["missing_keys"] if not name.startswith(_HEAD)]
    if missing:
        raise UsageError(f"{folder} lacks {len(missing)} of the model's weights, {missing[0]} among them")
    if told["missing_keys"]:
        weight = model.score.weight
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            weight.copy_(torch.randn(weight.shape, generator=draw) / (weight.shape[1] + 1) ** 0.5)
    return model.to(device)
