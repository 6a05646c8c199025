"""Replies a second of ``adhere check`` over a file: one worker, two, and Ray; and that all write the same bytes.

``python -m benchmarks.bulk`` prints what it measures on stderr and one JSON object as the last line of stdout. The
replies are those of ``benchmarks.streams``. Each run is a process of its own; its seconds are wall-clock time from its
start to its end, so starting workers and Ray is part of them. ``cpu_seconds`` are those of the command and of all
processes that it waited for, which other work on the machine hardly changes; Ray's are not among them. ``--rounds``
runs take turns, and medians are given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.replies import REAL_DATA, say
from benchmarks.streams import synthetic_rows

ENGINES = {"local 1": ("local", 1), "local 2": ("local", 2), "ray 2": ("ray", 2)}


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk")
    parser.add_argument("--replies", type=int, nargs="+", default=[2000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not REAL_DATA.is_dir():
        parser.error(f"the real replies are not in {REAL_DATA}: set ADHERE_REAL_DATA")
    engines = {name: engine for name, engine in ENGINES.items() if engine[0] != "ray" or find_spec("ray")}
    result: dict[str, Any] = {"benchmark": "bulk", "replies": {}}
    with tempfile.TemporaryDirectory() as folder:
        for count in options.replies:
            file = Path(folder) / f"{count}.jsonl"
            file.write_bytes(b"".join(synthetic_rows(count)))
            result["replies"][count] = measure(file, count, engines, options.rounds)
    print(json.dumps(result))


def measure(file: Path, count: int, engines: dict[str, tuple[str, int]], rounds: int) -> dict[str, Any]:
    """Return the medians of each engine over a file."""
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    cpu: dict[str, list[float]] = {name: [] for name in engines}
    digests = set()
    for _ in range(rounds):
        for name, (engine, workers) in engines.items():
            out = file.with_name("verdicts.jsonl")
            began, used = time.monotonic(), cpu_seconds()
            report = check(file, out, engine, workers)
            seconds[name].append(time.monotonic() - began)
            cpu[name].append(cpu_seconds() - used)
            assert report["rows"] == count
            digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
            say(f"{count} replies, {name}: {seconds[name][-1]:.1f} s, {cpu[name][-1]:.1f} s of a core")
    assert len(digests) == 1, "the engines wrote different verdicts"
    return {
        name: {
            "seconds": round(median(seconds[name]), 2),
            "replies_per_second": round(count / median(seconds[name]), 1),
            "cpu_seconds": round(median(cpu[name]), 2),
        }
        for name in engines
    }


def cpu_seconds() -> float:
    """Return the seconds of a core that ended child processes and theirs have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def check(file: Path, out: Path, engine: str, workers: int) -> dict[str, Any]:
    """Run the command; return its report."""
    command = [sys.executable, "-m", "adhere", "check", str(file), "--out", str(out), "--json"]
    options = ["--engine", engine, "--workers", str(workers)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)  # noqa: S603 (fixed words)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stderr.splitlines()[-1]))


if __name__ == "__main__":
    main()
