"""Replies a second of ``adhere check`` over a file: one worker, two, and Ray; and that all write the same bytes.

``python -m benchmarks.bulk`` prints what it measures on stderr and one JSON object as the last line of stdout. The
replies are those of ``benchmarks.check``. Each run is a process of its own; its seconds are wall-clock time from start
to end, so starting workers and Ray is part of them, and ``steady`` is what the job itself says: replies a second from
the first chunk asked to the last one written. ``--rounds`` runs take turns, and medians are given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.check import REAL_DATA, say, synthetic_rows

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
    steady: dict[str, list[float]] = {name: [] for name in engines}
    digests = set()
    for _ in range(rounds):
        for name, (engine, workers) in engines.items():
            out = file.with_name("verdicts.jsonl")
            began = time.monotonic()
            report = check(file, out, engine, workers)
            seconds[name].append(time.monotonic() - began)
            steady[name].append(report["replies_per_second"])
            assert report["rows"] == count
            digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
            say(f"{count} replies, {name}: {seconds[name][-1]:.1f} s, {steady[name][-1]:.0f} replies a second")
    assert len(digests) == 1, "the engines wrote different verdicts"
    return {
        name: {
            "seconds": round(median(seconds[name]), 2),
            "replies_per_second": round(count / median(seconds[name]), 1),
            "steady_replies_per_second": round(median(steady[name]), 1),
        }
        for name in engines
    }


def check(file: Path, out: Path, engine: str, workers: int) -> dict[str, Any]:
    """Run the command; return its report."""
    command = [sys.executable, "-m", "adhere", "check", str(file), "--out", str(out), "--json"]
    options = ["--engine", engine, "--workers", str(workers)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)  # noqa: S603 (fixed words)
    return dict(json.loads(done.stderr.splitlines()[-1]))


if __name__ == "__main__":
    main()
