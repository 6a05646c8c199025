"""Words as rows of letters."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.text import Document

VOWELS = "aeiou"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"

BY_LETTER = (
    "apples", "brave", "calm", "dogs", "every", "fresh", "green", "happy", "inner", "jolly", "kind", "long", "many",
    "new", "open", "proud", "quiet", "rivers", "seven", "tall", "under", "vast", "warm", "xylophones", "young",
    "zebras",
)  # fmt: skip
"""A word for each letter of the alphabet."""


def folded(reply: Document) -> tuple[str, ...]:
    """Return the words in lower case, with straight apostrophes."""
    return reply.folded_words


def plain(word: str) -> str:
    """Return ``word`` in lower case without accents: ``École`` as ``ecole``."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def initial(word: str) -> str:
    """Return the first letter or digit, in lower case and without accent."""
    return word[0].lower() if word[0].isascii() else plain(word)[:1]


def initials(reply: Document) -> list[str]:
    """Return the ``initial`` of each word."""
    if reply.text.isascii():
        return [word[0] for word in reply.folded_words]
    return [initial(word) for word in reply.word_texts]


def length(word: str) -> int:
    """Return how many letters and digits ``word`` has: apostrophes and hyphens are none."""
    if word.isascii() and word.isalnum():
        return len(word)
    return sum(map(str.isalnum, unicodedata.normalize("NFC", word)))
