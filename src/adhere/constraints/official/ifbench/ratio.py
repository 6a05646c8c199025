"""ratio: shares of stop words, kinds of sentences and trigrams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.resources import stop_words as english_stop_words
from adhere.constraints.official.ifbench.segments import split_segments

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_WORD = re.compile(r"\w+")


def stop_words(arguments: Arguments, text: str) -> bool:
    r"""At most such a percentage of ``\w+`` are stop words; "don't" is the two words "don" and "t"."""
    words = _WORD.findall(text)
    found = sum(word.lower() in english_stop_words() for word in words)
    return bool(words) and found / len(words) * 100 <= arguments.number("percentage")


def sentence_type(_: Arguments, text: str) -> bool:
    """Twice as many sentences end in a full stop as in a question mark; none of either will do."""
    declarative, interrogative, _exclamatory = _endings(text)
    return declarative == 2 * interrogative


def sentence_balance(_: Arguments, text: str) -> bool:
    """As many sentences end in a full stop as in a question mark as in an exclamation mark; none will do."""
    declarative, interrogative, exclamatory = _endings(text)
    return declarative == interrogative == exclamatory


def _endings(text: str) -> tuple[int, int, int]:
    last = [segment[-1:] for segment in split_segments(text)]
    return last.count("."), last.count("?"), last.count("!")


def overlap(arguments: Arguments, text: str) -> bool:
    """Of the different runs of three characters of the text, such a percentage, 2 up or down, are in the reference."""
    found, reference = _trigrams(text), _trigrams(arguments.text("reference_text"))
    percentage = arguments.number("percentage")
    return bool(found) and percentage - 2 <= len(found & reference) / len(found) * 100 <= percentage + 2


def _trigrams(text: str) -> set[str]:
    return {text[start : start + 3] for start in range(len(text) - 2)}


def sentence_words(_: Arguments, text: str) -> bool:
    """Three sentences of the same number of characters; that all words differ is not looked at."""
    lengths = [len(segment) for segment in split_segments(text)]
    return len(lengths) == 3 and len(set(lengths)) == 1  # noqa: PLR2004 (three are asked)
