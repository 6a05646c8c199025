"""Checking at scale: equal output from any engine, nothing lost, nothing twice, whoever is killed."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bulk_material import NO_COMMA, lines, numbers, row, run, written
from bulk_material import job as job_over
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.errors import AdhereError, UsageError
from adhere.evals.bulk import Settings, chunks, find_inputs, job, processes
from adhere.evals.bulk.chunks import count_rows, cut, cut_stream
from adhere.evals.bulk.output import ResumableFiles
from adhere.evals.bulk.processes import check_here, check_in_processes
from adhere.evals.bulk.reading import ChunkReader


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chunks, job):
        monkeypatch.setattr(module, "ROWS", 16)


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    path = tmp_path / "replies.jsonl"
    path.write_bytes(lines(160))
    return path


def parts(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))


def test_one_process_and_several_write_the_same_bytes_and_all_rows(replies: Path, tmp_path: Path) -> None:
    alone, several = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    report, again = run(job_over(replies, workers=1), alone), run(job_over(replies, workers=2), several)
    assert written(alone) == written(several)
    assert report.totals == again.totals
    rows = sorted(numbers(written(alone)[0]) + numbers(written(alone)[1]))
    content = replies.read_bytes().split(b"\n")[:-1]
    assert rows == [number for number, line in enumerate(content, 1) if line]
    assert (report.lines, report.blank) == (160, content.count(b""))
    assert report.totals.rejected > 0
    assert report.totals.satisfied > 0
    assert parts(alone) == []


def test_parquet_gives_the_verdicts_that_lines_give(tmp_path: Path) -> None:
    rows = [{**row(number), "constraints": json.dumps([NO_COMMA])} for number in range(150)]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "r.parquet", row_group_size=37)
    run(job_over(tmp_path / "r.jsonl"), tmp_path / "a.jsonl")
    run(job_over(tmp_path / "r.parquet", workers=2), tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_chunks_of_a_row_group_can_be_read_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    pq.write_table(pa.Table.from_pylist([{"n": n} for n in range(100)]), path, row_group_size=60)
    reader = ChunkReader()
    for chunk in sorted(cut(find_inputs([str(path)])), key=lambda one: (one.index * 5) % 8):
        assert [(one.number, one.record) for one in reader.rows(chunk)] == [
            (n, {"n": n - 1}) for n in range(chunk.first, chunk.first + chunk.count)
        ]


def test_verdicts_can_be_a_table(replies: Path, tmp_path: Path) -> None:
    run(job_over(replies), tmp_path / "v.jsonl")
    run(job_over(replies), tmp_path / "v.parquet")
    records = [json.loads(line) for line in (tmp_path / "v.jsonl").read_bytes().splitlines()]
    table = pq.read_table(tmp_path / "v.parquet").to_pylist()
    assert [(one["row"], one["strict"], one["id"]) for one in table] == [
        (one["row"], one["strict"], str(one["id"])) for one in records
    ]
    assert [one["checked"][0]["strict"]["reason"] for one in table] == [
        one["checked"][0]["strict"]["reason"] for one in records
    ]


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([b"", b" ", b"{}", b'{"reply": "x"}', b"{broken", b"a" * 90]), max_size=60),
    st.sampled_from([b"", b"\n"]),
)
def test_every_line_is_in_one_chunk(texts: list[bytes], end: bytes) -> None:
    data = b"\n".join(texts) + (end if texts else b"")
    expected = data.count(b"\n") + (not data.endswith(b"\n") if data else 0)
    found = list(cut_stream(io.BytesIO(data), rows=7))
    assert b"".join(chunk.data or b"" for chunk in found) == data
    assert sum(chunk.count for chunk in found) == expected
    assert [chunk.first for chunk in found] == [1 + sum(c.count for c in found[:n]) for n in range(len(found))]


def test_a_file_and_a_stream_are_cut_alike(replies: Path) -> None:
    of_file = [(one.first, one.count, one.offset) for one in cut(find_inputs([str(replies)]))]
    with replies.open("rb") as stream:
        assert [(one.first, one.count, one.offset) for one in cut_stream(stream, rows=16)] == of_file
    assert count_rows(find_inputs([str(replies)])) == 160


def test_a_line_too_long_to_read_is_rejected_from_a_stream_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("adhere.evals.bulk.chunks", "adhere.data.rows"):
        monkeypatch.setattr(f"{module}.LONGEST_LINE", 200)
    data = json.dumps(row(1)).encode() + b"\n" + b"x" * 1000 + b"\n" + json.dumps(row(2)).encode()
    results = list(check_here(cut_stream(io.BytesIO(data)), Settings()))
    assert numbers(b"".join(one.verdicts for one in results)) == [1, 3]
    assert numbers(b"".join(one.rejects for one in results)) == [2]


def test_a_worker_that_is_killed_is_replaced_and_its_chunk_done_again(
    replies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def remember(*args: object, **options: object) -> subprocess.Popen[bytes]:
        process = start(*args, **options)  # type: ignore[call-overload]
        started.append(process)
        return process  # type: ignore[no-any-return]

    monkeypatch.setattr(processes.subprocess, "Popen", remember)
    killed: list[int] = []
    check = processes.Worker._ask

    def kill_some(worker: processes.Worker, chunk: chunks.Chunk, *rest: object) -> object:
        if chunk.index in {2, 7} and chunk.index not in killed:
            killed.append(chunk.index)
            victim = worker._running()
            # In the middle of the chunk: it is under way when the signal comes.
            threading.Timer(0.002, lambda: os.kill(victim.pid, signal.SIGKILL)).start()
        return check(worker, chunk, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(processes.Worker, "_ask", kill_some)
    expected = tmp_path / "expected.jsonl"
    run(job_over(replies, workers=1), expected)
    report = run(job_over(replies, workers=2), tmp_path / "v.jsonl")
    assert sorted(killed) == [2, 7]
    assert written(tmp_path / "v.jsonl") == written(expected)
    assert len(started) == 2 + report.deaths
    assert all(process.poll() is not None for process in started), "no process is left behind"


DEADLY = """
import os, signal
from adhere.evals import replies
from adhere.evals.bulk.worker import main
check = replies._check_row
def deadly(row, source):
    if row.record.get("id") in {IDS}:
        os.kill(os.getpid(), signal.SIGKILL)
    return check(row, source)
replies._check_row = deadly
main()
"""


def deadly_workers(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let workers run ``code`` instead of what they are."""
    start = subprocess.Popen

    def other(command: list[str], **options: object) -> object:
        return start([sys.executable, "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(processes.subprocess, "Popen", other)


def test_a_row_that_ends_each_process_is_rejected_with_that_reason_and_all_others_are_checked(
    replies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly_workers(monkeypatch, DEADLY.replace("IDS", "20, 29, 100"))
    report = run(job_over(replies, workers=2), tmp_path / "v.jsonl")
    verdicts, rejects = written(tmp_path / "v.jsonl")
    fatal = [one for one in map(json.loads, rejects.splitlines()) if "SIGKILL" in one["reason"]]
    assert [one["row"] for one in fatal] == [21, 30, 101]
    content = replies.read_bytes().split(b"\n")[:-1]
    assert sorted(numbers(verdicts) + numbers(rejects)) == [n for n, line in enumerate(content, 1) if line]
    assert report.deaths >= 5


def test_workers_that_never_begin_are_an_error_and_not_an_endless_loop(
    replies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly_workers(monkeypatch, "raise SystemExit(7)")
    with pytest.raises(AdhereError, match="exit code 7"):
        run(job_over(replies, workers=2), tmp_path / "v.jsonl")


def test_an_error_of_a_worker_is_the_error_of_the_job(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"[1,\n" * 40)
    with pytest.raises(AdhereError, match="JSON array"):
        run(job_over(path, workers=2), tmp_path / "v.jsonl")
    assert not (tmp_path / "v.jsonl").exists()


def test_a_job_that_is_abandoned_leaves_no_process(replies: Path) -> None:
    results = check_in_processes(cut(find_inputs([str(replies)])), Settings(), 2)
    next(results)
    results.close()
    time.sleep(0.1)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if children.exists():
        commands = [Path(f"/proc/{child}/cmdline") for child in children.read_text(encoding="ascii").split()]
        assert not any(b"bulk.worker" in command.read_bytes() for command in commands if command.exists())


def test_what_waits_for_its_turn_is_bounded(replies: Path) -> None:
    asked: list[int] = []

    def counting() -> object:
        for chunk in cut(find_inputs([str(replies)])):
            asked.append(chunk.index)
            yield chunk

    results = check_in_processes(counting(), Settings(), 2)  # type: ignore[arg-type]
    next(results)
    time.sleep(0.5)
    assert len(asked) == processes.AHEAD * 2
    results.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_was_killed_goes_on_where_it_was(replies: Path, tmp_path: Path, workers: int) -> None:
    expected, out = tmp_path / "expected.jsonl", tmp_path / "v.jsonl"
    whole = run(job_over(replies, workers=1), expected)
    replies.touch()  # a newer file is another job
    interrupt_after(job_over(replies, workers=workers), out, chunk=5)
    assert not out.exists()
    with (tmp_path / ".v.jsonl.verdicts").open("ab") as torn:
        torn.write(b'{"row": 12')  # what a kill in the middle of a write leaves
    report = run(job_over(replies, workers=3 - workers), out)
    assert written(out) == written(expected)
    assert report.totals == whole.totals
    assert report.resumed > 0
    assert report.resumed + report.blank >= 5 * 16
    assert parts(out) == []


def interrupt_after(some: job.Job, out: Path, chunk: int) -> None:
    with ResumableFiles(out, out.with_suffix(".rejects"), some.key()) as output:
        append = output.append

        def stop(result: job.ChunkResult) -> None:
            if result.index == chunk:
                raise KeyboardInterrupt
            append(result)

        output.append = stop  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            some.run(output)


@pytest.mark.parametrize("change", ["input", "settings", "part", "state"])
def test_what_another_job_left_behind_is_not_taken_for_this_one(replies: Path, tmp_path: Path, change: str) -> None:
    out = tmp_path / "v.jsonl"
    interrupt_after(job_over(replies), out, chunk=5)
    some = job_over(replies)
    if change == "input":
        replies.write_bytes(lines(140))
        some = job_over(replies)
    elif change == "settings":
        some = job.Job(some.inputs, Settings(constraints=({"id": "change_case:english_lowercase"},)))
    elif change == "part":
        (tmp_path / ".v.jsonl.verdicts").write_bytes(b"")
    else:
        (tmp_path / ".v.jsonl.state").write_text('{"key": 3', encoding="ascii")
    report = run(some, out)
    fresh = tmp_path / "fresh.jsonl"
    run(some, fresh)
    assert report.resumed == 0
    assert written(out) == written(fresh)


def test_a_killed_command_goes_on_and_its_workers_end(tmp_path: Path) -> None:
    path, out = tmp_path / "r.jsonl", tmp_path / "v.jsonl"
    path.write_bytes(lines(3000))
    command = [sys.executable, "-m", "adhere", "check", str(path), "--out", str(out), "--workers", "2", "--json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    state = tmp_path / ".v.jsonl.state"
    while not state.exists() and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.read()  # ends when the workers, which hold it open, have ended
    process.stderr.close()
    assert not out.exists()
    done = json.loads(state.read_text(encoding="ascii"))["done"]["totals"]["rows"]
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(again.stderr)
    assert report["resumed"] >= done > 0
    assert (report["rows"] + report["blank"], report["lines"]) == (3000, 3000)
    rows = numbers(out.read_bytes()) + numbers((tmp_path / "v.rejects.jsonl").read_bytes())
    assert len(rows) == len(set(rows)) == report["rows"]


def test_two_jobs_never_write_one_file(replies: Path, tmp_path: Path) -> None:
    out = tmp_path / "v.jsonl"
    with (
        ResumableFiles(out, tmp_path / "x", None),
        pytest.raises(UsageError, match="another process"),
        ResumableFiles(out, tmp_path / "x", None),
    ):
        pass


def test_a_file_that_shrinks_while_it_is_read_is_an_error(replies: Path, tmp_path: Path) -> None:
    some, out = job_over(replies), tmp_path / "v.jsonl"
    with ResumableFiles(out, tmp_path / "x", some.key()) as output:
        append = output.append

        def shrink(result: job.ChunkResult) -> None:
            append(result)
            os.truncate(replies, 400)

        output.append = shrink  # type: ignore[method-assign]
        with pytest.raises(AdhereError, match=r"rows .* where there were"):
            some.run(output)


def test_a_full_disk_is_one_clear_error_and_nothing_is_lost(
    replies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some, out = job_over(replies), tmp_path / "v.jsonl"
    write, count = os.write, [0]

    def full(fd: int, data: bytes) -> int:
        count[0] += 1
        if count[0] == 7:
            raise OSError(28, "No space left on device")
        return write(fd, data)

    monkeypatch.setattr("adhere.evals.journal.os.write", full)
    with pytest.raises(AdhereError, match="No space left"):
        run(some, out)
    monkeypatch.undo()
    monkeypatch.setattr(chunks, "ROWS", 16)
    monkeypatch.setattr(job, "ROWS", 16)
    assert run(some, out).resumed > 0
    run(some, tmp_path / "fresh.jsonl")
    assert written(out) == written(tmp_path / "fresh.jsonl")
