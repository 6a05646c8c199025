"""Facts about the surface: marks and characters, formats of numbers and dates, citations, scripts, lengths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import FIRST_LETTERS, SCRIPT, Facts, Key, is_ordinary, runs
from adhere.constraints.contradictions.sound_forms import LETTERS_TO_TELL, NONE, characters, measures
from adhere.constraints.contradictions.sound_words import letters_of, phrase
from adhere.constraints.language import identify
from adhere.constraints.surface.amounts import NUMBER_WORD
from adhere.constraints.surface.citing import folded_label
from adhere.constraints.surface.dates import MONTHS
from adhere.constraints.surface.quoting import QUOTED_WORDS
from adhere.constraints.surface.reading import ENOUGH_WORDS
from adhere.text import Document

if TYPE_CHECKING:
    from adhere.constraints.ifrlvr.extents import LetterCount
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.surface.amounts import Currency, Percent
    from adhere.constraints.surface.citations import CiteEachParagraph, CiteEachSentence, CiteSources, OnlyGivenSources
    from adhere.constraints.surface.dates import DateFormat
    from adhere.constraints.surface.lengths import NumberCharacters, NumberTokens
    from adhere.constraints.surface.numbers import DecimalPlaces, Thousands
    from adhere.constraints.surface.quoting import QuoteFrom
    from adhere.constraints.surface.reply_language import SameLanguage
    from adhere.constraints.surface.scripts import ReplyScript
    from adhere.constraints.surface.times import TimeFormat
    from adhere.constraints.surface.unit_lengths import ParagraphSentences, ParagraphWords, SentenceLength

ENGLISH = Facts(languages=frozenset({"en", None}))
"""What holds where a reply that is in another language for sure is left undecided."""
_BYTES = 4
"""Bytes of a token, and of a character at the most."""


def english(constraint: Constraint) -> Facts:  # noqa: ARG001 - every type gives its facts in this form
    """No other language."""
    return ENGLISH


def readable(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Enough words to measure that are no numerals, in a sentence."""
    enough = Bounds(ENOUGH_WORDS)
    return Facts(counts=measures(WORDS=enough, LETTER_BYTES=enough, SENTENCES=Bounds(1)), languages=ENGLISH.languages)


def same_language(constraint: SameLanguage) -> Facts:
    """The user's language; English is told by five words, others by so many letters."""
    wanted = identify(Document(constraint.user))
    if wanted is None:
        return Facts()
    enough = {} if wanted == "en" else measures(LETTER_BYTES=Bounds(LETTERS_TO_TELL))
    return Facts(counts=enough, languages=frozenset({wanted}))


def script(constraint: ReplyScript) -> Facts:
    """A letter, and one beyond ASCII where the script has no other."""
    other = {} if constraint.script == "Latin" else measures(BEYOND_ASCII=Bounds(1), LETTER_BYTES=Bounds(2))
    return Facts(
        counts=measures(LETTER_BYTES=Bounds(1)) | other,
        unlike=((SCRIPT, constraint.script),) if constraint.script != "Japanese" else (),
    )


def no_digits(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No digit."""
    return Facts(counts=measures(DIGITS=NONE))


def no_dots(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No dot."""
    return Facts(counts=absent("."))


def no_exclamations(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No exclamation mark."""
    return Facts(counts=absent("!"))


def absent(marks: str) -> dict[Key, Bounds]:
    """Return that none of the characters occurs."""
    return dict.fromkeys(characters(marks), NONE)


def ascii_only(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """No character beyond ASCII."""
    return Facts(
        counts=measures(BEYOND_ASCII=NONE, EMOJI=NONE), most=lambda character: None if character.isascii() else 0
    )


def date_format(constraint: DateFormat) -> Facts:
    """The digits and marks of a date; the letters of a month where it has a name."""
    if "Month" not in constraint.format:
        marks = "".join(character for character in constraint.format if not character.isalpha())
        return Facts(
            counts=measures(DIGITS=Bounds(8), WORDS=Bounds(1)) | characters(marks),
            unlike=_DIGIT_FIRST if "/" in marks else (),
        )
    counts = measures(DIGITS=Bounds(5), WORDS=Bounds(2), SPACES=Bounds(2), COMMAS=Bounds(constraint.format.count(",")))
    counts |= measures(BARE=Bounds(_TWO_BEHIND), CAPITALS=Bounds(1))
    months = tuple(Facts(counts=letters_of(month)) for month in MONTHS)
    return Facts(counts=counts, cases=(months,), unlike=_DIGIT_FIRST)


_DIGIT_FIRST = ((FIRST_LETTERS, "a digit one of them"),)
_TWO_BEHIND = 2
"""Words of a date that stand right behind white space."""


def date_period(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """The digits of the shortest date, as 1/2/34 is."""
    return Facts(counts=measures(DIGITS=Bounds(4), WORDS=Bounds(1)))


def time_format(constraint: TimeFormat) -> Facts:
    """Hours and minutes with a colon; or an hour, and a letter for the half of the day."""
    if constraint.clock == "24-hour":
        return Facts(counts=measures(DIGITS=Bounds(3)) | characters(":"), unlike=_DIGIT_FIRST)
    halves = tuple(Facts(counts=letters_of(half)) for half in ("am", "pm"))
    return Facts(counts=measures(DIGITS=Bounds(1)), cases=(halves,))


def thousands(constraint: Thousands) -> Facts:
    """Four digits at least, and the separator that is one character."""
    least = 5 if constraint.separator == "nothing" else 4
    marks = {"comma": characters(","), "point": characters("."), "space": measures(SPACES=Bounds(1))}
    return Facts(counts=measures(DIGITS=Bounds(least), WORDS=Bounds(1)) | marks.get(constraint.separator, {}))


def decimal_places(constraint: DecimalPlaces) -> Facts:
    """A digit, a point, and so many digits."""
    return Facts(counts=measures(DIGITS=Bounds(1 + constraint.places), WORDS=Bounds(1)) | characters("."))


def currency(constraint: Currency) -> Facts:
    """A digit, and the sign; of a word that names a currency its letters but for the s of more than one."""
    sign = constraint.sign
    letters = "".join(filter(str.isalpha, sign.lower().removesuffix("s")))
    shown = letters_of(letters) if letters else characters(sign)
    return Facts(counts=measures(DIGITS=Bounds(1)) | shown)


def percent(constraint: Percent) -> Facts:
    """The sign or the word; a number in digits or in words before it."""
    if constraint.style == "%":
        return Facts(counts=measures(WORDS=Bounds(1)) | characters("%"))
    spaces = measures(SPACES=Bounds(constraint.style.count(" ")))
    return Facts(
        counts=measures(WORDS=Bounds(1)) | letters_of("percent") | spaces | phrase(constraint.style),
        decides=lambda text: "cent" in text.lower(),
    )


def units(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A number, and a unit with a letter that is none of a, n and d."""
    return Facts(
        counts=measures(OTHER_LETTERS=Bounds(1), WORDS=Bounds(1)),
        decides=lambda text: _NUMBER.search(text) is not None,
    )


_NUMBER = re.compile(rf"\d|{NUMBER_WORD}", re.IGNORECASE)


def cited_sources(constraint: CiteSources) -> Facts:
    """Square brackets, with every label between some; of numbers, a range may leave out those in the middle."""
    counts = measures(WORDS=Bounds(1)) | characters("[]")
    labels = [label for label in map(folded_label, constraint.sources) if label.isascii()]
    together = " ".join(label for label in labels if not label.isdigit())
    if any(label.isdigit() for label in labels):
        counts |= measures(DIGITS=Bounds(1))
    return Facts(counts=counts | letters_of(together), texts=tuple(filter(_is_apart, labels)))


def one_source_cited(constraint: OnlyGivenSources | CiteEachParagraph | CiteEachSentence) -> Facts:
    """Square brackets, and one of the labels between them; a range of numbers may not show the label itself."""
    labels = list(map(folded_label, constraint.sources))
    return Facts(
        counts=measures(WORDS=Bounds(1)) | characters("[]"), cases=(tuple(map(_cited, labels)),) if labels else ()
    )


def _cited(label: str) -> Facts:
    if label.isdigit():
        return Facts(counts=measures(DIGITS=Bounds(1)))
    whole = phrase(label) if label.isalnum() else {}
    return Facts(
        counts=whole | letters_of(label) if is_ordinary(label) else {}, texts=(label,) if _is_apart(label) else ()
    )


def _is_apart(label: str) -> bool:
    """Whether the words of a label are words of the reply: a digit at its end may be one of a number, as 1,2 is."""
    return label.isascii() and is_ordinary(label) and label[:1].isalpha() and label[-1:].isalpha()


def quoted_source(constraint: QuoteFrom) -> Facts:
    """Three words of the source next to one another; emphasis may divide a word in two."""
    source = runs(constraint.source)
    whole = (
        tuple(Facts(counts=letters_of(word)) for word in dict.fromkeys(source)) if constraint.source.isascii() else ()
    )

    def decides(text: str) -> bool:
        inside = [any(run in word for word in source) for run in runs(text)]
        return any(all(inside[i : i + QUOTED_WORDS]) for i in range(len(inside) - QUOTED_WORDS + 1))

    return Facts(counts=measures(WORDS=Bounds(QUOTED_WORDS)), cases=(whole,) if whole else (), decides=decides)


def letter_count(constraint: LetterCount) -> Facts:
    """So many letters."""
    return Facts(counts=measures(LETTERS=constraint.bounds))


def number_characters(constraint: NumberCharacters) -> Facts:
    """So many characters."""
    return Facts(counts=measures(CHARACTERS=constraint.bounds))


def number_tokens(constraint: NumberTokens) -> Facts:
    """No more letters than the bytes of so many tokens; a character has a token's bytes at the most."""
    if constraint.measure != "four bytes":
        return Facts()
    most = None if constraint.maximum is None else _BYTES * constraint.maximum
    return Facts(counts=measures(LETTER_BYTES=Bounds(0, most), CHARACTERS=Bounds(constraint.minimum, most)))


def sentence_lengths(constraint: SentenceLength | ParagraphWords) -> Facts:
    """A sentence, and in it or its paragraph so many words."""
    return Facts(counts=measures(SENTENCES=Bounds(1), WORDS=Bounds(max(1, constraint.minimum))))


def paragraph_sentences(constraint: ParagraphSentences) -> Facts:
    """So many sentences, in one paragraph."""
    return Facts(counts=measures(SENTENCES=Bounds(max(1, constraint.minimum))))
