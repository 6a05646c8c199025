"""Verdicts per second and memory of the checkers, against the published ones.

``python -m benchmarks.check`` prints what it measures on stderr and one JSON object as the last line of stdout.
``--million`` adds a stream of 1,000,000 replies.

Both sides judge the same real replies on one core by all 25 types, strict and loose, with arguments from IFEval's own
prompts; they take turns, and the medians of the rounds are compared. Ours parses each reply anew and builds each
constraint anew, as the published code builds its checkers. Memory is the peak of ``adhere check`` over a stream of
replies of 200 words, each run a process of its own (Linux only).
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from adhere.constraints import CATALOGUE, from_published
from adhere.constraints.readings import check_both
from adhere.text import Document
from benchmarks.published import published_checkers, published_verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
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
MODELS = ("alpaca-7b", "Mistral-7B-Instruct-v0.2", "gpt4_1106_preview")
REQUIREMENTS = [
    {"id": "length_constraints:number_words", "params": {"minimum": 150, "maximum": 250}},
    {"id": "punctuation:no_comma", "params": {}},
    {"id": "keywords:forbidden_words", "params": {"words": ["delve", "tapestry"]}},
    {"id": "detectable_format:number_bullet_lists", "params": {"minimum": 1, "maximum": 5}},
]


class Case(NamedTuple):
    """A reply, and one instruction of each type to judge it by: id, arguments, prompt."""

    reply: str
    instructions: list[tuple[str, dict[str, Any], str]]


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check")
    parser.add_argument("--replies", type=int, default=12, help="replies a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--million", action="store_true", help="also stream 1,000,000 replies")
    options = parser.parse_args()
    if not REAL_DATA.is_dir():
        parser.error(f"the real replies are not in {REAL_DATA}: set ADHERE_REAL_DATA")
    logging.getLogger().setLevel(logging.CRITICAL)  # the published code logs each text that it cannot tell
    result = measure_speed(options.replies, options.rounds) | {"peak_rss_mib": {}, "replies_per_cpu_second": {}}
    for count in (10_000, 100_000, *([1_000_000] if options.million else [])):
        peak, seconds = measure_memory(count)
        result["peak_rss_mib"][str(count)] = round(peak, 1)
        result["replies_per_cpu_second"][str(count)] = round(count / seconds)
        say(f"{count:>9,} replies streamed: peak {peak:.1f} MiB, {count / seconds:.0f} replies a second of one core")
    print(json.dumps(result))


def measure_speed(replies: int, rounds: int) -> dict[str, Any]:
    """Time both sides over rounds of fresh replies."""
    rng = Random(0)
    texts, instructions = real_replies(), published_instructions()
    _ = Document("Les enfants cherchent des pierres lisses au bord de la rivière.").language  # loads its model
    warm_up = draw_cases(rng, rng.sample(texts, 4), instructions)
    judge_published(warm_up)
    judge_ours(warm_up)
    gc.freeze()  # the garbage collector need not go through what the imports of either side left, on either side's time
    speeds: dict[str, list[float]] = {"ours": [], "published": []}
    for number in range(rounds):
        cases = draw_cases(rng, rng.sample(texts, replies), instructions)
        sides = [("ours", judge_ours), ("published", judge_published)]
        for name, judge in sides if number % 2 else reversed(sides):
            speeds[name].append(verdicts_per_second(judge, cases))
        say(
            f"round {number + 1}: " + ", ".join(f"{name} {speed[-1]:,.0f} verdicts/s" for name, speed in speeds.items())
        )
    ours, published = median(speeds["ours"]), median(speeds["published"])
    ratios = [ours / published for ours, published in zip(*speeds.values(), strict=True)]
    say(f"median: ours {ours:,.0f}, published {published:,.0f} verdicts/s, ratio of the rounds {median(ratios):.1f}")
    return {
        "benchmark": "check",
        "types": len(CATALOGUE),
        "ratio": round(median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in ratios],
        "verdicts_per_second": {"ours": round(ours), "if-verifiable": round(published)},
    }


def verdicts_per_second(judge: Callable[[list[Case]], int], cases: list[Case]) -> float:
    """Return how many verdicts, strict and loose counted apart, one core gives in a second of its time."""
    start = time.process_time()
    return judge(cases) / (time.process_time() - start)


def judge_ours(cases: list[Case]) -> int:
    """Give our verdicts, strict and loose; return how many."""
    count = 0
    for reply, instructions in cases:
        document = Document(reply)
        for instruction, kwargs, prompt in instructions:
            constraint = from_published(instruction, kwargs, prompt)
            count += len(check_both(constraint, document))
    return count


def judge_published(cases: list[Case]) -> int:
    """Give the published verdicts, strict and loose; return how many."""
    return sum(
        len(published_verdicts(instruction, kwargs, prompt, reply))
        for reply, instructions in cases
        for instruction, kwargs, prompt in instructions
    )


def draw_cases(
    rng: Random, replies: list[str], instructions: dict[str, list[tuple[str, dict[str, Any], str]]]
) -> list[Case]:
    """Give each reply one instruction of each type."""
    return [Case(reply, [rng.choice(of_type) for of_type in instructions.values()]) for reply in replies]


def real_replies() -> list[str]:
    """Return the replies of three models to AlpacaEval's prompts."""
    files = (REAL_DATA / "alpaca_eval" / f"outputs_{model}.json" for model in MODELS)
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    return [row["output"].strip() for row in rows if row["output"].strip()]


def published_instructions() -> dict[str, list[tuple[str, dict[str, Any], str]]]:
    """Return IFEval's instructions by type; without the two of which only random verdicts are published."""
    found: dict[str, list[tuple[str, dict[str, Any], str]]] = {name: [] for name in published_checkers()}
    for line in (REAL_DATA / "ifeval" / "input_data.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for instruction, kwargs in zip(row["instruction_id_list"], row["kwargs"], strict=True):
            if kwargs.get("letter") not in {"#", "!"}:
                found[instruction].append((instruction, kwargs, row["prompt"]))
    return found


def measure_memory(count: int) -> tuple[float, float]:
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
    lines = [line for reply in real_replies()[::8] for line in reply.split("\n") if line.strip()]
    for number in range(count):
        words: list[str] = []
        text: list[str] = []
        while len(words) < WORDS:
            line = rng.choice(lines)
            words += line.split()
            text.append(line)
        reply = "\n\n".join(text)
        yield json.dumps({"id": number, "prompt": "", "reply": reply, "constraints": REQUIREMENTS}).encode() + b"\n"


def say(line: str) -> None:
    """Tell a person how it goes."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
