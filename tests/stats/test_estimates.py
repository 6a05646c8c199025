from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate import clustered_passes

from adhere.errors import UsageError
from adhere.stats import mean, proportion, wilson
from adhere.stats.distributions import two_sided_t


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_values_of_newcombe_1998(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("df", "level", "value"),
    [(1, 0.95, 12.7062), (5, 0.95, 2.5706), (30, 0.95, 2.0423), (2, 0.99, 9.9248), (10, 0.9, 1.8125)],
)
def test_t_quantiles_equal_the_printed_tables(df: int, level: float, value: float) -> None:
    assert two_sided_t(level, df) == pytest.approx(value, abs=5e-5)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_with_every_observation_its_own_cluster_a_proportion_is_wilsons(passed: list[bool]) -> None:
    found = proportion(passed, range(len(passed)))
    assert found.interval == pytest.approx(wilson(sum(passed), len(passed)))
    assert (found.n, found.clusters) == (len(passed), len(passed))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40))
def test_an_interval_lies_in_the_unit_range_holds_its_value_and_has_a_width(rows: list[tuple[bool, int]]) -> None:
    found = proportion([p for p, _ in rows], [c for _, c in rows])
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low > 0.01


def test_repeating_every_observation_in_its_cluster_adds_next_to_no_information() -> None:
    passed = [i % 3 == 0 for i in range(60)]
    once = proportion(passed, range(60))
    repeated = proportion([p for p in passed for _ in range(4)], [i for i in range(60) for _ in range(4)])
    assert repeated.se == pytest.approx(once.se)
    assert repeated.interval == pytest.approx(once.interval, abs=0.005)


def test_where_all_pass_the_clusters_count_not_the_observations() -> None:
    # Ten clusters: a little wider than ten observations, because the variance was estimated from ten.
    found = proportion([True] * 30, [i // 3 for i in range(30)])
    assert wilson(8, 8).low < found.low < wilson(10, 10).low


def test_the_clustered_standard_error_is_the_published_formula() -> None:
    # Miller 2024: sqrt(sum over clusters of (sum of residuals)^2) / n, times sqrt(G / (G - 1)).
    found = mean([1.0, 3.0, 2.0, 6.0], ["a", "a", "b", "b"])
    assert found.value == 3.0
    assert found.se == pytest.approx(math.sqrt((-2 + 0) ** 2 + (-1 + 3) ** 2) / 4 * math.sqrt(2))
    assert found.high == pytest.approx(3.0 + 12.7062 * found.se, rel=1e-4)


def test_from_one_cluster_the_error_is_unknown_and_json_says_so() -> None:
    found = mean([1.0, 2.0], ["a", "a"])
    assert found.interval == (-math.inf, math.inf)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["se"] is None


@pytest.mark.parametrize("function", [proportion, mean])
def test_no_values_and_mismatched_clusters_are_refused(function: object) -> None:
    for values, clusters in (([], []), ([True], ["a", "b"])):
        with pytest.raises(UsageError):
            function(values, clusters)  # type: ignore[operator]


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 3), (4, 3), (0, 0)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    with pytest.raises(UsageError):
        wilson(k, n)


@pytest.mark.parametrize(
    ("n", "rate"), [(60, 0.3), (60, 0.5), (100, 0.3), (100, 0.85), (250, 0.1), (541, 0.3), (541, 0.85)]
)
def test_wilson_intervals_cover_93_to_97_percent(n: int, rate: float) -> None:
    """By summing the binomial distribution: no simulation error."""
    covered = 0.0
    for k in range(n + 1):
        low, high = wilson(k, n)
        if low <= rate <= high:
            covered += math.comb(n, k) * rate**k * (1 - rate) ** (n - k)
    assert 0.93 <= covered <= 0.97


@pytest.mark.parametrize(
    ("clusters", "size", "rate", "correlation"),
    [(60, 2, 0.3, 0.3), (40, 3, 0.5, 0.6), (150, 4, 0.85, 0.4), (100, 2, 0.3, 0.01)],
)
def test_clustered_proportions_cover_93_to_97_percent(
    clusters: int, size: int, rate: float, correlation: float
) -> None:
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(2000):
        passed, labels = clustered_passes(rng, clusters=clusters, size=size, rate=rate, correlation=correlation)
        found = proportion(passed.tolist(), labels)
        covered += found.low <= rate <= found.high
    assert 0.93 <= covered / 2000 <= 0.97


def test_clustered_means_cover_93_to_97_percent() -> None:
    rng = np.random.default_rng(8)
    labels = [i // 3 for i in range(60)]
    draws = np.repeat(rng.normal(size=(2000, 20)), 3, axis=1) + rng.normal(size=(2000, 60))
    found = [mean(row, labels) for row in draws.tolist()]
    assert 0.93 <= sum(f.low <= 0 <= f.high for f in found) / 2000 <= 0.97
