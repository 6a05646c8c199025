"""Replies of several parts that a prompt asks for: two responses, the repeated request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.quoted import CLOSE, OPEN
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence

_SEPARATOR = re.compile(r"(?<!\*)\*{6}(?!\*)|\b(?:6|six)[ ](?:aste?risks?|stars?|\*)")


def two_responses(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "two different responses, separated by 6 asterisk symbols: ******"."""
    for sentence in prompt.sentences_with("******", "asterisk", "aterisk", "stars"):
        match = _SEPARATOR.search(sentence.plain)
        if match:
            yield Candidate("combination:two_responses", (sentence.at(*match.span()), sentence.span))
            return


_REQUEST = r"(?:request|prompt|question|sentences?|text|instructions?|line|words|message|query|paragraph)"
_REPEAT = re.compile(
    rf"\b(?:repeat|copy|copying|write[ ]out|restate)(?:ing)?[ ](?:all[ ](?:of[ ])?|(?:the|this|these|my"
    rf"|all)[ ])?(?:first[ ]|exact[ ]|entire[ ]|whole[ ]|following[ ]|above[ ]|full[ ])*"
    rf"(?:{_REQUEST}|{OPEN}[^{CLOSE}]{{1,2000}}{CLOSE}|it[ ]exactly|everything)"
    rf"|\bbegin[ ]your[ ]\w+[ ]with[ ]exactly[ ]this[ ]text\b|\bthe[ ]first[ ]words[ ]of[ ]your[ ]\w+"
    r"(?:,[ ]before[ ][\w ]{1,40},)?[ ]must[ ]be\b"
)
_VERBATIM = re.compile(
    r"\bword[ ](?:for|by)[ ]word\b|\bwithout[ ](?:any[ ])?chang|\bexact|\bthen[ ](?:give|reply|answer"
    r"|respond|you)|\babove\b|\bbelow\b|\bverbatim\b|\bas[ ]it[ ]is\b|\bmust[ ]be\b"
)
_BELOW = re.compile(r"\bbelow\b|\bfollowing[ ](?:request|prompt|question|sentence|text)")
_QUOTED = re.compile(f"{OPEN}[^{CLOSE}]{{10,2000}}{CLOSE}")


def repeat_prompt(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "first repeat the request word for word", and what the request is."""
    for sentence in prompt.sentences_with("repeat", "copy", "write out", "restate", "exactly this text", "first words"):
        match = _REPEAT.search(sentence.plain)
        if (
            match is None
            or not _VERBATIM.search(sentence.plain)
            or re.search(r"\bn[o']t repeat\b|n't repeat", sentence.plain)
        ):
            continue
        place = _request(prompt, sentence, match)
        if place.start < place.end:
            spans = tuple(s.span for s in prompt.sentences if s is sentence or "repeat" in s.plain)
            yield Candidate("combination:repeat_prompt", spans, {"prompt": place.of(prompt.text)}, 0.85)
            return


def _request(prompt: Prompt, sentence: Sentence, match: re.Match[str]) -> Span:
    """Return what is to be repeated: what is quoted, what follows, or what comes before."""
    quoted = _QUOTED.search(sentence.plain, match.start())
    if quoted:
        place = sentence.at(*quoted.span())
        return Span(place.start + 1, place.end - 1)
    before = Span(0, sentence.span.start).trimmed(prompt.text)
    if "first line" in match[0] and before.start < before.end:
        line_end = prompt.text.find("\n", before.start)
        return Span(before.start, line_end if line_end > 0 else before.end).trimmed(prompt.text)
    if before.start == before.end or _BELOW.search(sentence.plain):
        blank = prompt.text.find("\n\n", sentence.span.start)
        after = blank if blank >= 0 else max(sentence.span.end, prompt.text.find("\n", sentence.span.start))
        return Span(after, len(prompt.text)).trimmed(prompt.text)
    return before
