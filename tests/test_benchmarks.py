"""The benchmarks do not rot: those of training run, and what mutation testing leaves out is still there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.mutations import find_mutants, read_equivalents

ROOT = Path(__file__).parent.parent
REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", ROOT.parent / "shared" / "data"))


@pytest.mark.slow
@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="needs the real data")
@pytest.mark.parametrize(("name", "unit"), [("sft", "tokens"), ("dpo", "pairs"), ("reward", "pairs")])
def test_a_training_benchmark_compares_the_same_first_step(name: str, unit: str) -> None:
    flags = ["--steps", "1", "--rounds", "1", "--batch", "2", *(["--largest", "0"] if name == "sft" else [])]
    environment = os.environ | {"ADHERE_REAL_DATA": str(REAL_DATA)}
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *flags],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    figures = json.loads(done.stdout.decode().splitlines()[-1])
    assert figures["ratio"] > 0
    assert figures[f"{unit}_per_second"].keys() >= {"adhere", "trl"}
    ours, theirs = figures["first_loss"]["adhere"], figures["first_loss"]["trl"]
    assert ours == pytest.approx(theirs, rel=0.05)


def test_every_equivalent_mutant_still_fits_in_the_code() -> None:
    assert not read_equivalents().keys() - {(mutant.file, mutant.was, mutant.becomes) for mutant in find_mutants("")}
