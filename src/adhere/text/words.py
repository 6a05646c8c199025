"""Words: what a person counts as one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from adhere.text.spans import spans_in

if TYPE_CHECKING:
    from adhere.text.spans import Span

# Scripts written without spaces in which word processors count each character as a word:
# Hiragana, Katakana and the Han ideographs (Unicode blocks).
_IDEOGRAPHS = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_JOINERS = "'\u2018\u2019\u02bc\uff07\\-\u2010\u2011\u00ad"


# Tried only where a chunk begins, and at once either all of it or nothing.
_TOKEN = re.compile(r"((?<!\S)(?:[^\w\s]|_)*+\w\S*+)")

# All but Western letters and punctuation, among which there are no marks and no ideographs: asking for these takes
# three times as long as finding the words, and most texts that are not plain ASCII hold no more than a dash.
_FOREIGN = re.compile(r"[^\x00-\u02ff\u2000-\u206f]")


class Words(NamedTuple):
    """The words of a text as written, and for each of them what stands before it (and last what follows them all)."""

    texts: tuple[str, ...]
    gaps: tuple[str, ...]

    def spans(self) -> tuple[Span, ...]:
        """Return where the words stand."""
        pieces = [*self.gaps, *self.texts]
        pieces[::2], pieces[1::2] = self.gaps, self.texts
        return spans_in(pieces)

    def without(self, before: Words, after: Words) -> Words:
        """Return the words between ``before`` and ``after``: what their text holds at its start and at its end."""
        first, last = len(before.texts), len(self.texts) - len(after.texts)
        gaps = list(self.gaps[first : last + 1])
        gaps[-1] = gaps[-1].removesuffix(after.gaps[0])
        gaps[0] = gaps[0].removeprefix(before.gaps[-1])
        return Words(self.texts[first:last], tuple(gaps))


def split_words(text: str) -> Words:
    """Split ``text`` into its words, in order.

    A word is a run of letters, digits and combining marks that begins with a letter or digit. Inner apostrophes and
    hyphens join ("don't", "well-known"), so do a point or comma between digits ("3.5", "1,000") and points between
    single letters ("e.g", "U.S.A"). An underscore separates. Each Chinese ideograph and each kana is a word.
    """
    pattern, text = _pattern_for(text)
    pieces = pattern.split(text)
    return Words(tuple(pieces[1::2]), tuple(pieces[::2]))


def find_tokens(text: str) -> tuple[Span, ...]:
    """Return where the chunks between white space stand that have a letter or a digit, in order."""
    return spans_in(_TOKEN.split(text))


def _pattern_for(text: str) -> tuple[re.Pattern[str], str]:
    # \w takes the underscore for a letter; a blank of the same width keeps every position.
    text = text.replace("_", " ")
    if text.isascii():
        return _plain_pattern(re.ASCII), text
    foreign = _FOREIGN.search(text)
    unusual = foreign is not None and _unusual().search(text, foreign.start())
    return (_unicode_pattern() if unusual else _plain_pattern(re.UNICODE)), text


@cache
def _plain_pattern(flags: re.RegexFlag) -> re.Pattern[str]:
    """Compile the pattern for a text without marks and without words of one character: the same words, found faster."""
    initials = r"\.(?<=[^\W\d].)[^\W\d](?!\w)(?:\.[^\W\d](?!\w))*+"
    joined = rf"[{_JOINERS}.,](?:(?<=[{_JOINERS}])|(?<=\d.)(?=\d))\w++"
    return re.compile(rf"(\w(?:{initials}|\w*+(?:{joined})*+))", flags)


@cache
def _unicode_pattern() -> re.Pattern[str]:
    letter = f"[^\\W{_IDEOGRAPHS}]"
    rest = f"(?:{letter}++|[{_marks()}]++)*+"
    initials = r"[^\W\d](?:\.[^\W\d](?!\w))++"
    word = rf"{initials}|{letter}{rest}(?:[{_JOINERS}]{letter}{rest}|(?<=\d)[.,](?=\d){letter}{rest})*+"
    return re.compile(f"([{_IDEOGRAPHS}]|{word})")


@cache
def _unusual() -> re.Pattern[str]:
    return re.compile(f"[{_IDEOGRAPHS}{_marks()}]")


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
