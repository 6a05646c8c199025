"""The whole verdict on replies at further limits, found by faults that no test noticed.

Of IFBench's families format, repeat and custom, and how a reply begins and ends.
"""

from __future__ import annotations

import pytest
from exact_verdicts import NO, YES, Exact, assert_exact

CASES = (
    Exact("custom:multiples", {"factor": 7, "first": 10, "last": 28}, "⟦14⟧ ⟦21⟧ ⟦28⟧ ⟦4⟧th", NO, 18 / 35),
    Exact("custom:multiples", {"factor": 10}, "⟦10⟧ ⟦20⟧ ⟦30⟧ ⟦40⟧ ⟦50⟧", YES, 1),
    Exact("custom:multiples", {"factor": 17}, "⟦17⟧, ⟦34⟧", YES, 1),
    Exact("custom:european_capitals_sort", {}, "Oslo,, Riga", NO, 2 / 29),
    Exact("custom:date_format_list", {}, "⟦1796-05-10⟧,, ⟦1796-11-15⟧", NO, 2 / 13),
    Exact(
        "custom:european_capitals_sort",
        {},
        "O''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''slo",
        NO,
        1 / 29,
    ),
    Exact(
        "custom:european_capitals_sort",
        {},
        "⟦O'''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''slo⟧",
        NO,
        0,
    ),
    Exact(
        "custom:reverse_newline",
        {},
        "⟦K'''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''enya⟧",
        NO,
        1 / 55,
    ),
    Exact(
        "custom:reverse_newline",
        {},
        "K''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''enya",
        NO,
        0,
    ),
    Exact("custom:reverse_newline", {}, "⟦Zambia⟧\nThat is all.", NO, 1 / 55),
    Exact("custom:reverse_newline", {}, "Zambia\n⟦Ug⟧\nTogo", NO, 1 / 28),
    Exact("custom:reverse_newline", {}, "⟦Togo⟧\n⟦Togo⟧", NO, 1 / 56),
    Exact(
        "custom:european_capitals_sort",
        {},
        (
            "Reykjavik, Helsinki, Oslo, Tallinn, Stockholm, Riga, Moscow, Copenhagen, Vilnius"
            ", Minsk, Dublin, Berlin, Amsterdam, Warsaw, London, Brussels, Kyiv, Prague, Luxe"
            "mbourg, Paris, Vienna, Bratislava, Budapest, Vaduz, Chisinau, Bern, Ljubljana, Z"
            "agreb, Zagreb"
        ),
        NO,
        14 / 15,
    ),
    Exact(
        "custom:csv_city",
        {"columns": ["ID", "City"], "rows": 2},
        "⟦So:\n\n    ID,City\n    1,Lima\n    2,Rome⟧",
        NO,
        1 / 3,
    ),
    Exact(
        "startend:end_checker",
        {"phrase": "the end"},
        "So ⟦the                                                               end⟧",
        NO,
        1 / 2,
    ),
    Exact("startend:quotation", {}, '"⟦"⟧ so it "is"', NO, 3 / 4),
    Exact("format:list", {"marker": "-"}, "-5 it is\n-6 it was", NO, 0),
    Exact("format:list", {"marker": "SEP"}, "**⟦SEP⟧** tea\n**⟦SEP⟧** milk", YES, 1),
    Exact("format:sub-bullets", {}, "*Tea is\ngood* so.\n- green", NO, 0),
    Exact("custom:sentence_alphabet", {}, "⟦Élan sat.⟧", NO, 2 / 27),
    Exact("format:quotes", {"depth": 1}, "⟦'I don't go'⟧ now.", YES, 1),
    Exact("custom:word_reverse", {}, "⟦The⟧ national eagle bald", NO, 5 / 6),
    Exact("custom:word_reverse", {}, "⟦The⟧ eagle bald ⟦it⟧ is", NO, 11 / 14),
    Exact(
        "format:output_template",
        {"labels": ["Pro", "Con"]},
        ("⟦Pro:⟧ yes. ⟦Con:⟧ [a an add enter fill here in insert my placeholder put text the to write your con]"),
        NO,
        5 / 6,
    ),
    Exact("format:output_template", {}, "⟦My Answer:⟧ yes. ⟦My Conclusion:⟧ no. ⟦Future Outlook:⟧", NO, 7 / 8),
    Exact("format:title_case", {}, "The ⟦tea⟧ (a)", NO, 1 / 2),
    Exact("format:title_case", {}, "The Tea of Kings. 12.", YES, 1),
    Exact("format:title_case", {}, "The Tea at http://www.tea.org and me@tea.org", YES, 1),
    Exact("format:title_case", {}, "The ⟦tea⟧ (a) So", NO, 3 / 5),
    Exact("detectable_format:number_highlighted_sections", {"minimum": 2}, "⟦*a*⟧⟦_b_⟧ so", YES, 1),
    Exact("detectable_format:title", {}, "<<tea", NO, 0),
    Exact("format:emoji", {}, "We sat\n! 😀", YES, 1),
    Exact("format:emoji", {}, "We sat\n!! 😀 We ate. 😀", YES, 1),
    Exact("format:emoji", {}, "We sat. 😀\n\n⟦We ate⟧", NO, 1 / 2),
    Exact("format:quote_unquote", {}, '⟦"Go"⟧ means to leave.', YES, 1),
    Exact("repeat:repeat_simple", {"sentence": "Only this one."}, "this this", NO, 2 / 5),
    Exact("change_case:capital_word_frequency", {"minimum": 1}, "The ⟦US⟧.", YES, 1),
    Exact("repeat:repeat_simple", {"sentence": "Don't go now."}, "⟦Don’t go now.⟧", YES, 1),
    Exact("custom:character_reverse", {}, "⟦elgae dlab⟧ on", YES, 1),
    Exact("format:quotes", {"depth": 3}, "⟦\"She 'went \"off\" now' and 'sat' then.\"⟧", YES, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
