"""``adhere pull``: the folder on stdout, progress on stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main
from adhere.models.progress import PullUpdate
from adhere.models.record import write_record

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.models.progress import OnPullProgress


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    write_record(folder, source="pypi:x==1", revision="abc", licence="MIT")

    def fetch(name: str, *, accept_licence: bool, on_progress: OnPullProgress | None) -> Path:
        if on_progress:
            terms = ", terms accepted" if accept_licence else ""
            on_progress(PullUpdate(f"downloading {name}{terms}", 1, 2))
        return folder

    monkeypatch.setattr("adhere.models.pull.pull", fetch)
    return folder


def test_the_folder_is_the_output(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "some-model"]) == 0
    assert capsys.readouterr() == (f"{source}\n", "downloading some-model\n")


def test_terms_are_accepted_by_a_flag(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "some-model", "--accept-licence"]) == 0
    assert capsys.readouterr().err == "downloading some-model, terms accepted\n"


def test_json_tells_where_the_files_come_from(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "some-model", "--json", "--no-progress"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    found = json.loads(captured.out)
    assert (found["path"], found["source"], found["licence"]) == (str(source), "pypi:x==1", "MIT")


def test_an_unknown_name_is_one_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "smolm2-135m"]) == 2
    assert "did you mean 'smollm2-135m'" in capsys.readouterr().err
