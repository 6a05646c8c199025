"""Characters that act on what shows a text, or hide in it."""

from __future__ import annotations

import unicodedata

_HARMLESS = frozenset("\n\t\u200c\u200d")  # line ends, tabs, and the joiners that scripts and emoji are written with
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def acts(char: str) -> bool:
    """Return whether a character does something instead of being seen.

    Control characters (so every terminal sequence), bidirectional overrides and other invisible format characters,
    line and paragraph separators, and lone surrogates. Whatever shows text of a model shows these as escapes.
    """
    return unicodedata.category(char) in _ACTING and char not in _HARMLESS
