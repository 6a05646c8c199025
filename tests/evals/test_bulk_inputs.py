"""Which files a job reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adhere.errors import UsageError
from adhere.evals.bulk import find_inputs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.jsonl", "a.parquet", "sub/c.ndjson", "notes.txt", ".v.jsonl.part", ".hidden/d.jsonl"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "in"


def test_a_folder_is_its_visible_files_of_known_formats_in_order(folder: Path) -> None:
    found = find_inputs([str(folder)])
    assert found.files == tuple(str(folder / name) for name in ("a.parquet", "b.jsonl", "sub/c.ndjson"))
    assert found.several
    assert found.left_out == 1


def test_a_glob_takes_what_it_matches(folder: Path) -> None:
    assert find_inputs([f"{folder}/*.txt"]).files == (str(folder / "notes.txt"),)
    assert find_inputs([f"{folder}/**/*.ndjson"]).files == (str(folder / "sub/c.ndjson"),)
    assert find_inputs([f"{folder}/*.txt"]).several


def test_a_file_is_read_once_and_one_plain_file_needs_no_name_in_its_rows(folder: Path) -> None:
    one = str(folder / "b.jsonl")
    assert find_inputs([one]).several is False
    assert find_inputs([one, str(folder / "sub" / ".." / "b.jsonl")]).files == (one,)
    assert find_inputs([one, one]).several


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a[1].jsonl"
    path.write_bytes(b"")
    assert find_inputs([str(path)]).files == (str(path),)


@pytest.mark.parametrize("names", [[], ["-", "x"], ["no-such-file"], ["no-such-*.jsonl"], ["EMPTY"]])
def test_a_name_that_means_nothing_is_an_error(names: list[str], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        find_inputs([str(tmp_path) if name == "EMPTY" else name for name in names])


def test_standard_input_stands_alone() -> None:
    assert find_inputs(["-"]).is_stream
