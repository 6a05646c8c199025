"""The known defects of the published checkers of IF-RLVR's training types: a text that shows each, and our verdict.

``published`` is what the checker of that id says in open-instruct's ``open_instruct/IFEvalG/instructions.py``, read at
commit 42c6d0d: satisfied, violated, the exception that it raises, or None where chance decides. It is a fact about that
file that no test can check here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from drawn_training_families import EXAMPLES
from known_defects import NO, OPEN, YES

from adhere.constraints import CATALOGUE, Outcome, from_published
from adhere.constraints.ifrlvr.training_families import TRAINING_FAMILIES
from adhere.errors import UsageError
from adhere.text import Document


class Defect(NamedTuple):
    id: str
    kwargs: dict[str, object]
    text: str
    published: Outcome | type[Exception] | None
    ours: Outcome
    why: str


BIRD = {"phrase": "The early bird catches the worm", "small_n": 2}
BOOK = {"phrase": "Don't judge a book by cover", "small_n": 1}
HELLO = {"prompt_to_repeat": "Say hello to all of them.", "n_start": 4, "n_end": 8}
TWICE = {"prompt_to_repeat": "Name three rivers, please.", "N": 2}
CAT = {"keyword": "cat"}
BIT, HI, BRIEF = {"first_word": "bit"}, {"first_word": "hello"}, {"last_word": "brief"}
THREE_WORDS = {"n_sent": 1, "n_words": 3}

DEFECTS = (
    Defect("copy:repeat_phrase", BIRD, "The early bird catches the worm. The early fox catches the worm.", YES, NO,
           "only the last variant must be changed"),
    Defect("copy:repeat_phrase", BIRD, "The early fox catches the worm. Then the early cat catches the worm.", NO, YES,
           "in the middle of a sentence the phrase has no capital"),
    Defect("copy:repeat_phrase", BIRD, "An early bird catches the worm. The early fox catches the worm.", NO, NO,
           "here both agree: the first word must stay"),
    Defect("copy:repeat_phrase", BOOK, "Don\u2019t judge a film by cover!", NO, YES, "a curly apostrophe is one, too"),
    Defect("copy:repeat_phrase", BOOK, "Don't judge a\nfilm by cover.", NO, YES, "a line may break within the phrase"),
    Defect("copy:repeat_phrase", BIRD, "The early fox catches the worm. The late cat catches the worm.", NO, NO,
           "here both agree: two words changed"),
    Defect("copy:copy", {"prompt_to_repeat": "Say  hi to\nall."}, "Say hi to all.", NO, YES, "spacing is no wording"),
    Defect("copy:copy", {"prompt_to_repeat": "It's fun."}, "It\u2019s fun.", NO, YES, "nor is the shape of quotes"),
    Defect("copy:copying_simple", {"prompt_to_repeat": "Say hi."}, '"Say hi."', NO, YES, "a copy may be quoted"),
    Defect("copy:copying_simple", {"prompt_to_repeat": "Say hi."}, "Say hi. Hi!", NO, NO, "here both agree"),
    Defect("copy:copying_multiple", TWICE, "Name three\nrivers, please. ****** Name three rivers, please.", NO, YES,
           "a line break changes no word"),
    Defect("copy:copying_multiple", TWICE, "Name three rivers, please.\n******\nName three rivers.", NO, NO,
           "here both agree: a word is missing"),
    Defect("new:copy_span_idx", HELLO, "hello", NO, YES, "the request includes the last index"),
    Defect("new:copy_span_idx", HELLO, "hell", YES, NO, "the request includes the last index"),
    Defect("detectable_format:sentence_hyphens", {}, "Just one sentence.", YES, NO, "one sentence joins nothing"),
    Defect("detectable_format:sentence_hyphens", {}, "A well-known fact.-It is so.", NO, YES, "compounds have hyphens"),
    Defect("detectable_format:sentence_hyphens", {}, "", YES, NO, "no sentence joins nothing"),
    Defect("detectable_format:sentence_hyphens", {}, "I met Mr. Li.-He is 5.", YES, YES, "here both agree"),
    Defect("detectable_format:sentence_hyphens", {}, "Tea is hot-Coffee is too", NO, OPEN, "no mark tells a joint"),
    Defect("detectable_format:square_brackets", {}, "[Yes], [we] [can].", NO, YES, "punctuation is no word"),
    Defect("detectable_format:square_brackets", {}, "[Yes] - [we] [can]", NO, YES, "nor is a dash"),
    Defect("detectable_format:square_brackets", {}, "[Yes]we[can]", YES, NO, "a word between brackets is not in them"),
    Defect("detectable_format:square_brackets", {}, "", YES, NO, "no word is in brackets"),
    Defect("detectable_format:bigram_wrapping", {}, "Hello", YES, NO, "one bare word is no wrapped pair"),
    Defect("detectable_format:bigram_wrapping", {}, "<<I am>> <<at home>> now", YES, OPEN, "the odd word has no pair"),
    Defect("detectable_format:bigram_wrapping", {}, "<<I am>> <<at home>>.", NO, YES, "a full stop is no word"),
    Defect("detectable_format:bigram_wrapping", {}, "<<I am>><<at home>>", NO, YES, "brackets divide words, too"),
    Defect("detectable_format:bigram_wrapping", {}, "<<I >am>> <<at> home>>", YES, NO, "other brackets stand inside"),
    Defect("keywords:no_adjacent_consecutive", {}, "Pages 1 2 and 3", NO, YES, "digits are no letters"),
    Defect("keywords:no_adjacent_consecutive", {}, "Boats and cars", YES, YES, "here both agree: b stands after a"),
    Defect("keywords:no_adjacent_consecutive", {}, 'A "big" tree', YES, NO, "a quotation mark is no letter"),
    Defect("keywords:no_adjacent_consecutive", {}, "Alone", YES, OPEN, "one word has no neighbor"),
    Defect("keywords:word_once", CAT, "A cat and a cat.", NO, YES, "the request says include, and not how often"),
    Defect("keywords:word_once", CAT, "To concatenate.", YES, NO, "'cat' is not in 'concatenate'"),
    Defect("keywords:word_once", {"keyword": "C++"}, "Pascal", YES, NO, "a keyword is no pattern"),
    Defect("keywords:word_once", {"keyword": ":)"}, "Fine :)", re.error, YES, "a keyword is no pattern"),
    Defect("keywords:word_once", {"keyword": "a.b"}, "Use axb.", YES, NO, "a keyword is no pattern"),
    Defect("keywords:word_count_different_numbers", {"keyword": "war", "frequency": 2, "relation": "at least"},
           "war war war", YES, NO, "the request says 2 times, whatever the hidden relation"),
    Defect("keywords:word_count_different_numbers", {"keyword": "war", "frequency": 2, "relation": "less than"},
           "war", YES, NO, "the request says 2 times, whatever the hidden relation"),
    Defect("keywords:word_count_different_numbers", {"keyword": "war", "frequency": 2, "relation": "less than"},
           "war and war", NO, YES, "the request says 2 times, whatever the hidden relation"),
    Defect("keywords:exclude_word_harder", CAT, "I have a cat.", YES, NO, "punctuation may follow"),
    Defect("keywords:exclude_word_harder", CAT, "Cat food", YES, NO, "a capital makes no other word"),
    Defect("keywords:exclude_word_harder", {"keyword": "cat,"}, "My cat sleeps.", YES, NO,
           "the comma came along when the word was cut out of the prompt"),
    Defect("keywords:palindrome", {}, "I am here.", YES, NO, "'I' is no palindrome"),
    Defect("keywords:palindrome", {}, "It is so - or not.", YES, NO, "nor is a dash"),
    Defect("keywords:palindrome", {}, "That was on 1-1", YES, NO, "nor are numbers"),
    Defect("keywords:palindrome", {}, "Such as Level.", NO, YES, "case and a full stop do not matter"),
    Defect("keywords:palindrome", {}, "Was it a car or the cat I saw?", YES, NO, "'a' is no palindrome"),
    Defect("keywords:palindrome", {}, "Never odd or even", NO, YES, "several words may be one palindrome"),
    Defect("keywords:palindrome", {}, "Such as race-car", NO, NO, "here both agree: a compound is one word"),
    Defect("keywords:keyword_specific_position", {"keyword": "freedom", "n": 1, "m": 3}, "Yes, my freedom.", NO, YES,
           "a comma is no word"),
    Defect("keywords:keyword_specific_position", {"keyword": "freedom", "n": 1, "m": 1}, "Freedom first.", NO, YES,
           "a sentence begins with a capital"),
    Defect("keywords:keyword_specific_position", {"keyword": "freedom", "n": 2, "m": 1}, "Is it 5 a.m.? Freedom.",
           NO, YES, "an abbreviation ends no sentence, and a sentence begins with a capital"),
    Defect("keywords:start_end", {}, "* Tea is good *", YES, NO, "an asterisk is no word, and nothing may follow"),
    Defect("keywords:start_end", {}, '"Tea" for all, and tea', NO, YES, "a mark may stand before the first word"),
    Defect("keywords:start_end", {}, "Tea for all, and tea.", NO, NO, "here both agree"),
    Defect("paragraphs:paragraphs", {}, "This is ***very*** good.", NO, NO, "here both agree: no divider"),
    Defect("paragraphs:paragraphs", {}, "One, and ***bold.", YES, NO, "three asterisks in a line divide nothing"),
    Defect("paragraphs:paragraphs2", {}, "One.\n\n\n\nTwo.", NO, YES, "more blank lines divide as one does"),
    Defect("paragraphs:paragraphs2", {}, "One.\n \nTwo.", NO, YES, "a line of blanks is blank"),
    Defect("paragraphs:paragraphs2", {}, "One.\n\n***", YES, NO, "a divider is no paragraph"),
    Defect("first_word:first_word_sent", BIT, "Bit, yes. **Bit** too.", NO, YES, "marks are no letters"),
    Defect("first_word:first_word_sent", BIT, "Bit is 5 p.m. or so.", YES, YES, "here both agree"),
    Defect("first_word:first_word_sent", BIT, "Bit by bit... Bit!?", NO, YES,
           "between two marks is no sentence"),
    Defect("first_word:first_word_sent", BIT, "Bit one\n\nThen another", YES, NO,
           "a paragraph ends a sentence"),
    Defect("first_word:first_word_sent", BIT, "", YES, NO, "no sentence begins with the word"),
    Defect("first_word:first_word_answer", HI, "Hello, all", NO, YES, "a comma is no part of a word"),
    Defect("first_word:first_word_answer", HI, "**Hello** all", NO, YES, "nor is emphasis"),
    Defect("last_word:last_word_sent", BRIEF, "Be brief!! So brief.", NO, YES,
           "between two marks is no sentence"),
    Defect("last_word:last_word_sent", BRIEF, "Not\n\nso brief", YES, NO, "a paragraph ends a sentence"),
    Defect("last_word:last_word_sent", BRIEF, "", YES, NO, "no sentence ends with the word"),
    Defect("last_word:last_word_answer", BRIEF, "", IndexError, NO, "an empty reply has no last word"),
    Defect("last_word:last_word_answer", BRIEF, "So brief :)", NO, YES, "marks are no word"),
    Defect("last_word:last_word_answer", {"last_word": "don't"}, "I don't.", NO, YES, "an apostrophe is in the word"),
    Defect("punctuation:punctuation_dot", {}, "Wait\u2026", YES, NO, "an ellipsis is three dots"),
    Defect("punctuation:punctuation_dot", {}, "", YES, OPEN, "silence keeps every ban"),
    Defect("punctuation:punctuation_exclamation", {}, "\u00a1Hola\uff01", YES, NO, "there are others than '!'"),
    Defect("punctuation:punctuation_exclamation", {}, "Done \u2757", YES, NO, "an emoji is one, too"),
    Defect("count:lowercase_counting", {"N": 2}, "tea and milk or tea", NO, OPEN, "none of the words occurs 3 times"),
    Defect("count:lowercase_counting", {"N": 2}, "One we don't know", NO, OPEN, "none of the words occurs 3 times"),
    Defect("count:lowercase_counting", {"N": 2}, "\u00e9t\u00e9 " * 3, YES, NO, "accents are letters"),
    Defect("count:counting_composition", THREE_WORDS, "This is tea.\n***\nThis is tea.\n***\nThis is tea.", NO, YES,
           "a full stop is no word"),
    Defect("count:counting_composition", THREE_WORDS, "It is.\n***\nIt is.\n***\nIt is.", YES, NO,
           "a full stop is no word"),
    Defect("count:counting_composition", THREE_WORDS, "This is tea.\n* * *\nThis is tea.\n* * *\nThis is tea.", NO, YES,
           "the request spells the divider with spaces"),
    Defect("count:count_unique", {}, "Tea works. Coffee does.", NO, YES, "a full stop is no word"),
    Defect("count:count_unique", {}, "The cat saw the dog", YES, NO, "a capital makes no other word"),
    Defect("count:count_increment_word", {"keyword1": "help", "keyword2": "dump"}, "helpful: dump, dump", YES, NO,
           "'help' is not in 'helpful'"),
    Defect("count:count_increment_word", {"keyword1": ["help"], "keyword2": ["dump"]}, "help dump dump",
           AttributeError, YES, "keywords drawn at random are published as lists of one"),
    Defect("letters:letter_counting", {"N": 5, "relation": "at least"}, "\u043f\u0440\u0438\u0432\u0435\u0442", NO, YES,
           "letters of other scripts are letters"),
    Defect("letters:letter_counting", {"N": 5, "relation": "less than"}, "", YES, OPEN, "silence keeps every limit"),
    Defect("letters:letter_counting2", {"letter": "a", "let_relation": "less than", "let_frequency": 1}, "", YES, OPEN,
           "silence keeps every limit"),
    Defect("letters:letter_counting2", {"letter": "#", "let_relation": "at least", "let_frequency": 1}, "One #.", None,
           YES, "for what is no letter a random one is counted"),
)  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.id}: {defect.why}: {defect.text[:20]!a}")
def test_our_reading_of_a_defect(defect: Defect) -> None:
    verdict = from_published(defect.id, defect.kwargs, "").check(Document(defect.text))
    assert verdict.outcome is defect.ours, verdict.reason


def test_every_training_type_is_among_them() -> None:
    assert {defect.id for defect in DEFECTS} == set(TRAINING_FAMILIES)


@pytest.mark.parametrize("type_id", TRAINING_FAMILIES)
def test_rows_may_have_none_for_no_arguments(type_id: str) -> None:
    kwargs, params = EXAMPLES[type_id]
    if kwargs:
        with pytest.raises(UsageError, match="arguments are none"):
            from_published(type_id, None, "")
    else:
        assert from_published(type_id, None, "") == CATALOGUE[type_id](**params)


@pytest.mark.parametrize(
    ("type_id", "kwargs"),
    [
        ("letters:letter_counting", {"N": 5, "relation": "at most"}),
        ("letters:letter_counting2", {"letter": "ab", "let_relation": "at least", "let_frequency": 1}),
        ("letters:letter_counting2", {"letter": "a", "let_relation": "more than", "let_frequency": 1}),
        ("count:lowercase_counting", {"N": 0}),
        ("count:counting_composition", {"n_sent": 0, "n_words": 3}),
        ("count:count_increment_word", {"keyword1": "help", "keyword2": "Help"}),
        ("copy:copying_multiple", {"prompt_to_repeat": "Say hi.", "N": 0}),
        ("copy:copy", {"prompt_to_repeat": " "}),
        ("copy:repeat_phrase", {"phrase": "well done", "small_n": 2}),
        ("new:copy_span_idx", {"prompt_to_repeat": "Say hi.", "n_start": 3, "n_end": 7}),
        ("new:copy_span_idx", {"prompt_to_repeat": "Say hi.", "n_start": 3, "n_end": 3}),
        ("first_word:first_word_sent", {"first_word": "two words"}),
        ("last_word:last_word_answer", {"last_word": ["one", "two"]}),
        ("keywords:keyword_specific_position", {"keyword": "freedom", "n": 0, "m": 2}),
    ],
)
def test_arguments_that_a_published_checker_replaces_or_ignores_are_refused(
    type_id: str, kwargs: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        from_published(type_id, kwargs, "")


def test_a_list_of_one_word_is_that_word() -> None:
    assert from_published("first_word:first_word_sent", {"first_word": ["bit"]}, "").word == "bit"
    assert from_published("keywords:exclude_word_harder", {"keyword": "(model),"}, "").words == ("model",)
    assert from_published("keywords:exclude_word_harder", {"keyword": "--"}, "").words == ("--",)
