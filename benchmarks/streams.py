"""Memory and time of ``adhere check`` over a stream of replies of 200 words, each run a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from math import log
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.replies import real_replies, say

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 200
# The peak since the program itself began: what getrusage gives includes the process that started it.
REPORTING_PEAK = """
import json, runpy, sys, time
try:
    runpy.run_module("adhere", run_name="__main__", alter_sys=True)
finally:
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    print(json.dumps({"peak_kib": int(status["VmHWM"].split()[0]), "seconds": time.process_time()}), file=sys.stderr)
"""
REQUIREMENTS = [
    {"id": "length_constraints:number_words", "params": {"minimum": 150, "maximum": 250}},
    {"id": "punctuation:no_comma", "params": {}},
    {"id": "keywords:forbidden_words", "params": {"words": ["delve", "tapestry"]}},
    {"id": "detectable_format:number_bullet_lists", "params": {"minimum": 1, "maximum": 5}},
]


def measure_streams(counts: tuple[int, ...]) -> dict[str, Any]:
    """Stream so many replies each, and say how peak memory and time grow with them.

    ``growth`` is the power of the number of replies that the time grows with, from the fewest to the most: 1 is linear.
    What a process takes to begin, measured on one reply, is left out of it.
    """
    peaks: dict[str, float] = {}
    speeds: dict[str, int] = {}
    _, begin = measure_stream(1)
    seconds: list[float] = []
    for count in counts:
        peak, taken = measure_stream(count)
        seconds.append(taken - begin)
        peaks[str(count)], speeds[str(count)] = round(peak, 1), round(count / taken)
        say(f"{count:>9,} replies streamed: peak {peak:.1f} MiB, {count / taken:.0f} replies a second of one core")
    growth = log(seconds[-1] / seconds[0]) / log(counts[-1] / counts[0])
    say(f"time grows with the number of replies to the power {growth:.3f}")
    return {"peak_rss_mib": peaks, "replies_per_cpu_second": speeds, "growth": round(growth, 3)}


def measure_stream(count: int) -> tuple[float, float]:
    """Stream replies through ``adhere check``; return its peak in MiB and the seconds of one core that it took."""
    command = [sys.executable, "-c", REPORTING_PEAK, "check", "-"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=nowhere, stderr=pipe) as process:  # noqa: S603 (fixed words)
        assert process.stdin is not None
        assert process.stderr is not None
        for line in synthetic_rows(count):
            process.stdin.write(line)
        process.stdin.close()
        report = json.loads(process.stderr.read().splitlines()[-1])
    assert process.returncode == 0
    return report["peak_kib"] / 1024, report["seconds"]


def synthetic_rows(count: int) -> Iterator[bytes]:
    """Yield rows whose replies are 200 words long: lines of real replies, drawn again and again."""
    rng = Random(0)
    lines = [line for _, reply in real_replies()[::8] for line in reply.split("\n") if line.strip()]
    for number in range(count):
        words: list[str] = []
        text: list[str] = []
        while len(words) < WORDS:
            line = rng.choice(lines)
            words += line.split()
            text.append(line)
        reply = "\n\n".join(text)
        yield json.dumps({"id": number, "prompt": "", "reply": reply, "constraints": REQUIREMENTS}).encode() + b"\n"
