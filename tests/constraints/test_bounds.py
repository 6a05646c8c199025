"""Intervals of counts: what they allow, how they read, and that credit falls with distance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints.bounds import Bounds, Noun

WORD = Noun("word", "words")
ANY_BOUNDS = st.tuples(st.integers(0, 50), st.none() | st.integers(0, 50)).map(
    lambda ends: Bounds(ends[0], None if ends[1] is None else ends[0] + ends[1])
)


@pytest.mark.parametrize(
    ("bounds", "words", "times"),
    [
        (Bounds(50), "at least 50 words", "at least 50 times"),
        (Bounds(1), "at least 1 word", "at least 1 time"),
        (Bounds(0, 9), "at most 9 words", "at most 9 times"),
        (Bounds(3, 3), "exactly 3 words", "exactly 3 times"),
        (Bounds(1, 1), "exactly 1 word", "exactly 1 time"),
        (Bounds(2, 5), "between 2 and 5 words", "between 2 and 5 times"),
        (Bounds(0, 0), "no words", "exactly 0 times"),
    ],
)
def test_how_an_interval_reads(bounds: Bounds, words: str, times: str) -> None:
    assert bounds.of(WORD) == words
    assert bounds.times() == times


@settings(deadline=None, derandomize=True)
@given(ANY_BOUNDS, st.integers(0, 120))
def test_the_score_is_one_inside_and_falls_with_distance(bounds: Bounds, count: int) -> None:
    here, further = bounds.score(count), bounds.score(count + 1)
    assert (here == 1) == bounds.allows(count)
    if count < bounds.minimum:
        assert here < further
    elif bounds.maximum is not None and count >= bounds.maximum:
        assert here > further > 0
