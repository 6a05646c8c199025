"""Models by their Hugging Face name."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adhere.errors import AdhereError, MissingExtraError, UpstreamError, UsageError
from adhere.models.home import home, offline
from adhere.models.progress import PullUpdate, growth_reported
from adhere.models.record import is_complete, write_record
from adhere.models.staging import disk_errors, locked, publish, require_space, workplace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adhere.models.progress import OnPullProgress

# Data only: no pickled weights (.bin, .pt) and no code (.py) ever reaches the disk.
_WANTED = ("*.safetensors", "*.json", "*.jinja", "tokenizer.model", "merges.txt", "vocab.txt", "README.md")
_UNWANTED = ("*/*",)


def pull_from_hub(name: str, *, on_progress: OnPullProgress) -> Path:
    """Return the folder of ``ORG/NAME[@REVISION]``, downloading it the first time.

    A revision that was pulled once is not looked up again: the folder stays what it was until it is deleted.
    An interrupted download goes on where it stopped.

    Raises:
        UsageError: no such repository or revision, or one without safetensors.
        UpstreamError: the hub cannot be reached, or does not let this user in.
        MissingExtraError: ``huggingface_hub`` is not installed.
    """
    repository, _, revision = name.partition("@")
    revision = revision or "main"
    folder = home() / "models" / "hf" / f"{repository}@{revision}".replace("/", "--")
    if is_complete(folder):
        return folder
    if offline():
        raise UpstreamError(f"ADHERE_OFFLINE is set and hf:{name} was not pulled before", hint="unset ADHERE_OFFLINE")
    with disk_errors(folder), locked(folder, on_progress):
        if not is_complete(folder):
            _download(repository, revision, folder, on_progress)
    return folder


def _download(repository: str, revision: str, folder: Path, on_progress: OnPullProgress) -> None:
    on_progress(PullUpdate(f"looking up {repository}"))
    work = workplace(folder)
    work.mkdir(exist_ok=True)
    with _hub_errors(repository, revision):
        commit, size = _plan(repository, revision, work)
        require_space(work, size)
        with growth_reported(work, f"downloading {repository}", size, on_progress):
            _snapshot(repository, commit, work)
    # The hub client's own bookkeeping, of use only while a download can still be resumed.
    shutil.rmtree(work / ".cache", ignore_errors=True)
    on_progress(PullUpdate(f"recording {repository}"))
    write_record(work, source=f"hf:{repository}", revision=commit, licence=_licence(work))
    publish(work, folder)


def _plan(repository: str, revision: str, work: Path) -> tuple[str, int]:
    """Return the commit of the revision and the bytes of the files wanted."""
    from huggingface_hub import snapshot_download

    files = snapshot_download(
        repository,
        revision=revision,
        local_dir=work,
        allow_patterns=list(_WANTED),
        ignore_patterns=list(_UNWANTED),
        endpoint=os.environ.get("HF_ENDPOINT"),
        dry_run=True,
    )
    if not any(file.filename.endswith(".safetensors") for file in files):
        raise UsageError(
            f"hf:{repository} holds no safetensors weights",
            hint="adhere reads no pickled weights, since opening them runs code; ask its authors for safetensors",
        )
    return files[0].commit_hash, sum(file.file_size or 0 for file in files)


def _snapshot(repository: str, commit: str, work: Path) -> None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    shown = not are_progress_bars_disabled()
    disable_progress_bars()
    try:
        snapshot_download(
            repository,
            revision=commit,
            local_dir=work,
            allow_patterns=list(_WANTED),
            ignore_patterns=list(_UNWANTED),
            endpoint=os.environ.get("HF_ENDPOINT"),
        )
    finally:
        if shown:
            enable_progress_bars()


@contextmanager
def _hub_errors(repository: str, revision: str) -> Iterator[None]:
    try:
        from huggingface_hub import errors
    except ModuleNotFoundError as error:
        raise MissingExtraError("a model from Hugging Face", "local") from error
    try:
        yield
    except AdhereError:
        raise
    except errors.GatedRepoError as error:
        raise UpstreamError(
            f"hf:{repository} is only for users who accepted its terms",
            hint=f"accept them at https://huggingface.co/{repository} and set HF_TOKEN",
        ) from error
    except errors.RevisionNotFoundError as error:
        raise UsageError(f"hf:{repository} has no revision {revision!r}") from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise UsageError(
            f"Hugging Face has no model {repository!r}",
            hint="a name is hf:ORG/NAME[@REVISION]; a private model needs HF_TOKEN",
        ) from error
    except OSError as error:
        if error.errno is not None:  # the disk, not the hub
            raise
        raise UpstreamError(
            f"the download of hf:{repository} failed: {type(error).__name__}",
            hint="check the network and run the command again: it goes on from where it stopped",
        ) from error


def _licence(folder: Path) -> str:
    """Return what the model card's front matter says."""
    card = folder / "README.md"
    if not card.is_file():
        return ""
    from huggingface_hub import ModelCardData, metadata_load

    data = metadata_load(card)
    return str(ModelCardData(**data).license or "") if data else ""
