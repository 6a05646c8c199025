"""TRL's trainers, set as ours is: full fine-tuning, AdamW, one rate, no checkpoints, no reports."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from datasets import Dataset, disable_progress_bars
from transformers import TrainerCallback
from trl import DPOConfig, DPOTrainer, RewardConfig, RewardTrainer, SFTConfig, SFTTrainer

from adhere.training.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.training.trees import Branch, Tree
    from benchmarks.training_engines import Work

_IGNORED = -100


class StepTimes(TrainerCallback):
    """The seconds of each optimizer step."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._began = 0.0

    def on_step_begin(self, args: object, state: object, control: object, **_: object) -> None:
        """Start the clock: the batch is already made, which is left out in TRL's favour."""
        del args, state, control
        self._began = time.perf_counter()

    def on_step_end(self, args: object, state: object, control: object, **_: object) -> None:
        """Stop the clock."""
        del args, state, control
        self.seconds.append(time.perf_counter() - self._began)


def build(
    work: Work,
    model: Any,  # noqa: ANN401 - transformers is untyped
    tokenizer: Any,  # noqa: ANN401 - transformers is untyped
    trees: Sequence[Tree],
    *,
    packed: bool,
    times: StepTimes,
    folder: str,
) -> Any:  # noqa: ANN401 - TRL is untyped
    """Return the trainer of the work's method over ``trees``, which are in the order of the steps."""
    disable_progress_bars()
    settings = work.settings
    shared = {
        "output_dir": folder,
        "max_steps": work.examples // work.batch,
        "per_device_train_batch_size": work.packed_tokens // work.longest if packed else work.batch,
        "learning_rate": settings.learning_rate,
        "lr_scheduler_type": "constant",
        "max_grad_norm": settings.longest_gradient,
        "max_length": work.longest,
        "train_sampling_strategy": "sequential",
        "use_cpu": True,
        "bf16": work.dtype == "bfloat16",
        "gradient_checkpointing": False,  # it would save memory for time, which is what is measured
        "logging_steps": 1,
        "save_strategy": "no",
        "report_to": [],
        "disable_tqdm": True,
    }
    match work.method:
        case "sft":
            arguments = SFTConfig(**shared, packing=packed)
            trainer, rows = SFTTrainer, [_conversation(tree) for tree in trees]
        case "dpo":
            arguments = DPOConfig(**shared, beta=METHODS["dpo"].parameters["beta"])
            trainer, rows = DPOTrainer, [_texts(tree, tokenizer) for tree in trees]
        case _:
            arguments = RewardConfig(**shared, center_rewards_coefficient=METHODS["reward"].parameters["centring"])
            trainer, rows = RewardTrainer, [_pair(tree) for tree in trees]
    built = trainer(
        model,
        args=arguments,
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        callbacks=[times],
    )
    if work.method == "dpo":
        _require_same_tokens(built.train_dataset, trees)
    return built


def _conversation(tree: Tree) -> dict[str, list[int]]:
    (branch,) = tree.branches
    labels = [token if learnt else _IGNORED for token, learnt in zip(branch.tokens, branch.learnt, strict=True)]
    return {"input_ids": list(branch.tokens), "labels": labels}


def _pair(tree: Tree) -> dict[str, list[int]]:
    chosen, rejected = ([*tree.trunk, *branch.tokens] for branch in tree.branches)
    return {"chosen_ids": chosen, "rejected_ids": rejected}


def _texts(tree: Tree, tokenizer: Any) -> dict[str, str]:  # noqa: ANN401 - transformers is untyped
    """Return a pair as texts: TRL's DPO tokenises them itself."""
    replies = [_split(tree, branch) for branch in tree.branches]
    (prompt, chosen), (_, rejected) = replies
    texts = {"prompt": prompt, "chosen": chosen, "rejected": rejected}
    return {name: tokenizer.decode(tokens) for name, tokens in texts.items()}


def _split(tree: Tree, branch: Branch) -> tuple[list[int], list[int]]:
    """Return prompt and reply: a branch begins with what is left of the prompt where the trunk is not all of it."""
    first = branch.learnt.index(True)
    return [*tree.trunk, *branch.tokens[:first]], list(branch.tokens[first:])


def _require_same_tokens(rows: Any, trees: Sequence[Tree]) -> None:  # noqa: ANN401 - datasets is untyped
    for row, tree in zip(rows, trees, strict=True):
        for name, branch in zip(("chosen_ids", "rejected_ids"), tree.branches, strict=True):
            prompt, reply = _split(tree, branch)
            assert row["prompt_ids"] == prompt
            assert row[name] == reply
