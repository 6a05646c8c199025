"""Sentences as IFBench's checkers split a text: by hand-written rules, not by Punkt."""

from __future__ import annotations

import re

# The published code writes these two into the text; a text that holds them itself is split by them too.
_POINT, _END = "<prd>", "<stop>"

_STARTERS = "Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|(?:He|She|It|They|Their|Our|We|But|However|That|This)\\s|Wherever"
_COMPANY = "Inc|Ltd|Jr|Sr|Co"

# In this order: each rule works on what the ones before it left.
_RULES = [
    (re.compile(expression), replacement)
    for expression, replacement in [
        # Full stops that end no sentence: titles, domains, decimals.
        (r"(Mr|St|Mrs|Ms|Dr)\.", rf"\1{_POINT}"),
        (r"\.(com|net|org|io|gov|edu|me)", rf"{_POINT}\1"),
        (r"([0-9])\.([0-9])", rf"\1{_POINT}\2"),
    ]
]
_ELLIPSIS = re.compile(r"\.{2,}")
_LATER_RULES = [
    (re.compile(expression), replacement)
    for expression, replacement in [
        (r"Ph\.D\.", f"Ph{_POINT}D{_POINT}"),
        (r"\s([A-Za-z])\. ", rf" \1{_POINT} "),
        # An acronym ends a sentence only before a word that often begins one.
        (rf"([A-Z]\.[A-Z]\.(?:[A-Z]\.)?) ({_STARTERS})", rf"\1{_END} \2"),
        (r"([A-Za-z])\.([A-Za-z])\.([A-Za-z])\.", rf"\1{_POINT}\2{_POINT}\3{_POINT}"),
        (r"([A-Za-z])\.([A-Za-z])\.", rf"\1{_POINT}\2{_POINT}"),
        (rf" ({_COMPANY})\. ({_STARTERS})", rf" \1{_END} \2"),
        (rf" ({_COMPANY})\.", rf" \1{_POINT}"),
        (r" ([A-Za-z])\.", rf" \1{_POINT}"),
        # A closing quotation mark belongs to the sentence before it.
        (r"\.”", "”."),
        (r'\."', '".'),
        ('!"', '"!'),
        (r'\?"', '"?'),
        (r"([.?!])", rf"\1{_END}"),
    ]
]


def split_segments(text: str) -> list[str]:
    """Return the sentences, stripped; those between two marks in a row are empty, and only the last is dropped then."""
    text = f" {text}  ".replace("\n", " ")
    for rule, replacement in _RULES:
        text = rule.sub(replacement, text)
    text = _ELLIPSIS.sub(lambda dots: _POINT * len(dots.group()) + _END, text)
    for rule, replacement in _LATER_RULES:
        text = rule.sub(replacement, text)
    segments = [segment.strip() for segment in text.replace(_POINT, ".").split(_END)]
    return segments if segments[-1] else segments[:-1]
