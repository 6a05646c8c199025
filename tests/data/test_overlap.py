"""Texts that are the same or nearly so are found, and the search for them misses none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adhere.data.overlap import Likeness, Match, Overlap, common, words

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), max_size=14)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


def longest_common(first: list[str], second: list[str]) -> int:
    """The textbook's table."""
    above = [0] * (len(second) + 1)
    for one in first:
        row = [0]
        for place, other in enumerate(second):
            row.append(above[place] + 1 if one == other else max(above[place + 1], row[place]))
        above = row
    return above[-1]


@given(WORDS, WORDS)
def test_the_common_subsequence_is_as_long_as_the_table_says(first: list[str], second: list[str]) -> None:
    assert common(first, second) == longest_common(first, second)


@given(TEXTS, WORDS.map(" ".join))
def test_the_search_finds_what_comparing_all_finds(texts: list[str], text: str) -> None:
    mine = text.split()
    near = {
        place
        for place, other in enumerate(texts)
        if (total := len(mine) + len(other.split())) and 2 * longest_common(mine, other.split()) > 0.7 * total
    }
    found = Overlap(texts).matches(text)
    inside = {place for place, other in enumerate(texts) if len(other.split()) >= 8 and f" {other} " in f" {text} "}
    assert {match.place for match in found} == near | inside
    same = {match.place for match in found if match.likeness is Likeness.SAME}
    assert same == inside | {place for place in near if texts[place] == text}


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        ("What color is the sky?", Likeness.SAME),
        ("what COLOR is the sky", Likeness.SAME),
        ("What color is the clear sky?", Likeness.NEAR),
        ("What is the sky?", Likeness.NEAR),
        ("What color is a rose?", None),
        ("", None),
        # Shorter than eight words: it stands in longer texts by chance.
        ("Tell me the answer to this: what color is the sky? Answer in one word and in German, please.", None),
    ],
)
def test_a_short_prompt_is_found_too(text: str, likeness: Likeness | None) -> None:
    expected = [Match(0, likeness)] if likeness else []
    assert Overlap(["What color is the sky?"]).matches(text) == expected


def test_a_task_with_constraints_around_it_is_the_task() -> None:
    task = "Write a short letter to a friend who has moved away."
    text = f"{task} Your answer should be in all lower case, and it should have three paragraphs at least, no commas."
    assert Overlap([task]).matches(text) == [Match(0, Likeness.SAME)]


def test_words_know_other_scripts() -> None:
    assert words("Größe, 中文; don't") == ("grösse", "中文", "don", "t")
