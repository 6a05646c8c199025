"""Pass, regression or inconclusive."""

from __future__ import annotations

import pytest

from adhere.errors import UsageError
from adhere.evals.decision import Outcome, decide
from adhere.stats import compare_paired


def outcome(fixed: int, broken: int, same: int, margin: float = 0.05) -> Outcome:
    return decided(fixed, broken, same, margin)[0]


def decided(fixed: int, broken: int, same: int, margin: float = 0.05) -> tuple[Outcome, int | None]:
    before = [False] * fixed + [True] * broken + [True] * same
    after = [True] * fixed + [False] * broken + [True] * same
    decision = decide(compare_paired(before, after, range(len(before))), margin)
    return decision.outcome, decision.n_needed


def test_a_gain_passes() -> None:
    assert decided(30, 2, 68) == (Outcome.PASS, None)


def test_a_loss_beyond_the_margin_is_a_regression() -> None:
    assert decided(2, 30, 68) == (Outcome.REGRESSION, None)


def test_no_change_on_many_tasks_passes_and_on_few_it_is_not_enough() -> None:
    assert outcome(5, 5, 990) is Outcome.PASS
    assert outcome(1, 1, 8) is Outcome.INCONCLUSIVE


def test_a_loss_that_is_sure_but_smaller_than_the_margin_passes() -> None:
    assert outcome(0, 20, 1980, margin=0.05) is Outcome.PASS
    assert outcome(0, 20, 1980, margin=0.002) is Outcome.REGRESSION


def test_the_number_needed_would_decide() -> None:
    found, needed = decided(4, 4, 56)
    assert found is Outcome.INCONCLUSIVE
    assert needed is not None
    assert needed > 64
    scale = needed / 64
    assert outcome(round(4 * scale), round(4 * scale), round(56 * scale)) is Outcome.PASS


@pytest.mark.parametrize("margin", [0.0, -0.1, 1.0, float("nan")])
def test_a_margin_out_of_range_is_refused(margin: float) -> None:
    with pytest.raises(UsageError, match="margin"):
        outcome(1, 1, 8, margin)
