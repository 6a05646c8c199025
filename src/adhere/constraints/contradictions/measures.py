"""Measuring: the definition of each measure that facts speak of, so that facts can be held against texts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.facts import Measure
from adhere.constraints.copying import TOKEN
from adhere.constraints.dividing import filled_lines, has_word, separator, split_at, worded_paragraphs
from adhere.constraints.format import NumberBulletLists, NumberHighlightedSections
from adhere.constraints.ifbench.emoji import EMOJI
from adhere.constraints.ifbench.letters import VOWELS, folded, plain
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.matching import occurrences
from adhere.constraints.punctuation import COMMAS
from adhere.constraints.structure.code import fenced_blocks
from adhere.constraints.structure.headings import headings
from adhere.constraints.structure.markup import marked_places
from adhere.constraints.structure.tables import tables
from adhere.constraints.surface.lengths import visible
from adhere.text import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.constraints.contradictions.facts import Key
    from adhere.text import Document

_THREE, _SIX = separator(asterisks=3), separator(asterisks=6)
_LETTERS = re.compile(r"[^\W\d_]+")
_OTHER_LETTER = re.compile(r"(?![and])[^\W\d_]", re.IGNORECASE)
_BULLETS, _HIGHLIGHTS = NumberBulletLists(minimum=1), NumberHighlightedSections(minimum=1)


def measured(key: Key, document: Document) -> int:
    """Return how many of what ``key`` names the text has. ``Measure.OWN`` is defined by each type for itself."""
    measure, name = key
    if measure is Measure.CHARACTER:
        return len(re.findall(re.escape(name), document.text, re.IGNORECASE))
    if measure is Measure.PHRASE:
        return len(occurrences(name, document.text))
    return _MEASURED[measure](document)


def _parts(document: Document) -> int:
    return sum(has_word(part.of(document.text)) for part in split_at(_THREE.finditer(document.text), document.text))


def _capital_words(document: Document) -> int:
    return sum(word.isupper() and sum(map(str.isalpha, word)) > 1 for word in document.word_texts)


def _commonest(document: Document) -> int:
    return max(Counter(folded(document)).values(), default=0)


def _is_beyond_ascii(character: str) -> bool:
    return character.isalpha() and not character.isascii()


def _gaps(document: Document) -> int:
    lines = document.text.split("\n")
    return sum(max(0, sum(has_word(token) for token in TOKEN.findall(line)) - 1) for line in lines)


def _pattern(pattern: str) -> Callable[[Document], int]:
    compiled = re.compile(pattern)
    return lambda document: len(compiled.findall(document.text))


_MEASURED: Mapping[Measure, Callable[[Document], int]] = {
    Measure.WORDS: lambda document: len(document.word_texts),
    Measure.ASIDES: lambda document: len(document.words) - sum(map(len, words_in(document, document.sentences))),
    Measure.BARE: lambda document: sum(document.text[token.start].isalnum() for token in document.tokens),
    Measure.DIFFERENT_WORDS: lambda document: len({word.replace("\u2019", "'") for word in document.folded_words}),
    Measure.SENTENCES: lambda document: len(document.sentences),
    Measure.LINES: lambda document: len(filled_lines(document.text)),
    Measure.PARAGRAPHS: lambda document: len(worded_paragraphs(document)),
    Measure.PARTS: _parts,
    Measure.STARRED_LINES: _pattern(r"(?m)^[ \t]*(?:\*[ \t]*){3,}$"),
    Measure.HEADINGS: lambda document: len(headings(document)),
    Measure.LISTS: lambda document: sum(block.kind is BlockKind.LIST for block in document.blocks),
    Measure.TABLES: lambda document: len(tables(document)),
    Measure.ENTRIES: _pattern(r"(?m)^[ \t]*+(?:[-+*][ \t]++)?[*_`]{0,3}[^\W\d_][^:\n\"]*:"),
    Measure.FENCES: lambda document: len(fenced_blocks(document)),
    Measure.MARKDOWN: lambda document: len(marked_places(document)),
    Measure.SEPARATORS: lambda document: len(_SIX.findall(document.text)),
    Measure.BULLETS: _BULLETS.count,
    Measure.HIGHLIGHTS: _HIGHLIGHTS.count,
    Measure.PLACEHOLDERS: _pattern(r"\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]"),
    Measure.CAPITAL_WORDS: _capital_words,
    Measure.VOWELS: lambda document: sum(vowel in plain(document.text) for vowel in VOWELS),
    Measure.COMMONEST: _commonest,
    Measure.COMMAS: lambda document: len(COMMAS.findall(document.text)),
    Measure.GAPS: _gaps,
    Measure.SPACES: lambda document: sum(map(str.isspace, document.text.strip())),
    Measure.LETTER_BYTES: lambda document: len("".join(_LETTERS.findall(document.text)).encode("utf-8", "replace")),
    Measure.OTHER_LETTERS: lambda document: len(_OTHER_LETTER.findall(document.text)),
    Measure.LETTERS: lambda document: sum(map(str.isalpha, document.text)),
    Measure.CAPITALS: lambda document: sum(letter != letter.lower() for letter in document.text),
    Measure.SMALL: lambda document: sum(letter != letter.upper() for letter in document.text),
    Measure.BEYOND_ASCII: lambda document: sum(map(_is_beyond_ascii, document.text)),
    Measure.CHARACTERS: lambda document: len(visible(document)),
    Measure.DIGITS: _pattern(r"\d"),
    Measure.OPEN_BRACKETS: _pattern(r"[(\[{]"),
    Measure.QUESTION_MARKS: _pattern("[?\u203d]"),
    Measure.EMOJI: lambda document: len(EMOJI.findall(document.text)),
}
