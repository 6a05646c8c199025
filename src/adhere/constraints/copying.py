"""What counts as the same words when a reply copies a text: case, spacing, the shape of quotes and marks are free."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(r"\S+")
"""A word as white space divides a text: its punctuation is part of it."""

_MARKS = "\"'*_>#`"
_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
_ALL_MARKS = _MARKS + "".join(_STRAIGHT)


def _folded(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        for curly, straight in _STRAIGHT.items():
            text = text.replace(curly, straight)
    return text


def key_of(token: str) -> str:
    """Return what two tokens share that copy each other: all but case, the shape of quotes, and the marks around."""
    return _folded(token).strip(_MARKS)


def keys_of(text: str) -> list[str]:
    """Return the keys of the tokens of ``text`` that are more than marks, in order."""
    return [key for token in _folded(text).split() if (key := token.strip(_MARKS))]


def is_bare(token: str) -> bool:
    """Whether a token is nothing but marks of Markdown or quotation."""
    return not token.strip(_ALL_MARKS)


def same_token(token: str, wanted: str) -> bool:
    """Whether one token copies another."""
    return key_of(token) == key_of(wanted)


def words_of(text: str) -> list[str]:
    """Return the tokens of a text that a copy must have: all that are more than marks."""
    return [token for token in text.split() if not is_bare(token)]


def tokens_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of ``text`` that are more than marks, in order."""
    return (match for match in TOKEN.finditer(text) if not is_bare(match[0]))
