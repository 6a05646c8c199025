"""The language that a prompt asks the reply to be in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.languages import SAMPLES
from adhere.constraints.recognition.found import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt

_CODES = {sample.name.lower(): code for code, sample in SAMPLES.items()}
_NAME = rf"(?:{'|'.join(map(re.escape, sorted(_CODES, key=len, reverse=True)))})\b"
_WHOLE = r"(?:only|entirely|completely|exclusively|wholly|fully|solely|just)"
_ASKED = re.compile(
    rf"\b{_WHOLE}[ ](?:in[ ]|use[ ]|using[ ])?(?:the[ ])?{_NAME}"
    rf"|\bin[ ](?:{_WHOLE}[ ])?(?:the[ ])?{_NAME}(?:[ ]language)?(?:[ ]only|,?[ ](?:and[ ])?(?:in[ ])?no[ ]other)"
    rf"|\b(?:response|reply|answer|output|everything)[ ](?:should|must|has[ ]to|needs[ ]to"
    rf"|is[ ]to)[ ]be[ ](?:written[ ]|given[ ])?(?:{_WHOLE}[ ])?in[ ](?:{_WHOLE}[ ])?(?:the[ ])?{_NAME}"
    rf"|\b(?:respond|reply|answer)(?:[ ]to[ ]me)?(?:[ ]{_WHOLE})?[ ]in[ ](?:the[ ])?{_NAME}"
    rf"|\b(?:whole|entire|full|complete)[ ](?:response|reply|answer"
    rf"|output)[ ](?:[\w]+[ ]){{0,3}}in[ ](?:the[ ])?{_NAME}"
    rf"|\buse[ ]{_NAME}[ ]for[ ]all\b|\b(?:the[ ])?{_NAME}(?:[ ]language)?[ ]only\b"
    rf"|\b{_NAME}(?:[ ]language)?[,.]?[ ](?:and[ ])?no[ ]other[ ]language"
)
_FIRST_NAME = re.compile(_NAME)
_SOME_WORDS = re.compile(r"\b(?:every|each)[ ](?:\d+(?:st|nd|rd|th)|other|second|third|fourth|fifth|tenth)[ ]word\b")
_CASE = re.compile(r"capital|lower|upper|caps\b")


def response_language(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "your entire response should be in Hindi"."""
    for sentence in prompt.sentences_with(*_CODES):
        for match in _ASKED.finditer(sentence.plain):
            name = _FIRST_NAME.search(match[0])
            # "in English, and in all capital letters" is one requirement, which the types of case state.
            if _SOME_WORDS.search(sentence.plain[: match.end()]):
                continue
            if name and not (name[0] == "english" and _CASE.search(sentence.plain)):
                yield Candidate(
                    "language:response_language", (sentence.at(*match.span()),), {"language": _CODES[name[0]]}
                )
