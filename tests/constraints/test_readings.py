"""Strict and loose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE
from adhere.constraints.readings import check_loose, check_strict
from adhere.text import Document, loose_variants


def test_the_eight_variants_are_the_published_ones() -> None:
    assert loose_variants("Sure!\n*One.*\nTwo.\nBye!") == (
        "Sure!\n*One.*\nTwo.\nBye!",
        "*One.*\nTwo.\nBye!",
        "Sure!\n*One.*\nTwo.",
        "*One.*\nTwo.",
        "Sure!\nOne.\nTwo.\nBye!",
        "One.\nTwo.\nBye!",
        "Sure!\nOne.\nTwo.",
        "One.\nTwo.",
    )


@pytest.mark.parametrize(
    ("type_id", "params", "reply"),
    [
        ("startend:quotation", {}, 'Here it is:\n"All of it."'),
        ("startend:end_checker", {"phrase": "Peace!"}, "Love.\nPeace!\nI hope you like it."),
        ("detectable_format:json_format", {}, 'Sure:\n{"a": 1}\nAnything else?'),
        ("keywords:existence", {"keywords": ["big deal"]}, "A *big* *deal* it is."),
        ("length_constraints:number_words", {"maximum": 3}, "Sure, here is a short reply:\nOne two three."),
    ],
)
def test_loose_forgives_a_frame_around_the_reply(type_id: str, params: dict[str, object], reply: str) -> None:
    constraint = CATALOGUE[type_id](**params)
    assert not check_strict(constraint, Document(reply)).satisfied
    assert check_loose(constraint, Document(reply))


def test_loose_does_not_forgive_the_reply_itself() -> None:
    constraint = CATALOGUE["punctuation:no_comma"]()
    assert not check_loose(constraint, Document("One.\nTwo, three.\nFour."))
    assert not check_loose(constraint, Document("One, two."))


def test_reasoning_is_no_variant_of_the_reply() -> None:
    constraint = CATALOGUE["keywords:existence"](keywords=("secret",))
    assert not check_loose(constraint, Document("<think>\nsecret\n</think>\nHello."))


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="ab*\n ", max_size=60))
def test_the_first_variant_is_the_text_itself(text: str) -> None:
    variants = loose_variants(text)
    assert len(variants) == 8
    assert variants[0] == text
