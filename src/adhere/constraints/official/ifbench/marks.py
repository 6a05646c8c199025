"""Punctuation as IFBench's checkers take it away: the 32 marks of ASCII and no others."""

from __future__ import annotations

import string

MARKS = string.punctuation + " "
"""What is stripped from the ends of a word or a line."""

_NOTHING = str.maketrans("", "", string.punctuation)


def without_marks(text: str) -> str:
    """Return ``text`` without its ASCII punctuation, so that "don't" becomes "dont" and "well-known" "wellknown"."""
    return text.translate(_NOTHING)


def bare_words(text: str) -> list[str]:
    """Return what stands between white space once the ASCII punctuation is gone."""
    return without_marks(text).split()
