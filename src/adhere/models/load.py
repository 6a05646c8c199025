"""From the name of a model to the model."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from adhere.errors import MissingExtraError, UsageError
from adhere.models.known import KNOWN_MODELS
from adhere.models.names import unknown_name

if TYPE_CHECKING:
    from adhere.models.progress import OnPullProgress
    from adhere.models.protocol import Model

DType = Literal["auto", "float32", "bfloat16"]


def load_model(
    name: str,
    *,
    dtype: DType = "auto",
    template: str | Path | None = None,
    slots: int = 64,
    concurrency: int = 16,
    cache: bool = True,
    on_progress: OnPullProgress | None = None,
) -> Model:
    """Return the model called ``name``, downloading it the first time where that is needed.

    Args:
        name: a known name (``smollm2-135m``), a folder, ``hf:ORG/NAME[@REVISION]``, or ``openai:URL#MODEL``.
        dtype: precision of a local model's weights.
        template: a named template (alpaca, chatml, gemma) or a Jinja file, instead of a local model's own.
        slots: most replies that a local model writes at once.
        concurrency: most requests that an endpoint gets at once.
        cache: whether replies are kept in ``ADHERE_HOME`` and given again to the same request to the same model.
        on_progress: told how far a download has come.

    Raises:
        UsageError: no such model, no safetensors in it, or no chat template for it.
        MissingExtraError: the libraries that run a model on this machine are not installed.
        UpstreamError: it cannot be downloaded.
    """
    if name.startswith("openai:"):
        if template is not None:
            raise UsageError(f"{name} takes no template: the endpoint applies its own", hint="leave --template out")
        from adhere.models.openai import OpenAIModel

        model: Model = OpenAIModel.from_name(name, concurrency=concurrency)
    else:
        model = _load_local(name, dtype=dtype, template=template, slots=slots, on_progress=on_progress)
    return _remembering(model) if cache else model


def _remembering(model: Model) -> Model:
    from adhere.models.cached import CachedModel
    from adhere.models.home import home
    from adhere.models.store import CompletionStore

    return CachedModel(model, CompletionStore(home() / "completions.sqlite"))


def _load_local(
    name: str, *, dtype: DType, template: str | Path | None, slots: int, on_progress: OnPullProgress | None
) -> Model:
    if not _is_pulled(name):
        _require_model_folder(name)
    # Looked for rather than imported: that takes seconds, which a missing template should not cost.
    if any(find_spec(library) is None for library in ("torch", "transformers", "jinja2")):
        raise MissingExtraError("a model that runs on this machine", "local")
    from adhere.chat.template import ChatTemplate

    folder = find_folder(name, on_progress=on_progress)
    chosen = ChatTemplate.load(folder, chosen=template)
    from adhere.models.local import LocalModel

    return LocalModel(folder, name=name, dtype=dtype, slots=slots, template=chosen)


def find_folder(name: str, *, on_progress: OnPullProgress | None = None) -> Path:
    """Return the folder of a model that runs on this machine, downloading it the first time where that is needed.

    Raises:
        UsageError: no such model.
        UpstreamError: it cannot be downloaded.
    """
    if _is_pulled(name):
        from adhere.models.pull import pull

        return pull(name, on_progress=on_progress)
    _require_model_folder(name)
    return Path(name)


def _is_pulled(name: str) -> bool:
    return name in KNOWN_MODELS or name.startswith("hf:")


def _require_model_folder(name: str) -> None:
    folder = Path(name)
    if not name or not folder.is_dir():
        raise unknown_name(name)
    if not (folder / "config.json").is_file():
        raise UsageError(
            f"the folder {name} holds no model: it has no config.json",
            hint="give the folder that save_pretrained wrote: config.json, *.safetensors and the tokenizer",
        )
