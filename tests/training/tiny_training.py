"""A small training that one process or several can do; run as a program, it is one rank of several.

    python tiny_training.py FOLDER CASE...

writes the outcome of each case to FOLDER/CASE-RANK.json, and the first rank its weights to FOLDER/CASE.safetensors.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from grown_trees import draw_trees
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

import tiny_models
from adhere.training.checkpoint import Checkpoints, trained
from adhere.training.fit import Job, Material, Step, fit, reference_logprobs
from adhere.training.methods import METHODS
from adhere.training.optimizer import MasterAdamW
from adhere.training.policy import Policy
from adhere.training.ranks import Ranks, joined
from adhere.training.scorer import Scorer
from adhere.training.settings import Settings
from adhere.training.sharding import Sharded, collect

if TYPE_CHECKING:
    from adhere.training.fit import Reader

# Eleven trees twice, by threes: the last step has one tree, and the second rank nothing to do.
SETTINGS = Settings(
    learning_rate=3e-3, epochs=2, batch=3, pack_tokens=40, weight_decay=0.1, evaluate_every=3, save_every=3
)
STEPS = 8


class StoppedError(Exception):
    """A kill."""


@dataclass(frozen=True)
class Case:
    """What is trained."""

    method: str
    kind: str = "llama"
    dtype: torch.dtype = torch.float32
    shard: bool = False


CASES = {
    f"{method}-{kind}{'-sharded' * shard}": Case(method, kind, shard=shard)
    for method, kind in (("sft", "llama"), ("dpo", "gemma3"), ("reward", "llama"))
    for shard in (False, True)
} | {"sft-bfloat16-sharded": Case("sft", dtype=torch.bfloat16, shard=True)}


def train(case: Case, folder: Path, ranks: Ranks, *, stop_after: int = 0) -> tuple[list[Step], dict[str, torch.Tensor]]:
    """Train, and return the steps and, on the first rank, the weights."""
    reader = _reader(case)
    if case.shard and ranks.count > 1:
        reader = Sharded(reader, ranks)
    method = METHODS[case.method]
    branches = 1 if method.is_per_token else 2
    trees, looked_at = draw_trees(7, 11, branches), draw_trees(8, 3, branches)
    training, held_out = (
        Material(some, reference_logprobs(reader, some, 50, ranks) if method.needs_reference else None)
        for some in (trees, looked_at)
    )
    job = Job(reader, method, SETTINGS, training, held_out, ranks)
    steps: list[Step] = []

    def note(step: Step) -> None:
        steps.append(step)
        if step.step == stop_after:
            raise StoppedError

    with suppress(StoppedError):
        fit(job, MasterAdamW(reader.model, weight_decay=0.1), Checkpoints(folder, {}, ranks), on_step=note)
    return steps, {name: one.clone() for name, one in collect(trained(reader.model), ranks).items()}


def _reader(case: Case) -> Reader:
    config = tiny_models.CONFIGS[case.kind]()
    if case.method != "reward":
        return Policy(tiny_models.network(config).to(case.dtype))
    config.num_labels = 1
    torch.manual_seed(0)
    return Scorer(AutoModelForSequenceClassification.from_config(config))


def main(folder: Path, names: list[str]) -> None:
    """Train each case as one of several ranks, in the folder that it may have been begun in."""
    with joined() as ranks:
        for name in names:
            steps, weights = train(CASES[name], folder / "checkpoints" / name, ranks)
            told = [{**step.to_dict(), "seconds": 0.0} for step in steps]
            (folder / f"{name}-{ranks.rank}.json").write_text(json.dumps(told), encoding="utf-8")
            if ranks.is_first:
                save_file(weights, folder / f"{name}.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
