"""``adhere data pairs``: a file that ``adhere train dpo`` reads, and every task accounted for."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main
from adhere.data import Pair, read_examples
from scripted import ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.models import Request


pytestmark = pytest.mark.usefixtures("fake_model")


def test_pairs_are_written_as_training_reads_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def speak(request: Request, index: int) -> str:
        return "Well, yes." if index else request.constraints[0].witness(Random(0), "the sea")

    model = ScriptedModel(speak, name="fake")
    monkeypatch.setattr("adhere.models.load_model", lambda name, **options: model)
    out = tmp_path / "pairs.jsonl"
    assert main(["data", "pairs", "fake", "--out", str(out), "--samples", "3", "--json", "--no-progress"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["tasks"] == said["pairs"] + sum(said["without"].values())
    data = read_examples(out)
    assert data.format == "preference"
    assert len(data.of(Pair)) == said["pairs"] > 0


def test_a_dry_run_asks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "pairs", "fake", "--out", str(tmp_path / "pairs.jsonl"), "--dry-run"]) == 0
    assert "96 tasks, 8 replies each" in capsys.readouterr().out
    assert not (tmp_path / "pairs.jsonl").exists()


def test_greedy_samples_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "pairs", "fake", "--out", str(tmp_path / "pairs.jsonl"), "--temperature", "0"]) == 2
    assert "error:" in capsys.readouterr().err


def test_hindsight_is_for_base_tasks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = ScriptedModel(lambda *_: "Yes.", name="fake")
    monkeypatch.setattr("adhere.models.load_model", lambda name, **options: model)
    item = {"key": 1, "prompt": "Hi.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
    data = tmp_path / "ifeval.jsonl"
    data.write_text(json.dumps(item), encoding="utf-8")
    out = tmp_path / "pairs.jsonl"
    flags = ["--hindsight", "--suite", "ifeval", "--data", str(data), "--no-progress"]
    assert main(["data", "pairs", "fake", "--out", str(out), *flags]) == 2
    assert "only the suite generated has base tasks" in capsys.readouterr().err
    assert not out.exists()


def test_only_replies_in_hindsight_are_edited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "pairs", "fake", "--out", str(tmp_path / "pairs.jsonl"), "--edited", "0.5"]) == 2
    assert "hint: add --hindsight" in capsys.readouterr().err
