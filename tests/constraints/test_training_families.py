"""IF-RLVR's training types in our reading: their edges, partial credit, evidence, and what contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adhere.constraints import CATALOGUE, Outcome, check_loose, conflict
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from adhere.constraints import Verdict

YES, NO, OPEN = Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNDECIDED


def verdict_of(type_id: str, params: dict[str, object], text: str) -> Verdict:
    return CATALOGUE[type_id](**params).check(Document(text))


def test_unique_words_are_no_limit_to_choose() -> None:
    with pytest.raises(UsageError, match="maximum is 2"):
        CATALOGUE["count:count_unique"](maximum=2)


@pytest.mark.parametrize(
    ("type_id", "params", "text", "outcome"),
    [
        ("copy:repeat_phrase", {"phrase": "one step at home", "times": 1}, "One step at sea, one way to home.", NO),
        ("copy:repeat_phrase", {"phrase": "one step at home", "times": 1}, "One leap at home, one way to home.", YES),
        (
            "copy:repeat_phrase",
            {"phrase": "one step at a time", "times": 1},
            "One leap at a time, one leap in a time.",
            NO,
        ),
        ("copy:repeat_phrase", {"phrase": "day by day", "times": 1}, "Day after day", YES),
        ("detectable_format:bigram_wrapping", {}, "<<I>> am", NO),
        ("detectable_format:bigram_wrapping", {}, "I am", NO),
        ("detectable_format:bigram_wrapping", {}, "<<I am>> <<at>> <<home now>>", NO),
        ("detectable_format:bigram_wrapping", {}, "<<I am>> at <<home now>>", NO),
        ("detectable_format:square_brackets", {}, "[[Yes]] **[we]** [can]!", YES),
        ("detectable_format:square_brackets", {}, "[New York] [is] [big]", NO),
        ("detectable_format:square_brackets", {}, "[this](https://example.com)", NO),
        ("keywords:palindrome", {}, "An eye", YES),
        ("keywords:palindrome", {}, "On xx and mmm", NO),
        ("keywords:palindrome", {}, "Race-car", NO),
        ("keywords:palindrome", {}, "Mad dam.", YES),
        ("keywords:palindrome", {}, "A ba.", YES),
        ("keywords:palindrome", {}, "A aa.", NO),
        ("keywords:palindrome", {"length": 4}, "A ba.", NO),
        ("keywords:palindrome", {}, "Such as 1 2 1.", NO),
        ("keywords:palindrome", {}, "Here is one: Never odd or even.", YES),
        ("keywords:palindrome", {}, "She asked \u201cWas it a car or a cat I saw?\u201d twice.", YES),
        ("keywords:palindrome", {"minimum": 2}, "Madam, I'm Adam.", NO),
        ("keywords:start_end", {}, "Tea tea", YES),
        ("keywords:start_end", {}, "Tea", NO),
        ("keywords:start_end", {}, "Don\u2019t we? We don't", YES),
        ("keywords:no_adjacent_consecutive", {}, "Zebras ask", YES),
        ("keywords:no_adjacent_consecutive", {}, "D\u00e9j\u00e0 \u00e9t\u00e9", NO),
        ("keywords:no_adjacent_consecutive", {}, "\u597d \u5417", OPEN),
        ("letters:letter_counting", {"maximum": 5}, "Hello!", YES),
        ("letters:letter_counting", {"maximum": 5}, "Hello, o", NO),
        ("paragraphs:paragraphs2", {}, "# Title\n\nOne.\n\nTwo.", NO),
        ("count:lowercase_counting", {"maximum": 2}, "THE iPhone rings and RINGS", YES),
        ("count:counting_composition", {"sentences": 1, "words": 2}, "It is.\n***\nIt is.\n***\nIt is.", YES),
        ("count:counting_composition", {"sentences": 1, "words": 2}, "It is.\n***\nIt is.\n***\nIt is.\n\n`so`", NO),
        ("count:counting_composition", {"sentences": 1, "words": 2}, "It is. * * * It is. * * * It is.", NO),
        ("first_word:first_word_sent", {"word": "bit"}, "# Bit\n\n- Bit one\n- Bit two", YES),
        ("first_word:first_word_sent", {"word": "bit"}, "Bit one.\n\n- Another", NO),
        ("first_word:first_word_answer", {"word": "bit"}, "Bits and pieces", NO),
        ("last_word:last_word_answer", {"word": "bit"}, "Every **bit**!)", YES),
    ],
)
def test_what_the_rules_mean_at_their_edges(
    type_id: str, params: dict[str, object], text: str, outcome: Outcome
) -> None:
    verdict = verdict_of(type_id, params, text)
    assert verdict.outcome is outcome, verdict.reason


@pytest.mark.parametrize(
    ("type_id", "params", "text", "score"),
    [
        ("copy:repeat_phrase", {"phrase": "rain or shine", "times": 3}, "Rain and shine. Rain in shine.", 2 / 3),
        ("copy:repeat_phrase", {"phrase": "rain or shine", "times": 1}, "Rain and shine. Rain or shine.", 1 / 2),
        ("copy:copying_multiple", {"prompt": "Say hi.", "times": 2}, "Say hi.", 1 / 2),
        ("first_word:first_word_answer", {"word": "bit"}, "A bit more.", 1 / 2),
        ("last_word:last_word_answer", {"word": "bit"}, "No more.", 0),
        ("keywords:start_end", {}, "Tea is good.", 0),
        ("keywords:start_end", {}, "Tea is tea.", 3 / 4),
        ("paragraphs:paragraphs2", {}, "One.\n\nTwo.\n\n***", 3 / 4),
        ("count:counting_composition", {"sentences": 1, "words": 3}, "We like tea.", 1 / 3),
        ("count:counting_composition", {"sentences": 2, "words": 3}, "We like tea.", 1 / 6),
        ("count:lowercase_counting", {"maximum": 1}, "TEA or or", 2 / 3),
    ],
)
def test_partial_credit_is_what_the_nearness_says(
    type_id: str, params: dict[str, object], text: str, score: float
) -> None:
    verdict = verdict_of(type_id, params, text)
    assert verdict.outcome is NO
    assert verdict.score == pytest.approx(score)


@pytest.mark.parametrize(
    ("type_id", "params", "text", "shown"),
    [
        ("copy:repeat_phrase", {"phrase": "rain or shine", "times": 1}, "Rain in shine!", ["Rain in shine"]),
        ("copy:copying_multiple", {"prompt": "Say hi.", "times": 2}, "Say hi. ****** No.", ["Say hi."]),
        ("keywords:start_end", {}, "Tea is good", ["Tea", "good"]),
        ("keywords:palindrome", {}, "A level one: Never odd or even.", ["level", "Never odd or even."]),
        ("last_word:last_word_sent", {"word": "bit"}, "A bit. More.", ["More."]),
        ("last_word:last_word_answer", {"word": "bit"}, "A bit. More.", ["More"]),
        ("count:lowercase_counting", {"maximum": 1}, "tea or tea or TEA", ["tea"]),
        ("letters:letter_counting", {"maximum": 5}, "Hello, you", ["you"]),
        ("detectable_format:sentence_hyphens", {}, "One is.-Two is. Three.", ["Three."]),
        ("paragraphs:paragraphs2", {}, "One.\n\n***\n\nTwo.", ["***"]),
        ("punctuation:punctuation_dot", {}, "One. Two\u2026", [".", "\u2026"]),
    ],
)
def test_the_evidence_shows_the_places(type_id: str, params: dict[str, object], text: str, shown: list[str]) -> None:
    assert [evidence.span.of(text) for evidence in verdict_of(type_id, params, text).evidence] == shown


def test_a_reason_names_the_end_of_the_reply() -> None:
    assert verdict_of("first_word:first_word_answer", {"word": "bit"}, "More").reason == (
        'the first word is "more", "bit" asked'
    )
    assert verdict_of("last_word:last_word_answer", {"word": "bit"}, "A more").reason == (
        'the last word is "more", "bit" asked'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("first_word:first_word_sent", {"word": "bit"}), ("first_word:first_word_answer", {"word": "tea"})),
        (("last_word:last_word_sent", {"word": "bit"}), ("last_word:last_word_answer", {"word": "tea"})),
        (("last_word:last_word_answer", {"word": "bit"}), ("keywords:forbidden_words", {"words": ("bit",)})),
        (("punctuation:punctuation_dot", {}), ("startend:end_checker", {"phrase": "The end."})),
        (("punctuation:punctuation_exclamation", {}), ("copy:copy", {"prompt": "Say hi!"})),
        (("copy:copy", {"prompt": "Say hi."}), ("length_constraints:number_words", {"minimum": 50})),
        (("paragraphs:paragraphs", {}), ("paragraphs:paragraphs2", {})),
        (("paragraphs:paragraphs", {}), ("count:counting_composition", {"sentences": 2, "words": 3})),
        (("letters:letter_counting", {"maximum": 20}), ("length_constraints:number_words", {"minimum": 50})),
        (
            ("copy:repeat_phrase", {"phrase": "rain or shine", "times": 2}),
            ("keywords:frequency", {"keyword": "rain", "maximum": 1}),
        ),
    ],
)
def test_what_contradicts_is_called_so(one: tuple[str, dict], other: tuple[str, dict]) -> None:
    assert conflict(CATALOGUE[one[0]](**one[1]), CATALOGUE[other[0]](**other[1]))


@pytest.mark.parametrize(
    ("type_id", "params", "nearer", "farther"),
    [
        ("copy:repeat_phrase", {"phrase": "rain or shine", "times": 3}, "Rain and shine. Rain in shine.", "Rain."),
        ("copy:copying_multiple", {"prompt": "Say hi.", "times": 3}, "Say hi.******Say hi.", "Say hi."),
        ("new:copy_span_idx", {"prompt": "Say hi to all.", "first": 0, "last": 8}, "Say hi to all.", "Well, hello!"),
        ("detectable_format:sentence_hyphens", {}, "It is.-It was.-We go. Stop.", "It is. It was. We go. Stop."),
        ("detectable_format:square_brackets", {}, "[We] [all] go", "[We] all go"),
        ("detectable_format:bigram_wrapping", {}, "<<We all>> go there", "We all go there"),
        ("first_word:first_word_sent", {"word": "bit"}, "Bit is. Bit was. Then.", "Bit is. So. Then."),
        ("first_word:first_word_answer", {"word": "bit"}, "A bit more.", "Nothing more."),
        ("keywords:start_end", {}, "Tea is tea.", "Tea is good."),
        ("count:lowercase_counting", {"maximum": 1}, "TEA or or", "TEA or or or or"),
        ("count:counting_composition", {"sentences": 1, "words": 3}, "We like tea.\n***\nWe like tea.", "We like tea."),
        ("paragraphs:paragraphs2", {}, "One.\n\nTwo.\n\n***", "One."),
        ("letters:letter_counting", {"minimum": 9}, "Eight or", "One"),
    ],
)
def test_partial_credit_falls_with_the_distance(
    type_id: str, params: dict[str, object], nearer: str, farther: str
) -> None:
    constraint = CATALOGUE[type_id](**params)
    near, far = constraint.check(Document(nearer)), constraint.check(Document(farther))
    assert near.outcome is far.outcome is NO
    assert 1 > near.score > far.score


def test_six_asterisks_in_the_request_divide_its_copies_too() -> None:
    secret = CATALOGUE["copy:copying_multiple"](prompt="What is ****** here?", times=2)
    once = "What is ****** here?"
    assert secret.check(Document(f"{once}\n******\n{once}")).satisfied
    assert not secret.check(Document(once)).satisfied
    assert not secret.check(Document(f"{once} {once}")).satisfied


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("The U.S.-based firm grew.-It did.", YES),
        ("The U.S.-based firm grew.", NO),
        ("He met Dr. Li.-Then he left.", YES),
        ("He met Dr. Li.- Then he left.", NO),
        ("He met Dr. Li. -Then he left.", NO),
        ("\u201cGo!\u201d-She left.-\u201cNow?\u201d", YES),
        ("- One item.\n- Two items.", NO),
        ("hello there.-this is it.", YES),
    ],
)
def test_what_joins_sentences(text: str, outcome: Outcome) -> None:
    assert CATALOGUE["detectable_format:sentence_hyphens"]().check(Document(text)).outcome is outcome


def test_a_loose_reading_forgives_the_emphasis_around_the_last_word() -> None:
    ends = CATALOGUE["keywords:start_end"]()
    assert not ends.check(Document("Tea is **tea**")).satisfied
    assert check_loose(ends, Document("Tea is **tea**"))
