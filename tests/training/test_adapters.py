"""Adapters: only they are trained, without them the model is what it was, and merged it computes the same."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import torch
from grown_trees import draw_trees

import tiny_models
from adhere.errors import UsageError
from adhere.training.adapters import Adapted, LoRA
from adhere.training.checkpoint import Checkpoints
from adhere.training.fit import Job, Material, Step, fit
from adhere.training.methods import METHODS
from adhere.training.optimizer import MasterAdamW
from adhere.training.packing import pack
from adhere.training.policy import Policy
from adhere.training.reference import reference_logprobs
from adhere.training.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TREES = draw_trees(3, 8)
PACKED = pack(TREES, range(8), torch.device("cpu"))


class StoppedError(Exception):
    """A kill."""


def adapted(new_tokens: tuple[int, ...] = ()) -> tuple[Policy, Adapted]:
    model = tiny_models.network(tiny_models.CONFIGS["llama"]())
    torch.manual_seed(1)  # peft draws the first halves of the adapters
    adapters = Adapted.of(model, LoRA(rank=4), scores=False, new_tokens=new_tokens)
    return Policy(model, adapters), adapters


def learn(policy: Policy, folder: Path, *, stop_after: int = 0) -> list[Step]:
    steps: list[Step] = []

    def note(step: Step) -> None:
        steps.append(step)
        if step.step == stop_after:
            raise StoppedError

    settings = Settings(learning_rate=2e-2, epochs=4, batch=4, pack_tokens=60, save_every=2)
    job = Job(policy, METHODS["sft"], settings, Material(TREES), Material(()))
    with suppress(StoppedError):
        fit(job, MasterAdamW(policy.model), Checkpoints(folder, {}), on_step=note)
    return steps


def test_only_adapters_are_trained_and_off_they_leave_the_model_as_it_was(tmp_path: Path) -> None:
    policy, _ = adapted()
    plain = Policy(tiny_models.network(tiny_models.CONFIGS["llama"]()))
    before = reference_logprobs(plain, TREES, 60)
    steps = learn(policy, tmp_path)
    assert steps[-1].loss < 0.9 * steps[0].loss
    trained = {name for name, weight in policy.model.named_parameters() if weight.requires_grad}
    assert trained
    assert all("lora_" in name for name in trained)
    for one, other in zip(reference_logprobs(policy, TREES, 60), before, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-5)


@torch.no_grad()
def test_merged_they_compute_the_same_and_nothing_is_changed(tmp_path: Path) -> None:
    policy, adapters = adapted()
    with torch.enable_grad():
        learn(policy, tmp_path)
    policy.model.eval()
    ours = policy.logprobs(PACKED)
    merged = adapters.merged()
    assert not any("lora_" in name for name in merged.state_dict())
    torch.testing.assert_close(Policy(merged).logprobs(PACKED), ours, rtol=0, atol=1e-4)
    torch.testing.assert_close(policy.logprobs(PACKED), ours, rtol=0, atol=0)


def test_a_resumed_training_of_adapters_is_bitwise_the_uninterrupted_one(tmp_path: Path) -> None:
    whole = learn(adapted()[0], tmp_path / "whole")
    learn(adapted()[0], tmp_path / "torn", stop_after=5)
    resumed = learn(adapted()[0], tmp_path / "torn")
    assert [step.step for step in resumed] == [5, 6, 7, 8]
    assert [step.loss for step in resumed] == [step.loss for step in whole[4:]]


def test_the_embeddings_of_new_tokens_are_trained_beside_them(tmp_path: Path) -> None:
    policy, adapters = adapted(new_tokens=(318, 319))
    before = policy.model.get_input_embeddings().weight.detach().clone()
    learn(policy, tmp_path)
    assert "trainable_tokens" in " ".join(n for n, w in policy.model.named_parameters() if w.requires_grad)
    after = adapters.merged().get_input_embeddings().weight
    changed = {int(row) for row in (before != after).any(1).nonzero()}
    assert changed <= {318, 319}


@pytest.mark.parametrize("shape", [{"rank": 0}, {"alpha": 0.0}, {"dropout": 1.0}])
def test_an_impossible_shape_is_refused(shape: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="adapters cannot have"):
        LoRA(**shape)  # type: ignore[arg-type]
