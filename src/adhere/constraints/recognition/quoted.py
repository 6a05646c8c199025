"""Quotations in a prompt, and lists of words, quoted or not."""

from __future__ import annotations

import re
from typing import NamedTuple

from adhere.text import Span

OPEN, FILL, STOP, CLOSE = "\u27e6", "\u00a4", "\u00b7", "\u27e7"
"""What stands for a quotation in ``Prompt.plain``, at its length; ``STOP`` for what ends a sentence at its end."""

QUOTED = f"{OPEN}[{FILL}{STOP}]{{1,200}}{CLOSE}"
"""A pattern for a quotation that can be a keyword or a phrase."""

_LONGEST = 2000
_QUOTATION = re.compile(
    rf'(?<!\w)"(?=\S)[^"]{{1,{_LONGEST}}}"'
    r"|(?<![\w'])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w)){1,200}'(?!\w)"
    rf"|(?<!`)`[^`\n]{{1,{_LONGEST}}}`(?!`)"
    "|\u00ab[^\u00bb]{1,200}\u00bb"
)
_STRAIGHT = {ord(mark): '"' for mark in "\u201c\u201d\u201e\u201f"} | {
    ord(mark): "'" for mark in "\u2018\u2019\u201a\u201b"
}


def straightened(text: str) -> str:
    """Return ``text`` with straight quotation marks, of the same length."""
    return text.translate(_STRAIGHT)


def find_quotations(text: str) -> tuple[Span, ...]:
    """Return the quotations in ``text`` with their marks, in order; the marks must be straight."""
    return tuple(Span(*match.span()) for match in _QUOTATION.finditer(text))


def hidden(text: str, quotations: tuple[Span, ...]) -> str:
    """Return ``text`` with each quotation hidden behind marks of its own, so that no pattern reads inside."""
    parts: list[str] = []
    end = 0
    for span in quotations:
        last = STOP if text[span.end - 2] in ".!?" else FILL
        parts += (text[end : span.start], OPEN, FILL * (span.end - span.start - 3), last, CLOSE)
        end = span.end
    return "".join((*parts, text[end:]))


class Item(NamedTuple):
    """One text of a list: what it says, as the prompt writes it, and where."""

    text: str
    span: Span


_WORD = r"[^\W_](?:[\w'.+#-]*[\w+#])?"
_JOIN = r"(?:[ ]?,[ ]?(?:and[ ]|or[ ])?|[ ](?:and|or|nor|&)[ ]|[ ]?/[ ]?)"
_QUOTED_LIST = re.compile(rf"{QUOTED}(?:{_JOIN}(?:the[ ]word[ ])?{QUOTED}){{0,60}}")
_PAIR = re.compile(
    rf"{_WORD}(?:[ ](?:and|or|nor)[ ]{_WORD}(?![ ](?!(?:at|in|somewhere|throughout|to)\b)\w)"
    rf"|,[ ]{_WORD}(?:,[ ]{_WORD}){{0,60}},?[ ](?:and|or)[ ]{_WORD})?"
)
_LINE = re.compile(
    rf"{_WORD}(?:[ ]{_WORD}){{0,3}}(?:(?:,[ ]?(?:and[ ]|or[ ])?|[ ]?;[ ]?){_WORD}(?:[ ]{_WORD}){{0,3}}){{0,60}}"
)
_SEPARATOR = re.compile(r"[ ]?[,;][ ]?(?:(?:and|or)[ ])?|[ ](?:and|or|nor)[ ]")


def read_list(plain: str, original: str, position: int, *, line: bool = False) -> tuple[Item, ...]:
    """Return the texts of the list that begins at ``position``: quoted ones, or words joined by commas and "and".

    With ``line`` an unquoted list is what a colon introduces: everything to the end of the sentence, and phrases too.
    """
    found = _QUOTED_LIST.match(plain, position)
    if found:
        quotes = re.finditer(QUOTED, found[0])
        spans = [Span(position + quote.start(), position + quote.end()) for quote in quotes]
        return tuple(Item(original[span.start + 1 : span.end - 1].rstrip(",").strip(), span) for span in spans)
    found = (_LINE if line else _PAIR).match(plain, position)
    if not found:
        return ()
    items: list[Item] = []
    start = found.start()
    for joint in [
        *(Span(*match.span()) for match in _SEPARATOR.finditer(plain, found.start(), found.end())),
        Span(found.end(), found.end()),
    ]:
        if joint.start > start:
            items.append(Item(original[start : joint.start].rstrip(".,;"), Span(start, joint.start)))
        start = joint.end
    return tuple(items)
