"""Numbers of things, shares, depths and places that a prompt asks for, beyond words, sentences and paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.bounds import Form, quantities
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.length import counted, of_whole_reply
from adhere.constraints.recognition.numbers import NUMBER, read_number
from adhere.constraints.recognition.quoted import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.found import Recogniser
    from adhere.constraints.recognition.prompt import Prompt

_COUNTED = (
    ("count:pronouns", "pronoun", "pronouns?"),
    ("count:unique_word_count", "unique", r"(?:unique|different|distinct)[ ]words?"),
    ("count:conjunctions", "conjunction", r"(?:different[ ])?coordinating[ ]conjunctions?"),
    ("count:numbers", "number", "numbers?"),
    ("words:palindrome", "palindrome", r"(?:single-word[ ])?palindromes?"),
)
"""Types whose only requirement is how many there are: id, a word that each such sentence holds, and the thing."""

_ORDER = re.compile(r"[ ]?(?:between|from|that|divisible|in[ ]words|of[ ](?!the[ ]reply))")
_LETTERS = r"(?:characters?|letters?)"
_LENGTH = re.compile(rf"(?P<n>\d{{1,2}})(?:[ ]or[ ]more)?[ ]{_LETTERS}(?:[ ]long)?")


def counts(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "at least 5 pronouns", and the like."""
    for kind, probe, noun in _COUNTED:
        for sentence in prompt.sentences_with(probe):
            for quantity in quantities(sentence.plain, noun, gap=0):
                after = sentence.plain[quantity.span.end :]
                bare = quantity.form is Form.BARE
                if quantity.form is Form.APPROXIMATE or bare or not of_whole_reply(sentence, quantity):
                    continue
                if kind == "count:numbers" and _ORDER.match(after):
                    continue
                length = _LENGTH.search(after) if kind == "words:palindrome" else None
                yield counted(kind, sentence, quantity, **({"length": int(length["n"])} if length else {}))


_PERCENT = re.compile(r"(?P<n>\d{1,3})[ ]?(?:%|percent\b|per[ ]cent\b)")


def stop_words(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "stop words make up at most 35 % of all words"."""
    for sentence in prompt.sentences_with("stop word", "stopword", "stop-word"):
        match = _PERCENT.search(sentence.plain)
        if match and re.search(
            r"no[ ]more|at[ ]most|or[ ]below|or[ ]less|maximum|less[ ]than|not[ ]exceed", sentence.plain
        ):
            yield Candidate("ratio:stop_words", (sentence.span,), {"percentage": int(match["n"])})


_DEEP = re.compile(rf"(?P<n>{NUMBER})(?:[ ]or[ ]more)?[ ](?:levels?\b|deep\b)|\bdepth[ ]of[ ](?P<m>{NUMBER})")


def depths(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "nest parentheses at least 5 levels deep", and quotes."""
    for sentence in prompt.sentences_with("level", "deep", "depth"):
        match = _DEEP.search(sentence.plain)
        nested = re.search(r"\bnest|\binside\b|\bwithin\b|quotes[ ]someone", sentence.plain)
        if match is None or nested is None:
            continue
        depth = {"depth": read_number(match["n"] or match["m"])}
        if re.search(r"\bparenthes[ie]s|\bbrackets?\b", sentence.plain):
            yield Candidate("format:parentheses", (sentence.span,), depth)
        elif re.search(r"\bquot(?:es?|ations?)\b", sentence.plain):
            yield Candidate("format:quotes", (sentence.span,), depth)


_IN_SENTENCE = re.compile(
    rf"(?P<word>{QUOTED}|(?<=keyword[ ])[^\W\d_]+|(?<=word[ ])[^\W\d_]+)[ ](?:occur[ ]|appear[ ])?in[ ](?:the|your)[ ]"
    r"(?P<n>\d{1,3})-?(?:st|nd|rd|th)?[ ]sentence\b"
    r"(?:,?[ ]as[ ]the[ ](?P<place>\d{1,3})-?(?:st|nd|rd|th)?[ ]word\b)?"
    r"|\b(?P<k>\d{1,3})-?(?:st|nd|rd|th)[ ]sentence[ ](?:must[ ])?(?:contains?|has|includes?)[ ](?:the[ ]word[ ])?"
    rf"(?P<late>{QUOTED})"
)


def keyword_in_sentence(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "include the keyword rain in the 8th sentence"."""
    for sentence in prompt.sentences_with("sentence"):
        for match in _IN_SENTENCE.finditer(sentence.plain):
            name = "word" if match["word"] else "late"
            word = sentence.at(*match.span(name)).of(prompt.text).strip("\"'`\u201c\u201d\u2018\u2019")
            params = {"word": word, "sentence": int(match["n"] or match["k"])}
            if match["place"] is None:
                yield Candidate("sentence:keyword", (sentence.at(*match.span()),), params)
            else:
                exact = {"keyword": word, "sentence": params["sentence"], "position": int(match["place"])}
                yield Candidate("words:keywords_specific_position", (sentence.at(*match.span()),), exact)


_EVERY_NTH = re.compile(r"\bevery[ ](?P<n>\d{1,3})(?:st|nd|rd|th)[ ]word\b[\w ]{0,40}\bin[ ]japanese\b")


def japanese_words(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "every 5th word of your response must be in Japanese"."""
    for sentence in prompt.sentences_with("japanese"):
        match = _EVERY_NTH.search(sentence.plain)
        if match:
            yield Candidate("count:words_japanese", (sentence.at(*match.span()),), {"every": int(match["n"])})


_GROWING = re.compile(
    rf"\b(?:each|every)[ ]sentence\b[\w ]{{1,40}}(?P<n>{NUMBER})[ ]more[ ]words?[ ]than\b"
    rf"|\bone[ ]sentence[ ]to[ ]the[ ]next,?[\w ]{{1,20}}(?P<m>{NUMBER})[ ]more[ ]words?\b"
    rf"|\beach[ ]sentence[ ]is[ ]longer[\w ]{{1,30}}by[ ](?:exactly[ ])?(?P<k>{NUMBER})[ ](?:in[ ])?words\b"
    rf"|\bwords[ ]per[ ]sentence\b[\w ]{{1,20}}\bby[ ](?P<j>{NUMBER})\b"
)


def growing_sentences(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "each sentence must contain exactly 3 more words than the previous one"."""
    for sentence in prompt.sentences_with("sentence"):
        match = _GROWING.search(sentence.plain)
        if match:
            increment = read_number(next(number for number in match.groups() if number))
            yield Candidate("sentence:increment", (sentence.at(*match.span()),), {"increment": increment})


_REPEATS = re.compile(
    rf"\bnot[ ](?:repeat|use)[ ]any[ ]word[ ]more[ ]than[ ](?P<a>{NUMBER})[ ]times?"
    rf"|\b(?:every|each|any)[ ](?:one[ ])?word[ ](?:appears?[ ]|occurs?[ ])?at[ ]most[ ](?P<b>{NUMBER})[ ]times?"
    rf"|\bno[ ]word[ ]may[ ](?:occur|appear)[ ][\w ]{{0,12}}than[ ](?P<c>{NUMBER})[ ]times?"
)


def word_repeats(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "do not use any word more than 3 times"."""
    for sentence in prompt.sentences_with("word"):
        match = _REPEATS.search(sentence.plain)
        if match:
            maximum = read_number(next(number for number in match.groups() if number))
            yield Candidate("words:repeats", (sentence.at(*match.span()),), {"maximum": maximum})


_MARKER = re.compile(
    rf"\binstead[ ]of[ ]bullet[ ]points[ ]use[ ](?P<a>{QUOTED}|\S{{1,20}})"
    rf"|\b(?:begin|put|let)[\w ]{{0,24}}[ ](?P<b>{QUOTED}|\S{{1,20}})[ ]"
    r"(?:in[ ]place[ ]of|instead[ ]of|take[ ]the[ ]place[ ]of|in[ ]front[ ]of[ ]each[ ]item)[\w ]{0,30}\bbullets?\b"
)


def list_markers(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "a list of items; instead of bullet points use ->"."""
    for sentence in prompt.sentences_with("bullet"):
        match = _MARKER.search(sentence.plain) if "list" in sentence.plain or "items" in sentence.plain else None
        if match:
            place = sentence.at(*match.span("a" if match["a"] else "b"))
            marker = place.of(prompt.text).strip("\"'`\u201c\u201d\u2018\u2019")
            # What a sentence ends with is not part of the marker, unless the marker is nothing else.
            yield Candidate(
                "format:list", (sentence.at(*match.span()),), {"marker": marker.rstrip(".") or marker}, 0.85
            )


MEASURES: tuple[Recogniser, ...] = (
    counts,
    stop_words,
    depths,
    keyword_in_sentence,
    japanese_words,
    growing_sentences,
    word_repeats,
    list_markers,
)
