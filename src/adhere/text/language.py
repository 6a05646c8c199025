"""Language: which one a text is written in, by a deterministic identifier (py3langid) that ships its model."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


class Language(NamedTuple):
    """An ISO 639-1 code and the identifier's probability for it."""

    code: str
    probability: float


_CODES = (
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn "
    "ko la lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi "
    "xh zh zu"
)
LANGUAGES = frozenset(_CODES.split())
"""The languages that can be told apart: each common one. Rare ones would only be mistaken for these."""

MIN_LETTERS = 16
"""Bytes of letters in UTF-8, which is what the identifier reads, below which a text is too short to tell."""

MAX_LENGTH = 50_000
"""Characters after which the language is settled: the identifier needs a microsecond for each."""

_TRAILING_BLANKS = re.compile(r"(?<![ \t])[ \t]++(?=\n)")  # the identifier would read them as letters
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def identify_language(text: str) -> Language | None:
    """Return the language of ``text``, or None where it has too few letters."""
    text = _TRAILING_BLANKS.sub("", text[:MAX_LENGTH])
    letters = _NOT_LETTERS.sub("", text)
    if len(letters.encode("utf-8", "replace")) < MIN_LETTERS:
        return None
    # The identifier learned from ordinary writing: capitals throughout would mislead it.
    if sum(map(str.isupper, letters)) > len(letters) / 2:
        text = text.lower()
    code, probability = _identifier().classify(text)
    return Language(code, float(probability))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
