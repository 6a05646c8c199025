"""Which files a job reads: files, folders and globs, each file once."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STREAM = "-"
SUFFIXES = frozenset({".jsonl", ".ndjson", ".parquet"})
_HINT = "name files of JSON lines or Parquet, folders with such, globs in quotes, or - for standard input"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a job reads, in order.

    Attributes:
        files: the files; ``("-",)`` is standard input.
        several: whether rows have to say which file they are of: always, unless one plain file was named.
        left_out: files in the folders that are neither JSON lines nor Parquet by their names.
    """

    files: tuple[str, ...]
    several: bool
    left_out: int = 0

    @property
    def is_stream(self) -> bool:
        """Whether it is standard input, which can be read once only."""
        return self.files == (STREAM,)


def find_inputs(names: Sequence[str]) -> Inputs:
    """Return the files that ``names`` mean: those of a folder or a glob in the order of their paths.

    Hidden files and folders are passed over. A name that is a file is taken as it is, whatever its suffix.

    Raises:
        UsageError: a name means no file, or standard input is named beside files.
    """
    if not names:
        raise UsageError("no file is named", hint=_HINT)
    if STREAM in names:
        if len(names) > 1:
            raise UsageError("- (standard input) cannot be read together with files", hint=_HINT)
        return Inputs((STREAM,), several=False)
    files: dict[Path, str] = {}
    left_out = 0
    for name in names:
        found, others = _files_of(name)
        left_out += others
        for path in found:
            files.setdefault(path.resolve(), str(path))
    plain = len(names) == 1 and Path(names[0]).is_file()
    return Inputs(tuple(files.values()), several=not plain, left_out=left_out)


def _files_of(name: str) -> tuple[list[Path], int]:
    """Return the files that a name means, and how many others its folders hold."""
    path = Path(name)
    if path.is_dir():
        return _readable(name, path.rglob("*"), path)
    if not path.exists() and glob.has_magic(name):
        matches = [Path(match) for match in glob.glob(name, recursive=True)]  # noqa: PTH207 - a glob may be absolute
        named = [match for match in matches if match.is_file()]
        if not named:
            raise UsageError(f"no file matches {name}", hint=_HINT)
        return sorted(named), 0
    if not path.exists():
        raise UsageError(f"cannot read {name}: No such file or directory", hint=_HINT)
    return [path], 0


def _readable(name: str, candidates: Iterable[Path], folder: Path) -> tuple[list[Path], int]:
    files = list(_visible_files(candidates, folder))
    found = sorted(file for file in files if file.suffix.lower() in SUFFIXES)
    if not found:
        raise UsageError(f"{name} holds no file that ends in {', '.join(sorted(SUFFIXES))}", hint=_HINT)
    return found, len(files) - len(found)


def _visible_files(candidates: Iterable[Path], folder: Path) -> Iterator[Path]:
    for path in candidates:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path
