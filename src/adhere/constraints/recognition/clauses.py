"""Sentences and clauses of a prompt, and what negates them."""

from __future__ import annotations

import re

from adhere.text import Span

_BREAK = re.compile(
    r"\n+"
    r"|(?<![\s.]\w)(?<!\b[ei]\.[ge])(?<!p\.s)(?<!\betc)(?<!\bmin)(?<!\bmax)(?<!\bvs)(?<!\s\d)(?<!\n\d)[."
    r"!?]+[)\"']?(?=\s)"
    r"|(?<=\u00b7\u27e7)[ ](?=(?:please|make|use|do|don't|your|the|include|write|answer|in|no|and no other)\b)"
)
_CLAUSE = re.compile(r"[,;:][ ]|[ ](?:--?|\u2013|\u2014)[ ]|[ ](?:and|but|then)[ ]")
_NEGATION = re.compile(
    r"\b(?:not|never|without|avoid\w*|refrain\w*|no|free of|omit\w*|exclud\w+|leave out|nor|cannot"
    r"|other ways to say it than|other words than|forbidden|prohibited|banned)\b|n't\b"
)
_AFFIRMED = re.compile(r"\b(?:not only|forget|fail|no (?:more|less|fewer|later) than|without fail|no other)\b")
_TURN = re.compile(
    r"\bbut\b(?! not| without)|;|\b(?:and|then) (?:please )?(?:use|include|mention|make sure"
    r"|add)\b(?! not)|: (?=use|include)"
)


LONGEST_SENTENCE = 2000
"""Characters from which a sentence is cut at a space: no person writes one, and patterns with context stay linear."""


def sentences(plain: str) -> tuple[Span, ...]:
    """Return the sentences of a text whose quotations are hidden; a line is a sentence of its own."""
    found: list[Span] = []
    start = 0
    for match in _BREAK.finditer(plain):
        found += _cut(plain, start, match.end())
        start = match.end()
    found += _cut(plain, start, len(plain))
    return tuple(found)


def _cut(plain: str, start: int, end: int) -> list[Span]:
    parts: list[Span] = []
    while end - start > LONGEST_SENTENCE:
        space = plain.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        middle = space if space > 0 else start + LONGEST_SENTENCE
        parts.append(Span(start, middle).trimmed(plain))
        start = middle
    parts.append(Span(start, end).trimmed(plain))
    return [part for part in parts if part.start < part.end]


def clauses(plain: str, sentence: Span) -> tuple[Span, ...]:
    """Return the clauses of a sentence, without what joins them."""
    found: list[Span] = []
    start = sentence.start
    for match in _CLAUSE.finditer(plain, *sentence):
        found.append(Span(start, match.start()))
        start = match.end()
    found.append(Span(start, sentence.end))
    return tuple(span for span in found if span.start < span.end)


def negated(before: str) -> bool:
    """Whether what comes after the words ``before``, in the same sentence, is negated by them."""
    ends = [0, *(turn.end() for turn in _TURN.finditer(before))]
    words = before[ends[-1] :]
    return bool(_NEGATION.search(words)) and not _AFFIRMED.search(words)
