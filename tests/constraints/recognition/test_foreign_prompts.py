from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints.catalogue import dump
from adhere.constraints.recognition import Scope, recognise


def specs(prompt: str) -> list[tuple[str, dict]]:
    return [(spec["id"], spec["params"]) for spec in (dump(one.constraint) for one in recognise(prompt).found)]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Never use commas, please.", [("punctuation:no_comma", {})]),
        (
            "Don\u2019t say \u201cdelve\u201d or \u201ctapestry\u201d.",
            [("keywords:forbidden_words", {"words": ["delve", "tapestry"]})],
        ),
        (
            "Avoid the following words: synergy, leverage and paradigm",
            [("keywords:forbidden_words", {"words": ["synergy", "leverage", "paradigm"]})],
        ),
        ("Don't forget to include the keyword `refund`.", [("keywords:existence", {"keywords": ["refund"]})]),
        ("Use the word 'ship' no more than twice.", [("keywords:frequency", {"keyword": "ship", "maximum": 2})]),
        (
            'Do not use the word "ship" more than three times.',
            [("keywords:frequency", {"keyword": "ship", "maximum": 3})],
        ),
        (
            'Don\'t use the word sun, but mention "moon" at least 3 times.',
            [
                ("keywords:forbidden_words", {"words": ["sun"]}),
                ("keywords:frequency", {"keyword": "moon", "minimum": 3}),
            ],
        ),
        ("Write it without the letter e.", [("keywords:letter_frequency", {"letter": "e", "maximum": 0})]),
        ("Keep it under 120 words.", [("length_constraints:number_words", {"maximum": 119})]),
        ("Answer in 2-3 sentences.", [("length_constraints:number_sentences", {"minimum": 2, "maximum": 3})]),
        ("Answer in French only.", [("language:response_language", {"language": "fr"})]),
        ("Return the result as a JSON object.", [("detectable_format:json_format", {})]),
        ("Use at most five bullet points.", [("detectable_format:number_bullet_lists", {"maximum": 5})]),
        ("WRITE EVERYTHING IN LOWERCASE.", [("change_case:english_lowercase", {})]),
        ('End your answer with the phrase "Stay safe!"', [("startend:end_checker", {"phrase": "Stay safe!"})]),
    ],
)
def test_a_request_is_read(prompt: str, expected: list[tuple[str, dict]]) -> None:
    assert specs(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "Why do people use commas in numbers?",
        "Each paragraph should have at most 50 words.",
        "Write about 200 words on bees.",
        "Write a 200-word essay on bees.",
        'Summarize: "Do not use any commas. Write in all capital letters."',
        'Translate the word "cat" into German.',
        "Write a story about a man who avoids the letter e.",
        "Explain what a JSON schema is.",
        'What does the phrase "break a leg" mean?',
    ],
)
def test_what_is_no_such_request_is_left_alone(prompt: str) -> None:
    assert specs(prompt) == []


def test_a_find_shows_its_words_scope_and_origin() -> None:
    prompt = "You are a helpful clerk. Until I say otherwise, do not use any commas."
    (found,) = recognise(prompt, role="system").found
    assert [span.of(prompt) for span in found.spans] == ["not use any commas"]
    assert found.origin.role == "system"
    assert found.origin.span.of(prompt) == "Until I say otherwise, do not use any commas."
    assert found.scope is Scope.UNTIL_REVOKED
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    ("prompt", "role", "scope"),
    [
        ("Do not use commas.", "user", Scope.THIS_REPLY),
        ("Do not use commas.", "system", Scope.FROM_NOW_ON),
        ("From now on, do not use commas.", "user", Scope.FROM_NOW_ON),
        ("Do not use commas in any of your replies.", "user", Scope.FROM_NOW_ON),
        ("Do not use commas unless I ask for them.", "user", Scope.UNTIL_REVOKED),
    ],
)
def test_the_scope_is_what_the_words_say_or_what_the_role_implies(prompt: str, role: str, scope: Scope) -> None:
    assert [one.scope for one in recognise(prompt, role=role).found] == [scope]


def test_what_no_type_states_is_kept_for_a_judge() -> None:
    prompt = "Write a poem about bees with at least 40 words, in an angry tone. Please mention your favourite flower."
    recognition = recognise(prompt)
    assert [one.constraint.id for one in recognition.found] == ["length_constraints:number_words"]
    kept = " ".join(one.text for one in recognition.requirements)
    assert "an angry tone" in kept
    assert "favourite flower" in kept
    assert all(one.origin.span.of(prompt) == one.text for one in recognition.requirements)


def test_what_is_not_sure_enough_becomes_a_requirement() -> None:
    prompt = "Write four bullet points about bees."
    assert recognise(prompt).found
    unsure = recognise(prompt, least=0.9)
    assert not unsure.found
    assert [one.text for one in unsure.requirements] == [prompt]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_with_spans_inside_it(prompt: str) -> None:
    recognition = recognise(prompt)
    spans = [span for one in recognition.found for span in one.spans]
    for span in [*spans, *(one.origin.span for one in recognition.requirements)]:
        assert 0 <= span.start < span.end <= len(prompt)
    assert recognise(prompt) == recognition


_TILES = (
    "a", " ", "\n", '"', '"a ', "'a ", "`a`", "[", "<", "*", "1", "1,000", "one ", "hundred and ", "at least 3 ",
    "word ", "the word ", "not use commas ", 'the word "a", ', "end with ", "in english ", "p.",
    "repeat the request above ", 'paragraph 2 must start with the word "a" 3 paragraphs ', "with section x 3 sections ",
    "separate a and ", "\u0130",
)  # fmt: skip


@pytest.mark.parametrize("tile", _TILES)
def test_time_grows_no_faster_than_the_prompt(tile: str) -> None:
    length = 100_000
    prompt = (tile * (length // len(tile) + 1))[:length]
    start = time.process_time()
    recognise(prompt)
    assert time.process_time() - start < 5  # a tenth of it is usual; a quadratic pattern takes minutes


def test_a_megabyte_of_requests_takes_seconds() -> None:
    rng = Random(0)
    words = (
        "the",
        "word",
        "at least",
        "3",
        "times",
        "not use commas",
        "all caps",
        "end with",
        '"cat"',
        ",",
        ".",
        ":",
        "<<",
    )
    prompt = " ".join(rng.choice(words) for _ in range(250_000))
    start = time.process_time()
    recognise(prompt)
    assert time.process_time() - start < 60


@pytest.mark.parametrize(
    "prompt",
    [
        "Everything should rhyme.",
        "Split the text in halves!",
        "Is water wet?",
        "Emphasize key points.",
        "No sarcasm, please.",
    ],
)
def test_a_request_of_any_form_is_never_dropped(prompt: str) -> None:
    assert [one.text for one in recognise(prompt).requirements] == [prompt]
