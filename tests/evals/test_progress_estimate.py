"""How long a run will take."""

from __future__ import annotations

import pytest

from adhere.evals.progress import seconds_left


@pytest.mark.parametrize(
    ("finished", "remaining", "elapsed", "left"),
    [
        (0, 10, 5.0, None),
        (1, 3, 5.0, 15.0),
        (10, 0, 5.0, 0.0),
        (4, 96, 60.0, None),  # too early: 64 slots start together, and the first reply is no measure of throughput
        (5, 95, 60.0, 1140.0),
        (0, 0, 5.0, None),
    ],
)
def test_time_left(finished: int, remaining: int, elapsed: float, left: float | None) -> None:
    assert seconds_left(finished, remaining, elapsed) == left
