"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of surface rules, reading level, lengths, phrases and citations.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

CASES = (
    Exact(
        "surface:no_first_person",
        {},
        ("Der Zug fährt heute nicht nach Hamburg, weil die Strecke gesperrt ist und niemand etwas davon wusste."),
        OPEN,
        0,
    ),
    Exact(
        "surface:no_second_person",
        {},
        ("Der Zug fährt heute nicht nach Hamburg, weil die Strecke gesperrt ist und niemand etwas davon wusste."),
        OPEN,
        0,
    ),
    Exact("surface:no_first_person", {}, "Our Town.", OPEN, 0),
    Exact("surface:no_first_person", {}, "NASA told US of it.", YES, 1),
    Exact("surface:no_first_person", {}, "A US ship sank.", YES, 1),
    Exact("surface:no_first_person", {}, "=I is what it holds.", YES, 1),
    Exact("surface:no_first_person", {}, "Count for i in ten.", OPEN, 0),
    Exact("surface:no_first_person", {}, "So do ⟦I⟧ *", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "Set V = I now.", YES, 1),
    Exact("surface:no_first_person", {}, "Yes (⟦I⟧ think so).", NO, 1 / 2),
    Exact("surface:no_contractions", {}, "⟦‘Tis⟧ so.", NO, 1 / 2),
    Exact("surface:no_contractions", {}, "It is John's.", YES, 1),
    Exact("surface:no_contractions", {}, "⟦John's⟧ not.", NO, 1 / 2),
    Exact("surface:no_links", {}, "Socket.io is it.", OPEN, 0),
    Exact("surface:no_placeholder", {}, "⟦{{a}}⟧ < TODO TBD FIXME XX orem ipsum ⟦LOREM IPSUM⟧ ⟦___⟧", NO, 1 / 4),
    Exact("length:characters", {"maximum": 1}, "a", YES, 1),
    Exact("length:characters", {"maximum": 5}, "ab  \ncd", YES, 1),
    Exact("length:characters", {"maximum": 1}, "क़", OPEN, 0),
    Exact("surface:no_parentheses", {}, "So it⟦）⟧ is.", NO, 1 / 2),
    Exact("surface:no_ellipsis", {}, "And so⟦ . . .⟧ on", NO, 1 / 2),
    Exact("length:tokens", {"maximum": 1}, "abc", YES, 1),
    Exact(
        "surface:no_filler_opening",
        {"phrases": ["a b c d e f g h i j k l m n o p q r s t u"]},
        "⟦a b c d e f g h i j k l m n o p q r s t u⟧ so",
        NO,
        1 / 2,
    ),
    Exact(
        "spelling:british",
        {},
        ("Der Zug fährt heute nicht nach Hamburg, weil die Strecke gesperrt ist und niemand etwas davon wusste."),
        OPEN,
        0,
    ),
    Exact(
        "spelling:american",
        {},
        ("Der Zug fährt heute nicht nach Hamburg, weil die Strecke gesperrt ist und niemand etwas davon wusste."),
        OPEN,
        0,
    ),
    Exact("surface:no_first_person", {}, "⟦I⟧ saw 3 > 2.", NO, 1 / 2),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
