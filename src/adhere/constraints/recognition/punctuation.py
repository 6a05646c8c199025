"""Punctuation that a prompt forbids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.found import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt

_GAP = r"(?:[ ](?!(?:more|less|fewer|most|than|forget|omit|leave|skip|only|but)\b)[\w'/-]+,?){0,5}"
_NO_COMMA = re.compile(
    rf"(?:\b(?:not|never|without|avoid(?:ing)?|refrain(?:ing)?|no|zero|free|cannot|exclude|omit|none)"
    rf"|n't){_GAP}[ ]commas?\b"
    r"|\bcommas?[ ](?:is|are)[ ](?:not[ ]allowed|forbidden|prohibited|banned|disallowed)"
    r"|\bcommas?[ ](?:should|must|may|can)(?:[ ]not|n't)\b|\bcomma-free\b"
)


def no_comma(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "do not use any commas"."""
    for sentence in prompt.sentences_with("comma"):
        for match in _NO_COMMA.finditer(sentence.plain):
            yield Candidate("punctuation:no_comma", (sentence.at(*match.span()),))
