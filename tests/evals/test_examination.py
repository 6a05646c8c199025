"""A model in training answers tasks from an exported folder that is gone afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import tiny_models
from adhere.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"instruction": f"say {word}", "output": "the lazy dog"} for word in ("fox", "quick", "brown", "over", "the")]


@pytest.fixture
def flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    (tmp_path / "rows.json").write_text(json.dumps(ROWS), encoding="utf-8")
    base = tiny_models.save(tmp_path / "base")
    named = ["--model", str(base), "--data", str(tmp_path / "rows.json"), "--out", str(tmp_path / "out")]
    settings = ["--epochs", "2", "--batch", "4", "--held-out", "0.2", "--evaluate-every", "1", "--no-progress"]
    return ["train", "sft", *named, *settings, "--answer-tasks", "2", "--dtype", "float32"]


def test_each_look_has_figures_and_leaves_no_folder(flags: list[str], tmp_path: Path) -> None:
    assert main([*flags, "--choose-by", "constraint_strict"]) == 0
    lines = (tmp_path / "out" / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    looks = [step for step in map(json.loads, lines) if step["kind"] == "held-out"]
    # One before the first step: what was there is the first to beat.
    assert [look["step"] for look in looks] == [0, 1, 2]
    for look in looks:
        assert all(0 <= look["metrics"][name] <= 1 for name in ("prompt_strict", "constraint_strict", "cut"))
    assert not (tmp_path / "out" / "examined").exists()


def test_a_figure_that_nobody_measures_is_named_before_the_first_step(
    flags: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*flags, "--choose-by", "accuracy"]) == 2
    said = capsys.readouterr().err
    assert "nothing is measured that is called 'accuracy'" in said
    assert "prompt_strict" in said
    lines = (tmp_path / "out" / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["step"] == 0 for line in lines)
