"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of IF-RLVR's families.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, YES, Exact, assert_exact

CASES = (
    Exact(
        "copy:repeat_phrase", {"phrase": "one two three four", "times": 1}, "⟦One two x four⟧, one x y four.", YES, 1
    ),
    Exact(
        "copy:repeat_phrase",
        {"phrase": "one two three four five six", "times": 1},
        "⟦One two x four five six⟧, one x y z five six.",
        YES,
        1,
    ),
    Exact("detectable_format:bigram_wrapping", {}, "⟦a⟧>⟦b⟧ ⟦c⟧", NO, 1 / 5),
    Exact(
        "count:counting_composition",
        {"sentences": 1, "words": 2},
        "⟦We go.⟧\n\n***\n\n⟦We go.⟧\n\n***\n\n⟦We go.\n\n```\nx\n```⟧",
        NO,
        5 / 6,
    ),
    Exact("detectable_format:bigram_wrapping", {}, "<<a b>> <<⟦c⟧>> ⟦d⟧", NO, 1 / 2),
    Exact("keywords:word_once", {"keyword": "tea"}, "⟦tea⟧", YES, 1),
    Exact("keywords:palindrome", {"length": 3}, "⟦ß a ss.⟧", YES, 1),
    Exact("keywords:palindrome", {"length": 3}, "⟦Ss a ß.⟧", YES, 1),
    Exact("keywords:palindrome", {"length": 3}, "Le-vel.", NO, 0),
    Exact("keywords:palindrome", {"length": 4}, "⟦No on.⟧", YES, 1),
    Exact("keywords:palindrome", {"length": 3}, "A aa.", NO, 0),
    Exact("letters:letter_counting", {"maximum": 2}, "ab", YES, 1),
    Exact("paragraphs:paragraphs2", {"minimum": 1, "maximum": 1}, "⟦So it is.⟧", YES, 1),
    Exact("detectable_format:sentence_hyphens", {}, "So-so it is.-We go.", YES, 1),
    Exact("detectable_format:sentence_hyphens", {}, "So it is.-We‐go‑on.", YES, 1),
    Exact("detectable_format:bigram_wrapping", {}, "<<a b>> <<⟦c⟧>>⟦d⟧", NO, 1 / 2),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
