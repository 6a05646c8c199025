"""``adhere improve``: the main job from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.cli import main

if TYPE_CHECKING:
    import pytest

    from scripted import ScriptedModel

COMMAND = ["improve", "any", "--limit", "12", "--training", "12", "--out", "demo"]


def test_the_ranking_is_printed_and_the_files_are_written(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "--no-progress"]) == 0
    out = capsys.readouterr().out
    assert "12 held-out tasks" in out
    assert all(name in out for name in ("system-prompt", "in-context-examples", "best-of-n"))
    assert "demo/report.html" in out
    assert Path("demo/report.html").is_file()
    assert json.loads(Path("demo/summary.json").read_text(encoding="utf-8"))["suite"]["tasks"] == 12


def test_a_chosen_intervention_is_the_only_one(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "--interventions", "system-prompt", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [tried["name"] for tried in found["ranking"]] == ["system-prompt"]


def test_an_unknown_intervention_is_told_before_anything_runs(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "--interventions", "sytem-prompt"]) == 2
    assert "did you mean 'system-prompt'?" in capsys.readouterr().err
    assert not fake_model.calls


def test_a_dry_run_lists_every_stage(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "--dry-run", "--json"]) == 0
    stages = json.loads(capsys.readouterr().out)["stages"]
    assert [stage["stage"] for stage in stages] == [
        "baseline",
        "training",
        "system-prompt",
        "in-context-examples",
        "best-of-n",
    ]
    assert stages[-1]["new_tokens"] == 4 * stages[0]["new_tokens"]
    assert not fake_model.calls


def test_progress_names_the_stage(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(COMMAND) == 0
    err = capsys.readouterr().err
    assert "baseline: " in err
    assert "best-of-n: " in err


def test_a_limit_exits_with_3_and_what_is_measured_stays(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "--max-total-tokens", "150"]) == 3
    assert "goes on from there" in capsys.readouterr().err
    asked = sum(len(calls) for calls in fake_model.calls)
    assert main(COMMAND) == 0
    assert sum(len(calls) for calls in fake_model.calls) > asked
