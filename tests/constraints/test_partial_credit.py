"""Partial credit never falls on the way to what is asked: by counts, by what is forbidden, and step by step."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from drawn_constraints import PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE, Outcome
from adhere.constraints.bounds import Bounds
from adhere.constraints.counted import Counted
from adhere.constraints.surface.absent import Absent
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

COUNTED = [type_id for type_id, kind in CATALOGUE.items() if issubclass(kind, Counted)]
ABSENT = [type_id for type_id, kind in CATALOGUE.items() if issubclass(kind, Absent) and kind.additions]
MODEST = settings(max_examples=6, deadline=None, derandomize=True)


@given(low=st.integers(0, 50), width=st.one_of(st.none(), st.integers(0, 20)), count=st.integers(0, 200))
def test_a_count_nearer_to_the_bounds_earns_more(low: int, width: int | None, count: int) -> None:
    bounds = Bounds(low, None if width is None else low + width)
    here, further = bounds.score(count), bounds.score(count + 1)
    if bounds.allows(count):
        assert here == 1
    elif count < bounds.minimum:
        assert here < further
    else:
        assert here > further
    assert 0 <= here <= 1


@pytest.mark.parametrize("type_id", COUNTED)
@MODEST
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_more_missing_or_more_too_many_never_earns_more(type_id: str, data: DataObject, seed: int) -> None:
    kind = CATALOGUE[type_id]
    given_params = {k: v for k, v in data.draw(PARAMETERS[type_id]).items() if k not in {"minimum", "maximum"}}
    texts = {}
    for count in range(8):
        try:
            exact = kind(**given_params, minimum=count, maximum=count)
            texts[count] = exact.witness(Random(seed), "tea")
        except UsageError:  # so many cannot be asked for with these parameters
            continue
    assert len(texts) > 2
    middle = sorted(texts)[len(texts) // 2]
    asked = kind(**given_params, minimum=middle, maximum=middle)
    verdicts = {count: asked.check(Document(text)) for count, text in texts.items()}
    assert verdicts[middle].score == 1
    rising = [verdict.score for count, verdict in sorted(verdicts.items()) if count <= middle]
    falling = [verdict.score for count, verdict in sorted(verdicts.items()) if count >= middle]
    assert all(before < after for before, after in pairwise(rising))
    assert all(before > after for before, after in pairwise(falling))


@pytest.mark.parametrize("type_id", ABSENT)
@MODEST
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_each_forbidden_thing_costs(type_id: str, data: DataObject, seed: int) -> None:
    constraint = CATALOGUE[type_id](**data.draw(PARAMETERS[type_id]))
    text = constraint.witness(Random(seed), "tea")
    addition = data.draw(st.sampled_from(constraint.additions))
    verdicts = [constraint.check(Document(" ".join([text] + [addition] * count))) for count in range(4)]
    assert verdicts[0].score == 1
    scores = [verdict.score for verdict in verdicts if verdict.outcome is not Outcome.UNDECIDED]
    assert all(before >= after for before, after in pairwise(scores))
    assert max(scores[1:], default=0) < 1


_NAMES = ("river", "garden", "music")
LADDERS: dict[str, tuple[dict[str, object], list[str]]] = {
    "keywords:existence": ({"keywords": _NAMES}, ["Tea.", "A river.", "A river, a garden.", "River, garden, music."]),
    "keywords:forbidden_words": ({"words": _NAMES}, ["River garden music.", "River garden.", "River.", "Tea."]),
    "punctuation:no_comma": ({}, ["a, b, c, d", "a, b, c", "a, b", "a"]),
    "count:punctuation": ({"marks": (";", ":", "!")}, ["Tea.", "Tea; no.", "Tea; so: no.", "Tea; so: no!"]),
    "count:keywords_multiple": (
        {"keywords": ("river", "garden"), "times": (1, 2)},
        ["Tea.", "A river.", "A river, a garden.", "A river, a garden, a garden."],
    ),
    "ratio:stop_words": (
        {"percentage": 25},
        ["of the and to", "of the and tea", "of the warm tea", "the warm green tea"],
    ),
    "ratio:overlap": (
        {"reference": "one two three four five six", "percentage": 100, "tolerance": 2},
        ["a b c d e f", "one two three d e f", "one two three four e f", "one two three four five six"],
    ),
    "ratio:sentence_type": ({}, ["Go.", "Go. So. We. Be. It. Am?", "Go. So. We. Am?", "Go. So. Am?"]),
    "ratio:sentence_balance": ({}, ["Go.", "Go. So. We. Am? Ha!", "Go. So. Am? Ha!", "Go. Am? Ha!"]),
    "ratio:sentence_words": (
        {},
        ["Tea tea. Milk tea.", "Big cat. Big dog. Big elk.", "Big cat. Red dog. Old elk."],
    ),
    "words:vowel": ({"types": 1}, ["aeiou", "A he I go", "A he I", "A he", "A cat sat"]),
    "words:repeats": ({"maximum": 1}, ["go go go go", "go go go", "go go", "go"]),
    "words:odd_even_syllables": ({}, ["tea", "tea cup hot pot", "river tea hot", "river tea water"]),
    "words:words_position": ({"keyword": "tea"}, ["A cup of water", "A tea of water", "A tea and tea too"]),
    "words:keywords_specific_position": (
        {"keyword": "tea", "sentence": 2, "position": 3},
        ["", "So.", "So. Go.", "So. Go on.", "So. Go on now.", "So. Go on tea."],
    ),
    "sentence:keyword": ({"word": "tea", "sentence": 3}, ["", "So.", "So. Go.", "So. Go. We.", "So. Go. Tea."]),
    "sentence:increment": (
        {"increment": 1},
        ["Go.", "We go. We go. We go. So.", "Go. We go. We go. So.", "Go. We go."],
    ),
    "words:alphabet": ({}, ["tea", "a b d f", "a b c e", "a b c d"]),
    "words:no_consecutive": ({}, ["a a a a", "a a a b", "a a b c", "a b c d"]),
    "words:prime_lengths": ({}, ["four fine cats move", "two fine cats move", "two two cats move", "two two two two"]),
    "words:last_first": ({}, ["So.", "Go on. We go. It is. No.", "Go on. On it. We go. Is it.", "Go on. On it."]),
    "words:paragraph_last_first": ({}, ["a b\nc d\ne f", "a a\nc d\ne f", "a a\nc c\ne f", "a a\nc c\ne e"]),
    "count:words_japanese": (
        {"every": 2},
        ["a", "a b c d e f", "a \u732b c d e f", "a \u732b c \u732b e f", "a \u732b"],
    ),
}


@pytest.mark.parametrize("type_id", LADDERS)
def test_each_step_towards_what_is_asked_earns_more(type_id: str) -> None:
    params, replies = LADDERS[type_id]
    constraint = CATALOGUE[type_id](**params)
    scores = [constraint.check(Document(reply)).score for reply in replies]
    assert scores[-1] == 1
    assert all(before < after for before, after in pairwise(scores)), scores
