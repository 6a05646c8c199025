"""``adhere constraints prove``: the figures, the page, the file, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adhere.cli.app import run
from adhere.constraints import CATALOGUE
from adhere.constraints.judging import satisfied
from adhere.constraints.punctuation import NoComma

IDS = ["punctuation:no_comma", "keywords:existence"]
FEW = ["--texts", "30"]
PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "proof.md"


def test_figures_come_as_json_and_in_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    assert run(["constraints", "prove", *IDS, *FEW, "--json", "--out", str(path)]) == 0
    captured = capsys.readouterr()
    record = json.loads(captured.out)
    assert record == json.loads(path.read_text(encoding="utf-8"))
    assert [each["id"] for each in record["types"]] == IDS
    assert record["total"]["false_fails"] == record["total"]["false_passes"] == record["total"]["broken_relations"] == 0
    for each in record["types"]:
        assert each["false_fails"]["texts"] >= 30
        assert 0 < each["false_fails"]["high"] < 0.12
    assert "proving: 2/2" in captured.err


def test_processes_share_the_work_without_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    outs = []
    for workers in ("1", "2"):
        assert run(["constraints", "prove", *IDS, *FEW, "--workers", workers, "--json", "--no-progress"]) == 0
        outs.append(capsys.readouterr())
    assert outs[0] == outs[1]
    assert outs[0].err == ""


def test_a_table_and_a_page_have_a_row_for_each_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "prove", *IDS, *FEW, "--no-progress"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in table] == ["type", *IDS]
    assert run(["constraints", "prove", *IDS, *FEW, "--markdown", "--no-progress"]) == 0
    page = capsys.readouterr().out
    assert all(f"| `{name}` | " in page for name in IDS)
    assert "--all --markdown --texts 30`" in page


def test_an_error_is_shown_with_its_text_and_fails_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoComma, "check", lambda self, reply: satisfied("fine"))
    assert run(["constraints", "prove", IDS[0], *FEW, "--no-progress"]) == 1
    out = capsys.readouterr().out
    assert "punctuation:no_comma {}" in out
    assert "satisfied: fine" in out
    assert "text: '" in out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ([], "give --all"),
        (["--all", *IDS], "give --all"),
        (["keywords:existance"], "did you mean keywords:existence?"),
        ([*IDS, "--texts", "0"], "--help"),
    ],
)
def test_what_cannot_be_proven_is_refused(arguments: list[str], hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "prove", *arguments]) == 2
    assert hint in capsys.readouterr().err


def test_the_page_in_the_documents_has_every_type() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [name for name in CATALOGUE if f"| `{name}` | " not in page]
    assert not missing, "adhere constraints prove --all --markdown > docs/proof.md"
