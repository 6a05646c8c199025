"""keywords: words as unescaped regular expressions, and letters."""

from __future__ import annotations

import re
import string
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def existence(arguments: Arguments, text: str) -> bool:
    """Every keyword is found anywhere, inside other words too."""
    return all(
        arguments.pattern("keywords", keyword, re.IGNORECASE).search(text) for keyword in arguments.texts("keywords")
    )


def frequency(arguments: Arguments, text: str) -> bool:
    """The keyword is found, inside other words too, as often as asked."""
    keyword = arguments.text("keyword").strip()
    found = len(arguments.pattern("keyword", keyword, re.IGNORECASE).findall(text))
    return arguments.compare(found, relation="relation", bound="frequency")


def forbidden_words(arguments: Arguments, text: str) -> bool:
    r"""No word is found between two word boundaries (``\b``)."""
    expressions = (rf"\b{word}\b" for word in arguments.texts("forbidden_words"))
    return not any(
        arguments.pattern("forbidden_words", expression, re.IGNORECASE).search(text) for expression in expressions
    )


def letter_frequency(arguments: Arguments, text: str) -> bool:
    """The letter is found, in either case, as often as asked.

    For what is no letter from a to z (IFEval's keys 1122 and 1129) the published code counts a random letter, another
    one each time. Here it is drawn once for each prompt.
    """
    letter = arguments.text("letter").lower()
    if len(letter) != 1 or not "a" <= letter <= "z":
        letter = Random(arguments.prompt).choice(string.ascii_lowercase)
    return arguments.compare(text.lower().count(letter), relation="let_relation", bound="let_frequency")
