"""From a trained model to folders that transformers, vLLM and this project load."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError
from adhere.models.local.weights import quiet
from adhere.models.staging import publish, workplace
from adhere.training.loading import put_together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adhere.training.training import Ready
    from adhere.training.trees import Tree


def export(ready: Ready, model: Path, adapter: Path | None = None) -> None:
    """Write the model as it is now, with its tokenizer, its template and what ends its replies.

    All ranks call it; the first one writes, and all return when it has.

    Args:
        ready: what is trained; it is not changed.
        model: folder of the whole model, adapters merged.
        adapter: folder of the adapters alone.

    Raises:
        AdhereError: a folder cannot be written.
    """
    whole = put_together(ready)
    if ready.ranks.is_first:
        _export(ready, whole, model, adapter)
    ready.ranks.wait()


def _export(ready: Ready, whole: Any, model: Path, adapter: Path | None) -> None:  # noqa: ANN401 - transformers is untyped
    if ready.adapted is None:
        _write(ready, whole, model)
        return
    _write(ready, ready.adapted.merged(), model)
    if adapter is not None:
        with _published(adapter) as finished:
            ready.adapted.save(finished)


def _write(ready: Ready, model: Any, folder: Path) -> None:  # noqa: ANN401 - transformers is untyped
    _end_replies(model, ready.training.trees)
    with _published(folder) as finished:
        with quiet():
            model.save_pretrained(finished)
            ready.tokenizer.save_pretrained(finished)
        (finished / "chat_template.jinja").write_text(ready.template.source, encoding="utf-8")


def _end_replies(model: Any, trees: tuple[Tree, ...]) -> None:  # noqa: ANN401 - transformers is untyped
    """Name the tokens that ended the replies in training, so that whoever generates stops there."""
    settings = getattr(model, "generation_config", None)  # a reward model has none
    if settings is None:
        return
    named = settings.eos_token_id
    ends = set(named if isinstance(named, list) else [named] if named is not None else [])
    # A reply that was cut does not end with its end: what is rare is not one.
    last = Counter(branch.tokens[-1] for tree in trees for branch in tree.branches)
    ends |= {token for token, count in last.items() if 2 * count > last.total()}
    settings.eos_token_id = sorted(ends) if len(ends) > 1 else ends.pop() if ends else None


@contextmanager
def _published(folder: Path) -> Iterator[Path]:
    """Yield a folder to fill, which then becomes ``folder``, whole."""
    finished = workplace(folder)
    try:
        yield finished
        publish(finished, folder)
    except OSError as error:
        raise AdhereError(
            f"cannot write the model to {folder}: {error.strerror or error}",
            hint="make room, then run the same command again: the training itself is kept",
        ) from error
