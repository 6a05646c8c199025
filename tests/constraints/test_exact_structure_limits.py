"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of JSON, tables, headings, lists, code and tags.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

CASES = (
    Exact("table:columns", {"columns": ["Tea", "Milk"]}, "⟦Tea | Milk\n--- | ---\n1 | 2⟧", YES, 1),
    Exact("table:shape", {"columns": 2}, "⟦| A | |\n|---|---|\n| 1 | 2 |⟧", YES, 1),
    Exact("json:array_length", {"maximum": 2}, "", OPEN, 0),
    Exact("json:array_length", {"minimum": 1}, "", NO, 0),
    Exact("json:array_length", {"key": "a", "minimum": 1}, "[1]", NO, 0),
    Exact("json:schema", {"schema": '{"type":"object"}'}, "[1]", NO, 1 / 3),
    Exact("tags:wrapped", {}, "</answer> x <answer>", NO, 1 / 10),
    Exact("tags:wrapped", {}, "  So ⟦<answer>tea</answer>⟧", NO, 93 / 115),
    Exact("regex:full_match", {"pattern": "so\nit"}, "⟦so  \nit⟧", YES, 1),
    Exact("regex:full_match", {"pattern": "x*"}, "so it", NO, 0),
    Exact("regex:full_match", {"pattern": "a+"}, "⟦aa⟧ b ⟦a⟧", NO, 9 / 35),
    Exact("regex:contains", {"pattern": "so +\n"}, "⟦so  \n⟧it", YES, 1),
    Exact("regex:absent", {"pattern": "\\b"}, "so", NO, 1 / 4),
    Exact("regex:absent", {"pattern": "so"}, "⟦so⟧ it", NO, 1 / 2),
    Exact("json:schema", {"schema": '{"uniqueItems": false}'}, "⟦[1, 1]⟧", YES, 1),
    Exact("json:schema", {"schema": '{"uniqueItems": true}'}, '[{"a":1,"b":2},{"b":2,"a":1}]', NO, 1 / 3),
    Exact("markdown:heading_count", {"minimum": 1}, "#\n\nSo.", NO, 0),
    Exact("markdown:heading_depth", {"maximum": 2}, "# One", YES, 1),
    Exact("format:thesis", {}, "<H2>One</H2>\n\n<i>⟦Tea is good.⟧</i> So drink.", YES, 1),
    Exact("markdown:list_depth", {"minimum": 2}, "> > > > So\n\n⟦* tea\n  ⟦* milk⟧⟧", YES, 1),
    Exact("markdown:link_count", {"minimum": 1}, "See ⟦<http://a.org>⟧.", YES, 1),
    Exact("markdown:code_language", {"programming_language": "python"}, "~~~python\nx\n~~~", YES, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
