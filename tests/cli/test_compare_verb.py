"""``adhere compare``: exit codes and words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from scripted import ScriptedModel


def measure(model: ScriptedModel, folder: str, reply: str, *, tasks: int = 64) -> None:
    model.script = lambda request, index: reply
    model.identity = {"weights": folder}
    assert main(["eval", "any", "--limit", str(tasks), "--out", folder, "--no-progress"]) == 0


@pytest.fixture
def runs(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    measure(fake_model, "same", "words without end")
    measure(fake_model, "again", "Other words, without end")
    measure(fake_model, "empty", "")
    capsys.readouterr()


def test_a_regression_exits_with_1(runs: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "same", "empty"]) == 1
    out = capsys.readouterr().out
    assert "prompt-level strict: worse" in out
    assert "regression" in out


def test_a_gain_exits_with_0(runs: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "empty", "same"]) == 0
    assert "prompt-level strict: better" in capsys.readouterr().out


def test_too_few_tasks_exit_with_3_and_the_number_needed(runs: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "same", "again"]) == 3
    out = capsys.readouterr().out
    assert "not distinguishable" in out
    assert "inconclusive: about" in out
    assert main(["compare", "same", "again", "--margin", "0.5"]) == 0


def test_json_has_the_decision_and_the_comparison(runs: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "same", "again", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert found["decision"]["outcome"] == "inconclusive"
    assert found["decision"]["n_needed"] > 64
    assert found["comparison"]["overall"]["difference"]["n"] == 64


def test_the_report_shows_what_was_broken(runs: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "comparison.html"
    assert main(["compare", "same", "empty", "--html", str(page)]) == 1
    assert str(page) in capsys.readouterr().err
    text = page.read_text(encoding="utf-8")
    assert "empty against same" in text
    assert "words without end" in text


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["same", "nowhere"], "nowhere is not the folder of a run"),
        (["same", "again", "--margin", "2"], "margin"),
    ],
)
def test_what_cannot_be_compared_is_one_clear_error(
    runs: None, capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert main(["compare", *argv]) == 2
    assert said in capsys.readouterr().err


def test_runs_of_different_suites_are_not_compared(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(fake_model, "few", "words", tasks=3)
    measure(fake_model, "more", "words", tasks=4)
    assert main(["compare", "few", "more"]) == 2
    assert "compare runs of one suite" in capsys.readouterr().err
