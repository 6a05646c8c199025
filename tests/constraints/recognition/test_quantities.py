from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.recognition.bounds import Form, frequencies, quantities
from adhere.constraints.recognition.numbers import NUMBER, read_number, read_ordinal


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("at least 300 words", Bounds(300)),
        ("no fewer than twenty-five words", Bounds(25)),
        ("a minimum of 1,200 words", Bounds(1200)),
        ("300+ words", Bounds(300)),
        ("three hundred or more words", Bounds(300)),
        ("40 words or more", Bounds(40)),
        ("more than 5 words", Bounds(6)),
        ("over one hundred and five words", Bounds(106)),
        ("at most 5 words", Bounds(0, 5)),
        ("no more than two words", Bounds(0, 2)),
        ("up to 80 words", Bounds(0, 80)),
        ("50 words or less", Bounds(0, 50)),
        ("50 words max", Bounds(0, 50)),
        ("less than 5 words", Bounds(0, 4)),
        ("under a hundred words", Bounds(0, 99)),
        ("exactly seven words", Bounds(7, 7)),
        ("between 10 and 20 words", Bounds(10, 20)),
        ("from ten to twenty words", Bounds(10, 20)),
        ("600-700 words", Bounds(600, 700)),
        ("5 or 6 words", Bounds(5, 6)),
        ("i don't want anything longer than 30 words", Bounds(0, 30)),
        ("it should not exceed 100 words", Bounds(0, 100)),
        ("do not write fewer than 10 words", Bounds(10)),
    ],
)
def test_a_quantity_is_read_as_its_interval(text: str, bounds: Bounds) -> None:
    (quantity,) = quantities(text, "words?")
    assert (quantity.bounds, quantity.form) == (bounds, Form.BOUNDED)
    assert quantity.span.of(text) in text


@pytest.mark.parametrize(
    ("text", "form"),
    [("a 200 word essay", Form.BARE), ("write about 200 words", Form.APPROXIMATE), ("~50 words", Form.APPROXIMATE)],
)
def test_a_bare_or_rough_number_is_no_bound(text: str, form: Form) -> None:
    assert [quantity.form for quantity in quantities(text, "words?")] == [form]


@pytest.mark.parametrize("text", ["5 sentences with ten words", "version 2.0 words", "3:45 words", "word 7"])
def test_a_number_of_something_else_is_not_counted(text: str) -> None:
    assert [q.bounds for q in quantities(text, "words?") if q.bounds.minimum != 10] == []


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("once", Bounds(1, 1)),
        ("at least twice", Bounds(2)),
        ("once or less", Bounds(0, 1)),
        ("more than 5 times", Bounds(6)),
        ("3 to 5 times", Bounds(3, 5)),
        ("less than twice", Bounds(0, 1)),
        ("a single time", Bounds(1, 1)),
    ],
)
def test_how_often_is_read_as_its_interval(text: str, bounds: Bounds) -> None:
    assert [quantity.bounds for quantity in frequencies(text)] == [bounds]


@given(st.integers(0, 999_999))
def test_digits_with_and_without_separators_are_one_number(number: int) -> None:
    assert read_number(str(number)) == read_number(f"{number:,}") == number


@given(st.integers(1, 500), st.none() | st.integers(0, 100))
def test_what_bounds_say_in_words_is_read_back(minimum: int, more: int | None) -> None:
    bounds = Bounds(minimum, None if more is None else minimum + more)
    assert [q.bounds for q in quantities(bounds.of(Noun("word", "words")), "words?")] == [bounds]


@pytest.mark.parametrize(
    ("text", "last", "place"), [("first", 4, 1), ("4th", 4, 4), ("very last", 7, 7), ("last", None, None)]
)
def test_a_place_in_an_order(text: str, last: int | None, place: int | None) -> None:
    assert read_ordinal(text, last) == place


def test_the_pattern_of_a_number_takes_all_of_it() -> None:
    import re

    assert re.fullmatch(NUMBER, "one hundred and twenty-three")
    assert read_number("one hundred and twenty-three") == 123
    assert read_number("two thousand five hundred") == 2500
