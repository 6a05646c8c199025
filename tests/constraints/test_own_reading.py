"""Where our reading draws the line, type by type: replies just inside and just outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints import Outcome
from adhere.constraints.case import CapitalWordFrequency, EnglishCapital, EnglishLowercase
from adhere.constraints.combination import RepeatPrompt, TwoResponses
from adhere.constraints.content import NumberPlaceholders, Postscript
from adhere.constraints.format import MultipleSections, NumberBulletLists, NumberHighlightedSections, Title
from adhere.constraints.keywords import ForbiddenWords, KeywordExistence, KeywordFrequency, LetterFrequency
from adhere.constraints.language import ResponseLanguage
from adhere.constraints.length import NthParagraphFirstWord, NumberParagraphs, NumberSentences, NumberWords
from adhere.constraints.matching import places
from adhere.constraints.punctuation import NoComma
from adhere.constraints.startend import EndChecker, Quotation
from adhere.constraints.whole import ConstrainedResponse, JsonFormat
from adhere.text import Document

if TYPE_CHECKING:
    from adhere.constraints import Constraint

ONE_BULLET = NumberBulletLists(minimum=1, maximum=1)
ONE_HIGHLIGHT = NumberHighlightedSections(minimum=1, maximum=1)
ONE_PLACEHOLDER = NumberPlaceholders(minimum=1, maximum=1)
TWO_SECTIONS = MultipleSections(minimum=2, maximum=2, marker="Section")
TWO_PARTS = NumberParagraphs(minimum=2, maximum=2)
ELM = NthParagraphFirstWord(paragraphs=2, nth=2, word="elm")
CHOICE = ConstrainedResponse(options=("Yes.", "No.", "Not now."))
REPEAT = RepeatPrompt(prompt='Say "hi" to\nmy cat.')
DEEP = "[" * 100_000 + "]" * 100_000

INSIDE = [
    (KeywordExistence(keywords=("cat",)), "The CAT's toy."),
    (KeywordExistence(keywords=("cat",)), "A cat-like animal."),
    (KeywordExistence(keywords=("cat",)), "A _cat_ and **more**."),
    (KeywordExistence(keywords=("New York",)), "I love New\nYork."),
    (KeywordExistence(keywords=("don't",)), "I don\u2019t know."),
    (KeywordExistence(keywords=("C++",)), "I write C++, daily."),
    (KeywordExistence(keywords=("कि",)), "उसने कहा कि वह आएगा।"),
    (KeywordFrequency(keyword="the", maximum=1), "the other Thebes"),
    (ForbiddenWords(words=("C",)), "I write C++ and C# daily."),
    (LetterFrequency(letter="q", minimum=2, maximum=2), "Quite quiet, no?"[:11]),
    (NumberWords(minimum=4, maximum=4), "Don't use well-known emoji 😀!"),
    (NumberSentences(minimum=2, maximum=2), "Dr. Smith paid 3.50 dollars. He left!"),
    (NumberSentences(minimum=3, maximum=3), "# Title\n\n- one\n- two"),
    (TWO_PARTS, "One ***bold*** word.\n***\nTwo."),
    (TWO_PARTS, "***\n\nOne.\n\n***\n\nTwo.\n\n***"),
    (TWO_PARTS, "One.\n\n---\n\n******\n\n***\n\nTwo."),
    (ELM, "One.\n\n---\n\n> **Elm**: a tree."),
    (ELM, 'One.\n\n"Elm" is a tree.'),
    (ONE_BULLET, "1. first\n   - nested\n2. second"),
    (ONE_BULLET, "* * *\n\n+ one"),
    (ONE_BULLET, "- one\n\n```\n- not this\n```"),
    (ONE_HIGHLIGHT, "It is _this_ one."),
    (ONE_HIGHLIGHT, "**The *whole* thing** is one."),
    (ONE_HIGHLIGHT, "`*code*` and *this* and ** **."),
    (TWO_SECTIONS, "## Section 1: Intro\nText.\n\n**Section 2**\nText."),
    (TWO_SECTIONS, "SECTION I\nText.\nSection 1.1\nText.\nSECTION II\nText."),
    (TWO_SECTIONS, "section one: a text\nsection two: a text"),
    (Title(), "# <<A day>>\n\nText."),
    (Title(), "**Title: << A day >>**\n\nText."),
    (Title(), 'I call it "<<A day>>", says he.'),
    (ONE_PLACEHOLDER, "Dear [your name],\n- [ ] todo\n- [x] done [1] [^note]"),
    (ONE_PLACEHOLDER, "**[Name]**: `items[key]` and ![map](a.png)"),
    (Postscript(marker="P.S."), "Bye.\n\n**P.S.** I love you."),
    (Postscript(marker="P.S."), "Bye.\np. s.: one more thing"),
    (Postscript(marker="P.S."), 'Bye.\n\nPS: one\n\nIs there anything else?"'),
    (Postscript(marker="P.P.S"), "P.S. one\n\nP.P.S. two"),
    (CHOICE, "**Not now.**\n"),
    (ConstrainedResponse(options=("Yes.", "No."), alone=False), "I think so. Yes. Definitely."),
    (JsonFormat(), '~~~JSON\n[1, {"a": null}]\n~~~'),
    (JsonFormat(), '\n\n{"text": "a\\nb"}\n'),
    (JsonFormat(), "[]"),
    (TwoResponses(), "Yes.\n  ******  \nNo."),
    (TwoResponses(), "One ***bold*** word.\n\n***\n\n******\n\nNo."),
    (REPEAT, "Say “hi” to my cat. Hi!"),
    (REPEAT, '"SAY "HI" TO MY CAT."\n\nHi!'),
    (REPEAT, '> Say "hi" to\n> my cat.\n\nHi!'.replace("\n> ", "\n")),
    (EndChecker(phrase="Peace!"), 'He said: "Love and *PEACE!*"  \n'),
    (EndChecker(phrase='Is it "over"?'), "Is it “over”?"),
    (EndChecker(phrase="no no"), "no no no"),
    (Quotation(), '"He said "hi" to me."'),
    (Quotation(), '"Hello, "world""'),
    (Quotation(), "“He said “hi”.”"),
    (Quotation(), "„Alles ist gut.“"),
    (Quotation(), '"<<Title>>\n\n*Text* with 2 lines."'),
    (EnglishCapital(), "YES, IN 2024 THE ESA WENT THERE. ¿QUÉ?"),
    (EnglishCapital(), "OK"),
    (EnglishLowercase(), "and so it goes, 3 times ✓"),
    (CapitalWordFrequency(minimum=3, maximum=3), "I saw NASA and COVID-19 in the U.S.A, a B2 plane"),
    (NoComma(), "One; two: three' four\u201a"),
    (ResponseLanguage(language="de"), "Das ist `the code that is for you` ein ganz normaler Satz auf Deutsch."),
]

OUTSIDE = [
    (KeywordExistence(keywords=("cat",)), "Cats scatter."),
    (KeywordExistence(keywords=("C",)), "I write C++ and C# daily."),
    (KeywordExistence(keywords=("कि",)), "यह किताब है।"),
    (KeywordExistence(keywords=("क",)), "काम करो।"),
    (KeywordExistence(keywords=("ताब",)), "यह किताब है।"),
    (ForbiddenWords(words=("war",)), "A post-war era."),
    (NumberWords(minimum=5), "Don't use well-known emoji 😀!"),
    (NumberSentences(minimum=2), "```\nOne. Two. Three.\n```\n\nHere."),
    (TWO_PARTS, "One.\n\n***\n\n***\n\n😀\n\n***"),
    (TWO_PARTS, "One. *** Two."),
    (ELM, "One.\n\nThe elm is a tree."),
    (ELM, "One.\n\nElms are trees."),
    (ELM, "One.\n\nElm.\n\nThree."),
    (ONE_BULLET, "-\n\nnothing in it"),
    (ONE_BULLET, "• a round bullet"),
    (ONE_BULLET, "    - indented code"),
    (ONE_HIGHLIGHT, "snake_case_name and 5 * 3 * 2"),
    (TWO_SECTIONS, "Section 1\nSection 2"),
    (TWO_SECTIONS, "Section 1\nText. In Section 2 it goes on."),
    (Title(), "```\n<<EOF>>\n```"),
    (Title(), "x<<y>>z and << >>"),
    (Title(), "a << b >> c"),
    (ONE_PLACEHOLDER, "[1] [ ] [^a] a[i] [x](y) [x][y]"),
    (Postscript(marker="P.S."), "P.S."),
    (Postscript(marker="P.S."), "PSA: wash your hands."),
    (Postscript(marker="P.S."), "P.P.S. two"),
    (CHOICE, "No. Not now."),
    (CHOICE, "Yes. Yes."),
    (CHOICE, "Perhaps."),
    (JsonFormat(), '{"a": 1} {"b": 2}'),
    (JsonFormat(), '{"a": Infinity}'),
    (JsonFormat(), "{'a': 1}"),
    (JsonFormat(), '"a text"'),
    (JsonFormat(), DEEP),
    (JsonFormat(), "[" + "9" * 5000 + "]"),
    (TwoResponses(), "One.\n\n******\n\nTwo.\n\n******\n\nThree."),
    (TwoResponses(), "**Same!**\n\n******\n\nsame"),
    (TwoResponses(), "One. ****** Two."),
    (REPEAT, 'Say "hi" to my cat.'),
    (REPEAT, 'Sure! Say "hi" to my cat. Hi!'),
    (REPEAT, 'Say "hi" to the cat. Hi!'),
    (EndChecker(phrase="Peace!"), "Love and peace."),
    (EndChecker(phrase="in India."), "It was within India."[:-9] + "pin India."),
    (EndChecker(phrase="Peace!"), "Peace! Bye."),
    (Quotation(), '"Open.'),
    (Quotation(), '"She said "no. And left."'),
    (Quotation(), "'Single.'"),
    (Quotation(), '""'),
    (EnglishCapital(), "ALL BUT ONE wORD."),
    (EnglishCapital(), "ESTO NO ES INGLÉS, ES UNA FRASE LARGA EN ESPAÑOL Y NADA MÁS."),
    (EnglishLowercase(), "Almost all."),
    (CapitalWordFrequency(minimum=1), "I saw A B2 plane."),
    (NoComma(), "1,000"),
    (ResponseLanguage(language="de"), "This is not what you have been asked for, and it is in English."),
]


def _name(value: object) -> str:
    return value[:30] if isinstance(value, str) else getattr(value, "id", "")


@pytest.mark.parametrize(("constraint", "reply"), INSIDE, ids=_name)
def test_inside_the_line(constraint: Constraint, reply: str) -> None:
    verdict = constraint.check(Document(reply))
    assert verdict.outcome is Outcome.SATISFIED, verdict.reason


@pytest.mark.parametrize(("constraint", "reply"), OUTSIDE, ids=_name)
def test_outside_the_line(constraint: Constraint, reply: str) -> None:
    verdict = constraint.check(Document(reply))
    assert verdict.outcome is Outcome.VIOLATED, verdict.reason


@pytest.mark.parametrize(
    ("constraint", "steps"),
    [
        (KeywordExistence(keywords=("a", "b", "c")), ("d", "a", "a b", "a b c")),
        (NoComma(), ("a,,,,", "a,,", "a,", "a")),
        (REPEAT, ("No.", "Say no.", 'Say "hi" to a cat.', 'Say "hi" to my cat.', 'Say "hi" to my cat. Hi!')),
        (EndChecker(phrase="The end."), ("No.", "The end. No.", "No. The end.")),
        (Quotation(), ("a", '"a', '"a" b "c"', '"a b c"')),
        (EnglishCapital(), ("to be or not to be", "TO BE or not to be", "TO BE OR NOT to be", "TO BE OR NOT TO BE")),
        (ELM, ("One.", "One.\n\nTwo.", "One.\n\nElm.\n\nTwo.", "One.\n\nElm.")),
        (Postscript(), ("No.", "P.S. a\n\nb\n\nc\n\nd", "P.S. a\n\nb\n\nc", "P.S. a\n\nb")),
        (CHOICE, ("Perhaps.", "Yes. Or so.", "Yes.")),
        (JsonFormat(), ("no", "here: {}", "{}")),
        (Title(), ("no", "a << b >> c", "<<a>>")),
        (TwoResponses(), ("a", "a\n******\nb\n******\nc", "a\n******\n", "a\n******\na", "a\n******\nb")),
    ],
    ids=_name,
)
def test_credit_grows_step_by_step(constraint: Constraint, steps: tuple[str, ...]) -> None:
    scores = [constraint.check(Document(step)).score for step in steps]
    assert scores == sorted(set(scores)), scores
    assert scores[-1] == 1


@pytest.mark.parametrize("reply", ["Merci.", "1. Abet\n2. Almost\n3. Billowy\n4. Chintz\n5. Effort"])
def test_a_guess_at_the_language_is_no_verdict(reply: str) -> None:
    assert ResponseLanguage(language="fr").check(Document(reply)).outcome is Outcome.UNDECIDED


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(alphabet="aB1_ \n-'’.,éßक\u093f猫", max_size=60))
def test_words_found_one_by_one_are_the_words_of_the_document(text: str) -> None:
    document = Document(text)
    assert tuple(places(document.word_texts, document.text)) == document.words
