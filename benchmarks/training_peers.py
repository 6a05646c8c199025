"""What the training benchmarks share: engines that take turns, and medians of their rates."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.processes import timed
from benchmarks.training_engines import Outcome, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
Outcomes = dict[str, list[Outcome]]


def parser(name: str, *, batch: int, unit: str) -> argparse.ArgumentParser:
    """Return the flags that all have."""
    flags = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    flags.add_argument("--steps", type=int, default=4, help="counted steps of a run; one more is taken before them")
    flags.add_argument("--rounds", type=int, default=3, help="runs of each engine")
    flags.add_argument("--batch", type=int, default=batch, help=f"{unit} of a step")
    flags.add_argument("--dtype", choices=("bfloat16", "float32"), default="bfloat16")
    return flags


def alternate(work: Work, engines: Sequence[str], rounds: int) -> Outcomes:
    """Run the engines in turn, each in a process of its own."""
    runs: Outcomes = {engine: [] for engine in engines}
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "work.json"
        for number in range(rounds):
            # How time grows is seen once: it takes as long as all the rest of ours.
            path.write_text(json.dumps(asdict(replace(work, sizes=() if number else work.sizes))), encoding="utf-8")
            for engine in engines:
                result, _ = timed("benchmarks.training_engines", [engine, str(path)])
                assert result is not None
                runs[engine].append(Outcome(**result))
                speed = f"{rate(runs[engine][-1]):.2f} a second, {runs[engine][-1].peak_mib} MiB"
                print(f"{engine}: {speed}, first loss {runs[engine][-1].first_loss:.4f}", file=sys.stderr, flush=True)
    return runs


def rate(outcome: Outcome) -> float:
    """Return units per second over the counted steps, the reference included."""
    return sum(outcome.units) / (sum(outcome.seconds) + outcome.reference)


def figures(work: Work, runs: Outcomes, unit: str) -> dict[str, Any]:
    """Return rates and memory, and our rate over that of the fastest peer."""
    rates = {engine: median(map(rate, outcomes)) for engine, outcomes in runs.items()}
    peaks = {engine: median(outcome.peak_mib for outcome in outcomes) for engine, outcomes in runs.items()}
    peers = [engine for engine in runs if engine != "adhere"]
    return {
        "benchmark": work.method,
        "ratio": round(rates["adhere"] / max(rates[peer] for peer in peers), 2),
        f"{unit}_per_second": {engine: round(value, 3) for engine, value in rates.items()},
        "peak_mib": peaks,
        "memory_ratio": round(peaks["adhere"] / min(peaks[peer] for peer in peers), 2),
        "first_loss": {engine: round(outcomes[0].first_loss, 4) for engine, outcomes in runs.items()},
        "rounds": {engine: len(outcomes) for engine, outcomes in runs.items()},
        "steps": work.steps,
        "batch": work.batch,
        "dtype": work.dtype,
        "cores": os.cpu_count(),
    }


def require_same(what: str, ours: float, theirs: float, dtype: str) -> None:
    """Stop where both sides did not compute the same: what is compared would not be one thing."""
    tolerance = {"float32": 1e-3, "bfloat16": 3e-2}[dtype]
    if abs(ours - theirs) > tolerance * max(1.0, abs(theirs)):
        raise SystemExit(f"{what}: ours {ours:.4f}, TRL's {theirs:.4f}")
