"""What a constraint allows, in terms that can be compared between constraints."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.bounds import Bounds


class Quantity(StrEnum):
    """Something that a reply has so many of; some are counted per key: which phrase, letter, or mark."""

    WORDS = "words"
    SENTENCES = "sentences"
    PARAGRAPHS = "paragraphs between blank lines"
    PARTS = "paragraphs between *** lines"
    BULLETS = "bullet points"
    HIGHLIGHTS = "highlighted sections"
    PLACEHOLDERS = "placeholders"
    CAPITAL_WORDS = "words in capitals"
    COMMAS = "commas"
    SECTIONS = "sections"
    DIFFERENT_WORDS = "different words"
    CONJUNCTIONS = "different coordinating conjunctions"
    PRONOUNS = "pronouns"
    NUMBERS = "numbers"
    NAMES = "different names"
    PALINDROMES = "different palindromes"
    LETTERS = "letters"
    HEADINGS = "headings"
    CODE_BLOCKS = "code blocks"
    LINKS = "links"
    LIST_LEVELS = "levels of nested lists"
    LINES = "lines"
    CHARACTERS = "characters"
    TOKENS = "tokens"
    PHRASE = "occurrences of the phrase"
    LETTER = "occurrences of the letter"


Countable: TypeAlias = tuple[Quantity, str]
"""A quantity and its key (the phrase or letter in lower case, the section mark); the key is empty where it has none."""


class Case(StrEnum):
    """The case that all letters of a reply have."""

    UPPER = "capital letters"
    LOWER = "lower case"


class Shape(StrEnum):
    """What the reply is as a whole."""

    JSON = "JSON and nothing else"
    OPTION = "one of fixed answers"
    QUOTED = "wrapped in double quotation marks"
    TWO_RESPONSES = "two responses"
    REPEATED_PROMPT = "the repeated request and an answer"
    COPY = "a copied text and nothing else"
    ROWS = "rows of delimited data"
    LISTING = "the items asked for and nothing else"
    STORY = "a story of 26 sentences"
    MATCH = "what a regular expression matches and nothing else"
    TABLE = "a table and nothing else"
    TAGGED = "inside one pair of tags"


@dataclass(frozen=True, slots=True)
class Domain:
    """The replies that a constraint allows; what it says nothing about is free.

    A domain may be narrower than the constraint, never wider: "at most 3 sentences" also bounds words, by what a
    natural sentence holds, since a contradiction in practice is one that a generated task must not have.

    Attributes:
        counts: how many of each quantity the reply may have.
        verbatim: texts that it must contain as they are written.
        case: the case of every letter.
        language: its language (ISO 639-1).
        shape: what it is as a whole.
        opening: what it must begin with.
        closing: what it must end with.
    """

    counts: Mapping[Countable, Bounds] = field(default_factory=dict)
    verbatim: tuple[str, ...] = ()
    case: Case | None = None
    language: str | None = None
    shape: Shape | None = None
    opening: str | None = None
    closing: str | None = None
