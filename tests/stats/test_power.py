from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate import verdict_shares

from adhere.errors import UsageError
from adhere.stats import PairedVerdict, minimum_detectable_effect, pairs_needed


@pytest.mark.parametrize(("n", "discordance"), [(100, 0.2), (100, 0.4), (250, 0.3), (541, 0.1), (541, 0.3)])
def test_the_smallest_detectable_difference_is_detected_in_80_percent_of_cases(n: int, discordance: float) -> None:
    effect = minimum_detectable_effect(n, discordance)
    shares = verdict_shares((discordance + effect) / 2, (discordance - effect) / 2, n, cases=4000, seed=2)
    assert shares[PairedVerdict.BETTER] == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(("difference", "discordance"), [(0.1, 0.2), (0.05, 0.15), (-0.1, 0.3)])
def test_the_number_of_tasks_needed_detects_the_difference_in_80_percent_of_cases(
    difference: float, discordance: float
) -> None:
    n = pairs_needed(difference, discordance)
    shares = verdict_shares((discordance + difference) / 2, (discordance - difference) / 2, n, cases=4000, seed=4)
    wanted = PairedVerdict.BETTER if difference > 0 else PairedVerdict.WORSE
    assert shares[wanted] == pytest.approx(0.8, abs=0.03)


@given(st.integers(20, 2000), st.floats(0.02, 0.9), st.floats(1, 4))
def test_the_two_answers_are_inverse(n: int, discordance: float, design_effect: float) -> None:
    effect = minimum_detectable_effect(n, discordance, design_effect=design_effect)
    if effect < discordance:
        assert pairs_needed(effect, discordance, design_effect=design_effect) == pytest.approx(n, abs=1)


def test_where_hardly_anything_changes_every_change_would_have_to_go_one_way() -> None:
    effect = minimum_detectable_effect(100, 0.0)
    assert effect == pytest.approx(minimum_detectable_effect(100, effect), rel=1e-6)
    shares = verdict_shares(effect, 0.0, 100, cases=4000, seed=2)
    assert shares[PairedVerdict.BETTER] > 0.75
    assert minimum_detectable_effect(2, 0.0) == 1.0


@pytest.mark.parametrize(("difference", "discordance"), [(0.0, 0.2), (0.3, 0.2)])
def test_a_difference_that_cannot_be_has_no_number_of_tasks(difference: float, discordance: float) -> None:
    with pytest.raises(UsageError):
        pairs_needed(difference, discordance)


def test_a_comparison_of_no_tasks_is_refused() -> None:
    with pytest.raises(UsageError):
        minimum_detectable_effect(0, 0.2)
