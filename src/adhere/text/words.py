"""Words: what a person counts as one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, partial
from itertools import chain

from adhere.text.spans import Span

# Scripts written without spaces in which word processors count each character as a word:
# Hiragana, Katakana and the Han ideographs (Unicode blocks).
_IDEOGRAPHS = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_JOINERS = "'\u2018\u2019\u02bc\uff07\\-\u2010\u2011\u00ad"


_span = partial(tuple.__new__, Span)  # what Span._make does, without a Python frame for each word


def find_words(text: str) -> tuple[Span, ...]:
    """Return the words of ``text`` in order.

    A word is a run of letters, digits and combining marks that begins with a letter or digit. Inner apostrophes and
    hyphens join ("don't", "well-known"), so do a point or comma between digits ("3.5", "1,000") and points between
    single letters ("e.g", "U.S.A"). An underscore separates. Each Chinese ideograph and each kana is a word.
    """
    pattern, text = _pattern_for(text)
    return tuple(map(_span, map(re.Match.span, pattern.finditer(text))))


def word_texts(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` as written: ``find_words`` without the positions."""
    pattern, text = _pattern_for(text)
    return tuple(pattern.findall(text))


def _pattern_for(text: str) -> tuple[re.Pattern[str], str]:
    # \w takes the underscore for a letter; a blank of the same width keeps every position.
    text = text.replace("_", " ")
    return (_ascii_pattern() if text.isascii() else _unicode_pattern()), text


@cache
def _ascii_pattern() -> re.Pattern[str]:
    return re.compile(_word(r"\w"), re.ASCII)


@cache
def _unicode_pattern() -> re.Pattern[str]:
    letter = f"[^\\W{_IDEOGRAPHS}]"
    return re.compile(f"[{_IDEOGRAPHS}]|" + _word(letter, f"(?:{letter}++|[{_marks()}]++)"))


def _word(letter: str, letter_or_mark: str | None = None) -> str:
    rest = f"{letter_or_mark or letter}*+"
    initials = r"[^\W\d](?:\.[^\W\d](?!\w))++"
    return rf"{initials}|{letter}{rest}(?:[{_JOINERS}]{letter}{rest}|(?<=\d)[.,](?=\d){letter}{rest})*+"


@cache
def _marks() -> str:
    """Return the combining marks, which Python's letters leave out, as the inside of a character class."""
    found: list[list[int]] = []
    for code in chain(range(0x300, 0x1F000), range(0xE0100, 0xE01F0)):  # the only places where Unicode has marks
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)
