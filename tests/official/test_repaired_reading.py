"""Each divergence of the repaired reading: a text that shows the defect, and that the rest is read as published."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

import pytest

from adhere.constraints import repaired
from adhere.constraints.official import OFFICIAL, OFFICIAL_IDS, verdict
from adhere.constraints.repaired import DIVERGENCES, REPAIRED, Asked, Flips, count_flips

DATES = "1805-12-02, 1806-10-14"
ALPHABET = " ".join(f"{chr(65 + n)}nd so on." for n in range(26))
PALINDROMES = "noon level kayak madam refer civic radar rotor stats tenet solos racecar"
TEMPLATE = "My Answer: a\nMy Conclusion: b\nFuture Outlook: c"
KEYWORDS = {f"keyword{number}": f"word{number}" for number in range(1, 6)}
REPEATED = " ".join(" ".join([f"word{n}"] * times) for n, times in zip(range(1, 6), (1, 2, 3, 5, 7), strict=True))
WORDS = {"relation": "at least"}

# The instruction, a text that only the published checker passes (or None), and one that only the mended one passes.
SHOWN: list[tuple[str, dict[str, Any], str | None, str | None]] = [
    (
        "change_case:capital_word_frequency",
        {"capital_frequency": 2, "capital_relation": "at least"},
        "I saw A cat",
        None,
    ),
    ("change_case:english_capital", {}, "\u2167 \u2167", None),
    ("change_case:english_lowercase", {}, "ª ª ª", None),
    ("combination:two_responses", {}, "a********b", None),
    ("detectable_content:number_placeholders", {"num_placeholders": 2}, "[] and [a](b)", None),
    ("detectable_content:postscript", {"postscript_marker": "P.S."}, "the p.s. field", None),
    ("detectable_format:constrained_response", {}, "My answer is yes. Or My answer is no.", None),
    ("detectable_format:json_format", {}, "NaN", '```jsonc\n{"a": 1}\n```'),
    ("detectable_format:multiple_sections", {"section_spliter": "Section", "num_sections": 1}, "See Section 12.", None),
    ("detectable_format:number_bullet_lists", {"num_bullets": 2}, "---\n-5 degrees", "+ one\n+ two"),
    ("detectable_format:number_highlighted_sections", {"num_highlights": 2}, "* **one**", None),
    ("detectable_format:title", {}, "cout << x >> y", None),
    ("keywords:existence", {"keywords": ["cat"]}, "A concatenation.", None),
    ("keywords:existence", {"keywords": ["C++"]}, "Pascal", None),
    ("keywords:forbidden_words", {"forbidden_words": ["C++"]}, None, "Vitamin C"),
    ("keywords:frequency", {"keyword": "war", "frequency": 3, "relation": "at least"}, "forward toward award", None),
    (
        "keywords:letter_frequency",
        {"letter": "#", "let_frequency": 2, "let_relation": "less than"},
        None,
        ascii_lowercase * 2,
    ),
    ("language:response_language", {"language": "sw"}, "12345 😀", None),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "hello"},
        None,
        "One.\n\n\n\n**Hello:** two.",
    ),
    ("length_constraints:number_paragraphs", {"num_paragraphs": 2}, "some ***bold", None),
    ("length_constraints:number_words", {"num_words": 2, **WORDS}, "don't", None),
    ("punctuation:no_comma", {}, "a\uff0cb\u3001c", None),
    ("startend:end_checker", {"end_phrase": "the end."}, None, "This is **the end.**"),
    ("startend:quotation", {}, None, "“All of it.”"),
    ("count:conjunctions", {"small_n": 3}, "And and, and", None),
    ("count:keywords_multiple", KEYWORDS, REPEATED.replace("word1", "word1s", 1), None),
    ("count:numbers", {"N": 1}, "3-4", None),
    ("count:person_names", {"N": 1}, "Leonardo", None),
    ("count:unique_word_count", {"N": 2}, "a --", None),
    ("custom:date_format_list", {}, "1800-00-00, 1801-02-29", None),
    ("custom:sentence_alphabet", {}, None, ALPHABET.replace("And", '"And', 1)),
    ("format:line_indent", {}, "one line", "a\n\n\n b\n\n\n\n  c"),
    ("format:list", {"sep": "..."}, "Well... and so... on", None),
    ("format:no_bullets_bullets", {}, "Oh! Ah!\n* a\n* b", "One. Two.\n\n\n* a\n* b"),
    ("format:options", {"options": "north or floor"}, "flo", "floor"),
    ("format:output_template", {}, "Future Outlook: My Conclusion: My Answer:", None),
    ("format:parentheses", {}, "([{([a]", None),
    ("format:quote_unquote", {}, "no quotation", None),
    ("format:quotes", {}, "don't say \"it's isn't\" won't", None),
    ("format:sub-bullets", {}, "no bullets", "**bold**\n* a\n- b"),
    ("format:thesis", {}, "<em></em>", None),
    ("format:title_case", {}, None, "The End of the World"),
    ("ratio:overlap", {"percentage": 100, "reference_text": "abc abd abc"}, "abc ab", "Abc, abd abc"),
    ("ratio:sentence_balance", {}, "no mark", None),
    ("ratio:sentence_type", {}, "no mark", None),
    ("ratio:sentence_words", {}, "Cat. Cat. Cat.", None),
    ("repeat:repeat_change", {"prompt_to_repeat": "Say  it again"}, "Say it again", None),
    ("repeat:repeat_span", {"prompt_to_repeat": "a b c d e", "n_start": 1, "n_end": 3}, "b c", "b c d"),
    ("sentence:alliteration_increment", {}, "one sentence", None),
    ("sentence:increment", {"small_n": 2}, "one sentence", None),
    ("words:consonants", {}, None, "strong — sticks 12 stand"),
    ("words:keywords_specific_position", {"keyword": "word", "n": 1, "m": 3}, "One, word here.", "One, two word."),
    ("words:last_first", {}, "one sentence", "One two. ... Two three."),
    ("words:odd_even_syllables", {}, "— 12", "cat — water dog"),
    ("words:palindrome", {}, "level " * 10, None),
    ("words:paragraph_last_first", {}, None, "Love, they say, is love\n***"),
    ("words:prime_lengths", {}, "...", None),
    ("words:vowel", {}, None, "a cat\nsat"),
    ("words:words_position", {"keyword": "fish"}, None, "The fish swims, a fish swims."),
]
AS_PUBLISHED = [
    ("count:keywords_multiple", KEYWORDS, REPEATED),
    ("custom:date_format_list", {}, DATES),
    ("custom:sentence_alphabet", {}, ALPHABET),
    ("format:output_template", {}, TEMPLATE),
    ("words:palindrome", {}, PALINDROMES),
    ("format:parentheses", {}, "(a [b {c (d [e] d) c} b] a)"),
    ("format:quotes", {}, '"a \'b "c" b\' a"'),
    ("format:thesis", {}, "<i>Yes.</i> Because."),
    ("format:sub-bullets", {}, "* a\n  - b"),
    ("format:list", {"sep": "-"}, "- a\n- b"),
    ("detectable_format:title", {}, "Title: <<poem of joy>>\n\nText"),
    ("detectable_format:number_highlighted_sections", {"num_highlights": 2}, "*a* and **b c**"),
    ("detectable_content:postscript", {"postscript_marker": "P.P.S"}, "Text\n\n**P.P.S** more"),
    ("detectable_content:number_placeholders", {"num_placeholders": 2}, "[name], [address]"),
    (
        "detectable_format:multiple_sections",
        {"section_spliter": "PART", "num_sections": 2},
        "**PART 1**\na\n# PART 2\nb",
    ),
    ("length_constraints:number_paragraphs", {"num_paragraphs": 2}, "a\n***\nb"),
    ("combination:two_responses", {}, "a\n******\nb"),
    ("ratio:sentence_words", {}, "Cat sat. Dog ran. Pig hid."),
    ("ratio:sentence_balance", {}, "Cats nap. Why? Run!"),
    ("sentence:alliteration_increment", {}, "One two. Big bad wolf. Six sad sea lions."),
]


def test_every_divergence_is_shown_and_listed_once() -> None:
    ids = [one.id for one in DIVERGENCES]
    assert len(ids) == len(set(ids))
    assert set(ids) == {shown[0] for shown in SHOWN} | {"words:start_verb"}
    assert set(ids) < OFFICIAL_IDS


@pytest.mark.parametrize(("instruction", "kwargs", "falsely_passed", "falsely_failed"), SHOWN)
def test_a_defect_is_mended(
    instruction: str, kwargs: dict[str, Any], falsely_passed: str | None, falsely_failed: str | None
) -> None:
    assert falsely_passed or falsely_failed
    if falsely_passed:
        assert verdict(instruction, kwargs, "p", falsely_passed)
        assert not repaired.verdict(instruction, kwargs, "p", falsely_passed)
    if falsely_failed:
        assert not verdict(instruction, kwargs, "p", falsely_failed)
        assert repaired.verdict(instruction, kwargs, "p", falsely_failed)


@pytest.mark.parametrize(("instruction", "kwargs", "text"), AS_PUBLISHED)
def test_what_follows_the_instruction_passes_both(instruction: str, kwargs: dict[str, Any], text: str) -> None:
    assert verdict(instruction, kwargs, "", text)
    assert repaired.verdict(instruction, kwargs, "", text)


def test_marks_before_a_first_verb_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "adhere.constraints.official.ifbench.words.first_tag", lambda tokens: "VB" if tokens[0] == "Run" else "NN"
    )
    assert not verdict("words:start_verb", {}, "", "**Run** away")
    assert repaired.verdict("words:start_verb", {}, "", "**Run** away")


def test_other_types_have_the_published_checker() -> None:
    mended = {one.id for one in DIVERGENCES}
    for instruction, checker in OFFICIAL.checkers.items():
        assert (REPAIRED.checkers[instruction] is checker) == (instruction not in mended)


def test_flips_are_counted_by_type_and_direction() -> None:
    options = {"options": "north or floor"}
    asked = [Asked("format:options", options, "", reply) for reply in ("flo", "floor", "north", "west")]
    asked.append(Asked("format:no_whitespace", {}, "", "one"))
    assert count_flips(asked) == {
        "format:options": Flips(judged=4, passed=1, to_pass=2, to_fail=1),
        "format:no_whitespace": Flips(judged=1, passed=1),
    }
    loose = [Asked("format:quote_unquote", {}, "", 'a\n"b"')]
    assert count_flips(loose) == {"format:quote_unquote": Flips(judged=1)}
    assert count_flips(loose, loose=True) == {"format:quote_unquote": Flips(1, 1, 0, 1)}


HOSTILE = [
    "[" * 100_000,
    "<<" + "a" * 100_000,
    "<i>" * 50_000,
    "[" + "a" * 100_000,
    "* " * 50_000,
    "My Conclusion:" * 9000,
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_takes_quadratic_time(text: str) -> None:
    for instruction, kwargs, _, _ in SHOWN:
        repaired.verdict(instruction, kwargs, "", text)
