"""Our losses and gradients against those of TRL's own trainers, to 1e-5 in float32.

TRL's trainers tokenise, collate, run the model and compute the loss; nothing of theirs is copied here. Where a formula
differs, the test says how, and compares what the two have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from both_sides import (
    END,
    EXAMPLES,
    LABELLED,
    PAIRS,
    Side,
    arguments,
    mean,
    ours,
    policy_model,
    prompt,
    quieted,
    reference_model,
    require_equal,
    reward_model,
    texts,
    theirs,
    tokenizer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from datasets import Dataset

    from adhere.data import Pair


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """TRL reports each construction of a trainer unless it is told not to."""
    for name in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRL_EXPERIMENTAL_SILENCE"):
        monkeypatch.setenv(name, "1")


def rows(of: Sequence[dict[str, Any]]) -> Dataset:
    from datasets import Dataset

    return Dataset.from_list(list(of))


def trl_sft(folder: Path, pairs: Sequence[Pair], **settings: object) -> Side:
    with quieted():
        from trl import SFTConfig, SFTTrainer

        told = [{"prompt": prompt(pair), "completion": pair.chosen[0].content + END} for pair in pairs]
        config = SFTConfig(**arguments(folder, len(pairs)), **settings)
        trainer = SFTTrainer(policy_model(), args=config, train_dataset=rows(told), processing_class=tokenizer())
    return theirs(trainer)


def trl_dpo(folder: Path, pairs: Sequence[dict[str, str]], **settings: object) -> Side:
    with quieted():
        from trl import DPOConfig, DPOTrainer

        trainer = DPOTrainer(
            policy_model(),
            ref_model=reference_model(),
            args=DPOConfig(**arguments(folder, len(pairs)), **settings),
            train_dataset=rows(pairs),
            processing_class=tokenizer(),
        )
    return theirs(trainer)


def trl_cpo(folder: Path, pairs: Sequence[Pair], **settings: object) -> Side:
    with quieted():
        from trl.experimental.cpo import CPOConfig, CPOTrainer

        config = CPOConfig(**arguments(folder, len(pairs)), **settings)
        told = rows([texts(pair) for pair in pairs])
        trainer = CPOTrainer(policy_model(), args=config, train_dataset=told, processing_class=tokenizer())
    return theirs(trainer)


def trl_orpo(folder: Path, pairs: Sequence[Pair], **settings: object) -> Side:
    with quieted():
        from trl.experimental.orpo import ORPOConfig, ORPOTrainer

        config = ORPOConfig(**arguments(folder, len(pairs)), **settings)
        told = rows([texts(pair) for pair in pairs])
        trainer = ORPOTrainer(policy_model(), args=config, train_dataset=told, processing_class=tokenizer())
    return theirs(trainer)


@pytest.mark.parametrize(("method", "loss_type"), [("sft", "nll"), ("dft", "dft")])
def test_instruction_tuning(method: str, loss_type: str, tmp_path: Path) -> None:
    require_equal(ours(method, EXAMPLES), trl_sft(tmp_path, PAIRS, loss_type=loss_type))


@pytest.mark.parametrize(
    ("method", "loss_type", "beta"),
    [
        ("dpo", "sigmoid", 0.1),
        ("slic", "hinge", 0.1),
        # TRL's IPO averages over tokens, as its authors said their results do; ours of that name is the published one.
        ("ipo-averaged", "ipo", 0.1),
        ("normalised-dpo", "sigmoid_norm", 5.0),
        ("apo-zero", "apo_zero", 0.1),
        ("apo-down", "apo_down", 0.1),
    ],
)
def test_preferences_with_a_reference(method: str, loss_type: str, beta: float, tmp_path: Path) -> None:
    pairs = [texts(pair) for pair in PAIRS]
    require_equal(ours(method, PAIRS, {"beta": beta}), trl_dpo(tmp_path, pairs, loss_type=[loss_type], beta=beta))


def test_robust_dpo(tmp_path: Path) -> None:
    found = trl_dpo(tmp_path, [texts(pair) for pair in PAIRS], loss_type=["robust"], beta=0.1, label_smoothing=0.2)
    require_equal(ours("robust-dpo", PAIRS, {"beta": 0.1, "label_smoothing": 0.2}), found)


def test_conservative_dpo(tmp_path: Path) -> None:
    """TRL dropped label smoothing from the sigmoid loss: it is what the loss is on average if that share is swapped."""
    right = [texts(pair) for pair in PAIRS]
    swapped = [{**one, "chosen": one["rejected"], "rejected": one["chosen"]} for one in right]
    as_told, as_swapped = (trl_dpo(tmp_path, pairs, loss_type=["sigmoid"], beta=0.1) for pairs in (right, swapped))
    nothing = as_told.plus(as_told, -1.0)
    expected = nothing.plus(as_told, 0.8).plus(as_swapped, 0.2)
    require_equal(ours("dpo", PAIRS, {"beta": 0.1, "label_smoothing": 0.2}), expected)


def test_simpo(tmp_path: Path) -> None:
    """TRL has SimPO within CPO, whose likelihood term is then to be switched off."""
    found = trl_cpo(tmp_path, PAIRS, loss_type="simpo", beta=2.0, simpo_gamma=1.0, cpo_alpha=0.0)
    require_equal(ours("simpo", PAIRS, {"beta": 2.0, "margin": 1.0}), found)


def test_cpo(tmp_path: Path) -> None:
    """TRL averages the likelihood over all tokens of a batch, ours over each reply: alike for single pairs."""
    singles = [trl_cpo(tmp_path, [pair], loss_type="sigmoid", beta=0.1, cpo_alpha=1.0) for pair in PAIRS]
    require_equal(ours("cpo", PAIRS, {"beta": 0.1, "nll_weight": 1.0}), mean(singles))


def test_orpo(tmp_path: Path) -> None:
    """TRL learns the prompt, too, in ORPO's likelihood; the paper's is of the reply.

    So TRL's odds ratio, what its weight adds, is compared beside TRL's own likelihood of single replies.
    """
    with_odds, without = (trl_orpo(tmp_path, PAIRS, beta=beta) for beta in (0.5, 0.0))
    likelihood = mean([trl_sft(tmp_path, [pair]) for pair in PAIRS])
    require_equal(ours("orpo", PAIRS, {"weight": 0.5}), likelihood.plus(with_odds).plus(without, -1.0))


@pytest.mark.parametrize("has_margin", [True, False])
@pytest.mark.parametrize("centring", [0.0, 0.01])
def test_reward_model(has_margin: bool, centring: float, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    from dataclasses import replace

    pairs = PAIRS if has_margin else tuple(replace(pair, margin=None) for pair in PAIRS)
    told = [texts(pair) | ({"margin": pair.margin} if has_margin else {}) for pair in pairs]
    with quieted():
        from trl import RewardConfig, RewardTrainer

        trainer = RewardTrainer(
            reward_model(),
            args=RewardConfig(**arguments(tmp_path, len(pairs)), center_rewards_coefficient=centring),
            train_dataset=rows(told),
            processing_class=tokenizer(),
        )
    require_equal(ours("reward", pairs, {"centring": centring}), theirs(trainer))


def test_kto(tmp_path: Path) -> None:
    """TRL estimates the divergence on each batch and mismatches a reply with the prompt before, ours the one after.

    Ours takes it over the optimizer step; here the two are one batch, and TRL gets the rows from the last to the first.
    """
    told = [
        {"prompt": prompt(one), "completion": one.completion[0].content + END, "label": one.desirable}
        for one in reversed(LABELLED)
    ]
    weights = {"beta": 0.1, "desirable_weight": 1.0, "undesirable_weight": 1.5}
    with quieted():
        from trl import KTOConfig, KTOTrainer

        trainer = KTOTrainer(
            policy_model(),
            ref_model=reference_model(),
            args=KTOConfig(**arguments(tmp_path, len(told)), **weights),
            train_dataset=rows(told),
            processing_class=tokenizer(),
        )
    require_equal(ours("kto", LABELLED, weights), theirs(trainer))
