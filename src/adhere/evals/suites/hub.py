"""Files of datasets on Hugging Face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.errors import MissingExtraError, UpstreamError, UsageError
from adhere.models.home import home, offline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def dataset_file(repository: str, names: Sequence[str]) -> Path:
    """Return the first of ``names`` that the dataset has, downloaded the first time and kept under ``ADHERE_HOME``.

    Raises:
        UsageError: there is no such dataset, or it has none of these files.
        UpstreamError: Hugging Face cannot be reached.
        MissingExtraError: ``huggingface_hub`` is not installed.
    """
    try:
        from huggingface_hub import errors
    except ModuleNotFoundError as error:
        raise MissingExtraError("a suite from Hugging Face", "local") from error
    for name in names:
        try:
            return _download(repository, name)
        except errors.LocalEntryNotFoundError as error:
            raise UpstreamError(
                f"Hugging Face cannot be reached for the dataset {repository}",
                hint="check the network and ADHERE_OFFLINE, or name a file on this machine as the data",
            ) from error
        except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
            raise UsageError(f"Hugging Face has no dataset {repository!r}", hint="check the name ORG/NAME") from error
        except errors.EntryNotFoundError:
            continue
        except (errors.HfHubHTTPError, OSError) as error:
            raise UpstreamError(
                f"the download of {repository} failed: {type(error).__name__}", hint="check the network and try again"
            ) from error
    raise UsageError(f"the dataset {repository} has no file {' or '.join(names)}", hint="is it a copy of IFEval?")


def _download(repository: str, name: str) -> Path:
    from pathlib import Path

    from huggingface_hub import hf_hub_download

    folder = home() / "suites" / "hf"
    return Path(hf_hub_download(repository, name, repo_type="dataset", cache_dir=folder, local_files_only=offline()))
