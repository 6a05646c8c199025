"""The form that a prompt asks for: bullet points, highlights, sections, a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.recognition.bounds import Form, Quantity, frequencies, quantities
from adhere.constraints.recognition.content import as_needed
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.length import counted, of_whole_reply
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence

_BULLETS = r"bullet(?:[ -]?point)?s?(?:[ ]list[ ]items?)?"
_WITH_BULLETS = re.compile(r"\b(?:using|with|as|in)[ ](?:[\w-]+[ ]){0,2}bullet[ -]?points?\b")


def bullets(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "exactly 3 bullet points", and "name exactly 3 ... using bullet points"."""
    for sentence in prompt.sentences_with("bullet"):
        asked = [q for q in quantities(sentence.plain, _BULLETS) if q.form is not Form.APPROXIMATE]
        if not asked and _WITH_BULLETS.search(sentence.plain):
            asked = [q for q in quantities(sentence.plain, r"\w+", gap=0) if q.form is Form.BOUNDED][:1]
        for quantity in asked:
            if of_whole_reply(sentence, quantity):
                yield counted("detectable_format:number_bullet_lists", sentence, quantity)


_HIGHLIGHT = re.compile(r"\b(?:highlight|itali[cs]|bold|emphasi[sz]e)|\bemphasis\b|\basterisks?[ ](?:around|like)")
_PASSAGES = (
    r"(?:of[ ](?:your|the)[ ](?:\w+[ ])?)?(?:(?:text|italic|highlighted|bold|key)[ ])*(?:sections?"
    r"|parts?|phrases?|words?|keywords?|names?|passages?|texts?|ideas?|highlights?"
    r"|points?|sentences?|terms?|places?|items?|titles?|pieces?|areas?|spots?|portions?|lines?)"
)
_SOME = re.compile(
    r"\bhighlight[ ](?:some|a[ ]few|the|your|key|important|a|any)[ ](?:\w+[ ]){0,4}(?:words?|phrases?"
    r"|sections?|parts?|name|title|keywords?)\b"
)


def highlights(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "highlight at least 3 sections with markdown": a bare number is the fewest."""
    for sentence in prompt.sentences_with("highlight", "itali", "bold", "emphasi", "asterisk"):
        mark = _HIGHLIGHT.search(sentence.plain)
        if mark is None or re.search(r"\bcapital|\bcaps\b|uppercase", sentence.plain):
            continue
        found = [q for q in _passages(sentence) if q.form is not Form.APPROXIMATE]
        some = _SOME.search(sentence.plain)
        if found:
            confidence = 0.9
        elif some and ("markdown" in sentence.plain or "*" in prompt.folded):
            found, confidence = [Quantity(Bounds(1), Form.BOUNDED, Span(*some.span()))], 0.7
        for quantity in found[:1]:
            candidate = counted("detectable_format:number_highlighted_sections", sentence, as_needed(quantity))
            spans = (*candidate.spans, sentence.at(*mark.span()))
            yield Candidate(candidate.id, spans, candidate.params, confidence)


def _passages(sentence: Sentence) -> list[Quantity]:
    found = [q for q in quantities(sentence.plain, _PASSAGES, gap=2) if of_whole_reply(sentence, q)]
    near = [q for q in found if re.search(r"highlight|itali|bold", q.span.of(sentence.plain))]
    return near or found or [q for q in frequencies(sentence.plain) if q.form is Form.BARE]


_SECTION = r"(?P<marker>[a-z]{2,20})[ ](?:x|#?1|i|one)(?!\w)"
_MARKED = re.compile(
    rf"(?:with|by|as[ ]in:?|as|example,?|line|headed|one|it|them|followed|labell?ed|titled|named|called"
    rf"|:)[ ]?[\"']?(?:a[ ]line[ ])?{_SECTION}"
)
_NO_MARKER = frozenset({"bullet", "of", "with", "in", "at"})
_ANY_MARKED = re.compile(
    rf"[\"']{_SECTION}|(?P<first>\b[a-z]{{2,20}})[ ]1[\"']?(?:,|[ ]and|[ ]&)[ ]?(?:and[ ])?[\"']?(?P=first)[ ]2\b"
)


def sections(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "3 sections, each beginning with SECTION X"."""
    for sentence in prompt.sentences_with("section", "part", "chapter", "paragraph", "day", "act", "week", "headed"):
        text = sentence.span.of(prompt.folded)
        marked = _MARKED.search(text) or _ANY_MARKED.search(text)
        if marked and marked[marked.lastgroup or 0] not in _NO_MARKER:
            yield from _sections_marked(prompt, sentence, marked)
            return


def _sections_marked(prompt: Prompt, sentence: Sentence, marked: re.Match[str]) -> Iterator[Candidate]:
    """Look for how many sections there are to be: in the sentence that shows the marker, then in all."""
    marker = sentence.at(*marked.span(marked.lastgroup or 0)).of(prompt.text)
    nouns = rf"sections?|parts?|{re.escape(marker.lower())}s?"
    for other in (sentence, *prompt.sentences):
        for quantity in quantities(other.plain, nouns, gap=2):
            if quantity.form is not Form.APPROXIMATE:
                found = counted("detectable_format:multiple_sections", other, quantity, marker=marker)
                yield Candidate(found.id, (*found.spans, sentence.at(*marked.span())), found.params, 0.9)
                return


_TITLE = re.compile(
    r"\bdouble[ -]ang(?:ular|le)d?[ ](?:brackets?|quotes?)|(?<!<)<<[^<>\n]{1,80}>>|<<[ ]and[ ]>>"
    r"|\bangular[ ]brackets?|\bdouble[ ]brackets[ ]<<"
)
_NAMES_TITLE = re.compile(r"\btitle|\bdouble[ -]ang|<<|\bname\b|\bheading\b")


def title(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "a title wrapped in double angular brackets, i.e. <<title>>"."""
    for sentence in prompt.sentences_with("<<", "angular", "angle"):
        match = _TITLE.search(sentence.plain)
        if match and _NAMES_TITLE.search(sentence.plain):
            yield Candidate("detectable_format:title", (sentence.at(*match.span()),))
