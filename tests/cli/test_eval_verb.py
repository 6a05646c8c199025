"""``adhere eval``: figures, files, limits, failures, resumption."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main
from adhere.evals import Run
from scripted import ScriptedModel, failed

if TYPE_CHECKING:
    from adhere.models import Completion, Request


def ifeval(path: Path) -> Path:
    items = [
        {
            "key": key,
            "prompt": f"Write about {key} without commas.",
            "instruction_id_list": ["punctuation:no_comma"],
            "kwargs": [{}],
        }
        for key in range(4)
    ]
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return path


def test_the_figures_are_printed_and_the_run_is_kept(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "any", "--limit", "6", "--out", "run", "--no-progress"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "fake on generated" in captured.out
    assert "6 of 6 tasks" in captured.out
    for label in ("prompt-level strict", "prompt-level loose", "constraint-level strict", "constraint-level loose"):
        assert label in captured.out
    assert "replies: 6 answered" in captured.out
    assert Run.open("run").complete


def test_without_a_folder_the_same_command_finds_its_run_again(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["eval", "any", "--limit", "3"]) == 0
    assert [len(calls) for calls in fake_model.calls] in ([3], [3, 0])
    assert main(["eval", "any", "--limit", "3", "--seed", "1"]) == 0
    assert len(list(Path("runs").iterdir())) == 2


def test_json_has_every_figure(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "any", "--limit", "4", "--json", "--out", "run"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["run"] == "run"
    assert found["metrics"]["prompt_strict"]["n"] == 4
    assert found["manifest"]["suite"]["tasks"] == 4


def test_ifeval_has_the_official_reading_beside_ours(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = ifeval(tmp_path / "input_data.jsonl")
    assert main(["eval", "any", "--suite", "ifeval", "--data", str(data), "--html", "report.html"]) == 0
    captured = capsys.readouterr()
    assert "IFEval's own checkers" in captured.out
    assert Path("report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_dry_run_asks_nothing_and_says_what_it_would_cost(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "any", "--limit", "5", "--max-tokens", "100", "--dry-run"]) == 0
    assert "500" in capsys.readouterr().out
    assert main(["eval", "any", "--limit", "5", "--max-tokens", "100", "--dry-run", "--json"]) == 0
    (stage,) = json.loads(capsys.readouterr().out)["stages"]
    assert (stage["tasks"], stage["new_tokens"]) == (5, 500)
    assert stage["constraints"] >= 5
    assert not fake_model.calls
    assert not Path("runs").exists()


def test_a_limit_stops_the_run_and_a_higher_one_goes_on(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["eval", "any", "--limit", "6", "--out", "run"]
    assert main([*command, "--max-total-tokens", "10"]) == 3
    assert "limit of 10 tokens is reached" in capsys.readouterr().err
    measured = Run.open("run").ledger.finished
    assert 0 < measured < 6
    assert main(command) == 0
    assert len(fake_model.calls[-1]) == 6 - measured


def test_a_limit_in_dollars_works_with_a_price(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["eval", "any", "--limit", "6", "--out", "run", "--price", "1000000", "2000000"]
    assert main([*command, "--max-cost", "5"]) == 3
    assert "limit of 5 dollars is reached" in capsys.readouterr().err
    assert main(command) == 0
    spent = Run.open("run").manifest.spent.usage
    assert f"${spent.prompt_tokens + 2 * spent.completion_tokens:.4f}" in capsys.readouterr().out


def test_failed_tasks_are_told_and_tried_again(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    speak = fake_model.script
    fake_model.script = lambda request, index: (
        failed(request, index, "HTTP 500 \x1b[1m") if request is fake_model.calls[-1][0] else speak(request, index)
    )
    assert main(["eval", "any", "--limit", "4", "--out", "run"]) == 4
    captured = capsys.readouterr()
    assert "1 of 4 tasks failed" in captured.err
    assert r"HTTP 500 \x1b[1m" in captured.err
    assert "1 error" in captured.out
    fake_model.script = speak
    assert main(["eval", "any", "--limit", "4", "--out", "run"]) == 0
    assert len(fake_model.calls[-1]) == 1


def test_when_nothing_was_measured_there_is_an_error_and_no_zero(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_model.script = lambda request, index: failed(request, index, "garbage")
    assert main(["eval", "any", "--limit", "4", "--out", "run"]) == 4
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "garbage" in captured.err


def test_ctrl_c_says_how_to_go_on(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    speak = fake_model.script

    def interrupted(request: Request, index: int) -> str | Completion:
        if request is fake_model.calls[-1][2]:
            raise KeyboardInterrupt
        return speak(request, index)

    fake_model.script = interrupted
    command = ["eval", "any", "--limit", "6", "--out", "run"]
    assert main(command) == 130
    assert "stopped after 2 of 6 tasks" in capsys.readouterr().err
    fake_model.script = speak
    assert main(command) == 0
    assert len(fake_model.calls[-1]) == 4


def test_another_run_in_the_folder_is_refused(fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "any", "--limit", "2", "--out", "run"]) == 0
    assert main(["eval", "any", "--limit", "3", "--out", "run"]) == 2
    assert "another run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--suite", "ifeval", "--data", "missing.jsonl"], "no file missing.jsonl"),
        (["--data", "missing.jsonl"], "made, not read"),
        (["--limit", "0"], "0 tasks"),
        (["--max-cost", "1"], "price"),
        (["--max-total-tokens", "-1"], "limit"),
    ],
)
def test_a_wrong_request_is_one_clear_error(
    fake_model: ScriptedModel, capsys: pytest.CaptureFixture[str], flags: list[str], said: str
) -> None:
    assert main(["eval", "any", *flags]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert not fake_model.calls
