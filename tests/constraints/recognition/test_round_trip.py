"""What we write, we read: every wording of every published type is recognised as the constraint that wrote it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints.catalogue import IFEVAL
from adhere.constraints.recognition import recognise


@pytest.mark.parametrize("type_id", IFEVAL)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_each_wording_is_read_back_as_the_constraint_that_wrote_it(type_id: str, seed: int) -> None:
    constraint = IFEVAL[type_id].draw(Random(seed), "Write a story about a dog.")
    for wording in constraint.wordings():
        assert [one.constraint for one in recognise(wording).found] == [constraint], wording
