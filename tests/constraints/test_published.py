"""Published instructions, read into our types."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from drawn_form_families import EXAMPLES as FORM_FAMILIES
from drawn_training_families import EXAMPLES as TRAINING_FAMILIES
from published_words import EXAMPLES as WORD_FAMILIES
from published_words import PROMPT

from adhere.constraints import CATALOGUE, from_published
from adhere.constraints.catalogue import IFEVAL
from adhere.constraints.published import _CONVERSIONS
from adhere.errors import UsageError

DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data")) / "ifeval" / "input_data.jsonl"

EXAMPLES = {
    "keywords:existence": ({"keywords": ["cat", "dog"]}, {"keywords": ("cat", "dog")}),
    "keywords:frequency": (
        {"keyword": "war", "relation": "less than", "frequency": 3},
        {"keyword": "war", "maximum": 2},
    ),
    "keywords:forbidden_words": ({"forbidden_words": ["war"]}, {"words": ("war",)}),
    "keywords:letter_frequency": (
        {"letter": "Q", "let_relation": "at least", "let_frequency": 3},
        {"letter": "Q", "minimum": 3},
    ),
    "language:response_language": ({"language": "kn"}, {"language": "kn"}),
    "length_constraints:number_sentences": ({"relation": "at least", "num_sentences": 3}, {"minimum": 3}),
    "length_constraints:number_paragraphs": ({"num_paragraphs": 3}, {"minimum": 3, "maximum": 3}),
    "length_constraints:number_words": ({"relation": "less than", "num_words": 101}, {"maximum": 100}),
    "length_constraints:nth_paragraph_first_word": (
        {"num_paragraphs": 4, "nth_paragraph": 2, "first_word": "elm"},
        {"paragraphs": 4, "nth": 2, "word": "elm"},
    ),
    "detectable_content:number_placeholders": ({"num_placeholders": 3}, {"minimum": 3}),
    "detectable_content:postscript": ({"postscript_marker": "P.P.S"}, {"marker": "P.P.S"}),
    "detectable_format:number_bullet_lists": ({"num_bullets": 3}, {"minimum": 3, "maximum": 3}),
    "detectable_format:constrained_response": ({}, {"alone": False}),
    "detectable_format:number_highlighted_sections": ({"num_highlights": 2}, {"minimum": 2}),
    "detectable_format:multiple_sections": (
        {"section_spliter": "Day", "num_sections": 5},
        {"marker": "Day", "minimum": 5, "maximum": 5},
    ),
    "detectable_format:json_format": ({}, {}),
    "detectable_format:title": ({}, {}),
    "combination:two_responses": ({}, {}),
    "combination:repeat_prompt": ({"prompt_to_repeat": "Say hi."}, {"prompt": "Say hi."}),
    "startend:end_checker": ({"end_phrase": "Peace!"}, {"phrase": "Peace!"}),
    "startend:quotation": ({}, {}),
    "change_case:capital_word_frequency": (
        {"capital_relation": "less than", "capital_frequency": 4},
        {"maximum": 3},
    ),
    "change_case:english_capital": ({}, {}),
    "change_case:english_lowercase": ({}, {}),
    "punctuation:no_comma": ({}, {}),
    **FORM_FAMILIES,
    **WORD_FAMILIES,
    **TRAINING_FAMILIES,
}


def test_every_published_type_has_an_example() -> None:
    assert set(EXAMPLES) == set(_CONVERSIONS)
    assert len(EXAMPLES) == 25 + 58 + 29


def test_a_type_that_no_benchmark_publishes_has_no_arguments_to_read() -> None:
    for type_id in set(CATALOGUE) - set(EXAMPLES):
        with pytest.raises(UsageError, match="no benchmark publishes"):
            from_published(type_id, {}, "")


@pytest.mark.parametrize("type_id", EXAMPLES)
def test_each_type_reads_its_published_arguments(type_id: str) -> None:
    kwargs, params = EXAMPLES[type_id]
    assert from_published(type_id, kwargs, PROMPT) == CATALOGUE[type_id](**params)


@pytest.mark.parametrize("type_id", EXAMPLES)
def test_gaps_and_floats_of_tables_change_nothing(type_id: str) -> None:
    kwargs, params = EXAMPLES[type_id]
    table = {name: None for other, _ in EXAMPLES.values() for name in other}
    table |= {name: float(value) if isinstance(value, int) else value for name, value in kwargs.items()}
    assert from_published(type_id, table, PROMPT) == CATALOGUE[type_id](**params)


@pytest.mark.parametrize("type_id", EXAMPLES)
def test_a_stranger_or_a_gap_among_the_arguments_is_refused(type_id: str) -> None:
    kwargs, _ = EXAMPLES[type_id]
    with pytest.raises(UsageError, match="arguments are"):
        from_published(type_id, {**kwargs, "stranger": 1}, "")
    for name in kwargs:
        with pytest.raises(UsageError, match="arguments are"):
            from_published(type_id, {**kwargs, name: None}, "")


@pytest.mark.parametrize(
    ("prompt", "maximum"),
    [
        ("It must have 2 sections.", 2),
        ("Write at least two sections, marked SECTION X.", None),
        ("Use 2 or more labelled sections.", None),
        ("Write at least two jokes. There are 2 sections.", 2),
    ],
)
def test_sections_are_exactly_so_many_unless_the_prompt_says_at_least(prompt: str, maximum: int | None) -> None:
    kwargs = {"section_spliter": "SECTION", "num_sections": 2}
    assert from_published("detectable_format:multiple_sections", kwargs, prompt).maximum == maximum


@pytest.mark.parametrize(
    ("prompt", "alone"),
    [
        ("You should just say ”My answer is yes.” or “My answer is no.”", True),
        ("Think out loud, then answer with one of the options.", False),
        ("Please include the exact phrase in your response.", False),
    ],
)
def test_a_fixed_answer_may_have_company_unless_the_prompt_forbids_it(prompt: str, alone: bool) -> None:  # noqa: FBT001 - a table's value
    assert from_published("detectable_format:constrained_response", {}, prompt).alone is alone


@pytest.mark.skipif(not DATA.exists(), reason=f"real data not at {DATA} (ADHERE_REAL_DATA)")
def test_all_834_published_instructions_are_read() -> None:
    records = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    read = [
        from_published(type_id, kwargs, record["prompt"])
        for record in records
        for type_id, kwargs in zip(record["instruction_id_list"], record["kwargs"], strict=True)
    ]
    assert len(read) == 834
    assert {constraint.id for constraint in read} == set(IFEVAL)


IFBENCH = DATA.parent.parent / "ifbench" / "IFBench_test.jsonl"


@pytest.mark.skipif(not IFBENCH.exists(), reason=f"real data not at {IFBENCH} (ADHERE_REAL_DATA)")
def test_every_instruction_that_ifbench_publishes_for_form_is_read() -> None:
    records = [json.loads(line) for line in IFBENCH.read_text(encoding="utf-8").splitlines()]
    read = [
        from_published(type_id, kwargs, record["prompt"])
        for record in records
        for type_id, kwargs in zip(record["instruction_id_list"], record["kwargs"], strict=True)
        if type_id in FORM_FAMILIES
    ]
    assert {constraint.id for constraint in read} == set(FORM_FAMILIES)


@pytest.mark.skipif(not IFBENCH.exists(), reason=f"real data not at {IFBENCH} (ADHERE_REAL_DATA)")
def test_all_published_instructions_of_the_word_families_are_read() -> None:
    records = [json.loads(line) for line in IFBENCH.read_text(encoding="utf-8").splitlines()]
    read = [
        from_published(type_id, kwargs, record["prompt"])
        for record in records
        for type_id, kwargs in zip(record["instruction_id_list"], record["kwargs"], strict=True)
        if type_id in WORD_FAMILIES
    ]
    assert {constraint.id for constraint in read} == set(WORD_FAMILIES)
