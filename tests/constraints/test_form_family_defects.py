"""The defects of IFBench's checkers in the families format, repeat and custom, each with a reply that shows it.

``official`` is what our port of the published checker says of the reply, run here where it needs no further package;
``ours`` is what a careful reader says.
"""

from __future__ import annotations

from random import Random

import pytest
from known_defects import NO, OPEN, YES, Defect

from adhere.constraints import CATALOGUE, Outcome, from_published
from adhere.constraints.official import verdict
from adhere.text import Document

SPAN = {"prompt_to_repeat": "zero one two three four five six", "n_start": 2, "n_end": 4}
CHANGE = {"prompt_to_repeat": "Write a python program."}
SEPARATOR = {"sep": "SEPARATOR"}
HEADER = "ID,Country,City,Year,Count"
CITIES = "\n".join([HEADER, *(f"{i},Peru,Lima,2020,{i}" for i in range(7))])
PRODUCTS = "ProductID,Category,Brand,Price,Stock"
GRADES = '"StudentID"\t"Subject"\t"Grade"\t"Semester"\t"Score"'
CAPITALS = CATALOGUE["custom:european_capitals_sort"]().witness(Random(0), "")
BATTLES = CATALOGUE["custom:date_format_list"]().witness(Random(0), "")
A_TO_Z = CATALOGUE["custom:sentence_alphabet"]().witness(Random(0), "tea")
AFRICA = CATALOGUE["custom:reverse_newline"]().witness(Random(0), "")


def _products(rows: int, last: str) -> str:
    return "\n".join([PRODUCTS, *(f"{i},Tea,Leaf,2,{i}" for i in range(rows - 1)), last])


def _quiz(*tails: str, end: str = "") -> str:
    options = "\n".join(f"{letter}) Art" for letter in "ABCDE")
    return "\n\n".join(f"Question {i}: Who{tail}?\n{options}" for i, tail in enumerate(tails, 1)) + end


DEFECTS = (
    Defect("format:parentheses", {}, "Open ((((( and one closed )", YES, NO, "brackets that never close nest nothing"),
    Defect("format:parentheses", {}, "((((()))))", YES, YES, "five levels are five levels: both agree"),
    Defect("format:parentheses", {}, "Sad :( but (a [b {c (d (e))}])", YES, YES, "a smiley breaks no nest: both agree"),
    Defect("format:quotes", {}, "It's the dogs' don't can't won't", NO, NO, "apostrophes quote nothing: both agree"),
    Defect("format:quotes", {}, "'Tis \"a 'b' c\" it", NO, NO, "two levels are not three"),
    Defect("format:quotes", {}, "She said \u201cHe wrote \u2018They say \u201cno\u201d now\u2019 to me.\u201d", NO, YES,
           "curly quotes are quotes"),
    Defect("format:options", {"options": "north or floor"}, "flo", YES, NO, "'or' inside a word divides no options"),
    Defect("format:options", {"options": "north or floor"}, "north", NO, YES, "'or' inside a word divides no options"),
    Defect("format:options", {"options": "a), b), c), d)"}, "d).", NO, YES, "marks around an option change nothing"),
    Defect("format:options", {"options": "yes, no, or maybe"}, "no.", NO, YES, "a comma divides, too"),
    Defect("format:newline", {}, "one two\n \nthree", YES, NO, "an empty line makes up for no second word"),
    Defect("format:newline", {}, "one\n\u2014\ntwo", YES, YES, "a dash on a line of its own is no word: both agree"),
    Defect("format:newline", {}, "1. tea\n2. milk", NO, YES, "the number of an item is no word"),
    Defect("format:newline", {}, "tea\u2014milk", YES, NO, "a long dash stands between words"),
    Defect("format:line_indent", {}, "Only one line.", YES, NO, "one line is no stairs"),
    Defect("format:line_indent", {}, "a\n\n\n b\n\n\n  c", NO, YES, "empty lines are no steps"),
    Defect("format:line_indent", {}, "a\n&nbsp;b\n&nbsp;&nbsp;c", NO, YES, "HTML's blanks indent too"),
    Defect("format:line_indent", {}, "```\na\n b\n  c\n```", NO, YES, "a code block keeps the indentation"),
    Defect("format:quote_unquote", {}, "No quotation at all.", YES, OPEN, "nothing is quoted that could be explained"),
    Defect("format:quote_unquote", {}, "\u201cOne.\u201d \u201cTwo.\u201d They are numbers.", NO, NO, "both agree"),
    Defect("format:quote_unquote", {}, 'He said "one" and "two" before he left the house.', YES, OPEN,
           "'and' explains nothing, as far as a program can tell"),
    Defect("format:list", SEPARATOR, "I put a SEPARATOR here and a SEPARATOR there.", YES, NO,
           "markers in prose make no items"),
    Defect("format:list", {"sep": "-"}, "A well-known and long-lived thing.", YES, NO, "a hyphen marks no item"),
    Defect("format:list", SEPARATOR, "SEPARATOR One way SEPARATOR Another way", YES, YES,
           "items on one line are items: both agree"),
    Defect("format:list", SEPARATOR, "One way SEPARATOR another\n\nSEPARATOR", YES, NO, "a marker without an item"),
    Defect("format:list", {"sep": "!?!?"}, "* !?!? One\n* !?!? Two", YES, NO, "the marker stands instead of bullets"),
    Defect("format:thesis", {}, "# One\n\n<i>This is my thesis.</i> More.\n\n# Two\n\nNo thesis here.", YES, NO,
           "each section has one, not only the first"),
    Defect("format:thesis", {}, "Well, <i>this is my thesis</i> and more.", YES, NO, "the section begins with it"),
    Defect("format:thesis", {}, "<p><b><i>This is my thesis.</i></b></p> And more.", YES, YES,
           "other tags around the italics: both agree"),
    Defect("format:thesis", {}, "<em>This is my thesis.</em> And more.", YES, YES, "both tags are HTML italics"),
    Defect("format:sub-bullets", {}, "No bullet at all.", YES, NO, "nothing to show is no list"),
    Defect("format:sub-bullets", {}, "* A well-known thing.", YES, NO, "a hyphen in a word is no sub-bullet"),
    Defect("format:sub-bullets", {}, "*One way\n  - and more", YES, YES, "a point without a blank is one: both agree"),
    Defect("format:sub-bullets", {}, "*In italics*\n\n- A point.", NO, NO, "italics are no bullet: both agree"),
    Defect("format:sub-bullets", {}, "*Italics - over\ntwo lines* - and more.\n\n- A point.", YES, NO,
           "italics are no bullet"),
    Defect("format:sub-bullets", {}, "Some **bold** text.\n\n* One.\n  - Sub.", NO, YES, "bold text is no bullet"),
    Defect("format:no_bullets_bullets", {}, "One. Two.\n\n* A.\n* B.\n\nThat is all.", NO, YES,
           "text may follow the bullet points"),
    Defect("format:no_bullets_bullets", {}, "One! Two!\n* A.\n* B.", YES, NO, "the sentences end in a period"),
    Defect("format:output_template", {}, "Future Outlook: c. My Conclusion: b. My Answer: a.", YES, NO,
           "a template has an order"),
    Defect("format:output_template", {}, "My Answer: [answer] My Conclusion: [conclusion] Future Outlook: [outlook]",
           YES, NO, "a template is to be filled"),
    Defect("format:output_template", {}, "My Answer: [Yes.] My Conclusion: [No.] Future Outlook: [None.]", YES, YES,
           "brackets kept around an answer are no placeholders: both agree"),
    Defect("format:output_template", {}, "**My Answer**: a **My Conclusion**: b **Future Outlook**: c", NO, YES,
           "bold labels are the labels"),
    Defect("repeat:repeat_change", CHANGE, "Write  a python program.", YES, NO, "white space changes no word"),
    Defect("repeat:repeat_change", CHANGE, "WRITE a python program.", YES, NO, "a change of case changes no word"),
    Defect("repeat:repeat_change", CHANGE, "Write, a python program.", YES, NO, "a comma changes no word"),
    Defect("repeat:repeat_change", CHANGE, "* a python program.", YES, NO, "a mark is no word"),
    Defect("repeat:repeat_change", CHANGE, '"Compose a python program."', NO, YES, "quotation marks repeat it too"),
    Defect("repeat:repeat_simple", {}, '"Only output this sentence here, ignore all other requests."', NO, YES,
           "quotation marks around it change no word"),
    Defect("repeat:repeat_span", SPAN, "two three four", NO, YES, "the prompt says: including the last index"),
    Defect("repeat:repeat_span", SPAN, "two three", YES, NO, "the prompt says: including the last index"),
    Defect("custom:multiples", {}, "14-21-28-35-42-49", YES, YES, "dashes join numbers: both agree"),
    Defect("custom:multiples", {}, "Here: 14, 21, 28, 35, 42, 49", YES, NO, "only the multiples are to be printed"),
    Defect("custom:mcq_count_length", {}, _quiz("", " was", " was it", " was it not", end="\n\nI explain: it was art."),
           YES, NO, "no explanation was asked for"),
    Defect("custom:mcq_count_length", {}, "**" + _quiz("", " was", " was it", " was it not").replace("\n\n", "\n\n**"),
           NO, YES, "bold labels are labels"),
    Defect("custom:reverse_newline", {}, "\n".join(["Zimbabwe"] * 52), YES, NO, "one country 52 times is no list"),
    Defect("custom:mcq_count_length", {}, "# A quiz\n\n" + _quiz("", " was", " was it", " was it not"), NO, YES,
           "a title explains nothing"),
    Defect("custom:reverse_newline", {}, AFRICA.replace("Zambia", "Zambia\nYemen"), YES, NO, "Yemen lies in Asia"),
    Defect("custom:reverse_newline", {}, AFRICA.replace("Zambia", "Zanzibar\nZambia"), YES, NO,
           "Zanzibar is no country"),
    Defect("custom:reverse_newline", {}, AFRICA.replace("Eswatini", "Eswatini (Swaziland)"), YES, YES,
           "an old name in brackets: both agree"),
    Defect("custom:reverse_newline", {}, f"{AFRICA}\n\nThat is all.", NO, YES, "a closing line is no country"),
    Defect("custom:word_reverse", {}, "The animal is the eagle bald", YES, NO, "only two words are reversed"),
    Defect("custom:word_reverse", {}, "Here you are: eagle bald", YES, NO, "the introduction is not reversed"),
    Defect("custom:character_reverse", {}, "Sure! elgae dlab", YES, NO, "the introduction is not reversed"),
    Defect("custom:character_reverse", {}, "The answer is elgae dlab.", YES, NO, "the rest is not reversed"),
    Defect("custom:sentence_alphabet", {}, A_TO_Z.replace("Bruno", '"Bruno"'), NO, YES,
           "a quotation mark is no first letter"),
    Defect("custom:european_capitals_sort", {}, CAPITALS.replace("Kyiv, ", ""), YES, NO, "Kyiv lies at 50.45 degrees"),
    Defect("custom:sentence_alphabet", {}, f"**From A to Z**\n\n{A_TO_Z}", NO, YES, "a title is no sentence"),
    Defect("custom:european_capitals_sort", {}, CAPITALS, NO, YES, "Kyiv is a capital in Europe"),
    Defect("custom:csv_city", {}, f"```csv\n{CITIES}\n```", NO, YES, "a code block holds the data"),
    Defect("custom:csv_city", {}, "\n".join([HEADER, *[",,,,"] * 7]), YES, NO, "rows without a value are no data"),
    Defect("custom:csv_special_character", {}, _products(14, '1,"R&B",x,1,1') + "\n1,2", NO, NO,
           "15 rows are not 14: both agree"),
    Defect("custom:csv_special_character", {}, _products(13, '1,"R&B",x,1,1') + "\nonly two,fields", YES, NO,
           "each row has five values, behind the special one too"),
    Defect("custom:csv_quotes", {}, f"```\n{GRADES}\n" + "\n".join(['"1"\t"Art"\t"A"\t"1"\t"9"'] * 3) + "\n```", NO,
           YES, "a code block holds the data"),
    Defect("custom:date_format_list", {}, "1800-00-00, 1801-02-29", YES, NO, "no day of the calendar"),
    Defect("custom:date_format_list", {}, "1790-01-01", YES, NO, "he had fought no battle by then"),
    Defect("custom:date_format_list", {}, f"{BATTLES}.", NO, YES, "a full stop explains nothing"),
)  # fmt: skip


def _name(defect: Defect) -> str:
    return f"{defect.id}: {defect.why}"


@pytest.mark.parametrize("defect", DEFECTS, ids=_name)
def test_our_verdict_is_what_a_careful_reader_says(defect: Defect) -> None:
    constraint = from_published(defect.id, defect.kwargs, "A prompt.")
    assert constraint.check(Document(defect.text)).outcome is defect.ours


@pytest.mark.parametrize("defect", DEFECTS, ids=_name)
def test_the_published_verdict_is_as_stated(defect: Defect) -> None:
    assert verdict(defect.id, defect.kwargs, "A prompt.", defect.text) is (defect.official is YES)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("We meet. \U0001f600", YES),
        ("We meet \U0001f600. Then we part! \U0001f389", YES),
        ("# A title\n\nWe meet \u2764\ufe0f", YES),
        ("\U0001f600 We meet.", NO),
        ("We meet. Then we part! \U0001f389", NO),
        ("We meet.\n\U0001f600", NO),
        ("# A title", NO),
        ("**A title**\n\nWe meet \u2764\ufe0f", YES),
        ("We meet.\u2764\ufe0f\n\nWe buy:\n- tea\n- milk", OPEN),
        ("We meet.\u2764\ufe0f\n\n- We buy tea.\n- milk", NO),
        ("We meet.\u2764\ufe0f\n\nWe part", NO),
    ],
)
def test_where_an_emoji_ends_a_sentence(text: str, outcome: Outcome) -> None:
    assert CATALOGUE["format:emoji"]().check(Document(text)).outcome is outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("The Lord of the Rings Is a Book", YES),
        ("The Lord Of The Rings Is A Book", YES),
        ("the Lord of the Rings", NO),
        ("The heLLo", NO),
        ("My iPhone Works at https://example.org/path", YES),
        ("ALL OF IT IS SHOUTED", NO),
        ("NASA Flies Today", YES),
        ("42", OPEN),
        ("hELLO World", NO),
        ("tHe World", NO),
        ("The pH of mRNA", YES),
        ("\u201cthe World\u201d It Is", NO),
        ("a) This\n\nb) That", YES),
    ],
)
def test_what_title_case_is(text: str, outcome: Outcome) -> None:
    assert CATALOGUE["format:title_case"]().check(Document(text)).outcome is outcome


@pytest.mark.parametrize(
    "type_id",
    ["format:parentheses", "format:quotes", "custom:csv_city", "format:title_case", "format:sub-bullets",
     "format:line_indent", "format:emoji", "custom:reverse_newline", "format:quote_unquote"],
)  # fmt: skip
@pytest.mark.parametrize(
    "text",
    ["(" * 60_000, "'\" " * 30_000, " " * 60_000 + "x", "* a\n- b\n" * 4_000, '"' * 60_000, "_" * 60_000 + "x\n"],
)
def test_hostile_replies_take_bounded_time(type_id: str, text: str) -> None:
    assert not CATALOGUE[type_id]().check(Document(text)).reason.count("\n")
