from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate import clustered_passes, verdict_from_counts, verdict_shares

from adhere.errors import UsageError
from adhere.stats import (
    PairedVerdict,
    compare_paired,
    holm,
    mcnemar_exact,
    paired_bootstrap,
    score_interval,
)

COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 200)).filter(sum)


def test_exact_mcnemar_gives_the_published_p_value() -> None:
    # Fagerland, Lydersen and Laake 2013, airway hyper-responsiveness: 7 changes one way, 1 the other, 21 pairs.
    assert mcnemar_exact(7, 1) == pytest.approx(0.0703, abs=5e-5)
    assert mcnemar_exact(0, 0) == 1.0
    assert mcnemar_exact(5, 5) == 1.0


def test_the_score_interval_and_its_p_value_are_the_published_ones() -> None:
    # The same example: Tango's interval is (0.026, 0.517), McNemar's asymptotic p-value 0.034.
    assert score_interval(7, 1, 21) == pytest.approx((0.026, 0.517), abs=5e-4)
    assert verdict_from_counts(7, 1, 21) is PairedVerdict.BETTER
    found = compare_paired([False] * 20 + [True], [True] * 7 + [False] * 14, range(21))
    assert (found.fixed, found.broken) == (7, 1)
    assert found.p_value == pytest.approx(0.0339, abs=5e-5)


def test_the_score_interval_is_where_the_profile_likelihood_puts_its_test() -> None:
    """The nuisance parameter of Tango's closed form, found again by search over the constrained likelihood."""
    fixed, broken, n = 9, 4, 40
    for limit in score_interval(fixed, broken, n):
        breaking = np.linspace(max(0.0, -limit), (1 - limit) / 2, 400_001)[1:-1]
        same = n - fixed - broken
        likelihood = (
            fixed * np.log(breaking + limit) + broken * np.log(breaking) + same * np.log(1 - 2 * breaking - limit)
        )
        rate = breaking[np.argmax(likelihood)]
        variance = n * (2 * rate + limit - limit**2)
        assert abs(fixed - broken - n * limit) / math.sqrt(variance) == pytest.approx(1.95996, abs=1e-3)


def test_holm_gives_the_published_example() -> None:
    # Holm 1979 in the form of R's p.adjust.
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx((0.05, 0.08, 0.09, 0.09, 0.09))
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(COUNTS, st.integers(1, 5))
def test_interval_p_value_and_verdict_never_disagree(counts: tuple[int, int, int], size: int) -> None:
    fixed, broken, same = counts
    before = [False] * fixed + [True] * (broken + same)
    after = [True] * fixed + [False] * broken + [True] * same
    found = compare_paired(before, after, [i // size for i in range(sum(counts))])
    decided = found.p_value < 0.05
    assert decided == (found.verdict is not PairedVerdict.NOT_DISTINGUISHABLE)
    assert decided == (found.difference.low > 0 or found.difference.high < 0)
    assert -1 <= found.difference.low <= found.difference.value <= found.difference.high <= 1
    assert (found.n_needed is None) == (fixed == broken)


@given(COUNTS)
def test_swapping_before_and_after_mirrors_the_result(counts: tuple[int, int, int]) -> None:
    fixed, broken, same = counts
    before = [False] * fixed + [True] * (broken + same)
    after = [True] * fixed + [False] * broken + [True] * same
    clusters = [i // 2 for i in range(sum(counts))]
    there, back = compare_paired(before, after, clusters), compare_paired(after, before, clusters)
    assert there.p_value == back.p_value
    assert (there.difference.low, there.difference.high) == pytest.approx(
        (-back.difference.high, -back.difference.low), abs=1e-9
    )


def test_identical_replies_are_not_distinguishable_and_the_interval_says_how_little_that_means() -> None:
    found = compare_paired([True] * 60, [True] * 60, range(60))
    assert found.verdict is PairedVerdict.NOT_DISTINGUISHABLE
    assert found.p_value == 1.0
    assert found.difference.high == pytest.approx(1.96**2 / (60 + 1.96**2), abs=1e-3)
    assert found.n_needed is None


def test_copies_of_one_prompt_are_not_evidence() -> None:
    independent = compare_paired([False] * 40, [True] * 8 + [False] * 32, range(40))
    copies = compare_paired([False] * 40, [True] * 8 + [False] * 32, [i // 8 for i in range(40)])
    assert independent.verdict is PairedVerdict.BETTER
    assert copies.verdict is PairedVerdict.NOT_DISTINGUISHABLE


def test_different_lengths_and_no_tasks_are_refused() -> None:
    for call in (compare_paired, paired_bootstrap):
        with pytest.raises(UsageError):
            call([True], [True, False], ["a"])
        with pytest.raises(UsageError):
            call([], [], [])


@pytest.mark.parametrize("n", [100, 541])
def test_an_a_a_comparison_is_called_different_in_4_to_6_percent_of_2000_cases(n: int) -> None:
    shares = verdict_shares(0.15, 0.15, n, cases=2000, seed=1)
    assert 0.04 <= 1 - shares[PairedVerdict.NOT_DISTINGUISHABLE] <= 0.06


@pytest.mark.parametrize(
    ("n", "discordance"), [(60, 0.08), (60, 0.2), (60, 0.5), (100, 0.1), (100, 0.2), (100, 0.5), (541, 0.02)]
)
def test_the_chance_of_a_false_call_is_4_to_6_percent_from_five_expected_changes_on(n: int, discordance: float) -> None:
    """Summed over the multinomial distribution of the counts: no simulation error."""
    called = 0.0
    for changed in range(1, n + 1):
        share = math.comb(n, changed) * discordance**changed * (1 - discordance) ** (n - changed)
        if share < 1e-9:
            continue
        for fixed in range(changed + 1):
            chance = share * math.comb(changed, fixed) / 2**changed
            if (
                chance > 1e-9
                and verdict_from_counts(fixed, changed - fixed, n) is not PairedVerdict.NOT_DISTINGUISHABLE
            ):
                called += chance
    assert 0.04 <= called <= 0.06


@pytest.mark.parametrize(("clusters", "size"), [(50, 2), (270, 2), (108, 5)])
def test_an_a_a_comparison_with_clusters_is_called_different_in_4_to_6_percent_of_2000_cases(
    clusters: int, size: int
) -> None:
    """Both sides change together within a cluster, as when a change of prompt suits some base prompts."""
    rng = np.random.default_rng(3)
    called = 0
    labels = [i // size for i in range(clusters * size)]
    for _ in range(2000):
        shift = np.repeat(rng.choice([-0.15, 0.15], clusters), size)
        before, after = (rng.random((2, clusters * size)) < np.array([0.4 - shift, 0.4 + shift])).tolist()
        called += compare_paired(before, after, labels).verdict is not PairedVerdict.NOT_DISTINGUISHABLE
    assert 0.04 <= called / 2000 <= 0.06


def test_ignoring_the_clusters_would_call_far_too_many_a_a_comparisons_different() -> None:
    """The simulation above can fail: without the clusters it does."""
    rng = np.random.default_rng(3)
    shift = np.repeat(rng.choice([-0.15, 0.15], (500, 108)), 5, axis=1)
    before, after = rng.random((500, 540)) < 0.4 - shift, rng.random((500, 540)) < 0.4 + shift
    pairs = zip(before.tolist(), after.tolist(), strict=True)
    naive = [compare_paired(b, a, range(540)).verdict is not PairedVerdict.NOT_DISTINGUISHABLE for b, a in pairs]
    assert sum(naive) / 500 > 0.06


def test_the_exact_test_is_too_cautious_for_the_verdict() -> None:
    """The reason that ``compare_paired`` gives for not resting on it."""
    draws = np.random.default_rng(1).multinomial(100, [0.1, 0.1, 0.8], size=2000)
    assert sum(mcnemar_exact(int(b), int(c)) < 0.05 for b, c, _ in draws) / 2000 < 0.04


@pytest.mark.parametrize(("clusters", "size", "lift"), [(60, 1, 0.15), (60, 2, 0.1), (180, 3, 0.05)])
def test_intervals_of_differences_cover_93_to_97_percent(clusters: int, size: int, lift: float) -> None:
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(2000):
        before, labels = clustered_passes(rng, clusters=clusters, size=size, rate=0.4, correlation=0.3)
        after = before ^ (rng.random(before.size) < np.where(before, 0.1, 0.1 + lift))
        found = compare_paired(before.tolist(), after.tolist(), labels).difference
        truth = 0.6 * (0.1 + lift) - 0.4 * 0.1
        covered += found.low <= truth <= found.high
    assert 0.93 <= covered / 2000 <= 0.97


def test_holm_keeps_false_calls_over_many_types_below_6_percent() -> None:
    rng = np.random.default_rng(9)
    sizes = [12, 20, 25, 30, 30, 35, 40, 40, 45, 50, 52, 66]
    false_calls = 0
    for _ in range(2000):
        changed = [rng.multinomial(n, [0.12, 0.12, 0.76]) for n in sizes]
        scores = [abs(b - c) / math.sqrt(max(b + c, 1)) for b, c, _ in changed]
        false_calls += min(holm([math.erfc(s / math.sqrt(2)) for s in scores])) < 0.05
    assert false_calls / 2000 <= 0.06


def test_the_bootstrap_covers_and_agrees_with_the_score_interval() -> None:
    rng = np.random.default_rng(11)
    labels = [i // 2 for i in range(160)]
    covered = 0
    for case in range(1500):
        before, _ = clustered_passes(rng, clusters=80, size=2, rate=0.5, correlation=0.3)
        after = before ^ (rng.random(160) < 0.2)
        low, high = paired_bootstrap(before.tolist(), after.tolist(), labels, seed=case, resamples=500)
        covered += low <= 0 <= high
        if case < 20:
            scored = compare_paired(before.tolist(), after.tolist(), labels).difference
            assert (low, high) == pytest.approx((scored.low, scored.high), abs=0.03)
    assert 0.93 <= covered / 1500 <= 0.97


def test_the_bootstrap_is_a_function_of_its_seed() -> None:
    before, after = np.random.default_rng(0).random((2, 50)).tolist()
    first = paired_bootstrap(before, after, range(50), seed=1)
    assert first == paired_bootstrap(before, after, range(50), seed=1)
    assert first != paired_bootstrap(before, after, range(50), seed=2)
