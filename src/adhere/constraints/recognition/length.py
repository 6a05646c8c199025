"""Lengths that a prompt asks for: words, sentences, paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.bounds import Form, Quantity, quantities
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.numbers import NUMBER, ORDINAL, read_number, read_ordinal
from adhere.constraints.recognition.quoted import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence
    from adhere.text import Span

_PART = r"(?:each|every|per|any)(?:[ ](?!(?:of[ ]the|response|reply)[ ])[\w-]+){0,2}"
_WITHIN_PART = re.compile(
    rf"\b{_PART}(?:[ ](?:should|must|has|have|having|with|contains?|containing|is|to|be|of|needs?|in|can"
    rf"|at)){{1,4}}[ ]$"
)
_OF_EACH = re.compile(rf"[ ](?:long[ ])?(?:in[ ]|for[ ]|on[ ])?(?:{_PART})\b|[ ]each\b")
_SOURCE = re.compile(
    r"\b(?:this|these|those|following|above|below|first|last|next|previous|original|given|another)[ ]$"
)
_NOT_LENGTH = re.compile(
    r"[ ](?:or[ ]phrases[ ])?(?:in|with|of|that[ ]are|written[ ](?:entirely[ ])?in|be[ ]in"
    r"|should[ ]be[ ]in)[ ](?:all|only|capital|upper|caps|your[ ]reply)|[ ](?:starting|beginning|that"
    r"|which|from|containing|ending|or[ ]phrases)\b"
)


_CLAUSE_END = re.compile(r"[,;.:(]|[ ]and[ ]")


def around(sentence: Sentence, span: Span) -> str:
    """Return the words of the clause around a span of the sentence."""
    before = _CLAUSE_END.split(sentence.plain[max(0, span.start - 60) : span.start])[-1]
    after = _CLAUSE_END.split(sentence.plain[span.end : span.end + 60])[0]
    return before + span.of(sentence.plain) + after


def of_whole_reply(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a quantity is of the reply as a whole, and neither of each part of it nor of a given text."""
    start, end = quantity.span
    before, after = sentence.plain[max(0, start - 60) : start], sentence.plain[end : end + 40]
    return not (_WITHIN_PART.search(before) or _SOURCE.search(before) or _OF_EACH.match(after))


_MARKED_WORDS = re.compile(r"capital|\bcaps\b|upper|highlight|itali|bold")
_OTHER_WORDS = re.compile(r"\b(?:unique|different|distinct|(?<!or[ ])(?:more|fewer|less)|longer|shorter)[ ]words?$")


def words(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "at least 300 words"; a bare "200 word essay" is no bound that a program could judge."""
    for sentence in prompt.sentences_with("word"):
        for quantity in quantities(sentence.plain, "words?", gap=1):
            after = sentence.plain[quantity.span.end :][:40]
            if _MARKED_WORDS.search(around(sentence, quantity.span)) or _OTHER_WORDS.search(
                quantity.span.of(sentence.plain)
            ):
                continue
            if quantity.form is Form.BOUNDED and of_whole_reply(sentence, quantity) and not _NOT_LENGTH.match(after):
                yield counted("length_constraints:number_words", sentence, quantity)


def sentence_counts(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "less than 5 sentences"."""
    for sentence in prompt.sentences_with("sentence"):
        for quantity in quantities(sentence.plain, "sentences?", gap=2):
            after = sentence.plain[quantity.span.end :][:40]
            if (
                quantity.form is not Form.APPROXIMATE
                and of_whole_reply(sentence, quantity)
                and not _NOT_LENGTH.match(after)
            ):
                yield counted("length_constraints:number_sentences", sentence, quantity)


def counted(id: str, sentence: Sentence, quantity: Quantity, **params: object) -> Candidate:  # noqa: A002 - the field's name for it
    """Return the candidate for a count; a bare number is meant exactly, and read with less confidence."""
    minimum, maximum = quantity.bounds
    sure = 0.95 if quantity.form is Form.BOUNDED else 0.8
    place = sentence.at(*quantity.span)
    return Candidate(id, (place,), {"minimum": minimum, "maximum": maximum, **params}, sure)


_DIVIDED = re.compile(r"(?<!\*)\*{3}(?!\*)|\b(?:3|three)[ ](?:aste?risks?|stars?)\b|\bjust[ ]three[ ]")
_PARTS = r"paragraphs?|sections?|stanzas?|parts?|verses?|steps?|blocks?|versions?|options?|segments?|chapters?|scenes?"
_TWO = re.compile(
    r"\bseparate[d]?[ ](?:(?:your|the|my|a)[ ])?(?!each|every"
    r"|all)[\w ]{1,40}[ ]and[ ][\w ]{1,40}[ ](?:with|by|using|\w+[ ]with)\b"
)


def divided_paragraphs(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "exactly 4 paragraphs, separated by ***"."""
    divider = next(
        (s for s in prompt.sentences_with("***", "asterisk", "aterisk", "stars", "three") if _DIVIDED.search(s.plain)),
        None,
    )
    if divider is None:
        return
    for sentence in prompt.sentences:
        for quantity in quantities(sentence.plain, _PARTS, gap=2):
            if quantity.form is not Form.APPROXIMATE and not _WITHIN_PART.search(
                sentence.plain[: quantity.span.start][-60:]
            ):
                found = counted("length_constraints:number_paragraphs", sentence, quantity)
                yield Candidate(found.id, (*found.spans, divider.span), found.params, 0.9)
                return
    lines = [s for s in prompt.sentences if s.plain == "***"]
    if lines and not any(re.fullmatch(r"(?:\.{3}|\u2026)", s.plain) for s in prompt.sentences):
        count = len(lines) + 1
    elif any(_TWO.search(s.plain) for s in prompt.sentences):
        count = 2
    else:
        return
    yield Candidate("length_constraints:number_paragraphs", (divider.span,), {"minimum": count, "maximum": count}, 0.75)


_BLANK_LINE = re.compile(
    r"\b(?:two|2|double)[ ](?:new[ ]?lines?|line[ ]?breaks?)|\bblank[ ]lines?|\bempty[ ]lines?"
    r"|\bdouble[ ]line|\\n\\n|\bparagraphs?\b"
)
_PARAGRAPH = r"(?:paragraphs?)"
_NTH = rf"(?:(?P<nth>{ORDINAL})[ ]{_PARAGRAPH}|{_PARAGRAPH}[ ](?:number[ ])?(?P<number>{NUMBER}))"
_WITH = rf"(?:with[ ])?(?:the[ ])?(?:exact[ ])?(?:word[ ]|phrase[ ])?(?:of[ ])?(?P<word>{QUOTED}|(?<=word[ ])\w+)"
_FIRST_WORD = (
    re.compile(rf"{_NTH}[ ][\w ]{{0,20}}?\b(?:start|begin|open)(?:s|ning|ing)?[ ]{_WITH}"),
    re.compile(rf"\b(?:start|begin|open)[ ](?:the[ ])?{_NTH}[ ]{_WITH}"),
    re.compile(
        rf"(?P<word>{QUOTED}|(?<=word[ ])\w+)[ ](?:as|be|is|should[ ]be"
        rf"|must[ ]be)[ ]the[ ]first[ ]word[ ]of[ ](?:the[ ])?{_NTH}"
    ),
    re.compile(
        rf"(?P<word>{QUOTED}|(?<=word[ ])\w+)[ ]at[ ]the[ ](?:very[ ])?(?:start|beginning)[ ]of[ ](?:the[ ])?{_NTH}"
    ),
    re.compile(rf"\bfirst[ ]word[ ]of[ ](?:the[ ])?{_NTH}[ ](?:should|must)?[ ]?(?:be|is)[ ]{_WITH}"),
)


def nth_paragraph(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "4 paragraphs ..., and the second must start with the word ..."."""
    asked = [(s, q) for s in prompt.sentences_with("paragraph") for q in quantities(s.plain, _PARAGRAPH, gap=1)]
    asked = [
        (s, q)
        for s, q in asked
        if q.bounds.minimum == q.bounds.maximum and not s.plain[: q.span.start].endswith("paragraph ")
    ]
    for sentence in prompt.sentences_with("paragraph"):
        for match in (m for pattern in _FIRST_WORD for m in pattern.finditer(sentence.plain)):
            if not asked:
                return
            count = asked[0][1].bounds.minimum
            nth = read_number(match["number"]) if match["number"] else read_ordinal(match["nth"], count)
            place = sentence.at(*match.span("word"))
            word = place.of(prompt.text).strip("\"'`\u201c\u201d\u2018\u2019.,")
            spans = (sentence.at(*match.span()), asked[0][0].at(*asked[0][1].span))
            yield Candidate(
                "length_constraints:nth_paragraph_first_word", spans, {"paragraphs": count, "nth": nth, "word": word}
            )
