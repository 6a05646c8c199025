"""Deciding: witnesses pass every checker, and contradictions are real and smallest."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from drawn_constraints import PARAMETERS, constraints_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adhere.constraints import Constraint, Satisfiability, decide, load
from adhere.constraints.case import CapitalWordFrequency, EnglishCapital, EnglishLowercase
from adhere.constraints.catalogue import IFEVAL
from adhere.constraints.combination import RepeatPrompt, TwoResponses
from adhere.constraints.content import NumberPlaceholders, Postscript
from adhere.constraints.contradictions.proofs import refute
from adhere.constraints.format import MultipleSections, NumberBulletLists, NumberHighlightedSections, Title
from adhere.constraints.ifbench.backwards import LettersReversed
from adhere.constraints.ifbench.composed import AlphabetStory, GrowingQuiz
from adhere.constraints.ifbench.counts import Numbers, UniqueWordCount, WordCountRange, WordRepeats
from adhere.constraints.ifbench.explained import ExplainedQuotes
from adhere.constraints.ifbench.fixed_answers import Options
from adhere.constraints.ifbench.lines import NoWhitespace, WordPerLine
from adhere.constraints.ifbench.listings import AfricaReversed, BattleDates, CapitalsByLatitude, Multiples
from adhere.constraints.ifbench.marks import Punctuation
from adhere.constraints.ifbench.named_words import PersonNames
from adhere.constraints.ifbench.nesting import NestedQuotes
from adhere.constraints.ifbench.opening import StartVerb
from adhere.constraints.ifbench.positions import ParagraphLastFirst, WordsPosition
from adhere.constraints.ifbench.ratios import Overlap
from adhere.constraints.ifbench.repeats import RepeatChanged, RepeatSentence
from adhere.constraints.ifbench.sections import OutputTemplate
from adhere.constraints.ifbench.sentence_kinds import SentenceType
from adhere.constraints.ifbench.sentences import AlliterationIncrement, LastFirst, SentenceIncrement, SentenceWords
from adhere.constraints.ifbench.spelling import AlphabetLoop, ConsonantClusters, Palindromes, PrimeLengths, VowelTypes
from adhere.constraints.ifbench.syllables import OddEvenSyllables
from adhere.constraints.ifbench.tables import CityCsv, QuotedCsv
from adhere.constraints.ifbench.title_case import TitleCase
from adhere.constraints.ifbench.word_classes import Pronouns
from adhere.constraints.ifrlvr.copies import MultipliedRequest, VariedPhrase
from adhere.constraints.ifrlvr.extents import LetterCount
from adhere.constraints.ifrlvr.forbidden_marks import NoDots
from adhere.constraints.ifrlvr.joined_sentences import HyphenatedSentences
from adhere.constraints.ifrlvr.keyword_types import UniqueWords, WordPlace
from adhere.constraints.ifrlvr.planned import CountedComposition, SameEnds
from adhere.constraints.ifrlvr.sentence_ends import FirstWordOfReply
from adhere.constraints.ifrlvr.wrapped_words import BracketedWords, WrappedBigrams
from adhere.constraints.keywords import ForbiddenWords, KeywordExistence, KeywordFrequency, LetterFrequency
from adhere.constraints.language import ResponseLanguage
from adhere.constraints.length import NthParagraphFirstWord, NumberParagraphs, NumberSentences, NumberWords
from adhere.constraints.punctuation import NoComma
from adhere.constraints.startend import EndChecker, Quotation
from adhere.constraints.structure.code import CodeBlockCount, CodeLanguage
from adhere.constraints.structure.headings import HeadingCount, HeadingsInOrder
from adhere.constraints.structure.json_types import JsonArrayLength, JsonKeys
from adhere.constraints.structure.lines import FrontMatter, KeyValueLines, LineCount
from adhere.constraints.structure.lists import ListKind
from adhere.constraints.structure.markup import BoldCount, NoMarkdown
from adhere.constraints.structure.regular_expressions import Contains, EachLine, FullMatch
from adhere.constraints.structure.tables import TableColumns, TableOnly, TableShape
from adhere.constraints.structure.tags import ContainsTags, Wrapped
from adhere.constraints.surface.amounts import Currency, Percent, Units
from adhere.constraints.surface.characters import AsciiOnly, NoDigits
from adhere.constraints.surface.citations import CiteEachSentence, CiteSources
from adhere.constraints.surface.dates import DateFormat, DatePeriod
from adhere.constraints.surface.lengths import NumberCharacters, NumberTokens
from adhere.constraints.surface.numbers import Thousands
from adhere.constraints.surface.person import NoSecondPerson
from adhere.constraints.surface.phrases import InOrder
from adhere.constraints.surface.quoting import QuoteFrom
from adhere.constraints.surface.reading import ReadingGrade
from adhere.constraints.surface.reply_language import SameLanguage
from adhere.constraints.surface.scripts import ReplyScript
from adhere.constraints.surface.times import TimeFormat
from adhere.constraints.surface.unit_lengths import WordLength
from adhere.constraints.whole import ConstrainedResponse, JsonFormat
from adhere.text import Document

CAT = KeywordExistence(keywords=("cat",))
REQUEST = RepeatPrompt(prompt="Write about tea, please.")
NO = Options(options=("no",))
SIXTY = KeywordExistence(keywords=(" ".join(["so on"] * 30),))

CONTRADICTIONS = [
    (NumberBulletLists(minimum=3), NumberBulletLists(maximum=0), "at least 3, and at most 0"),
    (REQUEST, NoComma(), "commas: at least 1, and at most 0"),
    (SIXTY, NumberWords(maximum=50), "words: at least 60, and at most 50"),
    (EnglishCapital(), EnglishLowercase(), "upper"),
    (EnglishLowercase(), CapitalWordFrequency(minimum=2), "words in capitals"),
    (NumberWords(minimum=100), NumberWords(maximum=50), "words"),
    (NumberWords(maximum=9), NumberSentences(minimum=10), "sentences: at least 10, and at most 9"),
    (UniqueWordCount(minimum=20), NumberWords(maximum=19), "words: at least 20"),
    (CAT, ForbiddenWords(words=("Cat",)), "cat"),
    (KeywordExistence(keywords=("New York",)), ForbiddenWords(words=("york",)), "york"),
    (EndChecker(phrase="You rock!"), ForbiddenWords(words=("rock",)), "rock"),
    (REQUEST, ForbiddenWords(words=("tea",)), "tea"),
    (KeywordFrequency(keyword="zebra", minimum=3), LetterFrequency(letter="z", maximum=2), '"z"'),
    (EndChecker(phrase="One."), EndChecker(phrase="Two."), "end with"),
    (REQUEST, NthParagraphFirstWord(paragraphs=2, nth=1, word="elm"), "begin with"),
    (ResponseLanguage(language="fr"), ResponseLanguage(language="de"), "two languages"),
    (ResponseLanguage(language="fr"), EnglishCapital(), "two languages"),
    (JsonFormat(), Quotation(), "begin with"),
    (JsonFormat(), EndChecker(phrase="Bye."), "end"),
    (JsonFormat(), NumberBulletLists(minimum=1), "bullet"),
    (JsonFormat(), NumberParagraphs(minimum=2), "asterisks"),
    (JsonFormat(), TwoResponses(), "asterisks"),
    (JsonFormat(), REQUEST, "begin with"),
    (ConstrainedResponse(), NumberWords(minimum=40), "words"),
    (ConstrainedResponse(), EndChecker(phrase="Bye."), "end with"),
    (ConstrainedResponse(), ResponseLanguage(language="fr"), "letters"),
    (RepeatSentence(sentence="Only this."), Title(), '"<"'),
    (RepeatSentence(sentence="Only this."), RepeatSentence(sentence="Only that."), "both"),
    (NoWhitespace(), KeywordExistence(keywords=("New York",)), "white space"),
    (WordPerLine(), MultipleSections(minimum=1), "gaps"),
    (NoDigits(), CiteSources(sources=("1", "2")), "digits"),
    (NoDigits(), DatePeriod(first="2001-01-01", last="2002-01-01"), "digits"),
    (NoDots(), Thousands(separator="point"), '"."'),
    (NO, Currency(sign="$"), "digits"),
    (NO, ReplyScript(script="Greek"), "beyond ASCII"),
    (NO, EachLine(pattern="(yes|maybe)"), "letters"),
    (NO, InOrder(phrases=("no", "yes")), "leaves no room"),
    (NO, QuoteFrom(source="Bread is made so."), "leaves no room"),
    (RepeatSentence(sentence="Tea and coffee and milk."), InOrder(phrases=("milk", "tea")), "leaves no room"),
    (RepeatSentence(sentence="Tea and coffee and milk."), WordsPosition(keyword="milk"), "leaves no room"),
    (AsciiOnly(), ReplyScript(script="Cyrillic"), "beyond ASCII"),
    (ReadingGrade(maximum=9), NumberWords(maximum=29), "words: at least 30"),
    (NoMarkdown(), HeadingsInOrder(headings=("One", "Two")), "headings"),
    (NoMarkdown(), ListKind(ordered=False), "Markdown"),
    (TableOnly(), CodeLanguage(programming_language="json"), "fenced code blocks"),
    (JsonFormat(), TableShape(rows=2, columns=2), "tables"),
    (JsonFormat(), KeyValueLines(keys=("Name", "Age")), "colon"),
    (LineCount(maximum=2), TableShape(rows=2, columns=2), "lines that are not empty"),
    (FullMatch(pattern=r"\d{4}-\d{2}-\d{2}"), Units(system="metric"), "letters but a, n and d"),
    (EachLine(pattern="#[0-9a-f]{6}"), EnglishCapital(), "capital letters"),
    (VowelTypes(types=1), InOrder(phrases=("tea", "bun")), "vowels"),
    (UniqueWords(maximum=1), SameEnds(), "commonest"),
    (AlphabetLoop(), TableColumns(columns=("milk", "tea", "bread")), "rule for its words"),
    (NoSecondPerson(), ResponseLanguage(language="fr"), "two languages"),
    (ResponseLanguage(language="fr"), SameLanguage(user="Wie viel Zeit habe ich noch dafür?"), "two languages"),
    (LettersReversed(), OutputTemplate(labels=("The Answer", "Conclusion")), "rule for its words"),
    (NumberTokens(maximum=6), AlphabetStory(), "at most 24"),
    (WordRepeats(maximum=1), REQUEST.__class__(prompt="Tea, and more tea, please."), "rule for its words"),
    (TableOnly(), NumberSentences(minimum=1), "sentences: at least 1, and at most 0"),
    (TableOnly(), FrontMatter(keys=("Name",)), "the second line"),
    (TableOnly(), TwoResponses(), "asterisks"),
    (LastFirst(), UniqueWords(maximum=1), "commonest"),
    (ContainsTags(tags=("notes",)), UniqueWords(maximum=1), "commonest"),
    (MultipleSections(minimum=2, marker="Part"), UniqueWords(maximum=1), "commonest"),
    (SameEnds(), EndChecker(phrase="Bye now."), "cannot end with"),
    (SameEnds(), Wrapped(tag="notes"), "cannot end with one of"),
    (SameEnds(), RepeatChanged(prompt="Write about tea."), "cannot end with one of"),
    (SameEnds(), BracketedWords(), "the last character"),
    (SameEnds(), WrappedBigrams(), "the last character"),
    (WordsPosition(keyword="milk"), EndChecker(phrase="I like my tea."), "cannot end with"),
    (Overlap(reference="Tea is made so.", percentage=40), UniqueWordCount(minimum=20), "different words"),
    (Overlap(reference="Tea is made so.", percentage=40), PrimeLengths(), "rule for its words"),
    (GrowingQuiz(questions=4), LineCount(maximum=7), "lines that are not empty: at least 8"),
    (HyphenatedSentences(), FullMatch(pattern="[a-z]+(_[a-z]+)+"), "occurrences of the character"),
    (HyphenatedSentences(), RepeatSentence(sentence="Only this."), "occurrences of the character"),
    (JsonKeys(keys=("tea", "milk")), Multiples(), "letters but a, n and d"),
    (JsonArrayLength(minimum=3), NoComma(), "commas: at least 2"),
    (EnglishCapital(), Wrapped(tag="notes"), "in another case"),
    (EnglishCapital(), ContainsTags(tags=("notes",)), "in another case"),
    (BracketedWords(), REQUEST, "square brackets around each word"),
    (BracketedWords(), Wrapped(tag="notes"), "square brackets around each word"),
    (BracketedWords(), EndChecker(phrase="Bye now."), "without a bracket"),
    (BracketedWords(), MultipleSections(minimum=2), "without a bracket"),
    (BracketedWords(), KeyValueLines(keys=("Name", "Age")), "square brackets around each word"),
    (BracketedWords(), CityCsv(rows=2), "square brackets around each word"),
    (CapitalsByLatitude(), AlphabetLoop(), "rule for its words"),
    (RepeatChanged(prompt="Write about tea."), FrontMatter(keys=("Name", "Age")), "colon"),
    (BattleDates(), SameEnds(), "commonest"),
    (BattleDates(), HeadingCount(minimum=1), "headings"),
    (BattleDates(), ResponseLanguage(language="fr"), "bytes of letters"),
    (BattleDates(), PersonNames(minimum=1, names=("Anna", "Bruno")), "letters"),
    (CapitalsByLatitude(), LetterCount(minimum=900), "letters"),
    (CapitalsByLatitude(), Palindromes(minimum=1), "a word is asked for"),
    (CapitalsByLatitude(), Pronouns(minimum=1), "no place for it"),
    (CapitalsByLatitude(), ConsonantClusters(), "rule for its words"),
    (AfricaReversed(), NumberCharacters(maximum=420), "characters: at least"),
    (AfricaReversed(), PrimeLengths(), "rule for its words"),
    (AlphabetLoop(), TimeFormat(clock="24-hour"), "what the words begin with"),
    (AlphabetLoop(), DateFormat(format="D Month YYYY"), "what the words begin with"),
    (OddEvenSyllables(), ReplyScript(script="Arabic"), "the letters of some word"),
    (OddEvenSyllables(), Numbers(minimum=1), "digits"),
    (EnglishLowercase(), DateFormat(format="D Month YYYY"), "capital letters"),
    (EachLine(pattern="[A-Z]{3}-[0-9]{4}"), KeywordExistence(keywords=("teapot",)), "no line has room"),
    (EachLine(pattern="[A-Z]{3}-[0-9]{4}"), VariedPhrase(phrase="teapot or milk", times=1), "teapot"),
    (NoDots(), RepeatChanged(prompt="Write about tea."), '"."'),
    (RepeatChanged(prompt="Write about tea."), EndChecker(phrase="Bye now."), "bye now"),
    (RepeatChanged(prompt="Write about tea."), Percent(style="per cent"), "per cent"),
    (RepeatChanged(prompt="Write about tea."), NoWhitespace(), "white space"),
    (RepeatSentence(sentence="Only this."), Units(system="metric"), "leaves no room"),
    (RepeatSentence(sentence="Only this."), SentenceIncrement(increment=2), "words: at least 4"),
    (NumberWords(maximum=2), AlliterationIncrement(), "words: at least 3"),
    (CountedComposition(sentences=2, words=3), NumberWords(minimum=30), "words: at least 30, and at most 18"),
    (Multiples(), VowelTypes(types=2), "vowels"),
    (FullMatch(pattern="[A-Z]{3}-[0-9]{4}"), ListKind(ordered=True), "lists"),
    (TableOnly(), NumberBulletLists(minimum=1), "lists: at least 1, and at most 0"),
    (EnglishCapital(), Contains(pattern="(yes|no|maybe)"), "small letters"),
    (BattleDates(), Contains(pattern="v[0-9]+"), "letters but a, n and d"),
    (NoDots(), Contains(pattern=r"v\d+\.\d+"), '"."'),
    (JsonFormat(), QuotedCsv(rows=2), "JSON, and also rows of fields"),
    (JsonKeys(keys=("name", "age")), CityCsv(rows=2), "rows of fields"),
    (TableOnly(), CityCsv(rows=2), "a table"),
    (EnglishCapital(), JsonKeys(keys=("name",)), "small letters"),
    (CapitalsByLatitude(), StartVerb(), "a word is asked for"),
    (Multiples(), StartVerb(), "a word is asked for"),
    (Multiples(), CodeLanguage(programming_language="rust"), "a word is asked for"),
    (RepeatSentence(sentence="Only this."), CodeLanguage(programming_language="rust"), "at most 0"),
    (Multiples(), PersonNames(minimum=1, names=("Anna", "Bruno")), "a word is asked for"),
    (ConstrainedResponse(), NoDots(), '"."'),
    (ConstrainedResponse(), FrontMatter(keys=("Lantern",)), "lantern"),
    (TwoResponses(), MultipliedRequest(prompt="Write about tea.", times=2), "the two sides of ******"),
    (ConsonantClusters(), EndChecker(phrase="Now it is your turn."), "it is your turn"),
    (WordLength(minimum=2), CiteSources(sources=("A", "B")), "rule for its words"),
    (CapitalsByLatitude(), CiteSources(sources=("doc1",)), "digits"),
    (EachLine(pattern="[A-Z]{3}-[0-9]{4}"), ExplainedQuotes(), "at most 0"),
    (UniqueWords(maximum=1), VariedPhrase(phrase="rain or shine", times=2), "commonest"),
    (BattleDates(), TitleCase(), "letters: at least 1"),
    (BattleDates(), ExplainedQuotes(), "at most 0"),
    (LineCount(minimum=6, maximum=6), NumberParagraphs(minimum=4), "lines that are not empty"),
    (LineCount(maximum=2), TwoResponses(), "lines that are not empty"),
    (LineCount(maximum=4), CountedComposition(sentences=2, words=3), "lines that are not empty"),
]

AGREEMENTS = [
    (NumberWords(minimum=100), NumberWords(maximum=150)),
    (NumberSentences(maximum=1), NumberBulletLists(minimum=4)),
    (NumberParagraphs(minimum=2, maximum=2), NthParagraphFirstWord(paragraphs=2, nth=1, word="elm")),
    (TwoResponses(), NumberParagraphs(minimum=2, maximum=2), Postscript()),
    (JsonFormat(), Title(), NoComma()),
    (JsonFormat(), NumberHighlightedSections(minimum=2)),
    (ResponseLanguage(language="ja"), CAT, NumberPlaceholders(minimum=2)),
    (Quotation(), Title(), EnglishCapital(), EndChecker(phrase="Bye.")),
    (ConstrainedResponse(), Title(), Quotation()),
    (ReplyScript(script="Greek"), CAT),
    (JsonFormat(), QuoteFrom(source="Bread is made so.")),
    (JsonFormat(), CodeLanguage(programming_language="json")),
    (LineCount(minimum=3, maximum=3), BattleDates()),
    (CiteEachSentence(sources=("a", "b")), NumberSentences(minimum=5)),
    (ParagraphLastFirst(), WordsPosition(keyword="choice")),
    (AlphabetStory(), SameEnds()),
    (GrowingQuiz(), FirstWordOfReply(word="Welcome")),
    (AlphabetLoop(), KeywordExistence(keywords=("habit", "river"))),
    (OddEvenSyllables(), KeywordExistence(keywords=("habit", "river"))),
    (PrimeLengths(), KeywordFrequency(keyword="neighbor", minimum=2)),
    (UniqueWords(maximum=1), WordCountRange(minimum=60, maximum=70)),
    (UniqueWords(maximum=1), KeywordFrequency(keyword="tea", minimum=3)),
    (RepeatChanged(prompt="Write a short email, to a friend."), HeadingCount(minimum=3, maximum=3)),
    (RepeatChanged(prompt="Write about tea."), NumberWords(minimum=40, maximum=60)),
    (RepeatChanged(prompt="Write about tea and milk"), ParagraphLastFirst()),
    (CapitalsByLatitude(), HeadingCount(minimum=2, maximum=2)),
    (CapitalsByLatitude(), Punctuation()),
    (NoWhitespace(), LastFirst()),
    (NoWhitespace(), NumberSentences(minimum=3)),
    (AlphabetStory(), SentenceType()),
    (NoDigits(), MultipleSections(minimum=2, maximum=2)),
    (SentenceWords(), BoldCount(minimum=1)),
    (JsonFormat(), NestedQuotes(depth=3)),
    (EnglishLowercase(), TitleCase()),
    (SentenceIncrement(increment=2), EndChecker(phrase="And that is the whole story.")),
    (RepeatSentence(sentence="Only this here."), NumberCharacters(minimum=90)),
    (RepeatSentence(sentence="Only this here now."), ExplainedQuotes()),
    (NumberBulletLists(minimum=3, maximum=3), RepeatSentence(sentence="Only this here now.")),
    (EnglishCapital(), Contains(pattern="(yes|no|[0-9])")),
    (EnglishCapital(), JsonKeys(keys=("NAME",))),
    (CityCsv(rows=2), CodeBlockCount(minimum=1, maximum=1), StartVerb()),
    (LineCount(minimum=7, maximum=7), NumberParagraphs(minimum=4)),
    (WordLength(minimum=2), CiteSources(sources=("ab", "cd"))),
    (TwoResponses(), MultipliedRequest(prompt="Write about tea.", times=3)),
    (HyphenatedSentences(), WordPlace(keyword="patience", sentence=4, position=8), NoDigits()),
    (HyphenatedSentences(), LastFirst(), PrimeLengths()),
]


def passes(text: str, constraints: tuple[Constraint, ...] | list[Constraint]) -> bool:
    document = Document(text)
    return all(constraint.check(document).satisfied for constraint in constraints)


@pytest.mark.parametrize(("one", "other", "reason"), CONTRADICTIONS)
def test_known_contradictions_are_proved(one: Constraint, other: Constraint, reason: str) -> None:
    free = NumberPlaceholders(maximum=9)
    decision = decide([free, one, other])
    assert decision.outcome is Satisfiability.UNSATISFIABLE
    assert set(decision.core) == {one, other}
    assert reason in decision.reason
    assert decision.witness is None


@pytest.mark.parametrize("constraints", AGREEMENTS)
def test_what_looks_contradictory_and_is_not_has_a_witness(constraints: tuple[Constraint, ...]) -> None:
    decision = decide(constraints)
    assert decision.outcome is Satisfiability.SATISFIABLE
    assert decision.witness is not None
    assert passes(decision.witness, constraints)
    assert decision.core == ()


def test_nothing_asked_is_satisfiable() -> None:
    assert decide([]).outcome is Satisfiability.SATISFIABLE


def test_a_constraint_may_contradict_itself() -> None:
    spec = {"id": "count:keywords_multiple", "params": {"keywords": ["York", "New York"], "times": [1, 2]}}
    decision = decide([load(spec), NoComma()])
    assert decision.core == (load(spec),)


def test_three_may_contradict_where_no_two_do() -> None:
    constraints = [
        KeywordFrequency(keyword="zebra", minimum=2),
        KeywordExistence(keywords=("jazz",)),
        RepeatSentence(sentence="Jazz zebra zebra."),
        LetterFrequency(letter="z", maximum=3),
    ]
    decision = decide(constraints)
    assert decision.outcome is Satisfiability.UNSATISFIABLE
    for size in range(len(decision.core)):
        for part in combinations(decision.core, size):
            assert refute(part) is None


IDS = st.lists(st.sampled_from(sorted(IFEVAL)), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), ids=IDS)
def test_decisions_hold(data: st.DataObject, ids: list[str]) -> None:
    """Witnesses pass, parts of what can be met can be met, cores are minimal, and neither order nor run matters."""
    constraints = [data.draw(constraints_of(type_id)) for type_id in ids]
    decision = decide(constraints, budget=60_000)
    assert decide(constraints[::-1], budget=60_000) == decision
    if decision.outcome is Satisfiability.SATISFIABLE:
        assert decision.witness is not None
        assert passes(decision.witness, constraints)
        assert all(refute(part) is None for part in combinations(constraints, len(constraints) - 1))
    if decision.outcome is Satisfiability.UNSATISFIABLE:
        assert decision.core
        for i in range(len(decision.core)):
            rest = decision.core[:i] + decision.core[i + 1 :]
            assert decide(rest, budget=20_000).outcome is not Satisfiability.UNSATISFIABLE


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), type_id=st.sampled_from(sorted(PARAMETERS)), seed=st.integers(0, 99))
def test_what_has_a_witness_is_never_refuted(data: st.DataObject, type_id: str, seed: int) -> None:
    """A text that meets one type is held against all others with drawn parameters: those it meets do not contradict."""
    constraint = data.draw(constraints_of(type_id))
    rng = Random(seed)
    others = [kind.draw(rng, "Write about tea, please.") for kind in IFEVAL.values()]
    found = decide([constraint], seed=seed, budget=30_000).witness
    if found is not None:
        met = [other for other in others if passes(found, [other])]
        assert refute([constraint, *met]) is None
