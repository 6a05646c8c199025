"""The loop: what must not matter does not, a resumed training is the same one, and it learns."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
from grown_trees import draw_trees

import tiny_models
from adhere.data import Pair
from adhere.errors import AdhereError, UsageError
from adhere.training.checkpoint import Checkpoints
from adhere.training.fit import Job, Material, Step, fit
from adhere.training.methods import METHODS, Reads, Unit
from adhere.training.optimizer import MasterAdamW
from adhere.training.policy import Policy
from adhere.training.reference import reference_logprobs
from adhere.training.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.training.trees import Tree

PREFERENCE = [name for name, one in METHODS.items() if one.learns_from is Pair and one.reads is Reads.LOGPROBS]
SETTINGS = Settings(learning_rate=1e-2, epochs=2, batch=4, pack_tokens=40, weight_decay=0.1)


class StoppedError(Exception):
    """A kill."""


def run(
    folder: Path, settings: Settings, *, method: str = "sft", trees: list[Tree] | None = None, stop_after: int = 0
) -> tuple[list[Step], dict[str, torch.Tensor]]:
    """Train a tiny model; return its steps and its weights."""
    model = tiny_models.network(tiny_models.CONFIGS["llama"]())
    policy = Policy(model)
    branches = 1 if METHODS[method].unit is Unit.TOKEN else 2
    trees = trees or draw_trees(7, 11, branches)
    reference = reference_logprobs(policy, trees, 50) if METHODS[method].needs_reference else None
    job = Job(policy, METHODS[method], settings, Material(trees, reference), Material(()))
    steps: list[Step] = []

    def note(step: Step) -> None:
        steps.append(step)
        if step.step == stop_after:
            raise StoppedError

    with suppress(StoppedError):
        fit(job, MasterAdamW(model, weight_decay=0.1), Checkpoints(folder, {"seed": settings.seed}), on_step=note)
    return steps, {name: weight.detach().clone() for name, weight in model.named_parameters()}


@pytest.mark.parametrize("method", ["sft", "dft", "dpo", "ipo-averaged", "orpo"])
def test_the_size_of_packs_does_not_change_the_result(method: str, tmp_path: Path) -> None:
    small, _ = run(tmp_path / "small", replace(SETTINGS, pack_tokens=1), method=method)
    large, _ = run(tmp_path / "large", replace(SETTINGS, pack_tokens=4000), method=method)
    assert len(small) == 6
    for one, other in zip(small, large, strict=True):
        assert one.loss == pytest.approx(other.loss, rel=2e-4, abs=1e-5)
        assert one.gradient_norm == pytest.approx(other.gradient_norm, rel=2e-3, abs=1e-5)


def test_a_resumed_training_is_bitwise_the_uninterrupted_one(tmp_path: Path) -> None:
    settings = replace(SETTINGS, save_every=2)
    whole, weights = run(tmp_path / "whole", settings)
    begun, _ = run(tmp_path / "torn", settings, stop_after=4)
    resumed, torn_weights = run(tmp_path / "torn", settings)
    assert [step.step for step in begun] == [1, 2, 3, 4]
    # The kill came before the fourth step was saved.
    assert [step.step for step in resumed] == [3, 4, 5, 6]
    assert [step.loss for step in resumed] == [step.loss for step in whole[2:]]
    assert all(torch.equal(weights[name], torn_weights[name]) for name in weights)


def test_a_finished_training_is_not_done_again(tmp_path: Path) -> None:
    _, weights = run(tmp_path, SETTINGS)
    steps, again = run(tmp_path, SETTINGS)
    assert steps == []
    assert all(torch.equal(weights[name], again[name]) for name in weights)


def test_a_checkpoint_of_another_training_is_refused(tmp_path: Path) -> None:
    run(tmp_path, SETTINGS)
    with pytest.raises(UsageError, match="of another training: its seed is 0, not 1"):
        run(tmp_path, replace(SETTINGS, seed=1))


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    run(tmp_path, SETTINGS)
    (damaged,) = tmp_path.glob("step-*/weights.safetensors")
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(UsageError, match="damaged"):
        run(tmp_path, SETTINGS)


def test_a_full_disk_keeps_the_checkpoint_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(SETTINGS, save_every=2)
    run(tmp_path, settings, stop_after=3)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("adhere.training.checkpoint.save_file", full)
        with pytest.raises(AdhereError, match="No space left on device"):
            run(tmp_path, settings)
    assert [folder.name for folder in tmp_path.glob("step-*")] == ["step-00000002"]
    assert not (tmp_path / ".partial").exists()
    assert [step.step for step in run(tmp_path, settings)[0]] == [3, 4, 5, 6]


def test_a_loss_that_is_no_number_ends_it_with_the_last_weights_intact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(SETTINGS, save_every=2)
    run(tmp_path, settings, stop_after=3)
    original = Policy.logprobs
    monkeypatch.setattr(Policy, "logprobs", lambda self, packed: original(self, packed) * float("nan"))
    monkeypatch.setattr("adhere.training.policy.use_packs", lambda *_, **__: None)
    with pytest.raises(AdhereError, match="the loss of step 3 is nan"):
        run(tmp_path, settings)
    assert [folder.name for folder in tmp_path.glob("step-*")] == ["step-00000002"]


def test_the_best_weights_on_held_out_examples_are_kept_and_patience_ends(tmp_path: Path) -> None:
    model = tiny_models.network(tiny_models.CONFIGS["llama"]())
    policy = Policy(model)
    settings = replace(SETTINGS, learning_rate=0.3, epochs=8, evaluate_every=1, patience=3, warmup=0.0)
    training, held_out = Material(draw_trees(1, 8)), Material(draw_trees(2, 6))
    job = Job(policy, METHODS["sft"], settings, training, held_out)
    steps: list[Step] = []
    progress = fit(job, MasterAdamW(model), Checkpoints(tmp_path, {}), on_step=steps.append)
    looks = [step for step in steps if step.is_look]
    best = min(looks, key=lambda step: step.loss)
    assert progress.best == best.loss
    assert progress.step < job.steps
    assert progress.step - progress.best_step == 3
    fresh = Job(policy, METHODS["sft"], settings, training, held_out)
    again: list[Step] = []
    still = replace(fresh, settings=replace(settings, learning_rate=1e-9, epochs=0.5, patience=0))
    fit(still, MasterAdamW(model), Checkpoints(tmp_path / "look", {}), on_step=again.append)
    assert [step.loss for step in again if step.is_look][-1] == pytest.approx(best.loss, rel=1e-4)


def test_bfloat16_weights_gather_updates_too_small_for_them() -> None:
    weight = torch.nn.Linear(4, 4, bias=False).to(torch.bfloat16)
    before = weight.weight.detach().clone()
    optimizer = MasterAdamW(weight)
    for _ in range(40):
        weight.weight.grad = torch.ones_like(weight.weight)
        optimizer.step(learning_rate=1e-4, longest=100.0)
    moved = (before - weight.weight.detach()).float()
    assert float(moved.mean()) == pytest.approx(40 * 1e-4, rel=0.1)


def test_a_tiny_model_learns_what_it_is_shown(tmp_path: Path) -> None:
    steps, _ = run(tmp_path, replace(SETTINGS, epochs=100, batch=11))
    assert steps[-1].loss < 0.05 * steps[0].loss


@pytest.mark.parametrize("method", PREFERENCE)
def test_every_preference_method_learns_to_prefer_the_chosen(method: str, tmp_path: Path) -> None:
    steps, _ = run(tmp_path, replace(SETTINGS, learning_rate=1e-2, epochs=30, batch=11), method=method)
    assert steps[-1].metrics["accuracy"] == 1.0
    assert steps[-1].metrics["margin"] > steps[0].metrics["margin"]
