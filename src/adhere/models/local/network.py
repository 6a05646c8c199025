"""The model as one function from a pass to logits, seen to agree with transformers' own forward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

from adhere.errors import UsageError
from adhere.models import kernels
from adhere.models.local import attention
from adhere.models.local.attention import Pass
from adhere.models.local.cache import SlotCache
from adhere.models.local.compiled_layers import compiled_stack
from adhere.models.local.compiled_modules import RotaryAttention
from adhere.models.local.fusion import fuse
from adhere.models.local.stems import Stem

if TYPE_CHECKING:
    from adhere.models.local.stems import Prompt

_AHEAD = 256
_DIVERGENCE = 0.2  # nats; bfloat16's rounding was seen to make 0.05
_TOLERANCE = {torch.float32: 2e-3, torch.bfloat16: 0.1}  # of the largest logit


class Network:
    """A causal language model of transformers that reads passes.

    Args:
        model: loaded with this engine's attention (``weights.load_weights``).

    Attributes:
        device: where it computes.
        ahead: how many places a row may well have before they are written: none where attention reads them.

    Raises:
        UsageError: the architecture keeps state that this engine does not know (recurrence, attention sinks, chunks):
            its logits differ from those of transformers.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - transformers is untyped
        self.device: torch.device = model.device
        self._model = model
        # Before the modules are fused: what these compute is compared, too.
        theirs = self._reference()
        fuse(model)
        compiled = sum(isinstance(module, RotaryAttention) for module in model.modules())
        self.ahead = _AHEAD if compiled == model.config.get_text_config().num_hidden_layers else 0
        self._stack = compiled_stack(model)
        self._verify(theirs)

    @torch.inference_mode()
    def logits(self, passed: Pass) -> torch.Tensor:
        """Return the logits after the newest token of every seat of the pass: (seats, vocabulary)."""
        kernels.match_threads()
        if self._stack:
            return self._stack.logits(passed)
        keep = torch.arange(len(passed.seats), device=self.device)
        output = self._model(
            input_ids=passed.tokens,
            position_ids=passed.positions,
            use_cache=False,
            logits_to_keep=keep,
            slots=passed,
        )
        logits: torch.Tensor = output.logits[0]
        return logits

    def _verify(self, theirs: torch.Tensor) -> None:
        """Compare a prompt and one more token with what transformers makes of them."""
        config = self._model.config.get_text_config()
        try:
            passes, ours = self._read(self._tokens())
        except (TypeError, AttributeError, RuntimeError, IndexError) as error:
            raise self._unsupported(str(error)) from error
        tolerance = _TOLERANCE[self._model.dtype] * theirs.abs().max().item()
        if len(passes.layers) != config.num_hidden_layers:
            raise self._unsupported(f"{len(passes.layers)} of {config.num_hidden_layers} layers use plain attention")
        if set(getattr(config, "layer_types", None) or ()) - {"full_attention", "sliding_attention"}:
            raise self._unsupported("it has layers that are neither full nor sliding attention")
        if "sliding_attention" in (getattr(config, "layer_types", None) or ()) and not passes.windows:
            raise self._unsupported("its layers do not tell their sliding window")
        if not torch.allclose(ours, theirs, rtol=0, atol=tolerance):
            raise self._unsupported(f"logits differ by {(ours - theirs).abs().max().item():.2g}")
        divergence = F.kl_div(ours.log_softmax(-1), theirs.log_softmax(-1), reduction="batchmean", log_target=True)
        if divergence > _DIVERGENCE:
            raise self._unsupported(f"what it would say differs by {divergence:.2g} nats")

    def _tokens(self) -> Prompt:
        return np.random.default_rng(0).integers(0, self._model.config.get_text_config().vocab_size, 9)

    @torch.inference_mode()
    def _read(self, tokens: Prompt) -> tuple[Pass, torch.Tensor]:
        """Read a stem and a prompt, then one more token, as the batcher does."""
        cache, stem = SlotCache(slots=1), Stem(None, tokens[:4], users=1)
        seat = cache.seat(4, stem)
        first = self.logits(Pass(cache.blocks, {seat: tokens[4:-1].tolist()}, [stem], self.device))
        seat.length = 4
        passed = Pass(cache.blocks, {seat: tokens[-1:].tolist()}, [], self.device)
        return passed, torch.cat([first, self.logits(passed)]).float()

    @torch.inference_mode()
    def _reference(self) -> torch.Tensor:
        tokens = self._tokens()
        self._model.set_attn_implementation("eager")
        try:
            output = self._model(input_ids=torch.tensor(tokens, device=self.device)[None], use_cache=False)
        finally:
            self._model.set_attn_implementation(attention.NAME)
        logits: torch.Tensor = output.logits[0, -2:].float()
        return logits

    def _unsupported(self, reason: str) -> UsageError:
        return UsageError(
            f"the local engine does not support {type(self._model).__name__}: {reason}",
            hint="serve the model with vLLM and name it openai:URL#MODEL",
        )
