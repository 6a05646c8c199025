"""What a prompt asks for beyond what was recognised: in its own words, for a judge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.dividing import has_word
from adhere.constraints.recognition.clauses import clauses
from adhere.constraints.recognition.quoted import FILL
from adhere.text import Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence

_REQUEST = re.compile(
    r"\b(?:should|must|shall|need(?:s)?[ ]to|has[ ]to|have[ ]to|please|make[ ]sure|ensure|do[ ]not"
    r"|don't|never|always|avoid|only|cannot|can't"
    r"|i[ ](?:want|need|would[ ]like|'d[ ]like)|i'd[ ]like|can[ ]you|could[ ]you|would[ ]you|will[ ]you"
    r"|help[ ]me|let's|not[ ]allowed)\b"
)
_IMPERATIVE = re.compile(
    r"(?:(?:\d+[.)]|[-*])[ ]*)?(?:(?:also|then|first|next|finally|lastly|now|instead|additionally"
    r"|in[ ]addition|and|so|kindly|just|in[ ](?:your|the)[ ]\w+),?[ ])*"
    r"(?:write|create|generate|make|give|explain|describe|summari[sz]e|list|rewrite|translate|compose"
    r"|draft|tell|provide|answer|use|include|add|put|wrap|keep|end|finish"
    r"|start|begin|highlight|mention|avoid|refrain|repeat|separate|mark|format|structure|organi[sz]e"
    r"|say|respond|reply|act|imagine|pretend|speak|cite|quote|refer|limit|expand"
    r"|elaborate|convert|choose|pick|name|suggest|come[ ]up|think|consider|compare|analy[sz]e|discuss"
    r"|invent|design|develop|plan|find|show|improve|complete|edit|fix|brainstorm"
    r"|follow|stick|adopt|maintain|focus|italicize|bold|capitalize|call|set|return|output|print|do|be"
    r"|let|take|turn|break|divide|insert|place|omit|exclude|remove|replace|change)\b"
)
_FILLER = frozenset(
    (
        "a", "an", "the", "your", "my", "this", "that", "it", "its", "you", "i", "in", "on", "of", "to", "with", "and",
        "or", "but", "for", "at", "by", "as", "is", "are", "be", "was", "should", "must", "shall", "will", "can",
        "need", "needs", "make", "sure", "ensure", "please", "response", "reply", "answer", "output", "entire", "whole",
        "full", "complete", "include", "includes", "contain", "contains", "have", "has", "use", "using", "write", "add",
        "also", "then", "so", "do", "not", "no", "any", "such", "like", "all", "give", "each", "them", "there", "here",
        "e.g", "i.e", "eg", "ie", "example", "format", "markdown", "symbols", "symbol", "first", "finally", "least",
        "most", "exactly", "than", "more", "less", "wrapped", "used", "allowed", "if", "what", "which", "when", "these",
        "those", "where", "who", "how", "other", "else", "only", "into", "just", "after", "before", "anything",
        "something", "nothing", "everything", "starting", "beginning", "ending", "separated", "placed", "put", "want",
        "would",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W_][\w'-]*")
_ENOUGH = 2


_STATEMENT = re.compile(
    r"(?:i|we|he|she|they|it|you|the|a|an|this|that|these|those|there|my|our|his|her|their|its|some|many|most|in|on|at"
    r"|when|while|after|before|as|since|because|however)\b"
)


def _is_request(plain: str) -> bool:
    """Whether a sentence can ask for something; in doubt it does, since a judge can say that it does not."""
    return bool(_REQUEST.search(plain) or _IMPERATIVE.match(plain) or not _STATEMENT.match(plain))


def rest(prompt: Prompt, covered: Iterable[Span]) -> Iterator[tuple[Sentence, Span]]:
    """Yield the sentences that ask for something, or the clauses left of them beside the ``covered`` spans."""
    merged = _merged(covered)
    text = masked(prompt.plain, merged, " ")
    for sentence in prompt.sentences:
        if not (has_word(sentence.span.of(prompt.text)) and _is_request(sentence.plain)):
            continue
        if sentence.span.of(text) == sentence.plain:
            yield sentence, sentence.span
        else:
            yield from ((sentence, span) for span in _clauses_left(prompt, sentence, text))


def _clauses_left(prompt: Prompt, sentence: Sentence, text: str) -> Iterator[Span]:
    """Yield runs of clauses of which more than filler is left in ``text``, where what is covered is blank."""
    start: int | None = None
    end = sentence.span.start
    for clause in clauses(prompt.plain, sentence.span):
        if _left(clause.of(text)):
            start, end = clause.start if start is None else start, clause.end
        elif start is not None:
            yield Span(start, end)
            start = None
    if start is not None:
        yield Span(start, end)


def _left(text: str) -> bool:
    """Whether words that carry a meaning are left."""
    return sum(word not in _FILLER for word in _WORD.findall(text)) >= _ENOUGH or FILL in text


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged
