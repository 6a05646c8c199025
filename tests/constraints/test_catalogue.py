"""Specs: what loads, what is refused, and how the refusal helps."""

from __future__ import annotations

from dataclasses import fields

import pytest

from adhere.constraints import CATALOGUE, dump, load
from adhere.constraints.case import EnglishCapital
from adhere.constraints.catalogue import _KINDS, IFEVAL
from adhere.constraints.keywords import KeywordExistence
from adhere.constraints.length import NumberWords
from adhere.errors import UsageError


def test_the_catalogue_holds_the_25_types_of_ifeval_under_their_own_ids() -> None:
    assert len(IFEVAL) == 25
    assert IFEVAL.items() <= CATALOGUE.items()
    assert all(kind.id == type_id for type_id, kind in CATALOGUE.items())


def test_every_parameter_has_a_kind_that_can_be_checked() -> None:
    assert {field.type for kind in CATALOGUE.values() for field in fields(kind)} == set(_KINDS)


def test_a_spec_loads_with_and_without_parameters() -> None:
    assert load({"id": "change_case:english_capital"}) == EnglishCapital()
    spec = {"id": "length_constraints:number_words", "params": {"minimum": 40, "maximum": None}}
    assert load(spec) == NumberWords(minimum=40)
    assert load({"id": "keywords:existence", "params": {"keywords": ["a", "b"]}}) == KeywordExistence(
        keywords=("a", "b")
    )


def test_a_dumped_spec_is_plain_json_without_defaults() -> None:
    assert dump(KeywordExistence(keywords=("a", "b"))) == {
        "id": "keywords:existence",
        "params": {"keywords": ["a", "b"]},
    }
    assert dump(NumberWords(maximum=9)) == {"id": "length_constraints:number_words", "params": {"maximum": 9}}


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ({"id": "keywords:existance"}, "did you mean keywords:existence"),
        ({"id": "number_words"}, "number_words"),
        ({"id": 3}, "constraints list"),
        ({}, "constraints list"),
        ("punctuation:no_comma", "params"),
        ({"id": "punctuation:no_comma", "parms": {}}, "did you mean params?"),
        ({"id": "punctuation:no_comma", "params": ["x"]}, "object"),
        ({"id": "punctuation:no_comma", "params": {"minimum": 1}}, "takes no parameters"),
        ({"id": "length_constraints:number_words", "params": {"minimun": 3}}, "did you mean minimum?"),
        ({"id": "length_constraints:number_words", "params": {"minimum": "3"}}, "whole number"),
        ({"id": "length_constraints:number_words", "params": {"minimum": 3.0}}, "whole number"),
        ({"id": "length_constraints:number_words", "params": {"minimum": True}}, "whole number"),
        ({"id": "length_constraints:number_words", "params": {"maximum": 0}}, "at least"),
        ({"id": "length_constraints:number_words", "params": {"minimum": -1}}, "0 or more"),
        ({"id": "length_constraints:number_words", "params": {"minimum": 5, "maximum": 4}}, "at least minimum"),
        ({"id": "length_constraints:number_words", "params": {}}, "minimum of 1"),
        ({"id": "keywords:existence", "params": {}}, "give params keywords"),
        ({"id": "keywords:existence", "params": {"keywords": "cat"}}, "list of texts"),
        ({"id": "keywords:existence", "params": {"keywords": []}}, "at least one"),
        ({"id": "keywords:existence", "params": {"keywords": ["cat", " "]}}, "at least one word"),
        ({"id": "keywords:existence", "params": {"keywords": ["cat", "Cat"]}}, "repeated"),
        ({"id": "keywords:existence", "params": {"keywords": ["cat", 3]}}, "list of texts"),
        ({"id": "keywords:frequency", "params": {"minimum": 1}}, "keyword"),
        ({"id": "keywords:letter_frequency", "params": {"letter": "ab", "minimum": 1}}, "one visible character"),
        ({"id": "keywords:letter_frequency", "params": {"letter": " ", "minimum": 1}}, "one visible character"),
        ({"id": "language:response_language", "params": {"language": "fre"}}, "did you mean fr?"),
        ({"id": "language:response_language", "params": {"language": "English"}}, "did you mean en?"),
        (
            {"id": "length_constraints:nth_paragraph_first_word", "params": {"paragraphs": 2, "nth": 3, "word": "a"}},
            "from 1 to paragraphs",
        ),
        ({"id": "detectable_format:constrained_response", "params": {"alone": 1}}, "true or false"),
        ({"id": "startend:end_checker", "params": {"phrase": '"*"'}}, "at least one word"),
        ({"id": "combination:repeat_prompt", "params": {"prompt": ""}}, "at least one word"),
    ],
)
def test_a_bad_spec_is_refused_with_a_hint(spec: object, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        load(spec)
    assert hint in (refusal.value.hint or "")


def test_construction_in_code_is_as_strict_about_values_as_loading() -> None:
    with pytest.raises(UsageError):
        NumberWords()
    with pytest.raises(UsageError):
        NumberWords(minimum=2, maximum=1)
    with pytest.raises(UsageError):
        KeywordExistence(keywords=())
