"""Facts about form: how a reply is divided, wrapped and marked, its case and its language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import (
    BOTH_SIDES,
    EACH_BRACKET,
    LAST_CHARACTER,
    NOT_EACH,
    SIDES,
    Facts,
    Key,
    Measure,
    is_ordinary,
    runs,
)
from adhere.constraints.contradictions.sound_words import phrase
from adhere.constraints.dividing import has_word
from adhere.constraints.ifbench.geography import AFRICA, AFRICANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.case import CapitalWordFrequency
    from adhere.constraints.content import NumberPlaceholders, Postscript
    from adhere.constraints.format import MultipleSections, NumberBulletLists, NumberHighlightedSections
    from adhere.constraints.ifbench.bullets import ListMarker
    from adhere.constraints.ifbench.composed import GrowingQuiz
    from adhere.constraints.ifbench.marks import Punctuation
    from adhere.constraints.ifbench.nesting import NestedBrackets
    from adhere.constraints.ifbench.sections import OutputTemplate
    from adhere.constraints.ifbench.sentence_kinds import SentenceType
    from adhere.constraints.ifbench.sentences import SentenceIncrement
    from adhere.constraints.ifrlvr.extents import TwoParagraphs
    from adhere.constraints.ifrlvr.planned import CountedComposition
    from adhere.constraints.language import ResponseLanguage
    from adhere.constraints.length import NthParagraphFirstWord, NumberParagraphs, NumberSentences
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.startend import EndChecker

NONE = Bounds(0, 0)
CLOSERS = "\"'\u2019\u201d\u201c\xbb*_` \t\n"
"""What ``EndChecker`` lets follow the last words."""
LETTERS_TO_TELL = 16
_WORDS_TO_TELL = 5


def measures(**counts: Bounds) -> dict[Key, Bounds]:
    """Return intervals by the name of the measure."""
    return {(Measure[name], ""): bounds for name, bounds in counts.items()}


def characters(text: str, times: int = 1) -> dict[Key, Bounds]:
    """Return that each of these characters occurs so often as in ``text``, so many times."""
    return {(Measure.CHARACTER, mark): Bounds(times * text.count(mark)) for mark in set(text)}


def number_sentences(constraint: NumberSentences) -> Facts:
    """So many sentences."""
    return Facts(counts=measures(SENTENCES=constraint.bounds))


def number_parts(constraint: NumberParagraphs) -> Facts:
    """So many parts, each divider on a line of its own."""
    breaks = 2 * max(0, constraint.minimum - 1)
    counts = measures(PARTS=constraint.bounds, SPACES=Bounds(breaks), STARRED_LINES=Bounds(breaks // 2))
    counts |= measures(LINES=Bounds(constraint.minimum + breaks // 2))
    return Facts(counts=counts | characters("***", breaks // 2))


def nth_paragraph(constraint: NthParagraphFirstWord) -> Facts:
    """So many paragraphs, and the word; where it is the first paragraph, the reply begins with it."""
    counts = measures(PARAGRAPHS=Bounds.exactly(constraint.paragraphs), SPACES=Bounds(2 * (constraint.paragraphs - 1)))
    opening = runs(constraint.word) if constraint.nth == 1 and constraint.word[0].isalnum() else ()
    return Facts(counts=counts | phrase(constraint.word), opening=opening if is_ordinary(constraint.word) else ())


def placeholders(constraint: NumberPlaceholders) -> Facts:
    """Square brackets around a letter, so often."""
    return Facts(counts=measures(WORDS=Bounds(constraint.minimum)) | characters("[]", constraint.minimum))


def postscript(constraint: Postscript) -> Facts:
    """The letters of the marker; of initials, these as a word or as two, whatever is between them."""
    letters = "".join(filter(str.isalnum, constraint.marker)).lower()
    counts = measures(WORDS=Bounds(1)) | (characters(letters) if is_ordinary(letters) else {})
    between = r"[\W_]*".join(map(re.escape, letters))
    initials = constraint.marker.isupper() and re.fullmatch(r"(?:[^\W\d_]\.?\s?)+", constraint.marker)
    after = r"(?![^\W_])" if initials else ""
    pattern = re.compile(rf"(?<![^\W_]){between}{after}", re.IGNORECASE)
    return Facts(counts=counts, decides=lambda text: pattern.search(text) is not None)


def bullets(constraint: NumberBulletLists) -> Facts:
    """So many bullet points, each with white space behind its mark."""
    return Facts(counts=measures(BULLETS=constraint.bounds))


def highlights(constraint: NumberHighlightedSections) -> Facts:
    """So many highlights."""
    return Facts(counts=measures(HIGHLIGHTS=constraint.bounds))


def sections(constraint: MultipleSections) -> Facts:
    """The marker so often, with its number on the same line and a word behind."""
    least = constraint.minimum  # the number stands behind white space, and the marker is a word of its own
    words = least * (2 if has_word(constraint.marker) else 1)
    counts = measures(
        WORDS=Bounds(words),
        SPACES=Bounds(least),
        GAPS=Bounds(least if has_word(constraint.marker) else 0),
        BARE=Bounds(least),
        COMMONEST=Bounds(least if constraint.marker[0].isalnum() else 0),
    )
    return Facts(counts=counts | (phrase(constraint.marker, Bounds(least)) if least else {}))


def title(constraint: Constraint) -> Facts:  # noqa: ARG001 - every type gives its facts in this form
    """Double angular brackets around a word."""
    return Facts(counts=measures(WORDS=Bounds(1)) | characters("<<>>"))


def two_responses(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """One line of six asterisks between words."""
    return Facts(
        counts=measures(SEPARATORS=Bounds.exactly(1), WORDS=Bounds(2), SPACES=Bounds(2), LINES=Bounds(3))
        | characters("******"),
        unlike=((BOTH_SIDES, "words on both sides"), (SIDES, "different")),
    )


def end_checker(constraint: EndChecker) -> Facts:
    """The phrase, and nothing but closing marks behind it."""
    phrase_ = constraint.phrase.rstrip(CLOSERS)
    tail = " ".join(phrase_.casefold().split()).translate(_STRAIGHT)
    ending = runs(phrase_)
    rest = " ".join(phrase_.split()[1:])  # a hyphen may join the first word to one before it, and no other
    return Facts(
        counts=phrase(phrase_),
        texts=(rest,) if rest and rest.isascii() and is_ordinary(rest) else (),
        tail=tail if is_ordinary(phrase_) else None,
        closing=ending if is_ordinary(phrase_) else (),
    )


_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def quotation(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Double quotation marks around a word."""
    return Facts(counts=measures(WORDS=Bounds(1)), first=frozenset('"\u201c\u201e'))


def capital_words(constraint: CapitalWordFrequency) -> Facts:
    """So many words in capitals."""
    return Facts(counts=measures(CAPITAL_WORDS=constraint.bounds))


def upper_case(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A letter that has a case, none in lower case, and no other language than English."""
    return Facts(
        counts=measures(CAPITALS=Bounds(1), SMALL=NONE),
        languages=frozenset({"en", None}),
        unlike=(("the case of all letters", "upper"),),
        case=str.upper,
    )


def lower_case(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A letter that has a case, no capital, and no other language than English."""
    return Facts(
        counts=measures(CAPITAL_WORDS=NONE, CAPITALS=NONE, SMALL=Bounds(1)),
        languages=frozenset({"en", None}),
        unlike=(("the case of all letters", "lower"),),
        case=str.lower,
    )


def language(constraint: ResponseLanguage) -> Facts:
    """The language, and enough letters to tell; English is told by five words, too."""
    enough = {} if constraint.language == "en" else measures(LETTER_BYTES=Bounds(LETTERS_TO_TELL))
    return Facts(counts=enough, languages=frozenset({constraint.language}))


def no_comma(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No comma."""
    return Facts(counts=measures(COMMAS=NONE))


def punctuation(constraint: Punctuation) -> Facts:
    """Each of the marks that is one character."""
    return Facts(counts=characters("".join(mark for mark in constraint.marks if len(mark) == 1)))


def no_whitespace(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No white space inside."""
    return Facts(counts=measures(SPACES=NONE, LINES=Bounds(0, 1), TABLES=NONE))


def word_per_line(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No gap between two words on a line."""
    return Facts(counts=measures(GAPS=NONE, WORDS=Bounds(1)))


def stairs(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two lines."""
    return Facts(counts=measures(SPACES=Bounds(2), LINES=Bounds(2)))


def list_marker(constraint: ListMarker) -> Facts:
    """The marker twice, each time with a word on its line."""
    marker = constraint.marker.strip().lower()
    ordinary = characters("".join(marker.split()), 2) if is_ordinary(marker) else {}
    return Facts(counts=measures(SPACES=Bounds(1), WORDS=Bounds(2)) | ordinary)


def sub_bullets(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """An item marked * and one marked -."""
    return Facts(counts=measures(BULLETS=Bounds(2), WORDS=Bounds(2)) | characters("*-"))


def sentences_then_bullets(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two sentences that end in a period, and two items marked *."""
    return Facts(counts=measures(BULLETS=Bounds(2), SENTENCES=Bounds(2), WORDS=Bounds(4)) | characters("..**"))


def theses(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A pair of HTML tags, and words in and behind it."""
    tags = tuple(Facts(counts=phrase(tag, Bounds(2))) for tag in ("i", "em"))
    return Facts(
        counts=measures(WORDS=Bounds(4)) | characters("<</>>"),
        cases=(tags,),
        unlike=((EACH_BRACKET, NOT_EACH),),
    )


def template(constraint: OutputTemplate) -> Facts:
    """Each label with a colon, a word behind it, and none before the first."""
    labels = [label.rstrip(": ") for label in constraint.labels]
    counts = measures(WORDS=Bounds(1)) | characters(":")
    opening = runs(labels[0]) if labels[0][:1].isalnum() and labels[0][-1:].isalnum() else ()
    if not all(label.isascii() for label in labels):
        return Facts(counts=counts)
    for label in labels:
        for key, bounds in characters("".join(filter(str.isalnum, label.lower()))).items():
            counts[key] = Bounds(max(bounds.minimum, counts.get(key, Bounds()).minimum))
    return Facts(
        counts=counts | measures(SPACES=Bounds(max(len(label.split()) for label in labels) - 1)) | _phrases_of(labels),
        opening=opening,
        texts=tuple(label for label in labels if re.fullmatch(r"[a-zA-Z]+(?: [a-zA-Z]+)*", label)),
        exact=tuple(word for label in labels for word in label.split()),
    )


def _phrases_of(labels: Sequence[str]) -> dict[Key, Bounds]:
    """Return the labels as phrases, white space between their words, where a colon cannot be part of another word."""
    return {key: each for label in labels if label[-1:].isalnum() for key, each in phrase(label).items()}


def nested_brackets(constraint: NestedBrackets) -> Facts:
    """An opening bracket for each level."""
    return Facts(counts=measures(OPEN_BRACKETS=Bounds(constraint.depth), WORDS=Bounds(1)))


def sentence_type(constraint: SentenceType) -> Facts:
    """Sentences of both kinds, the questions with a question mark."""
    del constraint
    return Facts(counts=measures(SENTENCES=Bounds(2), QUESTION_MARKS=Bounds(1)))


def sentence_balance(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Sentences of three kinds, the questions with a question mark, the exclamations with their own."""
    return Facts(counts=measures(SENTENCES=Bounds(3), QUESTION_MARKS=Bounds(1)) | characters("!"))


def growing_sentences(constraint: SentenceIncrement) -> Facts:
    """Two sentences, the second of which has so many words more."""
    return Facts(counts=measures(SENTENCES=Bounds(2), WORDS=Bounds(2 + constraint.increment)))


def growing_runs(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two sentences, the second of which has two words that begin alike."""
    return Facts(counts=measures(SENTENCES=Bounds(2), WORDS=Bounds(3)))


def chained(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two sentences, the second of which begins with a word of the first."""
    return Facts(counts=measures(SENTENCES=Bounds(2), WORDS=Bounds(2), COMMONEST=Bounds(2)))


def hyphenated(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two words, and between them the end of a sentence and a hyphen."""
    ends = tuple(Facts(counts=characters(mark)) for mark in ".!?\u2026\u3002\uff01\uff1f")
    hyphens = tuple(Facts(counts=characters(mark)) for mark in "-\u2010\u2011")
    return Facts(counts=measures(WORDS=Bounds(2)), cases=(ends, hyphens))


def emoji_endings(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A sentence, and an emoji."""
    return Facts(counts=measures(SENTENCES=Bounds(1), EMOJI=Bounds(1)))


def explained_quotes(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Three words behind a quotation."""
    marks = tuple(Facts(counts=characters(mark)) for mark in _QUOTES)
    return Facts(counts=measures(WORDS=Bounds(3)), cases=(marks,))


_QUOTES = ('""', *"\u201c\u201e\xab\u2039\u300c\u300e")
"""What every quotation has some of: two straight marks, or one of those that open it."""


def title_case(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A word with a letter."""
    return Facts(counts=measures(WORDS=Bounds(1), LETTERS=Bounds(1)))


def three_sentences(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Three sentences, no word of which occurs twice."""
    return Facts(counts=measures(SENTENCES=Bounds.exactly(3), WORDS=Bounds(3)))


def story(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """26 sentences, each with a letter of its own, and all but three of these are others than a, n and d."""
    letters = Bounds(26)
    return Facts(counts=measures(SENTENCES=letters, WORDS=letters, LETTERS=letters, OTHER_LETTERS=Bounds(23)))


def quiz(constraint: GrowingQuiz) -> Facts:
    """Lines for each question and each of its options, with a word each; a title may stand before the first label."""
    lines = constraint.questions * (1 + constraint.options)  # where the options share one, each question has two
    return Facts(
        counts=measures(WORDS=Bounds(lines), SPACES=Bounds(lines - 1), LINES=Bounds(2 * constraint.questions))
        | characters("q", constraint.questions),
        exact=("Question",),
    )


def lines_of_countries(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """54 lines, each with a name of a country."""
    letters = sum(min(_letters(name) for name, known in AFRICA.items() if known == each) for each in AFRICANS)
    return Facts(
        counts=measures(WORDS=Bounds(54), LINES=Bounds(54), OTHER_LETTERS=Bounds(54), LETTERS=Bounds(letters)),
        texts=_ONLY_NAMES,
    )


_ONLY_NAMES = ("Chad", "Mali", "Togo", "Egypt", "Kenya", "Libya", "Uganda")
"""Countries of one word that go by no other name."""


def _letters(name: str) -> int:
    return len(name.replace(" ", ""))


def bracketed(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Square brackets around a word."""
    return Facts(
        counts=measures(WORDS=Bounds(1), BARE=NONE) | characters("[]"),
        unlike=((EACH_BRACKET, "around each"), _MARK_LAST),
    )


def bigrams(constraint: Constraint) -> Facts:
    """Double angular brackets around a word, and around the last one."""
    return replace(title(constraint), unlike=(_MARK_LAST,))


_MARK_LAST = (LAST_CHARACTER, "a mark")


def composition(constraint: CountedComposition) -> Facts:
    """Three parts with dividers between them, each of so many sentences of so many words, one of them perhaps code."""
    most = 3 * constraint.sentences
    told = {"SENTENCES": Bounds(most - 3, most), "WORDS": Bounds.exactly(most * constraint.words)}
    asides = Bounds(0, 3 * constraint.words)
    return Facts(
        counts=measures(STARRED_LINES=Bounds(2), LINES=Bounds(5), SPACES=Bounds(4), ASIDES=asides, **told)
        | characters("******")
    )


def two_paragraphs(constraint: TwoParagraphs) -> Facts:
    """So many paragraphs."""
    return Facts(counts=measures(PARAGRAPHS=constraint.bounds, SPACES=Bounds(2 * max(0, constraint.minimum - 1))))
