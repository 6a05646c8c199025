"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of JSON, tables, headings, lists, code and tags.
"""

from __future__ import annotations

import pytest
from exact_verdicts import YES, Exact, assert_exact

CASES = (
    Exact("table:columns", {"columns": ["Tea", "Milk"]}, "⟦Tea | Milk\n--- | ---\n1 | 2⟧", YES, 1),
    Exact("table:shape", {"columns": 2}, "⟦| A | |\n|---|---|\n| 1 | 2 |⟧", YES, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
