"""What a prompt asks the reply to be as a whole: JSON, one of fixed answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.dividing import has_word
from adhere.constraints.recognition.clauses import negated
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.quoted import QUOTED
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence

_JSON = re.compile(
    r"\b(?:in|as|into|using|with|contains?|containing|be|is|output|return)[ ](?:only[ ]|just[ ]"
    r"|valid[ ]|one[ ]|a[ ]|an[ ]|single[ ]|the[ ]|proper[ ]|raw[ ]|strict[ ]){0,4}"
    r"json(?:[ ](?:format|object|block|code[ ]block|string|array))?(?![ ](?:schema|file|parser|library"
    r"|data|request|api|web)|\w)"
)


def json_format(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "wrap the entire output in JSON format"."""
    for sentence in prompt.sentences_with("json"):
        match = _JSON.search(sentence.plain)
        if match:
            yield Candidate("detectable_format:json_format", (sentence.at(*match.span()),))


_CHOICE = re.compile(
    r"\b(?:one|either)[ ]of[ ](?:these|the|those|them)?|\b(?:should|must)[ ]just[ ]say\b|\b(?:choose"
    r"|pick|select)[ ](?:one|from|between)"
    r"|\b(?:answer|say|reply|respond|choose|pick)[ ](?:with[ ]|only[ ]|exactly[ ]|either[ ]){0,2}(?=" + QUOTED + ")"
    r"|\bpick[ ]the[ ](?:phrase|answer|option)|\bmust[ ]be[ ]one[ ]of\b"
    r"|\bfollowing[ ](?:\w+[ ]){0,2}(?:phrases|options|answers|choices)\b"
)
_ALONE = re.compile(
    r"\bjust[ ](?:say|choose|answer)\b|\bnothing[ ]else\b|\bonly[ ](?:say|answer|reply|respond)\b"
    r"|\bwithout[ ]any[ ]other[ ]words\b"
)
_QUOTED = re.compile(QUOTED)
_LONGEST_OPTION = 80


def constrained_response(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "answer with one of the following phrases", the phrases quoted or each on a line."""
    sentences = prompt.sentences
    for index, sentence in enumerate(sentences):
        choice = _CHOICE.search(sentence.plain)
        if choice is None or not re.search(
            r"answer|say|reply|respon[ds]|output|choose|pick|select|state|write", sentence.plain
        ):
            continue
        if negated(sentence.plain[: choice.start()] + choice[0]):
            continue
        options = _quoted_options(prompt, sentence, choice.start()) or _lines(
            sentences[index + 1 : index + 12], sentence
        )
        if len(options) > 1:
            texts = (span.of(prompt.text).strip("\"'`\u201c\u201d\u2018\u2019") for span in options)
            alone = bool(_ALONE.search(prompt.plain))
            last = max(options)
            spans = (Span(sentence.span.start + choice.start(), max(sentence.span.end, last.end)),)
            yield Candidate(
                "detectable_format:constrained_response",
                spans,
                {"options": list(dict.fromkeys(texts)), "alone": alone},
                0.9,
            )
            return


def _quoted_options(prompt: Prompt, sentence: Sentence, start: int) -> list[Span]:
    found = (sentence.at(*match.span()) for match in _QUOTED.finditer(sentence.plain, start))
    return [span for span in found if has_word(span.of(prompt.text))]


def _lines(following: tuple[Sentence, ...], sentence: Sentence) -> list[Span]:
    """Return the lines after a sentence that ends in a colon, as far as they can be options."""
    if not sentence.plain.rstrip().endswith(":"):
        return []
    found = []
    for line in following:
        if len(line.plain) > _LONGEST_OPTION:
            break
        found.append(line.span)
    return found
