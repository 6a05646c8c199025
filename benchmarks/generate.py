"""Useful tokens per second of the local engine, against transformers' ``generate`` and ``generate_batch``.

``python -m benchmarks.generate`` prints what it measures on stderr and one JSON object as the last line of stdout.

All answer the same prompts of mixed length greedily: IFEval's where the real data is, tasks of our own suite elsewhere.
A useful token is one of a reply, end token included; padding and what comes after the end are not. The engines take
turns, each run a process of its own whose loading is not timed, until the minutes are used up; medians are compared.

``ratio`` compares at bfloat16, as the model is published. Without bfloat16 instructions our engine computes bfloat16
weights in float32, which the peers do not: ``ratio_float32`` compares everything in float32, the peers' best setting on
such a machine. A peer that takes more than ``--give-up`` times as long as ours is stopped and not run again; it then
counts as if all its replies had been complete at that moment, so that the ratio is a lower bound.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from adhere.evals.suites import load_suite
from adhere.models.pull import pull
from benchmarks.processes import timed

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
PEERS = ("generate", "generate_batch")
DTYPES = ("float32", "bfloat16")


class Measured(NamedTuple):
    """One run: its replies, where it was not stopped, and how long it took in seconds."""

    replies: list[list[int]] | None
    seconds: float
    arithmetic: str


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    parser.add_argument("--prompts", type=int, default=96)
    parser.add_argument("--tokens", type=int, default=192, help="most tokens a reply")
    parser.add_argument("--slots", type=int, default=96, help="replies at once; also the peers' batch")
    parser.add_argument("--runs", type=int, default=5, help="most runs of each engine")
    parser.add_argument("--minutes", type=float, default=12, help="no new run of an engine begins after them")
    parser.add_argument("--give-up", type=float, default=4, help="times our own seconds after which a peer is stopped")
    options = parser.parse_args()
    prompts = mixed_prompts(options.prompts)
    work = {
        "folder": str(pull("smollm2-135m")),
        "prompts": prompts,
        "max_tokens": options.tokens,
        "slots": options.slots,
    }
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "work.json"
        path.write_text(json.dumps(work), encoding="utf-8")
        runs = alternate(path, options.runs, options.minutes * 60, options.give_up)
    print(json.dumps(figures(runs) | {key: work[key] for key in ("max_tokens", "slots")} | {"prompts": len(prompts)}))


def mixed_prompts(count: int) -> list[str]:
    """Return prompts of mixed length."""
    published = REAL_DATA / "ifeval" / "input_data.jsonl"
    if published.is_file():
        suite = load_suite("ifeval", data=published, limit=count)
    else:
        suite = load_suite("generated", limit=count)
    return [task.messages[-1].content for task in suite.tasks]


def alternate(work: Path, most: int, budget: float, give_up: float) -> dict[tuple[str, str], list[Measured]]:
    """Run every engine in turn, ours first; the first round is always complete."""
    turns = [("adhere", "float32"), *((peer, dtype) for dtype in DTYPES for peer in PEERS), ("adhere", "bfloat16")]
    runs: dict[tuple[str, str], list[Measured]] = {turn: [] for turn in turns}
    began = time.perf_counter()
    for number in range(most):
        for turn in turns:
            engine, dtype = turn
            stopped = any(run.replies is None for run in runs[turn])
            if stopped or (number and time.perf_counter() - began > budget):
                continue
            patience = None if engine == "adhere" else give_up * runs["adhere", "float32"][-1].seconds
            measured = measure(engine, dtype, work, patience)
            runs[turn].append(measured)
            state = "stopped" if measured.replies is None else f"{sum(map(len, measured.replies))} useful tokens"
            print(f"{engine} {dtype}: {state} in {measured.seconds:.1f} s", file=sys.stderr, flush=True)
    return runs


def measure(engine: str, dtype: str, work: Path, patience: float | None) -> Measured:
    """Time one engine once it is loaded and warm."""
    result, seconds = timed("benchmarks.engines", [engine, dtype, str(work)], patience)
    if result is None:
        return Measured(None, seconds, dtype)
    return Measured(result["replies"], seconds, result["arithmetic"])


def figures(runs: dict[tuple[str, str], list[Measured]]) -> dict[str, Any]:
    """Return rates and ratios."""
    tokens = {dtype: useful_tokens(runs["adhere", dtype][0]) for dtype in DTYPES}
    rates = {turn: median(rate(run, tokens[turn[1]]) for run in measured) for turn, measured in runs.items()}
    ratios = {dtype: rates["adhere", dtype] / max(rates[peer, dtype] for peer in PEERS) for dtype in DTYPES}
    ours, theirs = runs["adhere", "float32"][0].replies, runs["generate", "float32"][0].replies
    return {
        "benchmark": "generate",
        "ratio": round(ratios["bfloat16"], 2),
        "ratio_float32": round(ratios["float32"], 2),
        "tokens_per_second": {f"{engine} {dtype}": round(value, 1) for (engine, dtype), value in rates.items()},
        "arithmetic": {f"{engine} {dtype}": measured[0].arithmetic for (engine, dtype), measured in runs.items()},
        "runs": {f"{engine} {dtype}": len(measured) for (engine, dtype), measured in runs.items()},
        "stopped": [f"{turn[0]} {turn[1]}" for turn, measured in runs.items() if measured[-1].replies is None],
        "useful_tokens": tokens["float32"],
        "same_replies_float32": ours and theirs and sum(a == b for a, b in zip(ours, theirs, strict=True)),
        "cores": os.cpu_count(),
    }


def useful_tokens(run: Measured) -> int:
    """Return the number of tokens of a run that was not stopped."""
    assert run.replies is not None
    return sum(map(len, run.replies))


def rate(run: Measured, all_tokens: int) -> float:
    """Return useful tokens per second; of a stopped run what it would be had it just finished ``all_tokens``."""
    return (all_tokens if run.replies is None else useful_tokens(run)) / run.seconds


if __name__ == "__main__":
    main()
