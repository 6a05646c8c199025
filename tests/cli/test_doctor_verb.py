"""``adhere doctor``: what is wrong, and what to do about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adhere.cli import checkup, main
from adhere.models.record import write_record

if TYPE_CHECKING:
    from pathlib import Path

NAME = "smollm2-135m"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))


def diagnose(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, dict[str, str]]]:
    code = main(["doctor", *argv, "--json"])
    return code, {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}


def make_model(folder: Path, *, template: bool = True) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    settings = {"chat_template": "{{ messages[0]['content'] }}"} if template else {}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    write_record(folder, source="test", revision="1", licence="")
    return folder


def test_a_machine_without_the_model_is_told_how_to_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = diagnose(capsys)
    assert code == 0
    assert found["cache"]["state"] == "ok"
    assert found["model"]["hint"] == f"adhere pull {NAME}"


def test_a_whole_model_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_model(tmp_path / "models" / NAME)
    code, found = diagnose(capsys)
    assert code == 0
    assert found["model"]["state"] == found["template"]["state"] == "ok"


def test_a_changed_file_is_found_by_its_checksum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_model(tmp_path / "models" / NAME)
    (folder / "config.json").write_text("[]", encoding="utf-8")
    code, found = diagnose(capsys)
    assert code == 2
    assert found["model"]["state"] == "failed"
    assert "config.json" in found["model"]["message"]


def test_a_model_without_a_template_names_the_flag(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_model(tmp_path / "mine", template=False)
    code, found = diagnose(capsys, str(folder))
    assert code == 2
    assert "--template" in found["template"]["hint"]


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = diagnose(capsys, "nowhere")
    assert code == 2
    assert found["model"]["state"] == "failed"


def test_a_cache_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "file" / "home"))
    code, found = diagnose(capsys)
    assert code == 2
    assert "ADHERE_HOME" in found["cache"]["hint"]


def test_a_missing_extra_is_told_with_the_command_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(checkup.EXTRAS, "local", ("no-such-package",))
    code, found = diagnose(capsys)
    assert code == 2
    assert found["extra local"]["hint"] == "pip install 'adhere[local]'"
    code, found = diagnose(capsys, "openai:http://127.0.0.1:9/v1#m")
    assert found["extra local"]["state"] == "note"


def test_an_endpoint_that_does_not_answer_exits_with_4(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = diagnose(capsys, "openai:http://127.0.0.1:9/v1#m")
    assert code == 4
    assert found["endpoint"]["state"] == "failed"
    assert found["endpoint"]["hint"]


def test_people_get_a_line_for_each_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.startswith("ok      python: ")
    assert f"        hint: adhere pull {NAME}" in captured.out
