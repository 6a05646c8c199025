"""Facts: what holds of every reply that satisfies a constraint.

Unlike a ``Domain``, which generation may draw narrower than the constraint, a fact is never more than the checker
enforces: a contradiction between facts is a proof. Facts speak of replies in ordinary letters (``is_ordinary``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.constraints.bounds import Bounds


class Measure(StrEnum):
    """Something that a text has so many of, the same for every constraint that speaks of it."""

    WORDS = "words"
    ASIDES = "words outside sentences"
    BARE = "words without a bracket right before them"
    DIFFERENT_WORDS = "different words"
    SENTENCES = "sentences"
    LINES = "lines that are not empty"
    PARAGRAPHS = "paragraphs between blank lines"
    PARTS = "paragraphs between *** lines"
    STARRED_LINES = "lines of asterisks"
    SEPARATORS = "lines of ******"
    HEADINGS = "headings"
    LISTS = "lists"
    TABLES = "tables"
    ENTRIES = "lines that begin with a word and go on to a colon"
    FENCES = "fenced code blocks"
    MARKDOWN = "places marked in Markdown"
    BULLETS = "bullet points"
    HIGHLIGHTS = "highlighted sections"
    PLACEHOLDERS = "placeholders"
    CAPITAL_WORDS = "words in capitals"
    VOWELS = "different vowels"
    COMMONEST = "times that the commonest word occurs"
    COMMAS = "commas"
    GAPS = "gaps between two words on one line"
    SPACES = "white space characters inside the reply"
    LETTER_BYTES = "bytes of letters"
    OTHER_LETTERS = "letters but a, n and d"
    LETTERS = "letters"
    CAPITALS = "capital letters"
    SMALL = "small letters"
    BEYOND_ASCII = "letters beyond ASCII"
    CHARACTERS = "characters"
    DIGITS = "digits"
    OPEN_BRACKETS = "opening brackets"
    QUESTION_MARKS = "question marks"
    EMOJI = "emoji"
    CHARACTER = "occurrences of the character"
    PHRASE = "occurrences of the phrase"
    OWN = "places that count"


Key: TypeAlias = tuple[Measure, str]
"""A measure, and which phrase (casefolded) or character (in lower case) it is of; empty for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What holds of every reply that satisfies a constraint; what is not given is free.

    Attributes:
        counts: the interval that each measure lies in.
        texts: texts whose words stand in the reply in a row and unchanged but for case, marks around them and gaps.
        opening: the letters and digits with which it begins, in runs, casefolded.
        closing: the letters and digits with which it ends, in runs, casefolded.
        tail: what it ends with before closing quotation marks, Markdown and white space, casefolded.
        last: the characters of which one ends it, in the same sense.
        first: the characters of which one is the first that shows.
        start: the characters of which one is the first but white space and the marks that a copy may have around it.
        languages: what the language is identified as; None where nothing can be told.
        most: how often it has a character at the most, in either case; None where nothing limits it.
        spaced: how often it has a phrase with white space in it at the most; None where nothing limits it.
        exact: texts that it has, letter by letter in this case.
        ends: whether a reply that ends so, in the same sense, leaves it able to satisfy.
        case: the case of all letters, as ``str.upper`` or ``str.lower`` makes it.
        vocabulary: the runs of letters and digits that have a letter, casefolded.
        content: all of its words, in their order and with their marks; further marks that may be anywhere are free.
        free: the marks that are free where the content is given; None where all are.
        keeps: whether a text whose words stand in a row in the reply leaves it able to satisfy; only for rules that
            one violation in a part breaks for the whole.
        some: what is true of one run of letters and digits at least, casefolded.
        rows: whether letters and digits, casefolded, may stand in the reply next to one another.
        decides: whether a text with the same words satisfies; only for rules about words and nothing else.
        unlike: what no other constraint may ask for otherwise: a name and the text asked for.
        cases: in each tuple, facts of which one holds.
    """

    counts: Mapping[Key, Bounds] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    tail: str | None = None
    last: frozenset[str] | None = None
    first: frozenset[str] | None = None
    start: frozenset[str] | None = None
    languages: frozenset[str | None] | None = None
    most: Callable[[str], int | None] | None = None
    spaced: Callable[[str], int | None] | None = None
    exact: tuple[str, ...] = ()
    ends: Callable[[str], bool] | None = None
    case: Callable[[str], str] | None = None
    vocabulary: frozenset[str] | None = None
    content: str | None = None
    free: frozenset[str] | None = frozenset()
    keeps: Callable[[str], bool] | None = None
    some: Callable[[str], bool] | None = None
    rows: Callable[[str], bool] | None = None
    decides: Callable[[str], bool] | None = None
    unlike: tuple[tuple[str, str], ...] = ()
    cases: tuple[tuple[Facts, ...], ...] = ()


BOTH_SIDES = "what stands around a line of asterisks"
"""A name for ``Facts.unlike``: two responses have words on both sides, one fixed answer on one."""
EACH_BRACKET = "square brackets around each word"
NOT_EACH = "not around each"
"""Another, and what is asked for of it where a word has none: of a copy, or a tag at the beginning."""
LAST_CHARACTER = "the last character"
"""Another: it belongs to the last word, or it is a mark behind it."""
FIRST_LETTERS = "what the words begin with"
"""Another: with a letter each of them, or one of them with a digit."""
DATA = "what all of the reply is, or all of its one block of code"
"""Another: JSON, a table, or rows of fields, of which the first has the names of the columns and nothing else."""
SIDES = "the words on the two sides of ******"
"""Another: two responses differ, two copies do not."""
SCRIPT = "the letters of some word"
"""Another: a word with no letter but those of one script, or no word whose letters are not Latin."""

_RUN = re.compile(r"[^\W_]+")


def runs(text: str) -> tuple[str, ...]:
    """Return the runs of letters and digits in ``text``, casefolded."""
    return tuple(_RUN.findall(text.casefold()))


def lettered(text: str) -> frozenset[str]:
    """Return the runs of ``text`` that have a letter."""
    return frozenset(run for run in runs(text) if not run.isdigit())


def is_ordinary(text: str) -> bool:
    """Whether every letter has one form: no styled letters or ligatures (NFKC changes them), no ß."""
    return unicodedata.normalize("NFKC", text) == text and text.casefold() == text.lower()
