"""length_constraints: paragraphs, words and sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.official.sentences import split_sentences

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_DIVIDER = re.compile(r"\s?\*\*\*\s?")
_FIRST_PUNCTUATION = re.compile("[.,?!'\"]")
_WORD = re.compile(r"\w+")


def number_paragraphs(arguments: Arguments, text: str) -> bool:
    """Exactly so many chunks between ``***``, none of them blank but the first or the last, which do not count."""
    chunks = [bool(chunk.strip()) for chunk in _DIVIDER.split(text)]
    return all(chunks[1:-1]) and sum(chunks) == arguments.count("num_paragraphs")


def number_words(arguments: Arguments, text: str) -> bool:
    r"""The number of ``\w+`` is as asked."""
    return arguments.compare(len(_WORD.findall(text)), relation="relation", bound="num_words")


def number_sentences(arguments: Arguments, text: str) -> bool:
    """The number of Punkt's sentences in the text as it is, Markdown included, is as asked."""
    return arguments.compare(len(split_sentences(text)), relation="relation", bound="num_sentences")


def nth_paragraph_first_word(arguments: Arguments, text: str) -> bool:
    """Exactly so many chunks between two line feeds, and the nth, blank ones counted, starts with the word."""
    total, nth = arguments.count("num_paragraphs"), arguments.count("nth_paragraph")
    chunks = text.split("\n\n")
    inhabited = sum(bool(chunk.strip()) for chunk in chunks)
    if not 1 <= nth <= inhabited or not chunks[nth - 1].strip():
        return False
    first = chunks[nth - 1].split()[0].lstrip("'").lstrip('"')
    # Letter by letter: the lower case of a whole word may differ (the Greek sigma at its end).
    word = "".join(map(str.lower, _FIRST_PUNCTUATION.split(first, maxsplit=1)[0]))
    return inhabited == total and word == arguments.text("first_word").lower()
