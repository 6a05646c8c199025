"""Several processes: what they train is what one trains, and what ends one of them ends all."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from tiny_training import CASES, STEPS, train

import tiny_models
from adhere.cli import main
from adhere.training.packing import distribute
from adhere.training.ranks import Ranks
from adhere.training.sharing import share

HERE = Path(__file__).parent
PATIENCE = 250  # seconds; a busy machine takes more than a minute to import torch twice
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent), *sys.path]),
    "OMP_NUM_THREADS": "1",
    "PYTHONWARNINGS": "error::UserWarning",
}


def start_two(*command: str | Path) -> list[tuple[int, str]]:
    """Run a program as two ranks, as torchrun would start them; return exit code and stderr of each."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    place = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    started = [
        subprocess.Popen(
            [sys.executable, *command],
            env={**ENVIRONMENT, **place, "RANK": str(rank), "LOCAL_RANK": str(rank)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(2)
    ]
    try:
        said = [process.communicate(timeout=PATIENCE)[1] for process in started]
    finally:
        for process in started:
            process.kill()
    return [(process.returncode, stderr) for process, stderr in zip(started, said, strict=True)]


def torchrun(*command: str | Path) -> subprocess.CompletedProcess[str]:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    return subprocess.run(
        [*launcher, *command], env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


RESUMED, RESUMED_AT = "dpo-gemma3-sharded", 3


@pytest.fixture(scope="module")
def by_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case as trained by two ranks, one of them from where one rank was stopped."""
    folder = tmp_path_factory.mktemp("two")
    train(CASES[RESUMED], folder / "checkpoints" / RESUMED, Ranks.alone(), stop_after=RESUMED_AT + 2)
    ended = start_two(HERE / "tiny_training.py", folder, *CASES)
    assert [code for code, _ in ended] == [0, 0], ended
    return folder


def told(folder: Path, name: str, rank: int) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = json.loads((folder / f"{name}-{rank}.json").read_text(encoding="utf-8"))
    return steps


@pytest.mark.parametrize("name", CASES)
def test_two_ranks_give_what_one_gives(name: str, by_two: Path, tmp_path: Path) -> None:
    rounding = 1.0 if CASES[name].dtype == torch.float32 else 100.0
    alone, weights = train(CASES[name], tmp_path, Ranks.alone())
    expected = [step for step in alone if name != RESUMED or step.step > RESUMED_AT]
    found = told(by_two, name, 0)
    assert found == told(by_two, name, 1)
    assert [step["step"] for step in found if step["kind"] == "train"][-1] == STEPS
    for one, two in zip(expected, found, strict=True):
        for exact in ("step", "steps", "units", "tokens", "learnt", "learning_rate"):
            assert two[exact] == getattr(one, exact)
        assert two["loss"] == pytest.approx(one.loss, rel=1e-4 * rounding)
        assert two["metrics"] == pytest.approx(one.metrics, rel=1e-3 * rounding, abs=1e-4)
        if one.gradient_norm is None:  # a look
            assert two["gradient_norm"] is None
        else:
            assert two["gradient_norm"] == pytest.approx(one.gradient_norm, rel=1e-3 * rounding)
    kept = load_file(by_two / f"{name}.safetensors")
    assert kept.keys() == weights.keys()
    for key, weight in weights.items():
        if weight.dtype == torch.float32:
            torch.testing.assert_close(kept[key], weight, rtol=0, atol=1e-4)
        else:
            # AdamW makes whole steps of gradients that are rounding alone, of whichever sign: few weights may differ.
            apart = (kept[key] - weight).float().abs()
            assert apart.max() <= 2e-2
            assert (apart > 2**-6 * weight.float().abs() + 1e-2).float().mean() <= 1e-3


LESSON = [{"instruction": f"say {word}", "output": "the lazy dog"} for word in ("fox", "quick", "brown", "over", "dog")]


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A training on the command line, but for its folder."""
    folder = tmp_path_factory.mktemp("lesson")
    data = folder / "lesson.json"
    data.write_text(json.dumps(LESSON), encoding="utf-8")
    base = tiny_models.save(folder / "base")
    flags = ["--epochs", "2", "--batch", "2", "--save-every", "2", "--held-out", "0", "--dtype", "float32"]
    return ["train", "sft", "--model", str(base), "--data", str(data), *flags]


def errors(stderr: str) -> list[str]:
    return re.findall(r"^error: (.*)", stderr, flags=re.MULTILINE)


def checkpoints(out: Path) -> list[str]:
    return [folder.name for folder in out.glob("checkpoints/step-*")]


def test_a_full_disk_is_told_once_and_the_same_command_goes_on_sharded(command: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = torchrun(HERE / "failing.py", "full-disk", "0", *command, "--out", out)
    assert ended.returncode != 0
    (said,) = errors(ended.stderr)
    assert "No space left on device" in said
    assert checkpoints(out) == ["step-00000002"]
    shared = torchrun("-m", "adhere", *command, "--out", out, "--shard")
    assert shared.returncode == 0, shared.stderr
    shown = re.findall(r"step: (\d)/5", shared.stderr)
    assert (shown[0], shown[-1]) == ("3", "5")
    assert shared.stdout.count("model: ") == 1
    assert main([*command, "--out", str(tmp_path / "alone"), "--no-progress"]) == 0
    curves = [
        [json.loads(line)["loss"] for line in (folder / "curve.jsonl").read_text(encoding="utf-8").splitlines()]
        for folder in (out, tmp_path / "alone")
    ]
    assert curves[0] == pytest.approx(curves[1], rel=1e-4)
    models = [load_file(folder / "model" / "model.safetensors") for folder in (out, tmp_path / "alone")]
    torch.testing.assert_close(*models, rtol=0, atol=1e-4)
    record = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert (record["ranks"], record["sharded"]) == (2, True)


def curve(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "curve.jsonl").read_text(encoding="utf-8").splitlines()]


def test_what_two_ranks_go_on_with_is_bit_for_bit_what_they_would_have_done(command: list[str], tmp_path: Path) -> None:
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    assert torchrun("-m", "adhere", *command, "--out", whole).returncode == 0
    assert torchrun(HERE / "failing.py", "full-disk", "0", *command, "--out", halves).returncode != 0
    assert checkpoints(halves) == ["step-00000002"]
    assert torchrun("-m", "adhere", *command, "--out", halves).returncode == 0
    weights = [(folder / "model" / "model.safetensors").read_bytes() for folder in (whole, halves)]
    assert weights[0] == weights[1]
    assert [step["loss"] for step in curve(whole)] == [step["loss"] for step in curve(halves)]


def test_a_sharded_model_is_looked_at_recomputed_and_given_tokens_as_one_that_is_not(
    command: list[str], tmp_path: Path
) -> None:
    place = command.index("--held-out")
    looked = [*command[:place], "--held-out", "0.4", *command[place + 2 :], "--evaluate-every", "2"]
    flags = [
        *looked,
        "--answer-tasks",
        "2",
        "--choose-by",
        "constraint_strict",
        "--recompute",
        "--new-tokens",
        "<call>",
    ]
    ended = torchrun("-m", "adhere", *flags, "--out", tmp_path / "two", "--shard")
    assert ended.returncode == 0, ended.stderr
    assert main([*flags, "--out", str(tmp_path / "alone"), "--no-progress"]) == 0
    two, alone = curve(tmp_path / "two"), curve(tmp_path / "alone")
    assert [(step["kind"], step["step"]) for step in two] == [(step["kind"], step["step"]) for step in alone]
    assert [step["loss"] for step in two] == pytest.approx([step["loss"] for step in alone], rel=1e-4)
    assert any("constraint_strict" in step["metrics"] for step in two)
    models = [load_file(tmp_path / name / "model" / "model.safetensors") for name in ("two", "alone")]
    torch.testing.assert_close(*models, rtol=0, atol=1e-4)
    assert "<call>" in (tmp_path / "two" / "model" / "tokenizer.json").read_text(encoding="utf-8")


def test_adapters_are_not_trained_in_a_sharded_model(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--lora-rank", "4", "--shard", "--out", str(tmp_path)]) == 2
    assert "adapters cannot be trained in a sharded model" in capsys.readouterr().err


def test_two_ranks_keep_one_reference_and_one_rank_reads_it(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENVIRONMENT, "ADHERE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    pairs = tmp_path / "pairs.json"
    rows = [{"prompt": row["instruction"], "chosen": row["output"], "rejected": "quick fox"} for row in LESSON]
    pairs.write_text(json.dumps(rows), encoding="utf-8")
    flags = [{"sft": "dpo", command[command.index("--data") + 1]: str(pairs)}.get(word, word) for word in command]
    ended = torchrun("-m", "adhere", *flags, "--out", tmp_path / "two")
    assert ended.returncode == 0, ended.stderr
    (kept,) = (tmp_path / "home" / "reference").iterdir()
    written = kept.stat().st_mtime_ns
    assert main([*flags, "--out", str(tmp_path / "alone"), "--no-progress"]) == 0
    assert [one.stat().st_mtime_ns for one in (tmp_path / "home" / "reference").iterdir()] == [written]
    losses = [[step["loss"] for step in curve(tmp_path / name)] for name in ("two", "alone")]
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_a_loss_that_is_no_number_on_one_rank_is_told_once(command: list[str], tmp_path: Path) -> None:
    ended = torchrun(HERE / "failing.py", "nan", "1", *command, "--out", tmp_path)
    assert ended.returncode != 0
    (said,) = errors(ended.stderr)
    assert "the loss of step 3 is nan" in said
    assert checkpoints(tmp_path) == ["step-00000002"]


def test_who_waits_for_a_killed_rank_ends_and_says_so(command: list[str], tmp_path: Path) -> None:
    ended = start_two(HERE / "failing.py", "killed", "1", *command, "--out", tmp_path)
    assert [code for code, _ in ended] == [2, -signal.SIGKILL]
    assert errors(ended[0][1]) == ["another process of this training has ended"]
    assert checkpoints(tmp_path) == ["step-00000002"]


SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=40)


@given(sizes=SIZES, ranks=st.integers(1, 5), capacity=st.integers(1, 60))
def test_every_tree_is_of_one_rank_and_the_ranks_are_done_together(sizes: list[int], ranks: int, capacity: int) -> None:
    shares = share(sizes, ranks, capacity)
    assert sorted(place for packs in shares for one in packs for place in one) == list(range(len(sizes)))
    assert len({len(packs) for packs in shares}) == 1
    loads = [sum(sizes[place] for one in packs for place in one) for packs in shares]
    # Whoever has most had least before the last of its trees, of which none is smaller.
    assert max(loads) - min(loads) <= max(sizes)
    for packs in shares:
        assert all(sum(sizes[place] for place in one) <= capacity or len(one) == 1 for one in packs)


@given(sizes=SIZES, capacity=st.integers(1, 60))
def test_one_rank_has_the_packs_of_a_training_without_ranks(sizes: list[int], capacity: int) -> None:
    assert share(sizes, 1, capacity) == (distribute(sizes, capacity),)
