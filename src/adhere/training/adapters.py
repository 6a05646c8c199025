"""Low-rank adapters (LoRA, arXiv 2106.09685) through peft: what is trained beside frozen weights."""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from adhere.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LoRA:
    """The shape of the adapters.

    Attributes:
        rank: of each update.
        alpha: the update is scaled by alpha / rank.
        dropout: of what the adapters read.

    The defaults are those of Thinking Machines' "LoRA without regret" (2025) and of peft's own examples: every linear
    layer, not the attention alone, and a learning rate about ten times that of full fine-tuning.
    """

    rank: int = 16
    alpha: float = 32.0
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if self.rank < 1 or self.alpha <= 0 or not 0 <= self.dropout < 1:
            raise UsageError(
                f"adapters cannot have rank {self.rank}, alpha {self.alpha:g} and dropout {self.dropout:g}",
                hint="a rank of at least 1, an alpha above 0, a dropout from 0 to below 1",
            )


class Adapted:
    """A model whose weights are frozen but for adapters in its linear layers.

    The model itself is changed in place and stays what it was to its callers.

    Args:
        adapter: of peft, around the model.
    """

    def __init__(self, adapter: Any) -> None:  # noqa: ANN401 - peft is untyped
        self._adapter = adapter

    @classmethod
    def of(cls, model: Any, shape: LoRA, *, scores: bool, new_tokens: Sequence[int] = ()) -> Self:  # noqa: ANN401 - transformers is untyped
        """Put adapters into every linear layer of ``model`` but the head.

        Args:
            model: of transformers.
            shape: of the adapters.
            scores: whether it is a reward model, whose head is new and trained whole.
            new_tokens: ids whose embeddings are trained, too.

        Raises:
            MissingExtraError: peft is not installed.
        """
        try:
            from peft import LoraConfig, get_peft_model
        except ModuleNotFoundError as error:
            raise MissingExtraError("LoRA", "train") from error
        config = LoraConfig(
            r=shape.rank,
            lora_alpha=shape.alpha,  # type: ignore[arg-type]  # any number will do
            lora_dropout=shape.dropout,
            target_modules="all-linear",
            task_type="SEQ_CLS" if scores else "CAUSAL_LM",
            trainable_token_indices=list(new_tokens) or None,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of transformers, for how peft 0.21 asks it
            return cls(get_peft_model(model, config))

    def off(self) -> AbstractContextManager[None]:
        """Switch the adapters off for a while: the model is then the one that it was."""
        context: AbstractContextManager[None] = self._adapter.disable_adapter()
        return context

    def save(self, folder: Path) -> None:
        """Write the adapters alone, for peft and vLLM."""
        self._adapter.save_pretrained(folder)

    def merged(self) -> Any:  # noqa: ANN401 - transformers is untyped
        """Return a model without adapters that computes the same; this one stays as it is."""
        return copy.deepcopy(self._adapter).merge_and_unload()
