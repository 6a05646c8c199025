"""The local engine as a model."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import torch

from adhere.chat.template import ChatTemplate
from adhere.errors import UsageError
from adhere.models.local.batcher import Batcher, Reply
from adhere.models.local.network import Network
from adhere.models.local.sampling import stream
from adhere.models.local.stopping import StopStrings, cut
from adhere.models.local.weights import (
    context_length,
    end_tokens,
    load_tokenizer,
    load_weights,
    precision,
    weights_hash,
)
from adhere.models.protocol import Completion, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from adhere.models.local.weights import DType
    from adhere.models.protocol import Price, Request

_VERSION = "7"  # raise it when the same request may give other tokens than before


class LocalModel:
    """A causal language model of transformers, generating in this process with continuous batching.

    A reply is a function of the prompt, the seed and the sample's index; its batch neighbours change it no more than
    the rounding of matrix products does, which depends on their shape. What was run: CPU, in float32 and with weights
    rounded to bfloat16. The CUDA path is the same code and was not run.

    Args:
        folder: a model saved by transformers, weights as safetensors.
        name: what people call it.
        dtype: ``float32``, ``bfloat16``, or ``auto``; see ``weights.precision`` for hardware without bfloat16.
        slots: most replies written at once.
        template: a chat template instead of the model's own.
        device: a torch device.

    Raises:
        UsageError: the folder is no model that this engine can run, or has no chat template.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        dtype: DType = "auto",
        slots: int = 64,
        template: ChatTemplate | None = None,
        device: str = "cpu",
    ) -> None:
        if slots < 1:
            raise UsageError(f"slots is {slots}: at least one is needed")
        self._folder = folder
        self._name = name
        self._slots = slots
        self._precision = precision(dtype, torch.device(device))
        self._template = template or ChatTemplate.load(folder)
        self._tokenizer = load_tokenizer(folder)
        model = load_weights(folder, self._precision, torch.device(device))
        self._context = context_length(model.config)
        self._end_tokens = end_tokens(model, self._tokenizer)
        self._network = Network(model)

    @property
    def name(self) -> str:
        """The name that people gave it."""
        return self._name

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """All that decides its replies."""
        return {
            "weights": weights_hash(self._folder),
            "engine": f"adhere.local {_VERSION}",
            "dtype": str(self._precision),
            "device": self._network.device.type,
            "template": self._template.sha256,
            "torch": torch.__version__,
            "transformers": version("transformers"),
        }

    @property
    def price(self) -> Price | None:
        """Nothing is charged."""
        return None

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield completions in the order in which they finish; closing the iterator stops the work."""
        replies: list[Reply] = []
        for request in requests:
            try:
                replies.extend(self._begin(request))
            except UsageError as error:
                yield from (_failure(request, index, error) for index in range(request.n))
        batcher = Batcher(self._network, self._end_tokens, self._slots)
        for reply in batcher.run(replies):
            yield self._completion(reply)

    def _begin(self, request: Request) -> list[Reply]:
        """Return the replies that a request asks for, not yet begun.

        Raises:
            UsageError: the request cannot be answered.
        """
        sampling = request.sampling
        if sampling.max_tokens < 1 or sampling.temperature < 0 or not 0 < sampling.top_p <= 1:
            raise UsageError(f"max_tokens, temperature or top_p is out of range: {sampling}")
        text = self._template.render(request.messages)
        tokens: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        room = sampling.max_tokens if self._context is None else self._context - len(tokens)
        if room < 1:
            raise UsageError(f"the prompt has {len(tokens)} tokens, and the model reads at most {self._context}")
        prompt = np.asarray(tokens, dtype=np.int64)
        return [
            Reply(
                request=request,
                index=index,
                prompt=prompt,
                limit=min(room, sampling.max_tokens),
                draws=stream(sampling.seed, index, tokens),
                stops=StopStrings(sampling.stop, self._decode) if any(sampling.stop) else None,
            )
            for index in range(request.n)
        ]

    def _completion(self, reply: Reply) -> Completion:
        return Completion(
            request=reply.request.id,
            index=reply.index,
            text=cut(self._decode(reply.tokens), reply.request.sampling.stop),
            stop=reply.stop,
            usage=Usage(len(reply.prompt), len(reply.tokens), reply.ended - reply.began),
            tokens=tuple(reply.tokens),
            logprobs=tuple(reply.logprobs),
        )

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return text


def _failure(request: Request, index: int, error: UsageError) -> Completion:
    return Completion(request.id, index, "", StopReason.ERROR, Usage(calls=0), error=error.message)
