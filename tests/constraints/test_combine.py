"""Drawing constraints for generated tasks."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from adhere.constraints import CATALOGUE, combine, compatible
from adhere.constraints.catalogue import IFEVAL
from adhere.constraints.combine import UNSUITED
from adhere.errors import UsageError

PROMPT = "Write a short story about a journey to the river, just for children."


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_draws_so_many_of_different_types_that_go_together(count: int) -> None:
    for seed in range(30):
        drawn = combine(Random(seed), PROMPT, count)
        assert len({constraint.id for constraint in drawn}) == count
        assert compatible(drawn)
        assert drawn == combine(Random(seed), PROMPT, count)


def test_every_suited_type_is_drawn_and_no_other() -> None:
    drawn = Counter(c.id for seed in range(250) for c in combine(Random(seed), PROMPT, 2))
    assert set(drawn) == set(IFEVAL) - UNSUITED
    assert min(drawn.values()) >= 5


def test_excluded_types_are_not_drawn_and_unsuited_ones_are_when_asked_for() -> None:
    only = "detectable_format:constrained_response"
    (drawn,) = combine(Random(0), PROMPT, 1, exclude=set(CATALOGUE) - {only})
    assert drawn.id == only


def test_drawn_words_are_new_to_the_prompt() -> None:
    for seed in range(200):
        (drawn,) = combine(Random(seed), PROMPT, 1, exclude=set(CATALOGUE) - {"keywords:forbidden_words"})
        assert not any(word in PROMPT.lower() for word in drawn.words)


@pytest.mark.parametrize(("count", "exclude"), [(30, UNSUITED), (2, set(CATALOGUE) - {"punctuation:no_comma"})])
def test_an_impossible_draw_is_refused(count: int, exclude: frozenset[str]) -> None:
    with pytest.raises(UsageError, match="go together"):
        combine(Random(0), PROMPT, count, exclude=exclude)


def test_a_misspelt_exclusion_is_refused() -> None:
    with pytest.raises(UsageError, match="no_comas"):
        combine(Random(0), PROMPT, 1, exclude={"punctuation:no_comas"})
