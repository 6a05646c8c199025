"""A small training that one process or several can do; run as a program, it is one rank of several.

    python tiny_training.py FOLDER CASE...

writes the outcome of each case to FOLDER/CASE-RANK.json, and the first rank its weights to FOLDER/CASE.safetensors.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from grown_trees import draw_trees
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

import tiny_models
from adhere.data import Pair
from adhere.training.adapters import Adapted, LoRA
from adhere.training.checkpoint import Checkpoints, trained
from adhere.training.fit import Job, Material, Step, fit
from adhere.training.methods import METHODS, Reads
from adhere.training.optimizer import MasterAdamW
from adhere.training.policy import Policy
from adhere.training.ranks import Ranks, joined
from adhere.training.reference import reference_logprobs
from adhere.training.scorer import Scorer
from adhere.training.settings import Settings
from adhere.training.sharding import Sharded, collect
from adhere.training.trees import judged_at_the_end, mismatch

if TYPE_CHECKING:
    from adhere.training.methods import Method
    from adhere.training.trees import Tree

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
    lora: bool = False


CASES = {
    f"{method}-{kind}{'-sharded' * shard}": Case(method, kind, shard=shard)
    for method, kind in (("sft", "llama"), ("dpo", "gemma3"), ("reward", "llama"), ("kto", "llama"))
    for shard in (False, True)
} | {
    "sft-bfloat16-sharded": Case("sft", dtype=torch.bfloat16, shard=True),
    "process-reward": Case("process-reward"),
    "dpo-adapters": Case("dpo", lora=True),
}


def train(case: Case, folder: Path, ranks: Ranks, *, stop_after: int = 0) -> tuple[list[Step], dict[str, torch.Tensor]]:
    """Train, and return the steps and, on the first rank, the weights."""
    alone = _reader(case)
    reader = Sharded(alone, ranks) if case.shard and ranks.count > 1 else alone
    method = METHODS[case.method]
    training, held_out = (
        _material(
            reader, method, _labelled(draw_trees(seed, count, branches=1 + (method.learns_from is Pair)), method), ranks
        )
        for seed, count in ((7, 11), (8, 3))
    )
    job = Job(reader, method, SETTINGS, training, held_out, ranks=ranks)
    steps: list[Step] = []

    def note(step: Step) -> None:
        steps.append(step)
        if step.step == stop_after:
            raise StoppedError

    with suppress(StoppedError):
        fit(job, MasterAdamW(reader.model, weight_decay=0.1), Checkpoints(folder, {}, ranks), on_step=note)
    return steps, {name: one.clone() for name, one in collect(trained(reader.model), ranks).items()}


def _labelled(trees: list[Tree], method: Method) -> list[Tree]:
    """Give trees what the method's examples have: a score's place at each end, and what people said of the first."""
    if method.reads is Reads.SCORES:
        trees = [judged_at_the_end(tree) for tree in trees]
    elif not method.mismatches:
        return trees
    return [
        replace(tree, branches=(replace(tree.branches[0], labels=(float(number % 3 > 0),)), *tree.branches[1:]))
        for number, tree in enumerate(trees)
    ]


def _material(reader: Policy | Scorer | Sharded, method: Method, trees: list[Tree], ranks: Ranks) -> Material:
    if isinstance(reader, Scorer) or not method.needs_reference:
        return Material(trees)
    others = mismatch(trees)
    mismatched = Material(others, reference_logprobs(reader, others, 50, ranks)) if method.mismatches else None
    return Material(trees, reference_logprobs(reader, trees, 50, ranks), mismatched)


def _reader(case: Case) -> Policy | Scorer:
    config = tiny_models.CONFIGS[case.kind]()
    if METHODS[case.method].reads is Reads.LOGPROBS:
        model = tiny_models.network(config).to(case.dtype)
        torch.manual_seed(1)  # peft draws the first halves of the adapters
        return Policy(model, Adapted.of(model, LoRA(rank=4), scores=False) if case.lora else None)
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
