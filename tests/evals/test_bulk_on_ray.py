"""The same job on Ray: the same bytes, also when Ray's workers are killed, and no word to anybody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from bulk_material import job, lines, run, written

from adhere.errors import UsageError
from adhere.evals.bulk import Settings, on_ray
from adhere.evals.bulk.chunks import Chunk

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'adhere[scale]'")


def check(path: Path, out: Path, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "adhere", "check", str(path), "--out", str(out), "--json"]
    options = ["--rejects", str(out.with_suffix(".rejects")), "--engine", "ray", "--workers", "2"]
    return subprocess.Popen(
        [*command, *options],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ray_workers(mark: str) -> list[int]:
    """Return the processes of our own Ray that check: those that inherited ``mark``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            named = b"RayChecker" in (folder / "cmdline").read_bytes()
            if named and mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@needs_ray
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers in /proc")
def test_ray_writes_the_same_bytes_although_its_workers_are_killed(tmp_path: Path) -> None:
    path, mark = tmp_path / "r.jsonl", f"BULK_MARK_{tmp_path.name}_{os.getpid()}"
    path.write_bytes(lines(3000))
    run(job(path), tmp_path / "local.jsonl")
    process = check(path, tmp_path / "ray.jsonl", ADHERE_TEST_MARK=mark)
    killed = 0
    state = tmp_path / ".ray.jsonl.state"
    while process.poll() is None:
        if state.exists() and not killed:  # some chunks are done, others are under way
            for worker in ray_workers(mark):
                os.kill(worker, signal.SIGKILL)
                killed += 1
        time.sleep(0.02)
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert killed
    assert out == ""
    report = json.loads(err.splitlines()[-1])  # before it, Ray tells of the dead
    assert (report["rows"] + report["blank"], report["lines"]) == (3000, 3000)
    assert written(tmp_path / "ray.jsonl") == written(tmp_path / "local.jsonl")


@needs_ray
def test_ray_reports_to_nobody() -> None:
    code = (
        "from adhere.evals.bulk import on_ray\n"
        "with on_ray._cluster(1):\n"
        "    import ray\n"
        "    from ray._common.usage import usage_lib\n"
        "    assert not usage_lib.usage_stats_enabled()\n"
        "    from ray._private.worker import global_worker\n"
        "    assert not global_worker.node.address_info.get('webui_url')\n"
        "print('quiet')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == "quiet\n"


@needs_ray
def test_an_error_in_a_file_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"[1]\n")
    process = check(path, tmp_path / "v.jsonl")
    _, err = process.communicate()
    assert process.returncode == 2
    assert "JSON array" in err.splitlines()[-2]
    assert [line.split(":")[0] for line in err.splitlines()[-2:]] == ["error", "hint"]
    assert "Traceback" not in err


def test_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    chunk = Chunk(0, "-", 1, 1, 0, data=b"{}\n")
    with pytest.raises(UsageError, match="standard input"):
        next(on_ray.check_on_ray([chunk], Settings(), 1))
