"""The known defects of IFBench's checkers for count, ratio, words and sentence: a text that shows each, both verdicts.

``official`` is what the published checker says, satisfied or violated.
"""

from __future__ import annotations

import pytest
from known_defects import NO, OPEN, YES, Defect
from published_words import PROMPT

from adhere.constraints import CATALOGUE, Outcome, from_published, official
from adhere.errors import UsageError
from adhere.text import Document

_FIVE = {f"keyword{i}": word for i, word in enumerate(("door", "bread", "blue", "lamp", "river"), 1)}
_OFTEN = "bread bread blue blue blue " + "lamp " * 5 + "river " * 7
_COPY = "the quick brown fox jumps over the lazy dog and runs away"

DEFECTS = (
    Defect("count:unique_word_count", {"N": 2}, "The the - !", YES, NO, "marks are no words"),
    Defect("count:conjunctions", {"small_n": 3}, "And and AND.", YES, NO, "case makes no other conjunction"),
    Defect("count:conjunctions", {"small_n": 2}, "Tea and cake for you.", YES, OPEN, "'for' is a preposition here"),
    Defect("count:person_names", {"N": 2}, "Miami and Emmanuel.", YES, NO, "other names are others"),
    Defect("count:person_names", {"N": 2}, "Noahs and Liams live in Emmaus.", YES, NO, "parts of words are no names"),
    Defect("count:numbers", {"N": 1}, "It took 2-3 days.", YES, NO, "a range has two numbers"),
    Defect("count:numbers", {"N": 1}, "I drank H2O.", YES, NO, "a formula is no number"),
    Defect("count:numbers", {"N": 1}, "Two of the 3 came.", YES, OPEN, "a number in words may count"),
    Defect("count:punctuation", {}, "At 10:30, yes?! No; so 3.5! Well? a.b", YES, NO, "a time has no colon"),
    Defect("count:punctuation", {}, "One, two; three: what?! Yes! No\u203d Why? Go.", YES, YES, "here both agree"),
    Defect("count:words_japanese", {"N": 2}, "One 这们 three 说.", YES, NO, "simplified Chinese is not Japanese"),
    Defect("count:words_japanese", {"N": 29}, "No Japanese at all.", YES, NO, "too few words to have a 29th"),
    Defect("count:words_japanese", {"N": 2}, "One 2 three 4.", YES, NO, "a digit is not Japanese"),
    Defect("count:pronouns", {"N": 1}, "Nobody and someone.", NO, YES, "indefinite pronouns are pronouns"),
    Defect("count:pronouns", {"N": 2}, "It's clear that they're here.", NO, YES, "a contraction has a pronoun"),
    Defect("count:keywords_multiple", _FIVE, f"A doorway. {_OFTEN}", YES, NO, "'door' is not in 'doorway'"),
    Defect("ratio:sentence_type", {}, "Wow! Stop!", YES, NO, "no sentence of either kind: 0 to 0 is no ratio"),
    Defect("ratio:sentence_balance", {}, "A title without an end", YES, NO, "none of each kind is no balance"),
    Defect("ratio:sentence_words", {}, "Cat. Cat. Cat.", YES, NO, "all words must be different"),
    Defect("ratio:sentence_words", {}, "Big cat. Big dog. Big elk.", YES, NO, "'big' occurs three times"),
    Defect(
        "ratio:overlap",
        {"percentage": 100, "reference_text": _COPY},
        "the quick brown fox and the lazy dog",
        NO,
        NO,
        "here both agree: new sequences of words",
    ),
    Defect(
        "ratio:overlap",
        {"percentage": 98, "reference_text": "concatenate"},
        "concatenate",
        YES,
        NO,
        "one word has no trigram of words",
    ),
    Defect("words:alphabet", {}, "Alpha", YES, NO, "one word shows no order"),
    Defect("words:alphabet", {}, "Apples - bees", YES, YES, "here both agree: a dash is no word"),
    Defect("words:vowel", {}, "See the men.\nHe helps.", NO, NO, "only one vowel, where three are asked"),
    Defect("words:vowel", {}, "A small bed\nis rapid.", NO, YES, "a new line begins no paragraph"),
    Defect("words:vowel", {}, "Hmm.", YES, NO, "no vowel is not three vowels"),
    Defect("words:consonants", {}, "Strong - plants.", NO, YES, "a dash is no word"),
    Defect("words:consonants", {}, "My.", YES, NO, "y is a vowel in 'my'"),
    Defect("words:palindrome", {}, "level " * 10, YES, NO, "a repeated palindrome counts once"),
    Defect(
        "words:palindrome", {}, " ".join(f"{i}000{i}" for i in range(1, 10)) + " 12321", YES, NO, "numbers are no words"
    ),
    Defect("words:prime_lengths", {}, "!!!", YES, NO, "no word has a prime length here"),
    Defect("words:prime_lengths", {}, "We see \u2014 the river", NO, YES, "a dash is no word of one letter"),
    Defect("words:last_first", {}, "Only one sentence", YES, NO, "one sentence shows no chain"),
    Defect("words:last_first", {}, "One line\n\nand another", YES, NO, "two paragraphs are two sentences"),
    Defect("words:paragraph_last_first", {}, "Hello, he said hello.", NO, YES, "a comma is no part of a word"),
    Defect("words:paragraph_last_first", {}, "Hello.\n***\nHello there, hello.", NO, YES, "a divider is no paragraph"),
    Defect("words:paragraph_last_first", {}, "Yes.\nNo.", YES, NO, "single words show nothing"),
    Defect("words:no_consecutive", {}, "One", YES, OPEN, "one word has no neighbour"),
    Defect("words:odd_even_syllables", {}, "Green", YES, NO, "one word takes no turns"),
    Defect(
        "words:keywords_specific_position",
        {"keyword": "giggle", "n": 1, "m": 3},
        "Well, they giggle.",
        NO,
        YES,
        "a comma is no word",
    ),
    Defect(
        "words:words_position",
        {"keyword": "despite"},
        "And despite it, we won despite rain.",
        NO,
        YES,
        "nor is a full stop",
    ),
    Defect("sentence:keyword", {"word": "eat", "N": 1}, "The weather is great.", YES, NO, "'eat' is not in 'great'"),
    Defect("sentence:increment", {"small_n": 4}, "A single sentence.", YES, NO, "one sentence has none before it"),
    Defect("sentence:alliteration_increment", {}, "Nothing alliterates.", YES, NO, "one sentence has none before it"),
    Defect(
        "sentence:alliteration_increment",
        {},
        "Big bears build. Calm cats sit, do deer?",
        YES,
        NO,
        "two pairs make no run of four",
    ),
)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.id}: {defect.why}")
def test_both_readings_of_a_defect(defect: Defect) -> None:
    published = official.verdict(defect.id, defect.kwargs, PROMPT, defect.text)
    assert published is (defect.official is YES)
    verdict = from_published(defect.id, defect.kwargs, PROMPT).check(Document(defect.text))
    assert verdict.outcome is defect.ours, verdict.reason


@pytest.mark.parametrize(
    ("type_id", "params", "reply", "outcome"),
    [
        ("ratio:stop_words", {"percentage": 40}, "The cat and the dog.", NO),
        ("ratio:stop_words", {"percentage": 0}, "Cats chase small dogs.", YES),
        ("ratio:stop_words", {"percentage": 20}, "Cats could chase dogs.", OPEN),
        ("ratio:stop_words", {"percentage": 20}, "!?", OPEN),
        ("words:start_verb", {}, "**Imagine** a world.", YES),
        ("words:start_verb", {}, "Don't wait.", YES),
        ("words:start_verb", {}, "Picture a world.", YES),
        ("words:start_verb", {}, "Building the house took long.", YES),
        ("words:start_verb", {}, "Light travels fast.", OPEN),
        ("words:start_verb", {}, "Books you love.", OPEN),
        ("words:start_verb", {}, "The house is old.", NO),
        ("words:start_verb", {}, "42 is a number.", NO),
        ("words:start_verb", {}, "Certainly, here it is.", NO),
        ("words:start_verb", {}, "Multiply both sides.", YES),
        ("words:odd_even_syllables", {}, "Green gardens need water.", YES),
        ("words:odd_even_syllables", {}, "Green fire need water.", OPEN),
        ("words:odd_even_syllables", {}, "Green need water.", NO),
        ("words:odd_even_syllables", {}, "Gardens need water.", YES),
        ("ratio:overlap", {"percentage": 100, "reference": _COPY}, "The quick Brown Fox jumps", YES),
        ("ratio:overlap", {"percentage": 40, "reference": _COPY}, "The quick Brown Fox jumps over", OPEN),
        ("count:pronouns", {"minimum": 2}, "She lives in the US.", OPEN),
        ("count:pronouns", {"minimum": 2}, "This helps her.", OPEN),
        ("count:conjunctions", {"minimum": 1}, "It rained, so we left.", YES),
        ("count:numbers", {"minimum": 3, "maximum": 3}, "1,000 and 3.5 and the 1960s.", YES),
        ("count:numbers", {"minimum": 1, "maximum": 1}, "On 2024-05-01.", OPEN),
        ("count:numbers", {"minimum": 0, "maximum": 1}, "COVID-19 came in 2020.", OPEN),
        ("count:words_japanese", {"every": 3}, "これはすべて日本語です。", YES),
        ("words:repeats", {"maximum": 2}, "The cat, THE dog and the fox.", NO),
        ("words:repeats", {"maximum": 2}, "The cat, THE dog.", YES),
    ],
)
def test_where_the_line_runs(type_id: str, params: dict[str, object], reply: str, outcome: Outcome) -> None:
    verdict = CATALOGUE[type_id](**params).check(Document(reply))
    assert verdict.outcome is outcome, verdict.reason


@pytest.mark.parametrize(
    ("type_id", "params"),
    [
        ("count:person_names", {"names": ("Emma",), "minimum": 2}),
        ("count:conjunctions", {"minimum": 8}),
        ("count:keywords_multiple", {"keywords": ("a", "b"), "times": (1,)}),
        ("count:punctuation", {"marks": ("x",)}),
        ("count:words_japanese", {"every": 0}),
        ("ratio:stop_words", {"percentage": 100}),
        ("ratio:overlap", {"reference": " ", "percentage": 5}),
        ("ratio:overlap", {"reference": "a b c", "percentage": 101}),
        ("ratio:sentence_type", {"declarative": 0}),
        ("words:vowel", {"types": 5}),
        ("words:repeats", {"maximum": 0}),
        ("words:words_position", {"keyword": "two words"}),
        ("words:keywords_specific_position", {"keyword": "cat", "sentence": 0, "position": 1}),
        ("sentence:keyword", {"word": "cat", "sentence": 0}),
        ("sentence:increment", {"increment": 0}),
    ],
)
def test_parameters_that_are_no_requirement_are_refused(type_id: str, params: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        CATALOGUE[type_id](**params)


def test_a_prompt_without_names_is_refused() -> None:
    with pytest.raises(UsageError, match="lists no names"):
        from_published("count:person_names", {"N": 3}, "Mention 3 names.")
