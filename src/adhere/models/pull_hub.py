"""Models by their Hugging Face name."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from adhere.errors import AdhereError, MissingExtraError, UpstreamError, UsageError
from adhere.models.home import home, offline
from adhere.models.progress import PullUpdate, growth_reported
from adhere.models.record import RECORD_NAME, is_complete, write_record
from adhere.models.staging import disk_errors, locked, publish, require_space, workplace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from adhere.models.progress import OnPullProgress
    from adhere.models.record import PullRecord

# Data only: no pickled weights (.bin, .pt) and no code (.py) ever reaches the disk.
_WANTED = ("*.safetensors", "*.json", "*.jinja", "tokenizer.model", "merges.txt", "vocab.txt", "README.md")


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


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a revision is: its commit, its licence, and the wanted files with their sizes and, if large, sha256."""

    commit: str
    licence: str
    sizes: Mapping[str, int]
    sha256: Mapping[str, str]


def _download(repository: str, revision: str, folder: Path, on_progress: OnPullProgress) -> None:
    on_progress(PullUpdate(f"looking up {repository}"))
    work = workplace(folder)
    work.mkdir(exist_ok=True)
    with _hub_errors(repository, revision):
        plan = _plan(repository, revision)
        size = sum(plan.sizes.values())
        require_space(work, size)
        with growth_reported(work, f"downloading {repository}", size, on_progress):
            _snapshot(repository, plan.commit, work)
    # The hub client's own bookkeeping, of use only while a download can still be resumed.
    shutil.rmtree(work / ".cache", ignore_errors=True)
    on_progress(PullUpdate(f"verifying {repository}"))
    record = write_record(work, source=f"hf:{repository}", revision=plan.commit, licence=plan.licence)
    _verify(repository, work, plan, record)
    publish(work, folder)


def _plan(repository: str, revision: str) -> _Plan:
    from huggingface_hub import HfApi

    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
    info = api.model_info(repository, revision=revision, files_metadata=True)
    files = [file for file in info.siblings or () if _is_wanted(file.rfilename)]
    if not any(file.rfilename.endswith(".safetensors") for file in files):
        raise UsageError(
            f"hf:{repository} holds no safetensors weights",
            hint="adhere reads no pickled weights, since opening them runs code; ask its authors for safetensors",
        )
    return _Plan(
        commit=info.sha or revision,
        licence=str(getattr(info.card_data, "license", None) or ""),
        sizes={file.rfilename: file.size or 0 for file in files},
        sha256={file.rfilename: file.lfs.sha256 for file in files if file.lfs is not None},
    )


def _is_wanted(name: str) -> bool:
    return "/" not in name and any(fnmatchcase(name, pattern) for pattern in _WANTED)


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
            ignore_patterns=["*/*"],
            endpoint=os.environ.get("HF_ENDPOINT"),
        )
    finally:
        if shown:
            enable_progress_bars()


def _verify(repository: str, work: Path, plan: _Plan, record: PullRecord) -> None:
    """Compare with what the hub announced: its client is content with a part when the network fails midway."""
    for name, size in plan.sizes.items():
        found = record.files.get(name)
        if found is None or found.size != size or found.sha256 != plan.sha256.get(name, found.sha256):
            (work / name).unlink(missing_ok=True)
            (work / RECORD_NAME).unlink()
            raise UpstreamError(
                f"{name} of hf:{repository} is missing or not what the hub announced; it was removed",
                hint="run the command again to download it anew",
            )


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
    except (errors.HTTPError, errors.EntryNotFoundError) as error:  # type: ignore[attr-defined] # of its HTTP library
        raise UpstreamError(
            f"the download of hf:{repository} failed: {type(error).__name__}",
            hint="check the network and run the command again: it goes on from where it stopped",
        ) from error
