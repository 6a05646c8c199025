"""How far a training is, for people: one bar or few lines, and every look."""

from __future__ import annotations

import io
import re

import pytest

from adhere.cli.train_progress import Steps, training_progress
from adhere.evals.progress import ProgressUpdate
from adhere.training.fit import Step


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def step(number: int, *, tokens: int = 100, seconds: float = 2.0, look: bool = False) -> Step:
    rate, norm = (None, None) if look else (1e-3, 1.0)
    return Step(number, 50, 1.5, {"accuracy": 0.5}, 8, rate, norm, tokens, 40, seconds)


def test_the_time_left_and_the_speed_are_of_the_steps_seen() -> None:
    clock, seen = Clock(), list[ProgressUpdate]()
    steps = Steps(seen.append, clock)
    for number in range(11, 41):  # resumed after the tenth
        clock.now += 3.0  # a step and what is around it
        steps(step(number, tokens=100 if number < 21 else 300))
    assert [update.done for update in seen] == list(range(11, 41))
    assert {update.total for update in seen} == {50}
    assert seen[0].seconds_left == pytest.approx(39 * 3.0)
    assert seen[-1].seconds_left == pytest.approx(10 * 3.0)
    assert seen[0].figures == "50 tokens/s, loss 1.5000, accuracy 0.500"
    assert seen[-1].figures == "150 tokens/s, loss 1.5000, accuracy 0.500"  # of the last twenty steps only


def test_elsewhere_there_are_few_lines_and_every_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    with training_progress(wanted=True) as show:
        for number in range(1, 51):
            clock.now += 1.0
            show(step(number))
            if number in {20, 50}:
                show(step(number, look=True))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "step: 1/50, 49 s left, 50 tokens/s, loss 1.5000, accuracy 0.500"
    assert [line for line in lines if line.startswith("held out")] == [
        "held out after step 20: loss 1.5000, accuracy 0.500",
        "held out after step 50: loss 1.5000, accuracy 0.500",
    ]
    assert [line.split(",")[0] for line in lines if line.startswith("step")] == [
        "step: 1/50", "step: 11/50", "step: 21/50", "step: 31/50", "step: 41/50", "step: 50/50",
    ]  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_of_eighty_columns_the_bar_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with training_progress(wanted=True) as show:
        show(step(1))
        show(step(1, look=True))
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert "held out after step 1: loss 1.5000, accuracy 0.500" in text
    bars = [line for line in re.split(r"[\r\n]+", text) if " 1/50 " in line]
    assert bars
    assert all("s left, 50 tokens/s, loss 1.5000" in line for line in bars)


def test_none_where_none_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with training_progress(wanted=False) as show:
        show(step(1))
        show(step(1, look=True))
    assert capsys.readouterr() == ("", "")
