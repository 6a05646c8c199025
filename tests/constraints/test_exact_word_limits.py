"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of IFBench's families count, ratio, words and sentence.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

CASES = (
    Exact("count:unique_word_count", {"maximum": 1}, "⟦So⟧ so.", YES, 1),
    Exact("count:numbers", {"minimum": 1}, "Two wolves.", OPEN, 0),
    Exact("count:numbers", {"minimum": 2}, "Sixty two.", NO, 0),
    Exact("count:numbers", {"minimum": 1, "maximum": 1}, "Use 1.2.3 now.", OPEN, 0),
    Exact("words:no_consecutive", {}, "A bear.", YES, 1),
    Exact(
        "words:keywords_specific_position",
        {"keyword": "tea", "sentence": 2, "position": 3},
        "So it is. We like ⟦tea⟧.",
        YES,
        1,
    ),
    Exact("ratio:stop_words", {"percentage": 50}, "The tea of many.", OPEN, 0),
    Exact("ratio:stop_words", {"percentage": 0}, "John's tea.", YES, 1),
    Exact(
        "ratio:overlap", {"reference": "one two three four", "percentage": 0, "tolerance": 0}, "one x three y", YES, 1
    ),
    Exact(
        "ratio:overlap",
        {"reference": "one two three four five six", "percentage": 48, "tolerance": 2},
        "one two three four",
        OPEN,
        0,
    ),
    Exact(
        "words:odd_even_syllables", {}, "Tea ⟦babababababababababababababababababababababababababababababab⟧", OPEN, 0
    ),
    Exact(
        "words:odd_even_syllables",
        {},
        (
            "Tea babababababababababababababababababababababababababababababa ⟦bababababababa"
            "bababababababababababababababababababababababa⟧ babababababababababababababababa"
            "babababababababababababababab"
        ),
        NO,
        2 / 3,
    ),
    Exact("words:odd_even_syllables", {}, "⟦Blørma⟧ water.", OPEN, 0),
    Exact(
        "reading:grade",
        {"maximum": 5},
        (
            "We sat by the tree and ate the bread and then we went on to the house by the lak"
            "e and sat there with the bandorpe zble xqz babababababababababababababababababab"
            "abababababababababababab for hours."
        ),
        NO,
        0.406557377,
    ),
    Exact(
        "reading:grade",
        {"minimum": 30},
        (
            "We sat by the tree and ate the bread and then we went on to the house by the lak"
            "e and sat there with the bandorpe zble xqz babababababababababababababababababab"
            "abababababababababababab for hours."
        ),
        NO,
        0.127336209,
    ),
    Exact("words:alphabet", {}, "A bear.", YES, 1),
    Exact("sentence:increment", {"increment": 1}, "We go. So we go.", YES, 1),
    Exact("words:last_first", {}, "Go on. On it.", YES, 1),
    Exact("sentence:alliteration_increment", {}, "?!\n\nGo on. Big bears go.", YES, 1),
    Exact("count:conjunctions", {"minimum": 2}, "We left,      so we ate and sat.", OPEN, 0),
    Exact("count:conjunctions", {"minimum": 1}, "We said so.", OPEN, 0),
    Exact("count:conjunctions", {"minimum": 1}, "It is, ⟦so⟧ we.", YES, 1),
    Exact(
        "reading:grade",
        {"maximum": 20},
        (
            "We sat by the tree and ate the bread and We sat by the tree and ate the bread an"
            "d We sat by the tree and ate the bread and We sat by the tree and ate the bread "
            "and We sat by the tree and ate the bread and We sat by the tree and ate the brea"
            "d and so."
        ),
        YES,
        1,
    ),
    Exact(
        "reading:grade",
        {"minimum": 20},
        (
            "We sat by the tree and ate the bread and We sat by the tree and ate the bread an"
            "d We sat by the tree and ate the bread and We sat by the tree and ate the bread "
            "and We sat by the tree and ate the bread and We sat by the tree and ate the brea"
            "d and so."
        ),
        YES,
        1,
    ),
    Exact("count:conjunctions", {"minimum": 2}, "We left,     ⟦so⟧ we ate ⟦and⟧ sat.", YES, 1),
    Exact("ratio:sentence_type", {"declarative": 1, "interrogative": 1}, "So it is. ⟦Who?⟧", YES, 1),
    Exact("words:start_verb", {}, "⟦Building⟧ the", YES, 1),
    Exact("keywords:any_of", {"phrases": ["tea", "milk"]}, "⟦tea⟧", YES, 1),
    Exact("count:person_names", {"minimum": 1, "names": ["emma", "Liam", "Noah"]}, "⟦emma⟧ left.", YES, 1),
    Exact("count:person_names", {"minimum": 1, "names": ["Emma", "Liam", "Noah"]}, "emma left.", NO, 0),
    Exact(
        "reading:grade",
        {"minimum": 2},
        (
            "We sat by a tree and ate bread at 12. We sat by a tree and ate bread at 12. We s"
            "at by a tree and ate bread at 12. We sat by a tree and ate bread at 12."
        ),
        NO,
        50 / 107,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
