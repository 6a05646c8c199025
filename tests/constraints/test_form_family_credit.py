"""Partial credit of IFBench's families format, repeat and custom: it rises with each step towards what is asked."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE, from_published
from adhere.constraints.ifbench.likeness import likeness
from adhere.text import Document

SPAN = {"prompt_to_repeat": "zero one two three four five six", "n_start": 2, "n_end": 4}
CHANGE = {"prompt_to_repeat": "Write a python program."}
SEPARATOR = {"sep": "SEPARATOR"}
HEADER = "ID,Country,City,Year,Count"
CITIES = "\n".join([HEADER, *(f"{i},Peru,Lima,2020,{i}" for i in range(7))])
CAPITALS = CATALOGUE["custom:european_capitals_sort"]().witness(Random(0), "")
BATTLES = CATALOGUE["custom:date_format_list"]().witness(Random(0), "")
A_TO_Z = CATALOGUE["custom:sentence_alphabet"]().witness(Random(0), "tea")
AFRICA = CATALOGUE["custom:reverse_newline"]().witness(Random(0), "")
AFRICANS = AFRICA.split("\n")
CAPITAL_NAMES = CAPITALS.split(", ")
DAYS = BATTLES.replace(" ", "").split(",")
OPTIONS = "\n".join(f"{letter}) Art" for letter in "ABCDE")
QUIZ = "\n\n".join(f"Question {i}: Who{' was it' * i}?\n{OPTIONS}" for i in range(1, 5))
LADDERS: dict[str, tuple[dict[str, object], list[str]]] = {
    "format:parentheses": ({}, ["none", "(a)", "(a (b))", "(a (b (c (d))))", "(a (b (c (d (e)))))"]),
    "format:quotes": ({}, ["none", 'a "b" c', """a "b 'c' d" e""", """a "b 'c "d" e' f" g"""]),
    "format:options": ({"options": "yes/no"}, ["none", "I say yes because I think so", "I say yes", "yes"]),
    "format:newline": ({}, ["one two three four", "one two\nthree four", "one\ntwo\nthree four", "one\ntwo\nthree"]),
    "format:emoji": (
        {},
        [
            "We sat. We ate. We left.",
            "We sat. \U0001f600 We ate. We left.",
            "We sat. \U0001f600 We ate. \U0001f600 We left.",
            "We sat. \U0001f600",
        ],
    ),
    "format:line_indent": ({}, ["a\nb\nc\nd", "a\n b\nc\nd", "a\n b\n  c\nd", "a\n b\n  c\n   d"]),
    "format:list": (SEPARATOR, ["none", "SEPARATOR a", "SEPARATOR a\nSEPARATOR b\n* c", "SEPARATOR a\nSEPARATOR b"]),
    "format:sub-bullets": ({}, ["* a\n* b\n* c", "* a\n  - d\n* b\n* c", "* a\n  - d\n* b\n  - e\n* c", "* a\n  - d"]),
    "format:no_bullets_bullets": (
        {},
        ["Tea", "We sat.", "We sat. We ate.", "We sat. We ate.\n\n* tea", "We sat. We ate.\n\n* tea\n* milk"],
    ),
    "format:output_template": (
        {},
        [
            "none",
            "My Answer: a",
            "My Answer: a My Conclusion: b",
            "My Answer: a My Conclusion: b Future Outlook:",
            "My Answer: a My Conclusion: b Future Outlook: c",
        ],
    ),
    "format:no_whitespace": ({}, ["a b c d", "a b c", "a b", "ab"]),
    "repeat:repeat_change": (
        CHANGE,
        ["Sure.", "Write a python program.", "Compose a program.", "Compose a python program."],
    ),
    "repeat:repeat_span": (SPAN, ["none", "four", "three four", "Sure: two three four", "two three four"]),
    "custom:multiples": ({}, ["none", "14", "14 21", "14 21 28 35 42", "14 21 28 35 42 49"]),
    "custom:mcq_count_length": (
        {},
        ["none", "Question 1: Why?", QUIZ[: QUIZ.index("Question 3")], f"{QUIZ}\n\nThis is why.", QUIZ],
    ),
    "custom:reverse_newline": (
        {},
        ["none", *("\n".join(AFRICANS[:n]) for n in (1, 20, 53)), AFRICA.replace("Zambia", "Zambia\nMars"), AFRICA],
    ),
    "custom:word_reverse": (
        {},
        [
            "none",
            "bald eagle",
            "The national symbol of the US is the eagle bald",
            "The one is eagle bald",
            "eagle bald",
        ],
    ),
    "custom:character_reverse": ({}, ["none", "the answer is elgae dlab", "is it si elgae dlab eht", "elgae dlab"]),
    "custom:sentence_alphabet": ({}, ["42", "Anna sat.", "Anna sat. Bo sat.", A_TO_Z.replace("Bruno", "Anna"), A_TO_Z]),
    "custom:european_capitals_sort": ({}, ["none", "Oslo", "Oslo, Riga", ", ".join(CAPITAL_NAMES[1:]), CAPITALS]),
    "custom:csv_city": ({}, ["none at all", HEADER, f"{HEADER}\n1,2,3,4,5", CITIES.replace("Lima", "", 1), CITIES]),
    "custom:date_format_list": ({}, ["none", DAYS[0], ", ".join(DAYS[:5]), ", ".join(DAYS[1:]), BATTLES]),
}
"""By id: arguments, and replies each of which comes nearer than the one before; the last one satisfies."""


@pytest.mark.parametrize("type_id", LADDERS)
def test_credit_rises_with_each_step_towards_what_is_asked(type_id: str) -> None:
    kwargs, replies = LADDERS[type_id]
    constraint = from_published(type_id, kwargs, "A prompt.")
    scores = [constraint.check(Document(reply)).score for reply in replies]
    assert scores == sorted(set(scores)), scores
    assert scores[-1] == 1


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_likeness_is_the_share_of_the_longest_common_subsequence(found: str, wanted: str) -> None:
    lengths = [[0] * (len(wanted) + 1) for _ in range(len(found) + 1)]
    for i, one in enumerate(found):
        for j, other in enumerate(wanted):
            longer = max(lengths[i][j + 1], lengths[i + 1][j])
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if one == other else longer
    assert likeness(found, wanted) == 2 * lengths[-1][-1] / max(1, len(found) + len(wanted))
