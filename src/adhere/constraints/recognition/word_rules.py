"""Rules without parameters, for each word, sentence or line, that a prompt states in a sentence of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.recognition.found import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt

_REPLY = r"(?:(?:the|your|an?|this|entire|whole|full|complete)[ ]){0,3}(?:response|reply|answer|output|text)"


class Rule(NamedTuple):
    """A type, a word without which no sentence states it, and the pattern of those that do."""

    id: str
    probe: str
    pattern: re.Pattern[str]


def _rule(id: str, probe: str, *patterns: str) -> Rule:  # noqa: A002 - the field's name for it
    return Rule(id, probe, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))


RULES = (
    _rule(
        "words:consonants",
        "consonant",
        r"\bconsonant[ ]clusters?\b",
        r"\b(?:two|2)(?:[ ]or[ ]more)?[ ]consonants[ ](?:in[ ]a[ ]row|stand[ ]next|next[ ]to|together)",
    ),
    _rule(
        "words:no_consecutive",
        "letter",
        r"\bno[ ](?:two[ ])?(?:consecutive|adjacent|neighbou?ring)[ ]words[ ][\w ]{0,30}same[ ](?:first[ ])?letter",
        r"\bno[ ]word[ ](?:may[ ])?(?:begins?|starts?)[ ]with[ ]the[ ]first[ ]letter[ ]of[ ]the[ ]word[ ]before",
        r"\bwords[ ]next[ ]to[ ]each[ ]other[ ]must[ ](?:start|begin)[ ]with[ ]different[ ]letters",
        r"\btwo[ ]words[ ]in[ ]a[ ]row[ ]that[ ](?:start|begin)[ ]with[ ]the[ ]same[ ]letter",
        r"\beach[ ]word[ ]must[ ](?:begin|start)[ ]with[ ](?:another|a[ ]different)[ ]letter[ ]than",
    ),
    _rule(
        "words:odd_even_syllables",
        "syllable",
        r"\bodd\b[\w ,]{1,60}\beven\b[\w ,]{0,40}\bsyllables\b",
        r"\bsyllables\b[\w ,]{1,60}\b(?:odd[ ]and[ ]even|even[ ]number)",
    ),
    _rule(
        "words:prime_lengths",
        "prime",
        r"\bwords?\b[\w ,]{1,60}\bprime\b",
        r"\bprime[ ]number[ ]of[ ]letters\b",
    ),
    _rule(
        "words:last_first",
        "word",
        r"\blast[ ]word[ ]of[ ]each[ ]sentence[ ][\w ]{1,30}first[ ]word[ ]of[ ]the[ ]next",
        r"\b(?:begin|start)[ ](?:every|each)[ ]sentence[ ]with[ ]the[ ](?:last|final)[ ]word[ ]of[ ]the",
        r"\beach[ ]starts[ ]with[ ]the[ ]word[ ]that[ ]the[ ]previous[ ]one[ ]ended[ ]with",
        r"\bword[ ]that[ ]ends[ ]a[ ]sentence[ ]must[ ](?:also[ ])?open[ ]the[ ]next",
        r"\beach[ ]sentence\b[\w ]{1,20}\b(?:begin|start)[ ]with[ ]the[ ](?:last|final)[ ]word[ ]of[ ]the[ ]one\b",
    ),
    _rule(
        "words:start_verb",
        "verb",
        rf"\b(?:start|begin|open)[ ](?:{_REPLY}[ ])?with[ ]a[ ]verb\b",
        r"\bfirst[ ]word[ ][\w ]{1,30}(?:be|is)[ ]a[ ]verb\b",
    ),
    _rule(
        "words:alphabet",
        "letter",
        r"\b(?:each|every)[ ]word\b[\w ]{1,40}\bnext[ ]letter[ ]of[ ]the[ ]alphabet\b",
        r"\b(?:each|every)[ ]word\b[\w ]{1,30}\bletter[ ](?:after|that[ ]follows)[ ]the\b[^.]{0,80}\b[az]\b",
        r"\bfirst[ ]letters[ ]of[ ]your[ ]words[ ]run[ ]through[ ]the[ ]alphabet",
        r"\binitials[ ]of[ ]consecutive[ ]words[ ]must[ ]be[ ]consecutive[ ]letters[ ]of[ ]the[ ]alphabet",
    ),
    _rule(
        "format:newline",
        "line",
        r"\b(?:each|every)[ ]word[ ](?:of[ ]your[ ]\w+[ ])?on[ ](?:a|its[ ]own)[ ](?:new[ ]|separate[ ])?line\b",
        r"\bnew[ ]line[ ]after[ ](?:each|every)[ ]word\b",
        r"\b(?:exactly[ ])?one[ ]word[ ](?:on[ ]each|per|a)[ ]line\b",
        r"\bno[ ]two[ ]words[ ](?:of[ ]your[ ]\w+[ ])?share[ ]a[ ]line\b",
    ),
    _rule(
        "format:emoji",
        "emoji",
        r"\bemojis?[ ](?:at[ ]the[ ]end[ ]of|behind|after)[ ](?:each|every)[ ]sentence\b",
        r"\b(?:each|every)[ ]sentence\b[\w ]{0,30}\b(?:with|in)[ ]an?[ ]emoji\b",
        r"\bno[ ]sentence[ ][\w ]{0,20}end[ ]without[ ]an[ ]emoji\b",
    ),
    _rule(
        "format:line_indent",
        "line",
        r"\bstairs\b[\w ,:]{1,40}\b(?:line|lines)\b",
        r"\blines[ ]form[ ]stairs\b",
        r"\b(?:each|every)[ ](?:new[ ])?line\b[\w ,]{1,60}\b(?:indented[ ]more|farther|further|more[ ]spaces)\b",
    ),
    _rule(
        "format:thesis",
        "thesis",
        r"\bsections?\b[^.]{1,60}\bthesis\b[^.]{0,80}(?:html|<i>)",
    ),
    _rule(
        "format:title_case",
        "title|major word",
        r"\b(?:in|use)[ ]title[ ]case\b(?![ ](?:for|in)[ ](?:the[ ])?(?:heading|title))",
        r"\b(?:letter[ ]of[ ](?:each|every)|begin[ ](?:each|every))[ ]major[ ]word\b",
    ),
    _rule(
        "format:no_whitespace",
        "space|line break",
        r"\b(?:not|no|without)[ ](?:contain[ ]|have[ ]|use[ ]|include[ ]){0,1}(?:any[ ])?white[ ]?space\b",
        r"\bwithout[ ]spaces[ ]or[ ]line[ ]breaks\b|\bleave[ ]out[ ]all[ ]white[ ]?space\b",
        r"\bnot[ ]contain[ ]a[ ]single[ ]space\b",
    ),
    _rule(
        "format:sub-bullets",
        "sub",
        r"\bbullet\w*\b[^.]{1,40}\*[^.]{1,80}\bsub-?[ ]?(?:bullet|point)[^.]{1,40}-",
        r"\*[^.]{1,60}\bsub-?[ ]?(?:bullet|point)[^.]{1,40}-",
        r"\*[ ]bullet[^.]{1,60}-[ ]sub-?bullet",
    ),
    _rule(
        "ratio:sentence_words",
        "sentences",
        r"\bthree[ ]sentences\b[\w, ]{1,30}\b(?:same[ ]number[ ]of|length[ ]in|as[ ]many|counted[ ]in)[ ]characters\b",
    ),
    _rule(
        "words:paragraph_last_first",
        "paragraph",
        r"\b(?:each|every)[ ]paragraph\b[\w ]{1,30}\bend[ ]with[ ]the[ ](?:same[ ])?word[ ]it[ ](?:start|beg)",
    ),
    _rule(
        "ratio:sentence_balance",
        "declarative|statements",
        r"\b(?:ratio|number)\b[\w (]{1,40}\bdeclarative,[ ]interrogative[ ,a-z]{1,12}exclamatory\b[\w ()]{1,40}"
        r"\b(?:balanced|sentences)",
        r"\b(?:as[ ]many|equally[ ]many|one[ ]third)\b[\w ,]{1,40}\bstatements\b[\w ,]{0,40}\bexclamations\b",
        r"\bas[ ]many[ ]questions[ ]as[ ]statements\b",
    ),
)
"""One for each type."""


def rules(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise rules for each word, sentence or line."""
    for rule in RULES:
        for sentence in prompt.sentences_with(*rule.probe.split("|")):
            match = rule.pattern.search(sentence.plain)
            if match:
                yield Candidate(rule.id, (sentence.at(*match.span()),))
