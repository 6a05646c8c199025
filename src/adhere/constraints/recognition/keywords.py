"""Words and letters that a prompt asks for, so often, or forbids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.bounds import Bounds
from adhere.constraints.recognition.bounds import Form, frequencies, opposite
from adhere.constraints.recognition.clauses import negated
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.quoted import CLOSE, OPEN, Item, read_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence
    from adhere.text import Span

_KIND = r"(?:key[ -]?words?|key[ -]?phrases?|words?|phrases?|terms?|names?|expressions?|keys?|items|hashtags?)"
_NAMED = re.compile(
    rf"\b(?:(?P<the>the|these|this|following|any[ ]of[ ]the|either|both)[ ])?(?:following[ ]|exact[ ]"
    rf"|specific[ ])?(?:key[ ]?)?(?P<kind>{_KIND})"
    rf"(?:[ ]in[ ](?:your|the)[ ]\w+)?(?P<colon>[ ]?:)?[ \n]{{1,2}}(?=[^\W_]|{OPEN})"
)
_USED = re.compile(
    r"\b(?:use|using|uses|include|includes|including|contain|contains|containing|mention|mentions"
    r"|mentioning|incorporate|say|saying"
    r"|avoid|exclude|excluding|omit|write[ ]out|than)[ ](?:the[ ])?(?=" + OPEN + ")"
)
_LET = re.compile(rf"\b(?:let|so[ ]that)[ ](?={OPEN})")
_NO_KEYWORD = frozenset(
    (
        "in", "at", "of", "that", "is", "are", "for", "with", "on", "to", "from", "by", "as", "which", "who", "should",
        "must", "can", "will", "and", "or", "but", "not", "no", "only", "limit", "count", "you", "your", "it", "a",
        "an", "the", "this", "these", "those", "used", "use", "like", "such", "be", "have", "has", "per", "long",
        "each", "every", "below", "above", "before", "next", "previous", "were", "was", "if", "so", "than", "there",
        "they", "we", "i", "all", "both", "either", "more", "less", "fewer", "without", "do", "may", "whose", "exactly",
        "between", "when", "after",
    )
)  # fmt: skip
_NO_LIST = frozenset({"no", "not", "at", "more", "less", "fewer", "exactly", "between", "up", "do", "don't"})
"""Words that no list begins with: what follows the colon is how many."""

_ENDS = re.compile(
    r"\b(?:(?:one|either|any|some) of (?:the |these |those )?(?:following|exact|words|phrases)|end"
    r"|finish|close|conclud|begin|start|open|last|first|separate|repeat|respond|answer with|read|titled"
    r"|called|named|sign)"
)
_LET_OUT = re.compile(
    r"\bcan be left out\b|\b(?:is|are) (?:not allowed|forbidden|prohibited|banned)\b|\b(?:should|must"
    r"|may|can|do|does)(?: not|n't) (?:appear|be|occur|show up)\b|\bnever (?:appears?|occurs?|shows? up)\b"
)
_VAGUE = frozenset({"items", "names", "key", "keys"})
_ABOUT_SOMEONE = re.compile(
    r"\b(?:who|whom|whose)\b[^,.;:]*$|\b(?:after|before|like|than|follows?)[ ](?:the[ ])?(?:\w+[ ])?$"
)
_PLACED = re.compile(
    r"[ ](?:be|is|as)[ ]the[ ](?:first|last|opening|closing)\b"
    r"|[ ](?:occur[ ]|appear[ ])?in[ ](?:the|your)[ ]\d{1,3}-?(?:st|nd|rd|th)?[ ]sentence\b"
    r"|[ ]at[ ]the[ ](?:very[ ])?(?:start|beginning)[ ]of[ ](?:the[ ])?(?:\w+[ ])?paragraph"
)
_PROBE = re.compile(r"word|phrase|term|name|expression|key|items|hashtag")


class Mention(NamedTuple):
    """Words that a prompt names: which, how often (None where it does not say), and whether they are to be absent."""

    items: tuple[Item, ...]
    times: Bounds | None
    absent: bool
    span: Span
    confidence: float


def words(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "include the words ...", "use the word ... at least 3 times" and "do not use the words ..."."""
    for sentence in prompt.sentences:
        if OPEN in sentence.plain or _PROBE.search(sentence.plain):
            for mention in _mentions(prompt, sentence):
                yield from _candidates(mention)


def _candidates(mention: Mention) -> Iterator[Candidate]:
    texts = list(dict.fromkeys(item.text for item in mention.items))
    place, bounds = (mention.span,), mention.times
    if bounds is None and mention.absent:
        yield Candidate("keywords:forbidden_words", place, {"words": texts}, mention.confidence)
    elif bounds is None:
        yield Candidate("keywords:existence", place, {"keywords": texts}, mention.confidence)
    elif bounds := opposite(bounds) if mention.absent else bounds:
        for text in texts:
            params = {"keyword": text, "minimum": bounds.minimum, "maximum": bounds.maximum}
            yield Candidate("keywords:frequency", place, params, mention.confidence)


_LETTER = re.compile(
    rf"\b(?:letter|character|symbol)s?[ ](?P<letter>{OPEN}[^{CLOSE}]{CLOSE}|[^\s{OPEN}](?=[\s.,;:!?]|$))"
)


def letters(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "the letter q should appear at least 4 times", and letters that are forbidden."""
    for sentence in prompt.sentences_with("letter", "character", "symbol"):
        matches = list(_LETTER.finditer(sentence.plain))
        ends = [*(match.start() for match in matches[1:]), len(sentence.plain)][: len(matches)]
        for match, end in zip(matches, ends, strict=True):
            place = sentence.at(*match.span("letter"))
            letter = place.of(prompt.text)[1 if match["letter"][0] == OPEN else 0]
            bounds, stop = _times_after(sentence.plain, match.end(), end)
            if _ABOUT_SOMEONE.search(sentence.plain[max(0, match.start() - 80) : match.start()]):
                continue
            if _is_absent(sentence.plain, match.start(), match.end(), end):
                bounds = Bounds(0, 0) if bounds is None else opposite(bounds)
            if bounds is not None:
                params = {"letter": letter, "minimum": bounds.minimum, "maximum": bounds.maximum}
                yield Candidate("keywords:letter_frequency", (sentence.at(match.start(), stop),), params)


def _mentions(prompt: Prompt, sentence: Sentence) -> Iterator[Mention]:
    named = [(match, _listed(prompt, sentence, match)) for match in _NAMED.finditer(sentence.plain)]
    used = [
        (match, read_list(prompt.plain, prompt.text, sentence.span.start + match.end()))
        for pattern in (_USED, _LET)
        for match in pattern.finditer(sentence.plain)
    ]
    starts = {items[0].span.start for _, items in named if items}
    found = [pair for pair in named if pair[1]] + [p for p in used if p[1] and p[1][0].span.start not in starts]
    found.sort(key=lambda pair: pair[1][0].span)
    ends = [*(match.start() for match, _ in found[1:]), len(sentence.plain)][: len(found)]
    for (match, items), end in zip(found, ends, strict=True):
        stop = items[-1].span.end - sentence.span.start
        times, last = _times_after(sentence.plain, stop, max(stop, end))
        absent = _is_absent(sentence.plain, match.start(), stop, max(stop, end), match[0])
        if _ABOUT_SOMEONE.search(sentence.plain[max(0, match.start() - 80) : match.start()]):
            continue
        if _PLACED.match(sentence.plain, stop):
            continue
        asking = _ASKING if match.re is not _NAMED or match["kind"] not in _NAMES else _ASKING_FOR_NAMES
        if not absent and times is None and not _asks(sentence.plain[: match.end()], asking):
            continue
        yield Mention(
            items, times, absent, sentence.at(match.start(), max(stop, last)), 0.95 if match.re is _NAMED else 0.85
        )


def _listed(prompt: Prompt, sentence: Sentence, match: re.Match[str]) -> tuple[Item, ...]:
    """Return the list after "the words"; unquoted words only where the phrase is firm and no function word follows."""
    kind, line = match["kind"], match["colon"] is not None
    named = "key" in match[0] or (match["the"] is not None and kind not in _VAGUE)
    if not sentence.plain.startswith(OPEN, match.end()) and (kind in {"key", "keys"} or not (line or named)):
        return ()
    items = read_list(prompt.plain, prompt.text, sentence.span.start + match.end(), line=line)
    if items and not items[0].span.of(prompt.plain).startswith(OPEN):
        first = items[0].text.lower()
        if first in _NO_KEYWORD or first.partition(" ")[0] in _NO_LIST:
            return ()
    return tuple(
        item for item in items if item.text.lower() not in _NO_KEYWORD or item.span.of(prompt.plain)[0] == OPEN
    )


_ASKING = re.compile(
    r"\b(?:use|uses|using|include|includes|including|contain|contains|containing|mention|mentions"
    r"|mentioning|has|have|having|with|incorporate"
    r"|incorporating|work|feature|add|insert|keywords?:|let)\b"
)


_NAMES = frozenset({"name", "names", "term", "terms", "expression", "expressions"})
_ASKING_FOR_NAMES = re.compile(r"\b(?:mention|include|contain|incorporate|insert)(?:s|ing)?\b")


def _asks(before: str, asking: re.Pattern[str]) -> bool:
    """Whether the words before a list ask for it to be there."""
    return bool(asking.search(before[-80:])) and not _ENDS.search(before[-60:])


def _times_after(plain: str, start: int, end: int) -> tuple[Bounds | None, int]:
    """Return how often, as said after a word and before the next one; and where that ends."""
    window = plain[start : min(end, start + 90)]
    cut = re.search(r"[.;]|, (?!or|and|at|no|be)", window)
    window = window[: cut.start()] if cut else window
    for quantity in frequencies(window):
        if quantity.form is not Form.APPROXIMATE:
            return quantity.bounds, start + quantity.span.end
    return None, start


def _is_absent(plain: str, start: int, stop: int, end: int, words: str = "") -> bool:
    before = plain[max(0, start - 90) : start] + words
    return negated(before) or bool(_LET_OUT.search(plain[stop : min(end, stop + 60)]))
