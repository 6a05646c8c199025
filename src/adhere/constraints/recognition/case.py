"""The case of letters that a prompt asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.bounds import Form, Quantity, frequencies, quantities
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.length import around, counted, of_whole_reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt, Sentence

_CAPITALS = r"(?:capitals?|capitalized|capitalised|upper[ -]?cased?|caps)"
_IN_CAPITALS = rf"(?:all|full|only|entirely[ ]in|in)[ -](?:the[ ])?{_CAPITALS}(?:[ ]letters?)?"
_ALL_UPPER = re.compile(
    r"\b(?:should|must|to)[ ]be[ ](?:in[ ])?(?:all[ ])?upper[ -]?case\b|"
    rf"\b(?:all|only|entirely[ ]in|fully|in)[ -](?:use[ ]|in[ ]|english[ ])?{_CAPITALS}(?:[ ]letters?)?\b"
    r"|\bcapitali[sz]e[ ](?:all|every|each)[ ](?:of[ ])?(?:your[ ]|the[ ])?(?:single[ ])?(?:letters?"
    r"|words?|characters?)\b"
    r"|\b(?:all|every)[ ](?:the[ ])?letters?[ ][\w ]{0,40}(?:capitali[sz]ed|capital|uppercase|upper[ ]case)\b"
    r"|\b(?:no|not|without(?:[ ]any)?|zero)[ ](?:any[ ]|a[ ]single[ ]|use[ ]|contain[ ]|include[ ]"
    r"|using[ ]){0,2}lower[ -]?case\b"
    r"|\bnot[ ]a[ ]single[ ]word[ ][\w ]{0,50}lower[ -]?case\b|\buppercase[ ]letters[ ](?:throughout"
    r"|only)\b|\bwith[ ]every[ ]letter[ ]capitali[sz]ed\b"
)
_LOWER = r"lower[ -]?cased?"
_ALL_LOWER = re.compile(
    rf"\b(?:all|only|entirely|completely|in|use|using)[ -](?:use[ ]|in[ ]|only[ ]|the[ ]"
    rf"|english[ ]){{0,2}}{_LOWER}(?:[ ]letters?)?\b"
    rf"|\b(?:and|english),?[ ](?:and[ ])?{_LOWER}[ ]letters\b|\b{_LOWER}[ ]letters[ ](?:throughout|only)\b"
    r"|\b(?:no|not|without|n't|zero)[ ](?:any[ ]|a[ ]single[ ]|use[ ]|contain[ ]|include[ ]|using[ ]"
    r"|have[ ]|the[ ]use[ ]of[ ]){0,3}"
    r"(?:capital(?:ized|ised)?[ ](?:letters?|words?)|capitals|capitali[sz]ations?|upper[ -]?case)\b"
    r"|\b(?:not[ ]a[ ]single|no)[ ]letter[ ][\w ]{0,40}(?:capitali[sz]ed|uppercase)\b"
)
_WORDS = r"(?:words?|phrases?|terms?)"
_CAPITAL_WORDS = re.compile(
    rf"\b{_WORDS}(?:[ ]or[ ]{_WORDS})?[ ](?:of[ ]your[ ]\w+[ ])?(?:should[ ]be[ ]|be[ ]|are[ ]|that[ ]are[ ])?"
    rf"(?:written[ ]|entirely[ ]){{0,2}}(?:in|with|of|using|all|be[ ]in)[ ](?:only[ ]|all[ -]){{0,2}}{_CAPITALS}"
    rf"|\b(?:all[ -])?{_CAPITALS}[ ](?:letter[ ])?{_WORDS}\b|\b{_IN_CAPITALS}[ ]{_WORDS}\b|\ball[ ]caps[ ]{_WORDS}\b"
)


_NO_CAPITALS = re.compile(r"\b(?:no|any)[ ]capital")
_SOME_CAPITALS = re.compile(r"capital|\bcaps\b|upper")


def _counted_words(sentence: Sentence) -> Quantity | None:
    """Return how many words are to be in capitals, None where the sentence does not say."""
    plain = sentence.plain
    found = [q for q in quantities(plain, _WORDS) if _SOME_CAPITALS.search(around(sentence, q.span))]
    if not found and re.search(r"\bwords?\b|\bphrases?\b", plain):
        found = [*(quantities(plain, _WORDS) if _CAPITAL_WORDS.search(plain) else ()), *frequencies(plain)]
    firm = [q for q in found if q.form is not Form.APPROXIMATE and of_whole_reply(sentence, q)]
    return firm[0] if firm else None


def upper(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "in all capital letters"."""
    for sentence in prompt.sentences_with("capital", "upper", "caps", "lower"):
        of_words = _CAPITAL_WORDS.search(sentence.plain) and not _NO_CAPITALS.search(sentence.plain)
        for match in () if of_words or _counted_words(sentence) else _ALL_UPPER.finditer(sentence.plain):
            before = sentence.plain[max(0, match.start() - 12) : match.start()]
            if not re.search(r"\b(?:no|not|any|n't|without)[ ]?$", before):
                yield Candidate("change_case:english_capital", (sentence.at(*match.span()),))


def lower(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "in all lowercase letters" and "no capital letters"."""
    for sentence in prompt.sentences_with("capital", "upper", "caps", "lower"):
        for match in _ALL_LOWER.finditer(sentence.plain):
            yield Candidate("change_case:english_lowercase", (sentence.at(*match.span()),))


def capital_words(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "at least 3 words in all capital letters"."""
    for sentence in prompt.sentences_with("capital", "upper", "caps"):
        quantity = _counted_words(sentence)
        if quantity:
            yield counted("change_case:capital_word_frequency", sentence, quantity)
