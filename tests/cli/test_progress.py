"""Progress for people: a bar in a terminal, few lines elsewhere."""

from __future__ import annotations

import io

import pytest

from adhere.cli.progress import Lines, downloading, duration, progress
from adhere.evals.progress import ProgressUpdate
from adhere.models.progress import PullUpdate


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (42.4, "42 s"), (59.6, "1 min"), (185, "3 min 5 s"), (3600, "1 h"), (7830, "2 h 10 min")],
)
def test_durations_are_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_line_at_the_start_then_every_ten_seconds_then_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    show = Lines(clock)
    for done in range(21):
        clock.now = done * 1.5
        show(ProgressUpdate(done, 20, 30 - clock.now, "baseline"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "baseline: 0/20, 30 s left"
    assert lines[-1] == "baseline: 20/20, 0 s left"
    assert len(lines) == 4


def test_a_new_label_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    show = Lines(Clock())
    show(ProgressUpdate(1, 20, None, "baseline"))
    show(ProgressUpdate(2, 20, None, "best-of-n"))
    assert capsys.readouterr().err.splitlines() == ["baseline: 1/20", "best-of-n: 2/20"]


def test_none_is_shown_where_none_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(wanted=False) as show, downloading(wanted=False) as fetch:
        assert show is None
        assert fetch is None
    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_there_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(wanted=True) as show:
        assert show is not None
        show(ProgressUpdate(1, 2, 3.0, "a\x1b"))
    with downloading(wanted=True) as fetch:
        assert fetch is not None
        for done in range(3):
            fetch(PullUpdate("downloading", done, 3))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [r"a\x1b: 1/2, 3 s left", "downloading"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_there_is_a_bar_with_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress(wanted=True) as show:
        assert show is not None
        show(ProgressUpdate(1, 2, 65.0, "base[bold]line\x07"))
    with downloading(wanted=True) as fetch:
        assert fetch is not None
        fetch(PullUpdate("fetching", 1, 2))
    text = terminal.getvalue()
    assert "1 min 5 s left" in text
    assert "base[bold]line" in text
    assert "\x07" not in text
