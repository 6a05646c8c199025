"""What a pulled model folder says about itself: ``adhere.json``, written last, so its presence means complete."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from adhere.models.acceptance import Acceptance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORD_NAME = "adhere.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and sha256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PullRecord:
    """Where a model folder came from and what is in it.

    Attributes:
        source: ``pypi:PROJECT==VERSION``, of several wheels with blanks between them, or ``hf:ORG/NAME``.
        revision: the wheels' sha256, or the commit on the hub.
        licence: as the source states it; empty where it states none.
        files: by name, every file of the folder but the record itself.
        accepted: the acceptance of its terms, where they ask for one.
    """

    source: str
    revision: str
    licence: str
    files: Mapping[str, FileRecord]
    accepted: Acceptance | None = None


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_record(
    folder: Path, *, source: str, revision: str, licence: str, accepted: Acceptance | None = None
) -> PullRecord:
    """Hash every file of ``folder`` and write its record."""
    files = {
        path.relative_to(folder).as_posix(): FileRecord(path.stat().st_size, sha256_of(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RECORD_NAME
    }
    record = PullRecord(source, revision, licence, files, accepted)
    (folder / RECORD_NAME).write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    return record


def read_record(folder: Path) -> PullRecord | None:
    """Return the record of a pulled folder, None where there is none that can be read."""
    try:
        data = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
        files = {name: FileRecord(**entry) for name, entry in data["files"].items()}
        accepted = Acceptance(**data["accepted"]) if data.get("accepted") else None
        return PullRecord(data["source"], data["revision"], data["licence"], files, accepted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_complete(folder: Path) -> bool:
    """Whether the folder has a record and every file in it at its full size. Reads no file's content."""
    record = read_record(folder)
    if record is None:
        return False
    paths = {folder / name: entry.size for name, entry in record.files.items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def damaged_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the files that are missing or whose content is not what was recorded."""
    record = read_record(folder)
    if record is None:
        return (RECORD_NAME,)
    return tuple(
        name
        for name, entry in record.files.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != entry.sha256
    )
