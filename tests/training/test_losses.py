"""Losses against their formulas, written out for one pair, and what they must do whatever the formula."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from adhere.data import Pair
from adhere.training.losses import LogProbs, Scores, bradley_terry, dft, kto, nll, process_reward
from adhere.training.methods import METHODS, Reads

CHOSEN, REJECTED = (-0.5, -1.0), (-0.25, -1.5, -0.75)
REFERENCE = (-0.75, -0.5, -1.0, -0.25, -0.5)


def log_sigmoid(x: float) -> float:
    return -math.log1p(math.exp(-x))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def pair(*, reference: bool = True) -> LogProbs:
    tokens = torch.tensor([*CHOSEN, *REJECTED])
    return LogProbs(tokens, torch.tensor([0, 0, 1, 1, 1]), 2, torch.tensor(REFERENCE) if reference else None)


# Sums: chosen -1.5, rejected -2.5; under the reference -1.25 and -1.75: log-ratios -0.25 and -0.75.
R = {"chosen": -0.25, "rejected": -0.75}
ODDS = [mean - math.log(1 - math.exp(mean)) for mean in (-0.75, -2.5 / 3)]
EXPECTED = {
    "dpo": -log_sigmoid(0.1 * 0.5),
    "robust-dpo": (-0.9 * log_sigmoid(0.05) + 0.1 * log_sigmoid(-0.05)) / 0.8,
    "normalised-dpo": -log_sigmoid(5 * (-0.125 + 0.25)),
    "ipo": (0.5 - 5) ** 2,
    "ipo-averaged": (0.125 - 5) ** 2,
    "slic": 1 - 0.05,
    "apo-zero": 1 - sigmoid(-0.025) + sigmoid(-0.075),
    "apo-down": sigmoid(-0.025) + 1 - sigmoid(0.05),
    "simpo": -log_sigmoid(2 * (-0.75 + 2.5 / 3) - 1),
    "cpo": -log_sigmoid(0.1) + 0.75,
    "orpo": 0.75 - 0.1 * log_sigmoid(ODDS[0] - ODDS[1]),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_one_pair_by_hand(name: str) -> None:
    terms = METHODS[name].terms(pair(), {})
    assert terms.units == 1
    assert float(terms.loss) == pytest.approx(EXPECTED[name], rel=1e-6)


def test_conservative_dpo_by_hand() -> None:
    terms = METHODS["dpo"].terms(pair(), {"label_smoothing": 0.2})
    assert float(terms.loss) == pytest.approx(-0.8 * log_sigmoid(0.05) - 0.2 * log_sigmoid(-0.05), rel=1e-6)


def test_likelihoods_by_hand() -> None:
    assert float(nll(pair()).loss) == pytest.approx(4.0)
    assert float(dft(pair()).loss) == pytest.approx(-sum(x * math.exp(x) for x in (*CHOSEN, *REJECTED)))


def test_bradley_terry_by_hand() -> None:
    scores, none = torch.tensor([2.0, 0.5]), torch.tensor([0.0])
    assert float(bradley_terry(Scores(scores, none)).loss) == pytest.approx(-log_sigmoid(1.5))
    assert float(bradley_terry(Scores(scores, torch.tensor([1.0]))).loss) == pytest.approx(-log_sigmoid(0.5))
    assert float(bradley_terry(Scores(scores, none), centring=0.01).loss) == pytest.approx(
        -log_sigmoid(1.5) + 0.01 * 6.25
    )


def test_kto_by_hand() -> None:
    """One good and one bad reply, with log-ratios -0.25 and -0.75, and a divergence of 0.5."""
    labels = torch.tensor([1.0, 0.0])
    replies = replace(pair(), labels=labels, divergence=0.5)
    weights = {"beta": 0.1, "desirable_weight": 1.0, "undesirable_weight": 2.0}
    expected = 1 - sigmoid(0.1 * (-0.25 - 0.5)) + 2 * (1 - sigmoid(0.1 * (0.5 + 0.75)))
    terms = kto(replies, **weights)
    assert terms.units == 2
    assert float(terms.loss) == pytest.approx(expected, rel=1e-6)
    assert float(terms.metrics["accuracy"]) == 1.0
    # A divergence below zero is none.
    below, none = (kto(replace(replies, divergence=value), **weights).loss for value in (-3.0, 0.0))
    assert float(below) == float(none)


def test_steps_by_hand() -> None:
    terms = process_reward(Scores(torch.tensor([1.5, -0.5, 0.25]), torch.tensor([1.0, 1.0, 0.0])))
    assert float(terms.loss) == pytest.approx(-log_sigmoid(1.5) - log_sigmoid(-0.5) - log_sigmoid(-0.25))
    assert (terms.units, float(terms.metrics["accuracy"])) == (3, 1.0)


PREFERENCE = [name for name, one in METHODS.items() if one.learns_from is Pair and one.reads is Reads.LOGPROBS]


@pytest.mark.parametrize("name", PREFERENCE)
def test_a_step_down_the_gradient_prefers_the_chosen_reply_more(name: str) -> None:
    logprobs = pair(reference=METHODS[name].needs_reference)
    logprobs.tokens.requires_grad_()
    METHODS[name].terms(logprobs, {}).loss.backward()
    gradient = logprobs.tokens.grad
    assert gradient is not None
    chosen, rejected = gradient[:2].mean(), gradient[2:].mean()
    assert chosen < rejected


@pytest.mark.parametrize("name", PREFERENCE)
def test_the_loss_of_two_packs_is_that_of_one(name: str) -> None:
    one = pair()
    both = LogProbs(
        torch.cat([one.tokens, one.tokens.flip(0)]),
        torch.cat([one.sequence, one.sequence.flip(0).sub(1).abs() + 2]),
        4,
        torch.cat([one.reference, one.reference.flip(0)]) if one.reference is not None else None,
    )
    other = LogProbs(one.tokens.flip(0), one.sequence.flip(0).sub(1).abs(), 2, torch.tensor(REFERENCE).flip(0))
    apart = METHODS[name].terms(one, {}).loss + METHODS[name].terms(other, {}).loss
    together = METHODS[name].terms(both, {})
    assert together.units == 2
    assert float(together.loss) == pytest.approx(float(apart), rel=1e-6)


def test_what_needs_a_reference_says_so() -> None:
    with pytest.raises(ValueError, match="reference"):
        METHODS["dpo"].terms(pair(reference=False), {})
