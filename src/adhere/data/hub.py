"""Files of datasets on Hugging Face."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.errors import MissingExtraError, UpstreamError, UsageError
from adhere.models.home import home, offline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = re.compile(r"hf:(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?(?::(?P<file>.+))?")
_READABLE = (".jsonl", ".json", ".parquet")
_NOT_DATA = {"dataset_info.json", "dataset_infos.json", "state.json", "dataset_dict.json", "metadata.json"}
_SHOWN = 8


def named_file(name: str) -> Path:
    """Return the file of ``hf:ORG/NAME[@REVISION][:FILE]``, downloaded the first time and kept under ``ADHERE_HOME``.

    Where no file is named, the dataset must hold only one that can be read: none is chosen silently.

    Raises:
        UsageError: no such name, dataset or file, or several files.
        UpstreamError: Hugging Face cannot be reached.
        MissingExtraError: ``huggingface_hub`` is not installed.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise UsageError(
            f"{name!r} names no dataset", hint="write hf:ORG/NAME, hf:ORG/NAME@REVISION or hf:ORG/NAME:FILE"
        )
    repository, revision = parts["repository"], parts["revision"]
    with _hub_errors(repository):
        file = parts["file"] or _only_file(repository, revision)
        found = _download(repository, file, revision)
    if found is None:
        raise UsageError(
            f"the dataset {repository} has no file {file}", hint=f"hf:{repository} alone says which files there are"
        )
    return found


def dataset_file(repository: str, names: Sequence[str]) -> Path:
    """Return the first of ``names`` that the dataset has, downloaded the first time and kept under ``ADHERE_HOME``.

    Raises:
        UsageError: there is no such dataset, or it has none of these files.
        UpstreamError: Hugging Face cannot be reached.
        MissingExtraError: ``huggingface_hub`` is not installed.
    """
    with _hub_errors(repository):
        for name in names:
            found = _download(repository, name, None)
            if found is not None:
                return found
    raise UsageError(f"the dataset {repository} has no file {' or '.join(names)}", hint="is it a copy of IFEval?")


def _only_file(repository: str, revision: str | None) -> str:
    if offline():
        raise UpstreamError(
            f"ADHERE_OFFLINE is set, and the files of {repository} are not known",
            hint=f"unset it, or name a file that was downloaded before: hf:{repository}:FILE",
        )
    from huggingface_hub import HfApi

    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"))
    files = api.list_repo_files(repository, repo_type="dataset", revision=revision)
    readable = [file for file in files if file.endswith(_READABLE) and Path(file).name not in _NOT_DATA]
    if len(readable) == 1:
        return readable[0]
    shown = ", ".join(readable[:_SHOWN]) + (f" and {len(readable) - _SHOWN} more" if len(readable) > _SHOWN else "")
    raise UsageError(
        f"the dataset {repository} holds {f'{len(readable)} files' if readable else 'no JSON, JSON lines or Parquet'}",
        hint=f"name one, hf:{repository}:FILE, of {shown}" if readable else "only these formats are read",
    )


def _download(repository: str, name: str, revision: str | None) -> Path | None:
    """Return the file, or None where the dataset has none of this name."""
    from huggingface_hub import errors, hf_hub_download

    folder = home() / "datasets" / "hf"
    try:
        path = hf_hub_download(
            repository,
            name,
            repo_type="dataset",
            revision=revision,
            cache_dir=folder,
            local_files_only=offline(),
            endpoint=os.environ.get("HF_ENDPOINT"),
        )
    except errors.LocalEntryNotFoundError:
        raise
    except errors.EntryNotFoundError:
        return None
    return Path(path)


@contextmanager
def _hub_errors(repository: str) -> Iterator[None]:
    try:
        from huggingface_hub import errors
    except ModuleNotFoundError as error:
        raise MissingExtraError("a dataset from Hugging Face", "local") from error
    try:
        yield
    except errors.LocalEntryNotFoundError as error:
        raise UpstreamError(
            f"Hugging Face cannot be reached for the dataset {repository}",
            hint="check the network and ADHERE_OFFLINE, or name a file on this machine as the data",
        ) from error
    except errors.RevisionNotFoundError as error:
        raise UsageError(f"the dataset {repository} has no such revision") from error
    except errors.GatedRepoError as error:
        raise UpstreamError(
            f"the dataset {repository} is only for users who accepted its terms",
            hint=f"accept them at https://huggingface.co/datasets/{repository} and set HF_TOKEN",
        ) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise UsageError(f"Hugging Face has no dataset {repository!r}", hint="check the name ORG/NAME") from error
    except (errors.HfHubHTTPError, errors.HTTPError, OSError) as error:  # type: ignore[attr-defined] # of its HTTP library
        raise UpstreamError(
            f"the download of {repository} failed: {type(error).__name__}", hint="check the network and try again"
        ) from error
