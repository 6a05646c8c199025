"""Sampled tokens follow the model's distribution, and every sample has its own stream of chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models import Sampling
from adhere.models.local.sampling import choose, stream

DRAWS = 20_000
# Quantiles of the chi-square distribution at 0.999, by degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.4).
CHI_SQUARE_0999 = {3: 16.266, 4: 18.467, 5: 20.515}


def counts(logits: list[float], sampling: Sampling) -> np.ndarray:
    rows = torch.tensor([logits]).expand(DRAWS, -1)
    tokens, _ = choose(rows, [sampling] * DRAWS, stream(0, 0, [1]).random(DRAWS).tolist())
    return np.bincount(tokens, minlength=len(logits))


def chi_square(observed: np.ndarray, probs: np.ndarray) -> float:
    return float((((observed - DRAWS * probs) ** 2) / (DRAWS * probs)).sum())


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_samples_follow_the_distribution_at_the_temperature(temperature: float) -> None:
    logits = [1.0, 0.2, -0.5, 2.0, 0.0, -1.0]
    weights = np.exp(np.array(logits) / temperature)
    statistic = chi_square(counts(logits, Sampling(temperature=temperature)), weights / weights.sum())
    assert statistic < CHI_SQUARE_0999[5]


def test_a_nucleus_holds_the_likeliest_tokens_that_reach_its_mass() -> None:
    probs = np.array([0.05, 0.4, 0.1, 0.3, 0.15])
    observed = counts(np.log(probs).tolist(), Sampling(temperature=1.0, top_p=0.85))
    assert observed[0] == observed[2] == 0  # 0.4 + 0.3 reach 0.7, 0.15 more reaches the mass
    assert chi_square(observed[[1, 3, 4]], np.array([0.4, 0.3, 0.15]) / 0.85) < CHI_SQUARE_0999[3]


def test_a_wide_nucleus_is_found_in_the_whole_vocabulary() -> None:
    """2,000 equal tokens: neither 64 nor 1,024 of them reach the mass."""
    logits = torch.zeros(400, 2_000)
    tokens, _ = choose(logits, [Sampling(temperature=1.0, top_p=0.9)] * 400, stream(0, 0, []).random(400).tolist())
    assert len(set(tokens)) > 300


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(1, 700),
    seed=st.integers(0, 10_000),
    uniform=st.sampled_from([0.0, 1e-12, 0.5, math.nextafter(1.0, 0.0)]),
    top_p=st.sampled_from([0.01, 0.5, 1.0]),
)
def test_only_possible_tokens_are_chosen_at_the_edges_of_chance(
    size: int, seed: int, uniform: float, top_p: float
) -> None:
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(1, size, generator=generator) * 10
    logits[:, torch.rand(size, generator=generator) < 0.5] = -math.inf
    logits[0, seed % size] = 3.0
    (token,), (logprob,) = choose(logits, [Sampling(temperature=1.0, top_p=top_p)], [uniform])
    assert logits[0, token] > -math.inf
    assert logprob == pytest.approx(logits.log_softmax(-1)[0, token].item(), abs=1e-5)


def test_greedy_takes_the_first_of_the_largest_logits() -> None:
    logits = torch.zeros(3, 300)
    logits[1, [200, 250]] = 5.0
    logits[2, 299] = 1.0
    assert choose(logits, [Sampling()] * 3, [0.9] * 3)[0] == [0, 200, 299]


def test_a_tiny_temperature_is_nearly_greedy_and_never_overflows() -> None:
    logits = torch.tensor([[1e4, 2e4, 1.5e4]])
    tokens, logprobs = choose(logits, [Sampling(temperature=1e-30)], [0.99])
    assert (tokens, logprobs) == ([1], [0.0])


def test_rows_of_a_batch_are_sampled_as_they_would_be_alone() -> None:
    logits = torch.randn(4, 1_000, generator=torch.Generator().manual_seed(0)) * 4
    samplings = [Sampling(), Sampling(temperature=0.8), Sampling(temperature=1.3, top_p=0.7), Sampling(top_p=0.2)]
    draws = [0.1, 0.7, 0.4, 0.9]
    together = choose(logits, samplings, draws)[0]
    alone = [choose(logits[i : i + 1], [samplings[i]], [draws[i]])[0][0] for i in range(4)]
    assert together == alone


def test_streams_are_functions_of_seed_index_and_prompt() -> None:
    keys = [(0, 0, [1, 2]), (1, 0, [1, 2]), (0, 1, [1, 2]), (0, 0, [12]), (-1, 0, [1, 2]), (2**80, 0, [1, 2])]
    first = [tuple(stream(*key).random(4)) for key in keys]
    assert len(set(first)) == len(keys)
    assert first == [tuple(stream(*key).random(4)) for key in keys]


def test_the_stream_is_the_same_on_every_machine() -> None:
    assert stream(7, 3, [5, 6]).random(2).tolist() == pytest.approx([0.6923703306683857, 0.39701108797623985])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("size", [1, 15, 16, 2_049, 49_152])
def test_tokens_and_their_probabilities_in_both_precisions(dtype: torch.dtype, size: int) -> None:
    """In bfloat16 many logits are the same: the first of the largest is taken."""
    logits = (torch.randn(5, size, generator=torch.Generator().manual_seed(size)) * 6).to(dtype)
    logits[1, size // 2 + 1 :] = -math.inf
    logits[2] += 1e4
    tokens, logprobs = choose(logits, [Sampling()] * 5, [0.0] * 5)
    assert tokens == logits.argmax(-1).tolist()
    wanted = logits.double().log_softmax(-1).amax(-1)
    torch.testing.assert_close(torch.tensor(logprobs, dtype=torch.float64), wanted, rtol=1e-6, atol=1e-6)


def test_logits_that_are_no_numbers_give_no_probability() -> None:
    for place in (0, 15, 16):
        logits = torch.zeros(2, 17)
        logits[0, place] = math.nan
        probabilities = choose(logits, [Sampling()] * 2, [0.0] * 2)[1]
        assert math.isnan(probabilities[0])
        assert probabilities[1] == pytest.approx(-math.log(17))
