"""change_case: English in capitals or small letters, and words in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.official.detection import detect_language
from adhere.constraints.official.tokens import split_tokens

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def english_capital(_: Arguments, text: str) -> bool:
    """No small letter, some capital, and English or undetectable."""
    return text.isupper() and detect_language(text) in {"en", None}


def english_lowercase(_: Arguments, text: str) -> bool:
    """No capital, some small letter, and English or undetectable."""
    return text.islower() and detect_language(text) in {"en", None}


def capital_word_frequency(arguments: Arguments, text: str) -> bool:
    """The number of Treebank tokens in capitals, "I" and "A" and halves of contractions too, is as asked."""
    found = sum(map(str.isupper, split_tokens(text)))
    return arguments.compare(found, relation="capital_relation", bound="capital_frequency")
