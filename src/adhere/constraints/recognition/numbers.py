"""Numbers as people write them: digits, words, and how often."""

from __future__ import annotations

import re

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "a": 1,
    "single": 1,
    "dozen": 12,
    "once": 1,
    "twice": 2,
    "thrice": 3,
}
_SCALES = {"hundred": 100, "thousand": 1000}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

_WORD = "|".join(sorted((*_UNITS, *_TENS, *_SCALES, "dozen"), key=len, reverse=True))
_DIGITS = r"(?<![\w.,:$#/-])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\w.:$#/])\d{1,7}(?![\d:/%]|[.,]\d|-(?:st|nd|rd|th)\b)"

NUMBER = (
    rf"(?:{_DIGITS}|\b(?:a[ ](?=hundred|thousand|dozen|single))?(?:single|(?:{_WORD})(?:(?:[ -]"
    rf"|[ ]and[ ])(?:{_WORD})){{0,5}})\b)"
)
"""A pattern for a whole number in digits (``1,200``) or words (``one hundred and five``), in lower case."""

OFTEN = r"\b(?:once|twice|thrice)\b"
"""A pattern for how often, in one word."""

ORDINAL = rf"(?:very[ ])?(?:{'|'.join(_ORDINALS)}|last|final|\d{{1,3}}(?:st|nd|rd|th))"
"""A pattern for a place in an order."""


def read_number(text: str) -> int:
    """Return the value of what ``NUMBER`` or ``OFTEN`` matched."""
    if text[0].isdigit():
        return int(text.replace(",", ""))
    total = value = 0
    for word in re.findall("[a-z]+", text):
        if word in _SCALES:
            value = max(value, 1) * _SCALES[word]
            if word == "thousand":
                total, value = total + value, 0
        elif word == "dozen":
            value = max(value, 1) * _VALUES[word]
        elif word != "and":
            value += _VALUES[word] if word != "a" else 0
    return total + value


def read_ordinal(text: str, last: int | None) -> int | None:
    """Return the place that ``ORDINAL`` matched; ``last`` is how many there are, None where that is not known."""
    word = text.removeprefix("very ")
    if word in {"last", "final"}:
        return last
    return int(word[:-2]) if word[0].isdigit() else _ORDINALS.index(word) + 1
