"""The whole verdict on replies, at the limits of what is asked: IFBench's families format, repeat and custom."""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

QUIZ = {"questions": 2, "options": 2, "topic": "tea"}
CITIES = {"columns": ["ID", "City"], "rows": 2}
CASES = (
    Exact("format:parentheses", {"depth": 2}, "A ⟦(b (c))⟧ d (e).", YES, 1),
    Exact("format:parentheses", {"depth": 2}, "A (b) ⟦(c [d] {e})⟧.", YES, 1),
    Exact("format:parentheses", {"depth": 3}, "A ⟦(b (c))⟧ d (e).", NO, 2 / 3),
    Exact("format:parentheses", {"depth": 1}, "A ⟦( b )⟧ (c.", YES, 1),
    Exact("format:parentheses", {"depth": 1}, "Sad :⟦( and a)⟧ so.", YES, 1),
    Exact("format:parentheses", {"depth": 2}, "A (b ⟦( c)⟧ d (e).", NO, 1 / 2),
    Exact("format:parentheses", {"depth": 2}, "⟦([)⟧] and (a)", NO, 1 / 2),
    Exact("format:quotes", {"depth": 2}, "She said ⟦\"they 'go' on\"⟧ here.", YES, 1),
    Exact("format:quotes", {"depth": 3}, "So it is.\n\nShe said ⟦\"they 'go' on\"⟧ here.", NO, 2 / 3),
    Exact("format:quotes", {"depth": 1}, 'It\'s the "..." end.', NO, 0),
    Exact("format:quotes", {"depth": 1}, "He said (⟦\"go\"⟧) 'on'.", YES, 1),
    Exact("format:quotes", {"depth": 2}, '⟦"She \'went "off" now\' then."⟧', YES, 1),
    Exact("format:quotes", {"depth": 2}, '"She ⟦"went"⟧ off"', NO, 1 / 2),
    Exact("format:quotes", {"depth": 1}, 'In `"code"` only.', NO, 0),
    Exact("format:options", {"options": ["yes", "no", "maybe"]}, '  ⟦"Yes."⟧', YES, 1),
    Exact("format:options", {"options": ["yes", "no", "maybe"]}, "I say ⟦no⟧ now", NO, 1 / 5),
    Exact("format:options", {"options": ["yes", "no", "maybe"]}, "yes or no", NO, 0),
    Exact("format:options", {"options": ["yes", "no", "maybe"]}, "none", NO, 0),
    Exact("format:options", {"options": ["I know", "I don't know"]}, "⟦I don’t  know⟧", YES, 1),
    Exact("format:newline", {}, "one\ntwo\n\n3. three\n- four", YES, 1),
    Exact("format:newline", {}, "one ⟦two⟧\nthree ⟦four⟧\nfive", NO, 4 / 7),
    Exact("format:newline", {}, "tea—⟦milk⟧", NO, 1 / 2),
    Exact("format:newline", {}, "...", NO, 0),
    Exact("format:emoji", {}, "We sat 😀. We ate. 😀 We left 😀", YES, 1),
    Exact("format:emoji", {}, "⟦We sat.⟧ We ate. ⟦😀 We left.⟧", NO, 2 / 5),
    Exact("format:emoji", {}, "# Title\n\nWe sat. 😀\n\n- an item", OPEN, 0),
    Exact("format:emoji", {}, "We sat. 😀\n\n⟦We ate:⟧\n\n- ⟦tea.⟧", NO, 2 / 5),
    Exact("format:emoji", {}, "We sat. 😀\n\nWe ate:", OPEN, 0),
    Exact("format:emoji", {}, "⟦We sat.⟧\n😀", NO, 1 / 3),
    Exact("format:line_indent", {}, "a\n b\n\n\tc", YES, 1),
    Exact("format:line_indent", {}, "a\n b\n⟦ c⟧\n⟦d⟧\n e", NO, 4 / 7),
    Exact("format:line_indent", {}, "a", NO, 0),
    Exact("format:quote_unquote", {}, '⟦"Go"⟧ means to leave here. ⟦"Stay"⟧ is not to go.', YES, 1),
    Exact("format:quote_unquote", {}, '⟦"Go"⟧ "stay" are three words here.', NO, 1 / 2),
    Exact("format:quote_unquote", {}, '"Go" and so "stay" is the other word.', OPEN, 0),
    Exact("format:quote_unquote", {}, "Nothing.", OPEN, 0),
    Exact("format:list", {"marker": "SEP"}, "⟦SEP⟧ tea\n⟦SEP⟧ milk ⟦SEP⟧ bread", YES, 1),
    Exact("format:list", {"marker": "SEP"}, "⟦SEP⟧ tea\nAnd SEP milk", NO, 1 / 3),
    Exact("format:list", {"marker": "SEP"}, "SEP tea\nSEP milk\n⟦* ⟧bread", NO, 1 / 2),
    Exact("format:list", {"marker": "SEP"}, "SEP tea\nSEP\n⟦- ⟧bread\n⟦+ ⟧jam", NO, 1 / 5),
    Exact("format:list", {"marker": "-"}, "⟦-⟧ tea\n⟦-⟧ milk - bread", YES, 1),
    Exact("format:list", {"marker": "-"}, "tea", NO, 0),
    Exact("format:thesis", {}, "<i>⟦Tea is good.⟧</i> So drink it.", YES, 1),
    Exact("format:thesis", {}, "# One\n\n<i>Tea is good.</i> So drink.\n\n# Two\n\n⟦Milk is good.⟧", NO, 1 / 2),
    Exact("format:thesis", {}, "⟦<i>Tea good.</i> So drink it.⟧", NO, 1 / 3),
    Exact("format:thesis", {}, "⟦<i>Tea is good.</i>⟧", NO, 1 / 3),
    Exact("format:sub-bullets", {}, "⟦* Tea\n  - green⟧\n⟦* Milk⟧\n- cold", YES, 1),
    Exact("format:sub-bullets", {}, "* Tea\n  - green\n⟦* Milk⟧\n\nSo.\n\n- cold", NO, 1 / 2),
    Exact("format:sub-bullets", {}, "- green\n\n⟦* Tea⟧", NO, 1 / 3),
    Exact("format:sub-bullets", {}, "⟦*Tea⟧\n  - green", YES, 1),
    Exact("format:sub-bullets", {}, "*Tea* is\n- green", NO, 0),
    Exact("format:sub-bullets", {}, "None.", NO, 0),
    Exact("format:no_bullets_bullets", {}, "⟦We sat.⟧ ⟦We ate.⟧\n\n⟦* tea⟧\n⟦* milk⟧", YES, 1),
    Exact("format:no_bullets_bullets", {}, "⟦We sat.⟧ ⟦We ate.⟧ We left.\n\n⟦* tea⟧\n⟦* milk⟧\n⟦* jam⟧", YES, 1),
    Exact("format:no_bullets_bullets", {}, "We sat. We ate.\n\n⟦* tea⟧", NO, 3 / 4),
    Exact("format:no_bullets_bullets", {}, "We sat! II. ⟦We ate.⟧\n\n* tea\n* milk", NO, 1 / 4),
    Exact("format:no_bullets_bullets", {}, "* tea\n* milk\n\nWe sat. We ate.", NO, 1 / 2),
    Exact("format:no_bullets_bullets", {}, "⟦We sat.⟧", NO, 1 / 4),
    Exact("format:title_case", {}, "The Tea of Kings Is on x = 2.", YES, 1),
    Exact("format:title_case", {}, "The ⟦tea⟧ of Kings. ⟦of⟧ ⟦course⟧.", NO, 1 / 2),
    Exact("format:title_case", {}, "⟦THE⟧ ⟦TEA⟧ ⟦OF⟧ Kings.", NO, 1 / 3),
    Exact("format:title_case", {}, "The TEA of Kings and iPhones.", YES, 1),
    Exact("format:title_case", {}, "The Tea at www.tea.org and `so`.", YES, 1),
    Exact("format:title_case", {}, "12 42", OPEN, 0),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "**⟦Pro:**⟧ yes.\n\n⟦Con:⟧ no.", YES, 1),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "⟦Pro:⟧ yes. ⟦Con:⟧ [con]", NO, 5 / 6),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "So: ⟦Pro:⟧ yes. ⟦Con:⟧ [no idea]", NO, 5 / 6),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "So: ⟦Pro:⟧ yes. ⟦Con:⟧", NO, 2 / 3),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "⟦Con:⟧ no. ⟦Pro:⟧ yes.", NO, 1 / 4),
    Exact("format:output_template", {"labels": ["Pro", "Con"]}, "⟦Pro:⟧ yes.", NO, 1 / 3),
    Exact("format:no_whitespace", {}, "one", YES, 1),
    Exact("format:no_whitespace", {}, "one⟦ ⟧two⟦\n ⟧three", NO, 1 / 3),
    Exact("repeat:repeat_change", {"prompt": "Write a poem."}, "⟦Sing a poem.⟧", YES, 1),
    Exact("repeat:repeat_change", {"prompt": "Write a poem."}, "⟦write⟧ a poem.", NO, 1 / 2),
    Exact("repeat:repeat_change", {"prompt": "Write a poem."}, "⟦Sing a poem.⟧ Now.", NO, 6 / 7),
    Exact("repeat:repeat_change", {"prompt": "Write a poem."}, "⟦Sing a⟧ song.", NO, 2 / 3),
    Exact("repeat:repeat_change", {"prompt": "Write a poem."}, "⟦&⟧ a poem.", NO, 0),
    Exact("repeat:repeat_simple", {"sentence": "Only this one."}, '⟦"only this one."⟧', YES, 1),
    Exact("repeat:repeat_simple", {"sentence": "Only this one."}, "⟦Only⟧ this.", NO, 2 / 5),
    Exact("repeat:repeat_simple", {"sentence": "Only this one."}, "⟦Only this one.⟧ Yes.", NO, 6 / 7),
    Exact("repeat:repeat_simple", {"sentence": "Only this one."}, "Sure: Only this one.", NO, 6 / 7),
    Exact("repeat:repeat_span", {"prompt": "zero one two three", "first": 1, "last": 2}, "⟦one two⟧", YES, 1),
    Exact("repeat:repeat_span", {"prompt": "zero one two three", "first": 1, "last": 2}, "⟦one two⟧ three", NO, 4 / 5),
    Exact("repeat:repeat_span", {"prompt": "zero one two three", "first": 0, "last": 0}, "⟦zero⟧", YES, 1),
    Exact("repeat:repeat_span", {"prompt": "zero one two three", "first": 3, "last": 3}, "two", NO, 0),
    Exact("custom:multiples", {"factor": 7, "first": 10, "last": 28}, "⟦14⟧, ⟦21⟧ and ⟦28⟧", YES, 1),
    Exact("custom:multiples", {"factor": 7, "first": 14, "last": 27}, "⟦14⟧ ⟦21⟧", YES, 1),
    Exact("custom:multiples", {"factor": 7, "first": 10, "last": 28}, "14 21 28 ⟦as⟧ ⟦asked⟧", NO, 1 / 2),
    Exact("custom:multiples", {"factor": 7, "first": 10, "last": 28}, "⟦14⟧ ⟦21⟧ ⟦35⟧", NO, 1 / 2),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "Quiz\n\n⟦Question 1: Why?\nA) so\nB) no⟧\n\n⟦Question 2: And why?\nA) so\nB) no⟧",
        YES,
        1,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\n1. so\n2. no⟧\n\n⟦Question 2: And why?\n1. so\n2. no⟧",
        YES,
        1,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\n(a) so (b) no⟧\n\n⟦Question 2: And why?\n1) so\n2) no\nAnswer: 1⟧",
        YES,
        1,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\nA) so\nB) no⟧\n\n⟦Question 2: How?\nA) so\nB) no⟧",
        NO,
        3 / 4,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Whys?\nA) so\nB) no⟧\n\n⟦Question 2: How?\nA) so\nB) no⟧",
        NO,
        3 / 4,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\nA) so⟧\n\n⟦Question 2: And why?\nA) so\nB) no\nC) yes⟧",
        NO,
        5 / 8,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\nA) so\nB) no\nSo it is.⟧\n\n⟦Question 2: And why?\nA) so\nB) no⟧",
        NO,
        3 / 4,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1:\nA) so\nB) no⟧\n\n⟦Question 2: And why?\nA) so\nB) no⟧",
        NO,
        3 / 4,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        "⟦Question 1: Why?\nB) so\nA) no⟧\n\n⟦Question 2: And why?\nA) so\nB) no⟧",
        NO,
        5 / 8,
    ),
    Exact(
        "custom:mcq_count_length",
        QUIZ,
        (
            "⟦Question 1: Why?\nA) so\nB) no⟧\n\n⟦Question 2: And why?\nA) so\nB) no⟧\n\n"
            "⟦Question 3: And why so?\nA) so\nB) no⟧"
        ),
        NO,
        20 / 33,
    ),
    Exact("custom:mcq_count_length", QUIZ, "⟦Question 1: Why?\nA) so\nB) no⟧", NO, 7 / 16),
    Exact("custom:mcq_count_length", QUIZ, "None.", NO, 0),
    Exact(
        "custom:mcq_count_length", {"questions": 1, "options": 1, "topic": "tea"}, "⟦Question 1: Why?\nA) so⟧", YES, 1
    ),
    Exact("custom:word_reverse", {}, "⟦The⟧ one is eagle bald", NO, 6 / 7),
    Exact("custom:word_reverse", {}, "US the of symbol national the is ⟦eagle bald⟧ The.", YES, 1),
    Exact("custom:word_reverse", {}, "⟦Eagle bald⟧.", YES, 1),
    Exact("custom:word_reverse", {}, "⟦It⟧ is ⟦of⟧ the eagle bald so", NO, 5 / 6),
    Exact("custom:word_reverse", {}, "Bald eagle.", NO, 1 / 4),
    Exact("custom:word_reverse", {}, "Bear.", NO, 0),
    Exact("custom:character_reverse", {}, "⟦elgae dlab⟧ eht si tI", YES, 1),
    Exact("custom:character_reverse", {}, "⟦The⟧ ⟦answer⟧ ⟦is⟧ elgae dlab", NO, 5 / 7),
    Exact("custom:character_reverse", {}, "dlab elgae", NO, 0),
    Exact(
        "custom:sentence_alphabet",
        {},
        (
            "⟦Anna sat.⟧ ⟦Bruno sat.⟧ ⟦Clara sat.⟧ ⟦David sat.⟧ ⟦Emma sat.⟧ ⟦Felix sat.⟧ "
            "⟦Greta sat.⟧ ⟦Hugo sat.⟧ ⟦Irene sat.⟧ ⟦Jonas sat.⟧ ⟦Karla sat.⟧ ⟦Lukas sat.⟧ "
            "⟦Maria sat.⟧ ⟦Nora sat.⟧ ⟦Otto sat.⟧ ⟦Paula sat.⟧ ⟦Quentin sat.⟧ ⟦Rosa sat.⟧ "
            "⟦Simon sat.⟧ ⟦Teresa sat.⟧ Ulla sat. Victor sat. Wanda sat. Xaver sat. Yvonne "
            "sat. Zoe sat."
        ),
        YES,
        1,
    ),
    Exact(
        "custom:sentence_alphabet",
        {},
        (
            "Anna sat. Bruno sat. Clara sat. David sat. Emma sat. Felix sat. Greta sat. "
            "Hugo sat. Irene sat. Jonas sat. Karla sat. Lukas sat. Maria sat. Nora sat. "
            "Otto sat. Paula sat. Quentin sat. Rosa sat. Simon sat. Teresa sat. Ulla sat. "
            "Victor sat. Wanda sat. Xaver sat. Yvonne sat. Zoe sat. ⟦So it is.⟧"
        ),
        NO,
        52 / 53,
    ),
    Exact("custom:sentence_alphabet", {}, "Anna sat. ⟦Zoe sat.⟧ “Clara” sat.", NO, 4 / 29),
    Exact("custom:european_capitals_sort", {}, "Oslo, Riga, Paris, ⟦Mars⟧.", NO, 1 / 10),
    Exact("custom:european_capitals_sort", {}, "Paris, ⟦Oslo⟧, Paris", NO, 2 / 31),
    Exact("custom:european_capitals_sort", {}, "Vienna, ⟦Paris⟧, Vaduz", NO, 1 / 10),
    Exact("custom:csv_city", CITIES, "⟦ID,City\n1,Lima\n2, Rome⟧", YES, 1),
    Exact("custom:csv_city", CITIES, 'So:\n\n```csv\n⟦ID,City\n1,Lima\n\n2,"Rome"⟧\n```', YES, 1),
    Exact("custom:csv_city", CITIES, "⟦ID,City\n1,Lima⟧", NO, 1 / 2),
    Exact("custom:csv_city", CITIES, "⟦ID,City\n1,Lima\n2,Rome\n3,Oslo\n4,Bonn⟧", NO, 1 / 2),
    Exact("custom:csv_city", CITIES, "⟦ID,City\n1,Lima\n2,⟧", NO, 1 / 2),
    Exact("custom:csv_city", CITIES, "⟦1,Lima\n2,Rome⟧", NO, 1 / 2),
    Exact("custom:csv_city", CITIES, '⟦ID,City\n1,Lima\n"2" x,Rome\n3,Oslo⟧', NO, 3 / 5),
    Exact("custom:csv_city", CITIES, "⟦ID;City⟧", NO, 0),
    Exact("custom:csv_city", CITIES, "⟦...⟧", NO, 0),
    Exact("custom:csv_special_character", CITIES, '⟦ID,City\n1,"A&B"\n2,Rome⟧', YES, 1),
    Exact("custom:csv_special_character", CITIES, '⟦ID,City\n1,"A B"\n2,A&B⟧', NO, 9 / 16),
    Exact("custom:csv_special_character", CITIES, '⟦ID,City\n1,"-1.5"⟧', NO, 3 / 8),
    Exact("custom:csv_quotes", CITIES, '⟦"ID"\t"City"\n"1"\t"Li""ma"\n"2"\t"Rome"⟧', YES, 1),
    Exact("custom:csv_quotes", CITIES, '⟦"ID"\t"City"\n"1"\tLima\n"2"\t"Rome"⟧', NO, 1 / 2),
    Exact("custom:csv_quotes", CITIES, '⟦ID\tCity\n"1"\t"Lima"\n"2"\t"Rome"⟧', NO, 2 / 5),
    Exact(
        "custom:date_format_list",
        {},
        (
            "⟦1796-05-10⟧, ⟦1796-11-15⟧, ⟦1797-01-14⟧, ⟦1798-07-21⟧, ⟦1800-06-14⟧, "
            "⟦1805-12-02⟧, ⟦1806-10-14⟧, ⟦1807-06-14⟧, ⟦1809-07-05⟧, ⟦1812-09-07⟧, "
            "⟦1813-10-16⟧, ⟦1815-06-18⟧"
        ),
        YES,
        1,
    ),
    Exact(
        "custom:date_format_list",
        {},
        (
            "⟦1796-11-15⟧, ⟦1797-01-14⟧, ⟦1798-07-21⟧, ⟦1800-06-14⟧, ⟦1805-12-02⟧, "
            "⟦1806-10-14⟧, ⟦1807-06-14⟧, ⟦1809-07-05⟧, ⟦1812-09-07⟧, ⟦1813-10-16⟧, "
            "⟦1815-06-18⟧."
        ),
        NO,
        11 / 13,
    ),
    Exact(
        "custom:date_format_list",
        {},
        (
            "1796-05-10,1796-11-15,1797-01-14,1798-07-21,1800-06-14,1805-12-02,1806-10-14,"
            "1807-06-14,1809-07-05,1812-09-07,1813-10-16,1815-06-18,1805-12-02, "
            "1793-02-22, ⟦1793-02-21⟧, ⟦1815-06-19⟧"
        ),
        NO,
        3 / 4,
    ),
    Exact("custom:reverse_newline", {}, "Zambia\n⟦Mars⟧\nTogo\nUganda\nA\nTogo", NO, 3 / 58),
    Exact("custom:reverse_newline", {}, "So:\n\n⟦2. Zimbabwe⟧\n⟦- The Gambia⟧", NO, 2 / 55),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
