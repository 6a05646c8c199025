"""What we write, we read: every wording of every published type is recognised as the constraint that wrote it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints.catalogue import CATALOGUE, IFEVAL
from adhere.constraints.recognition import recognise


@pytest.mark.parametrize("type_id", IFEVAL)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_each_wording_is_read_back_as_the_constraint_that_wrote_it(type_id: str, seed: int) -> None:
    constraint = IFEVAL[type_id].draw(Random(seed), "Write a story about a dog.")
    for wording in constraint.wordings():
        assert [one.constraint for one in recognise(wording).found] == [constraint], wording


WORDED_BY_OTHERS = (
    "words:consonants",
    "words:no_consecutive",
    "words:odd_even_syllables",
    "words:prime_lengths",
    "words:last_first",
    "words:start_verb",
    "words:alphabet",
    "format:newline",
    "format:emoji",
    "format:thesis",
    "format:title_case",
    "format:no_whitespace",
    "ratio:stop_words",
    "ratio:sentence_balance",
    "count:pronouns",
    "count:conjunctions",
    "count:unique_word_count",
    "format:parentheses",
    "format:quotes",
    "words:palindrome",
)
"""Types of IFBench of which at least four in five of our own wordings are read back."""


@pytest.mark.parametrize("type_id", WORDED_BY_OTHERS)
def test_types_of_ifbench_are_read_in_more_wordings_than_the_published_one(type_id: str) -> None:
    wordings = [
        (constraint, wording)
        for constraint in (CATALOGUE[type_id].draw(Random(seed), "Write a story about a dog.") for seed in range(5))
        for wording in constraint.wordings()
    ]
    read = [[one.constraint for one in recognise(wording).found] == [constraint] for constraint, wording in wordings]
    assert sum(read) >= 0.8 * len(read), [wording for (_, wording), hit in zip(wordings, read, strict=True) if not hit]
