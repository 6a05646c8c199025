"""Loading a model's folder: which weights, in which precision, and what identifies them."""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import torch
from safetensors import SafetensorError
from transformers import AttentionInterface, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from adhere.errors import UsageError
from adhere.models.local import attention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

DType = Literal["auto", "float32", "bfloat16"]
_NATIVE_BFLOAT16 = ("avx512_bf16", "amx_bf16", "amx_tile", "bf16")
_ENDS_OF_TURN = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>")


@dataclass(frozen=True, slots=True)
class Precision:
    """What weights are rounded to, and what is computed in."""

    weights: torch.dtype
    arithmetic: torch.dtype

    def __str__(self) -> str:
        weights, arithmetic = (str(dtype).removeprefix("torch.") for dtype in (self.weights, self.arithmetic))
        return weights if weights == arithmetic else f"{weights} weights, {arithmetic} arithmetic"


def precision(dtype: DType, device: torch.device) -> Precision:
    """Return the precision that ``dtype`` means on ``device``.

    Without bfloat16 instructions a product in bfloat16 is several times slower than in float32: there ``bfloat16``
    means weights rounded to bfloat16 and arithmetic in float32, at least as exact, and ``auto`` means float32.

    Raises:
        UsageError: ``dtype`` is none of the three.
    """
    if dtype not in {"auto", "float32", "bfloat16"}:
        raise UsageError(f"unknown dtype {dtype!r}", hint="use auto, float32 or bfloat16")
    native = has_native_bfloat16(device)
    if dtype == "float32" or (dtype == "auto" and not native):
        return Precision(torch.float32, torch.float32)
    return Precision(torch.bfloat16, torch.bfloat16 if native else torch.float32)


def has_native_bfloat16(device: torch.device) -> bool:
    """Return whether the device multiplies bfloat16 matrices by instructions of its own."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    told: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()  # older torch than 2.13 cannot tell
    return any(told.get(name) for name in _NATIVE_BFLOAT16)


def load_weights(folder: Path, precision: Precision, device: torch.device) -> Any:  # noqa: ANN401 - transformers is untyped
    """Load a causal language model from safetensors, with this engine's attention.

    Raises:
        UsageError: the folder is no model, has no safetensors, or needs code of its own.
    """
    AttentionInterface.register(attention.NAME, attention.attend)
    model, missing = read_model(
        AutoModelForCausalLM, folder, precision.weights, {"attn_implementation": attention.NAME}
    )
    require_weights(folder, missing)
    return model.to(device=device, dtype=precision.arithmetic).eval()


def read_model(
    kind: Any,  # noqa: ANN401 - transformers is untyped
    folder: Path,
    dtype: torch.dtype,
    settings: Mapping[str, object],
) -> tuple[Any, list[str]]:
    """Read a model from safetensors.

    Args:
        kind: transformers' automatic class for what it does.
        folder: where it lies.
        dtype: of its weights.
        settings: what else the class is told.

    Returns:
        The model, and the names of the weights that the folder lacks.

    Raises:
        UsageError: the folder is no model, has no safetensors, or needs code of its own.
    """
    _require_safetensors(folder)
    with quiet():
        try:
            model, told = kind.from_pretrained(
                folder,
                dtype=dtype,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                output_loading_info=True,
                **settings,
            )
        except (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError) as error:
            raise UsageError(f"cannot load the model in {folder}: {error}") from error
    return model, sorted(told["missing_keys"])


def require_weights(folder: Path, missing: Sequence[str]) -> None:
    """Raise ``UsageError`` where weights are missing: transformers would fill them with random numbers."""
    if missing:
        raise UsageError(f"{folder} lacks {len(missing)} of the model's weights, {missing[0]} among them")


def load_tokenizer(folder: Path) -> Any:  # noqa: ANN401 - transformers is untyped
    """Load the tokenizer that lies beside the weights.

    Raises:
        UsageError: there is none, or it needs code of its own.
    """
    with quiet():
        try:
            return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise UsageError(f"cannot load the tokenizer in {folder}: {error}") from error


def weights_hash(folder: Path) -> str:
    """Return the sha256 of the safetensors file, or of the sha256 digests of several, in order of their names."""
    digests: list[bytes] = []
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").digest())
    return digests[0].hex() if len(digests) == 1 else hashlib.sha256(b"".join(digests)).hexdigest()


def context_length(config: Any) -> int | None:  # noqa: ANN401 - transformers is untyped
    """Return the number of positions that the model was made for, where it says so."""
    return getattr(config.get_text_config(), "max_position_embeddings", None)


def end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:  # noqa: ANN401 - transformers is untyped
    """Return the ids that end a reply: those the model and the tokenizer name, and the usual ends of a turn."""
    generation = getattr(model, "generation_config", None)  # a reward model has none
    named = [getattr(generation, "eos_token_id", None), model.config.eos_token_id, tokenizer.eos_token_id]
    ids = {token for entry in named for token in (entry if isinstance(entry, list) else [entry])}
    vocabulary = tokenizer.get_added_vocab()
    ids |= {vocabulary.get(token) for token in _ENDS_OF_TURN}
    return frozenset(token for token in ids if token is not None)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers' progress bars and advice off stderr."""
    logger = logging.getLogger("transformers")
    level, bars = logger.level, transformers_logging.is_progress_bar_enabled()
    logger.setLevel(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logger.setLevel(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _require_safetensors(folder: Path) -> None:
    if not (folder / "config.json").is_file():
        raise UsageError(f"{folder} is not a model: it has no config.json", hint="name a folder saved by transformers")
    if any(folder.glob("*.safetensors")):
        return
    if any(folder.glob("*.bin")) or any(folder.glob("*.pt")):
        raise UsageError(
            f"{folder} has only pickled weights, which can run any code when they are opened",
            hint="convert them to safetensors, or take the model's safetensors files",
        )
    raise UsageError(f"{folder} has no weights (*.safetensors)")
