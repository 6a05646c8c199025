"""What the official reading promises by itself: quirks kept, chance taken out, errors said."""

from __future__ import annotations

from typing import Any

import pytest

from adhere.constraints.official import IFEVAL_IDS, loose_verdict, verdict
from adhere.errors import UsageError

QUIRKS = [
    ("keywords:existence", {"keywords": ["cat"]}, "A concatenation."),
    ("keywords:existence", {"keywords": ["a.b"]}, "axb"),
    ("detectable_format:number_highlighted_sections", {"num_highlights": 2}, "* **one**"),
    ("detectable_format:number_bullet_lists", {"num_bullets": 2}, "---\n-5 degrees"),
    ("detectable_format:multiple_sections", {"section_spliter": "Section", "num_sections": 1}, "See Section 12."),
    ("detectable_format:constrained_response", {}, "My answer is yes. Or My answer is no."),
    ("detectable_format:json_format", {}, "NaN"),
    ("detectable_format:title", {}, "cout << x >> y"),
    ("detectable_content:number_placeholders", {"num_placeholders": 2}, "[] and [a](b)"),
    ("detectable_content:postscript", {"postscript_marker": "P.S."}, "the p.s. field, and more"),
    ("length_constraints:number_paragraphs", {"num_paragraphs": 2}, "some ***bold"),
    ("length_constraints:number_words", {"num_words": 2, "relation": "at least"}, "don't"),
    ("combination:two_responses", {}, "a********b"),
    ("startend:quotation", {}, '"a" and "b"'),
    ("punctuation:no_comma", {}, "a，b、c"),
    ("change_case:capital_word_frequency", {"capital_frequency": 2, "capital_relation": "at least"}, "I DON't. A"),
    ("language:response_language", {"language": "sw"}, "12345 😀"),
]


@pytest.mark.parametrize(("instruction", "kwargs", "text"), QUIRKS)
def test_what_the_published_checkers_let_pass_passes(instruction: str, kwargs: dict[str, Any], text: str) -> None:
    assert verdict(instruction, kwargs, "", text)


FIRST_WORD = "length_constraints:nth_paragraph_first_word"
FAILURES = [
    (FIRST_WORD, {"num_paragraphs": 3, "nth_paragraph": 1, "first_word": "a"}, "a\n\nb"),
    (FIRST_WORD, {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "b"}, "a\n\n\n\nb"),
    (FIRST_WORD, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "summary"}, "Summary: a"),
    (FIRST_WORD, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "hello"}, "**Hello** b"),
    ("detectable_format:number_bullet_lists", {"num_bullets": 1}, "+ one"),
    ("detectable_format:json_format", {}, "```jsonc\n{}\n```"),
    ("detectable_format:title", {}, "<< >>\n<<>>"),
    ("detectable_content:postscript", {"postscript_marker": "P.S."}, "PS: more"),
    ("keywords:forbidden_words", {"forbidden_words": ["dog"]}, "A dog."),
    ("startend:quotation", {}, "“curly”"),
    ("startend:end_checker", {"end_phrase": "the end"}, "“The end”"),
]


@pytest.mark.parametrize(("instruction", "kwargs", "text"), FAILURES)
def test_what_the_published_checkers_fail_fails(instruction: str, kwargs: dict[str, Any], text: str) -> None:
    assert not verdict(instruction, kwargs, "", text)


@pytest.mark.parametrize("text", ["", " \n\t"])
@pytest.mark.parametrize("instruction", ["punctuation:no_comma", "change_case:english_capital"])
def test_a_blank_reply_follows_nothing(instruction: str, text: str) -> None:
    assert not verdict(instruction, {}, "", text)
    assert not loose_verdict(instruction, {}, "", text)


def test_the_loose_reading_drops_lines_and_asterisks() -> None:
    text = "Sure, here it is:\n*My answer* is yes."
    assert not verdict("detectable_format:constrained_response", {}, "", text)
    assert loose_verdict("detectable_format:constrained_response", {}, "", text)


def test_a_language_is_detected_alike_every_time_and_leaves_others_alone() -> None:
    import langdetect

    seed = langdetect.DetectorFactory.seed
    text = "hello amigo bonjour freund ciao"
    verdicts = {verdict("language:response_language", {"language": "en"}, "", text) for _ in range(30)}
    assert len(verdicts) == 1
    assert langdetect.DetectorFactory.seed == seed


def test_what_is_no_letter_becomes_one_letter_for_each_prompt() -> None:
    kwargs = {"letter": "#", "let_frequency": 1, "let_relation": "at least"}
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]

    def counted(prompt: str) -> list[str]:
        return [letter for letter in letters if verdict("keywords:letter_frequency", kwargs, prompt, letter)]

    assert all(len(counted(prompt)) == 1 for prompt in ("one", "two", "three"))
    assert counted("one") == counted("one")
    assert len({counted(str(number))[0] for number in range(40)}) > 10


@pytest.mark.parametrize(
    ("instruction", "kwargs", "named"),
    [
        ("keywords:existance", {}, "existance"),
        ("keywords:existence", {}, "keywords"),
        ("keywords:existence", {"keywords": []}, "keywords"),
        ("keywords:frequency", {"keyword": "a(", "frequency": 1, "relation": "at least"}, "keyword"),
        ("keywords:frequency", {"keyword": "a", "frequency": -1, "relation": "at least"}, "frequency"),
        ("keywords:frequency", {"keyword": "a", "frequency": 1, "relation": "at most"}, "relation"),
        ("detectable_format:number_bullet_lists", {"num_bullets": None}, "num_bullets"),
        ("detectable_format:number_bullet_lists", {"num_bullets": 1.5}, "num_bullets"),
        ("startend:end_checker", {"end_phrase": None}, "end_phrase"),
        ("detectable_content:postscript", {"postscript_marker": "(P"}, "postscript_marker"),
        ("detectable_format:multiple_sections", {"section_spliter": "(", "num_sections": 1}, "section_spliter"),
    ],
)
def test_what_the_published_code_would_draw_or_crash_on_is_refused(
    instruction: str, kwargs: dict[str, Any], named: str
) -> None:
    with pytest.raises(UsageError, match=named):
        verdict(instruction, kwargs, "", "some text")


def test_an_unknown_id_gets_the_nearest_one_as_a_hint() -> None:
    with pytest.raises(UsageError) as caught:
        verdict("keywords:existance", {}, "", "text")
    assert caught.value.hint == "did you mean keywords:existence?"


def test_whole_numbers_may_come_as_floats() -> None:
    assert verdict("detectable_format:number_bullet_lists", {"num_bullets": 1.0}, "", "- one")


FULL = {
    "keywords": ["a"],
    "forbidden_words": ["zz"],
    "keyword": "a",
    "frequency": 1,
    "relation": "at least",
    "letter": "a",
    "let_frequency": 1,
    "let_relation": "at least",
    "language": "en",
    "num_sentences": 1,
    "num_paragraphs": 1,
    "num_words": 1,
    "nth_paragraph": 1,
    "first_word": "a",
    "num_placeholders": 1,
    "postscript_marker": "P.S.",
    "num_bullets": 1,
    "num_highlights": 1,
    "num_sections": 1,
    "section_spliter": "Section",
    "prompt_to_repeat": "a",
    "end_phrase": "a",
    "capital_frequency": 1,
    "capital_relation": "at least",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["[" * 200_000, "<" * 200_000, "\n" * 200_000 + "a", "a" + " " * 200_000 + "b", "." * 50_000]
)
def test_no_text_takes_quadratic_time(text: str) -> None:
    for instruction in IFEVAL_IDS:
        verdict(instruction, FULL, "", text)
