"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of dates, times, numbers and amounts.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

CASES = (
    Exact("citation:each_paragraph", {"sources": ["1"]}, "# One\n# Two\n\nSo it is [1].", YES, 1),
    Exact("citation:each_sentence", {"sources": ["1", "甲。"]}, "見[甲。]⟦犬。⟧", NO, 1 / 2),
    Exact("time:format", {"clock": "24-hour"}, "See Abbbbbbbbbbbbbbbbbbbbbbbbbbbbb ⟦3:16⟧.", YES, 1),
    Exact("date:format", {"format": "DD/MM/YYYY"}, "On 32/05/2024.", OPEN, 0),
    Exact("date:period", {"first": "1924-01-01", "last": "1924-12-31"}, "On 5/3/24.", OPEN, 0),
    Exact("date:format", {"format": "DD.MM.YYYY"}, "On ⟦12.31.2024⟧.", NO, 1 / 3),
    Exact("number:thousands", {"separator": "comma"}, "It is ⟦12,345⟧.", YES, 1),
    Exact("number:decimal_places", {"places": 2}, "So:\n            ⟦2.1⟧ so", NO, 1 / 3),
    Exact("number:decimal_places", {"places": 2}, "2.1 Introduction", OPEN, 0),
    Exact("citation:quote_from", {"source": "We say it is--- so"}, '"We say it is ... -- ... so"', YES, 1),
    Exact("citation:quote_from", {"source": "We say it is so."}, "“we say it”⟦“is so now”⟧", NO, 1 / 2),
    Exact("number:percent", {"style": "%"}, "It is ⟦five%⟧.", YES, 1),
    Exact(
        "number:in_digits",
        {},
        ("Der Zug fährt heute nicht nach Hamburg, weil die Strecke gesperrt ist und niemand etwas davon wusste."),
        OPEN,
        0,
    ),
    Exact(
        "language:same_as_user",
        {"user": "Jeg vil gerne vide, hvordan jeg kommer til banegården i byen i dag."},
        "Det er best å gå gjennom byen til fots, og det tar ikke veldig lang tid å komme fram dit.",
        OPEN,
        0,
    ),
    Exact("citation:sources", {"sources": ["1"]}, "So it is ⟦[1-1]⟧.", YES, 1),
    Exact("time:format", {"clock": "24-hour"}, "⟦14:30⟧ is it.", YES, 1),
    Exact("language:response_language", {"language": "de"}, "Die Serie The Crown läuft heute auf Netflix.", YES, 1),
    Exact(
        "language:response_language", {"language": "en"}, "Berlin and Hamburg, Dresden of Leipzig, the Bremen.", YES, 1
    ),
    Exact("language:response_language", {"language": "en"}, "the of is it Ulm", YES, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
