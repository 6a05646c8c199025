"""The folder of a run under attack: kills, torn lines, a full disk, two processes, damage."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from adhere.errors import AdhereError, UsageError
from adhere.evals import Run, RunStatus, evaluate, journal
from adhere.models import Sampling
from scripted import ScriptedModel
from small_suite import answer, make_suite

SAMPLING = Sampling(max_tokens=20)
HERE = Path(__file__).parent


def whole(path: Path) -> Run:
    return evaluate(ScriptedModel(answer), make_suite(), out=path, sampling=SAMPLING)


def start_slow_run(out: Path) -> subprocess.Popen[bytes]:
    """Start a process that takes its time before the fourth answer."""
    script = f"""
        import sys, time
        from pathlib import Path
        sys.path[:0] = [{str(HERE.parent)!r}]
        from adhere.evals import evaluate
        from adhere.models import Sampling
        from scripted import ScriptedModel
        from small_suite import answer, make_suite

        class Slow(ScriptedModel):
            def generate(self, requests):
                for number, completion in enumerate(super().generate(requests)):
                    if number == 3:
                        time.sleep(60)
                    yield completion

        evaluate(Slow(answer), make_suite(), out=Path({str(out)!r}), sampling=Sampling(max_tokens=20))
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])


def wait_for_lines(path: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never had {count} lines")


def test_a_killed_process_loses_nothing_and_two_cannot_write_one_run(tmp_path: Path) -> None:
    process = start_slow_run(tmp_path / "run")
    try:
        wait_for_lines(tmp_path / "run" / "samples.jsonl", 3, process)
        with pytest.raises(UsageError, match="another process is writing"):
            whole(tmp_path / "run")
        # Reading is free at any time.
        running = Run.open(tmp_path / "run")
        assert running.manifest.status is RunStatus.RUNNING
        assert (running.ledger.finished, running.ledger.remaining) == (3, 3)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    model = ScriptedModel(answer)
    resumed = evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    assert [request.id for request in model.calls[0]] == ["t3", "t4", "t5"]
    assert resumed.samples == whole(tmp_path / "other").samples


def test_a_torn_last_line_is_counted_and_its_task_redone(tmp_path: Path) -> None:
    expected = whole(tmp_path / "other").samples
    whole(tmp_path / "run")
    path = tmp_path / "run" / "samples.jsonl"
    for cut in (1, 10, 200):
        path.write_bytes(path.read_bytes()[:-cut])
        manifest = tmp_path / "run" / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"finished",', '"running",'))
        killed = Run.open(tmp_path / "run")
        assert killed.ledger.torn == 1
        assert killed.ledger.finished == 5
        model = ScriptedModel(answer)
        resumed = evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING)
        assert [request.id for request in model.calls[0]] == ["t5"]
        assert resumed.samples == expected
        assert resumed.manifest.ledger.torn == 1
        assert path.read_bytes().count(b"\n") == 6


def test_a_damaged_line_elsewhere_is_named(tmp_path: Path) -> None:
    whole(tmp_path)
    path = tmp_path / "samples.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    lines[2] = '{"position": 2}\n'
    path.write_text("".join(lines))
    with pytest.raises(UsageError, match=r"samples\.jsonl:3: not a sample"):
        whole(tmp_path)


def full_disk(budget: int, real_write: object = os.write) -> object:
    """Return an ``os.write`` that takes ``budget`` bytes, the last write in part, and then fails."""
    left = [budget]

    def write(fd: int, data: memoryview) -> int:
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = min(len(data), left[0])
        left[0] -= taken
        return real_write(fd, data[:taken])  # type: ignore[operator]

    return write


@pytest.mark.parametrize("budget", [0, 1, 1500, 2500])
def test_a_full_disk_is_one_clear_error_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, budget: int
) -> None:
    expected = whole(tmp_path / "other").samples
    monkeypatch.setattr(journal.os, "write", full_disk(budget))
    with pytest.raises(AdhereError, match="No space left") as caught:
        whole(tmp_path / "run")
    assert "make room" in (caught.value.hint or "")
    monkeypatch.undo()
    kept = Run.open(tmp_path / "run").samples
    assert kept == expected[: len(kept)]
    assert len(kept) < 6
    model = ScriptedModel(answer)
    resumed = evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    assert len(model.calls[0]) == 6 - len(kept)
    assert resumed.samples == expected
    assert resumed.ledger.torn == 0


@pytest.mark.parametrize("name", ["samples.parquet", "manifest.json"])
def test_a_disk_that_fills_up_at_the_end_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    expected = whole(tmp_path / "other").samples
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == name and (target.parent / "samples.jsonl").stat().st_size > 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(AdhereError, match=f"cannot write .*{name}: No space left"):
        whole(tmp_path / "run")
    monkeypatch.undo()
    assert Run.open(tmp_path / "run").samples == expected
    assert sorted(path.name for path in (tmp_path / "run").glob(".*")) == []
    model = ScriptedModel(answer)
    assert evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING).complete
    assert model.calls in ([], [[]])


def test_a_deleted_journal_is_made_again_from_the_table(tmp_path: Path) -> None:
    run = whole(tmp_path)
    (tmp_path / "samples.jsonl").unlink()
    model = ScriptedModel(answer)
    assert evaluate(model, make_suite(), out=tmp_path, sampling=SAMPLING).samples == run.samples
    assert model.calls in ([], [[]])


def test_a_folder_that_cannot_be_a_run_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UsageError, match="is a file"):
        whole(file)
    with pytest.raises(UsageError, match="is not the folder of a run"):
        Run.open(tmp_path)
    whole(tmp_path / "run")
    (tmp_path / "run" / "manifest.json").unlink()
    with pytest.raises(UsageError, match="samples without their manifest"):
        whole(tmp_path / "run")
    (tmp_path / "run" / "manifest.json").write_text("{")
    with pytest.raises(UsageError, match="no manifest of a run"):
        Run.open(tmp_path / "run")


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    whole(tmp_path)
    (tmp_path / "samples.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(UsageError, match=r"samples\.parquet is no table"):
        Run.open(tmp_path)
