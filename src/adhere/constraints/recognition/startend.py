"""How a prompt asks the reply to begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.quoted import CLOSE, OPEN
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt

_PHRASE = (
    r"(?:[ ](?:the|this|these|a|your|with|exact|exactly|following|very|same|like|of|words?|phrases?"
    r"|sentences?|questions?|statements?|text|line|last)){0,8}"
)
_QUOTED = f"{OPEN}[^{CLOSE}]{{1,400}}{CLOSE}"
_REPLY = (
    r"(?:[ ](?:the|your|it|this|entire|whole|full|response|reply|answer|output|song|poem|letter|email"
    r"|story|essay|message|post|blog|limerick|rap|\w+)){0,4}"
)
_END = re.compile(
    rf"\b(?:end|ends|ending|finish|finishing|close|conclude|concluding)(?:{_REPLY})(?:[ ](?:with"
    rf"|by[ ](?:saying|asking|writing))){_PHRASE}[ ]?(?P<colon>:)?\s{{0,3}}(?P<phrase>{_QUOTED}|\S)"
    rf"|\b(?:end|ends)[ ](?:with|in){_PHRASE}[ ]?:[ ]?(?P<unquoted>\S)"
    rf"|\b(?:very[ ])?(?:last|final)[ ](?:sentence|line|words?|phrase)(?:[ ]of{_REPLY})?[ ](?:should"
    rf"|must|has[ ]to|needs[ ]to|is|are|to)(?:[ ](?:be|read|say|exactly|like"
    rf"|is)){{0,5}}{_PHRASE}[ ]?:?[ ]?(?P<last>{_QUOTED})"
    rf"|\b(?:very[ ])?end[ ]of{_REPLY}[ ](?:should|must|has[ ]to)(?:[ ](?:be|read|say|exactly"
    rf"|like)){{0,5}}{_PHRASE}[ ]?(?P<colon2>:)?[ ]?(?P<read>{_QUOTED}|\S)"
    rf"|\blet{_REPLY}[ ]end[ ]with[ ]exactly[ ]this:?[ ](?P<let>{_QUOTED})"
)
_LONGEST_PHRASE = 400
_NAMED_PHRASE = re.compile(r"(?:phrase|words?|sentence|question|statement|exactly|exact)\b[^.]{0,24}$")


def end_phrase(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "finish your response with this exact phrase: ...", the phrase quoted or to the end of its line."""
    for match in _END.finditer(prompt.plain):
        place = Span(*match.span(match.lastindex or 0))
        if match[match.lastindex or 0].startswith(OPEN):
            phrase = place.of(prompt.text)[1:-1]
            confidence = 0.95
        else:
            introduced = match["colon"] or match["colon2"] or match["unquoted"]
            named = _NAMED_PHRASE.search(prompt.plain[match.start() : place.start])
            if not (introduced or (named and place.of(prompt.text).isupper())):
                continue
            limit = min(len(prompt.text), place.start + _LONGEST_PHRASE)
            line_end = prompt.text.find("\n", place.start, limit)
            place = Span(place.start, limit if line_end < 0 else line_end).trimmed(prompt.text)
            phrase = place.of(prompt.text)
            confidence = 0.85
        yield Candidate(
            "startend:end_checker", (Span(match.start(), place.end),), {"phrase": phrase.strip()}, confidence
        )


_MARKS = (
    r"(?:a[ ]|one[ ]|the[ ]|one[ ]pair[ ]of[ ])?(?:pair[ ]of[ ])?(?:double[ -]quot(?:ation[ ]marks?|es?"
    r"|ation)(?:[ ]marks?)?|quotation[ ]marks?)"
)
_WHOLE = r"(?:entire|whole|full|complete|all|everything|response|reply|answer|output|it|email|letter|entirety)"
_QUOTATION = re.compile(
    rf"\b(?:wrap|wrapped|wrapping|enclose|enclosed|put|surround|surrounded|place|write|written|inside"
    rf"|within)[ ][^.\n]{{0,60}}?\b{_MARKS}"
    rf"|\b{_MARKS}[ ]around[ ](?:your[ ]|the[ ])?{_WHOLE}|\bbegin[ ][\w ]{{0,30}}with[ ]{_MARKS}[ ]and[ ]end"
)
_NESTED = re.compile(r"\bnest|\bquotes?[ ](?:with)?in(?:side)?[ ]quotes?\b|\blevels?[ ]deep\b")
_PART = re.compile(r"\b(?:each|every|title|name|keywords?|words?|phrase|quote|sentence|dialog\w*)\b")


def quotation(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "wrap your entire response with double quotation marks"."""
    for sentence in prompt.sentences_with("quot"):
        match = None if _NESTED.search(sentence.plain) else _QUOTATION.search(sentence.plain)
        if match and (re.search(rf"\b{_WHOLE}\b", match[0]) or not _PART.search(match[0])):
            yield Candidate("startend:quotation", (sentence.at(*match.span()),))
