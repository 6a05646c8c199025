"""Tokens as NLTK's ``word_tokenize`` splits a text: Punkt's sentences, then the rules of the Penn Treebank."""

from __future__ import annotations

import re

from adhere.constraints.official.sentences import split_sentences

# Each rule puts blanks around what it cuts off. They work on each other's results: the order counts.
_BEFORE_PADDING = [
    (re.compile(expression, flags), replacement)
    for expression, replacement, flags in [
        # Opening quotation marks; a straight one opens at the start, or behind a blank or an opening bracket.
        (r"[\xab\u201c\u2018\u201e]|`+", r" \g<0> ", 0),
        (r'^"', "``", 0),
        ("``", " `` ", 0),
        (r"([ (\[{<])(?:\"|'')", r"\1 `` ", 0),
        (r"(?<!\w)'(?!(?:re|ve|ll|m|t|s|d|n)\b)(?=\w)", "' ", re.IGNORECASE),
        # The full stop at the end, whatever closes behind it.
        (r"([^.])(\.)([\])}>\"'\xbb\u201d\u2019 ]*+)\s*$", r"\1 \2 \3 ", 0),
        # A colon or comma, but not inside a number.
        (r"([:,])([^\d])", r" \1 \2", 0),
        (r"[:,]$", r" \g<0> ", 0),
        (r"\.{2,}", r" \g<0> ", 0),
        (r"[;@#$%&]", r" \g<0> ", 0),
        (r"[\u2012-\u2015]", r" \g<0> ", 0),
        (r"([^.])(\.)([\])}>\"']*)\s*$", r"\1 \2\3 ", 0),
        (r"[?!]", r" \g<0> ", 0),
        (r"([^'])' ", r"\1 ' ", 0),
        (r"[*]", r" \g<0> ", 0),
        (r"[\][(){}<>]", r" \g<0> ", 0),
        (r"--", " -- ", 0),
    ]
]
_AFTER_PADDING = [
    (re.compile(expression, flags), replacement)
    for expression, replacement, flags in [
        (r"[\xbb\u201d\u2019]", r" \g<0> ", 0),
        (r"''|\"", " '' ", 0),
        (r"\s+", " ", 0),
        # Clitics, cut from the word that carries them.
        (r"([^' ])('[sS]|'[mM]|'[dD]|') ", r"\1 \2 ", 0),
        (r"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", r"\1 \2 ", 0),
        *[
            (rf"\b({first})({second})\b", r" \1 \2 ", re.IGNORECASE)
            for first, second in [
                ("can", "not"),
                ("d", "'ye"),
                ("gim", "me"),
                ("gon", "na"),
                ("got", "ta"),
                ("lem", "me"),
                ("more", "'n"),
            ]
        ],
        (r"\b(wan)(na)(?=\s)", r" \1 \2 ", re.IGNORECASE),
        (r" ('t)(is)\b", r" \1 \2 ", re.IGNORECASE),
        (r" ('t)(was)\b", r" \1 \2 ", re.IGNORECASE),
    ]
]


def split_tokens(text: str) -> list[str]:
    """Return the tokens of ``text``, straight quotation marks turned into pairs of grave accents or apostrophes."""
    return [token for sentence in split_sentences(text) for token in _tokens_of(sentence)]


def _tokens_of(sentence: str) -> list[str]:
    for rule, replacement in _BEFORE_PADDING:
        sentence = rule.sub(replacement, sentence)
    sentence = f" {sentence} "
    for rule, replacement in _AFTER_PADDING:
        sentence = rule.sub(replacement, sentence)
    return sentence.split()
