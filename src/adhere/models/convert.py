"""From a GGUF file to a folder of safetensors that every part of adhere loads and trains."""

from __future__ import annotations

import io
from contextlib import contextmanager, redirect_stderr
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from adhere.errors import MissingExtraError, UpstreamError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def require_converter() -> None:
    """Raise ``MissingExtraError`` where the libraries that convert are not installed.

    Asked before a download, so that nobody fetches megabytes in vain.
    """
    if any(find_spec(name) is None for name in ("torch", "transformers", "accelerate", "gguf", "safetensors")):
        raise MissingExtraError("a model that runs on this machine", "local")


def convert_gguf(source: Path, folder: Path, *, eos_token: str) -> None:
    """Write the model in the GGUF file ``source`` into ``folder``: float32 safetensors, tokenizer, chat template.

    Quantised weights are expanded: the numbers are those that a GGUF engine computes with.

    Args:
        source: the GGUF file.
        folder: an existing, empty folder.
        eos_token: the token that ends a turn; it becomes ``eos_token_id`` of the generation config.

    Raises:
        UpstreamError: the tokenizer in the file does not have ``eos_token``.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    # transformers draws bars on stderr that its own switch does not silence.
    with redirect_stderr(io.StringIO()), _parsed_once():
        tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
        quantised = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=torch.float32)
        config = quantised.config
        if hasattr(config, "quantization_config"):
            del config.quantization_config
        # A model read from GGUF refuses to be saved, so its weights move into a plain one.
        with torch.device("meta"):
            model = AutoModelForCausalLM.from_config(config)  # type: ignore[no-untyped-call]
        model.load_state_dict(quantised.state_dict(), assign=True)
        model.tie_weights()
        model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=_token_id(tokenizer, eos_token),
            pad_token_id=tokenizer.pad_token_id,
        )
        _split_digits(tokenizer, source)
        tokenizer.model_max_length = config.max_position_embeddings
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)


@contextmanager
def _parsed_once() -> Iterator[None]:
    """Let all who read the file share one reader: transformers parses it three times, five seconds each."""
    import gguf

    reader = gguf.GGUFReader
    setattr(gguf, "GGUFReader", cache(reader))  # noqa: B010 - a plain assignment would not type-check
    try:
        yield
    finally:
        setattr(gguf, "GGUFReader", reader)  # noqa: B010 - as above


def _token_id(tokenizer: Any, token: str) -> int:  # noqa: ANN401 - transformers' tokenizers share no type
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    if token not in vocabulary:
        raise UpstreamError(f"the model's vocabulary has no {token}")
    return vocabulary[token]


def _split_digits(tokenizer: Any, source: Path) -> None:  # noqa: ANN401 - as above
    """Cut numbers into digits before merging, as GGUF's pre-tokenizer ``smollm`` says (transformers overlooks it)."""
    from gguf import GGUFReader
    from tokenizers import pre_tokenizers

    field = GGUFReader(source).get_field("tokenizer.ggml.pre")
    if field is not None and field.contents() == "smollm":
        tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
        )
