"""Edits of a text as a whole: its case, its layout, its punctuation, what it is wrapped in."""

from __future__ import annotations

import json
import re
from itertools import chain, cycle, islice, repeat
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.evening import evened, grown, varied
from adhere.constraints.ifbench.title_case import MINOR
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ITEM_GAP = re.compile(r"(?<=,)\s+")
_COMMA = re.compile(r",\s*")
_ITEM = re.compile(r"(?m)^([ \t]*[-*+])[ \t]+(?=\S)")
_CLOSING_MARK = re.compile(r"[.!?]+(?=[\s\"]|\Z)")


def whole_edits(document: Document) -> Iterator[str]:
    """Yield the text in other case, layout and wrapping."""
    yield from _recased(document.text)
    yield from _relaid(document)
    yield from _repunctuated(document.text)
    yield from _wrapped(document.text)
    yield from _shortened(document)
    yield from _echoed(document)
    yield from evened(document)
    different = Document(varied(document))
    yield different.text
    yield from evened(different)
    yield from grown(document)


def in_case_of(document: Document, text: str) -> str:
    """Return ``text`` in capitals or in lower case where all of the document is, by more than chance."""
    letters = sum(map(str.isalpha, document.text))
    if letters < _CHANCE:
        return text
    return text.upper() if document.text.isupper() else text.lower() if document.text.islower() else text


_CHANCE = 20
"""Letters below which a text may be all in one case without anybody having asked for it."""


def pour(words: Sequence[str], document: Document) -> str:
    """Return the text with these words, over and over, in the place of its own, each in the case of what it replaces.

    So a layout (sections, bullets, quotation marks) and a rule for words meet in one text.
    """
    text, supply, parts, end = document.text, cycle(words), [], 0
    for span in document.words:
        parts += [text[end : span.start], _in_case_of(span.of(text), next(supply))]
        end = span.end
    return "".join([*parts, text[end:]])


def enclosures(document: Document, piece: str) -> Iterator[str]:
    """Yield the text in the marks that the piece has around it: all of it, each line, sentence, word, and two words."""
    match = _AROUND.fullmatch(piece)
    if match is None or not (match[1] or match[2]):
        return
    before, after = match.groups()
    text = document.text
    yield f"{before}{text}{after}"
    if core := _CORE.search(text):
        yield f"{text[: core.start()]}{before}{core[0]}{after}{text[core.end() :]}"
    yield "\n".join(f"{before}{line}{after}" if line.strip() else line for line in text.split("\n"))
    tokens = text.split()
    yield " ".join(f"{before}{token}{after}" if i == 0 else token for i, token in enumerate(tokens))
    for size in (1, 2):
        groups = [" ".join(tokens[i : i + size]) for i in range(0, len(tokens), size)]
        yield " ".join(f"{before}{group}{after}" for group in groups)
        bare = [(group, group.rstrip(_ENDS)) for group in groups]
        yield " ".join(f"{before}{core}{after}{group[len(core) :]}" for group, core in bare)
    yield " ".join(f"{before}{sentence.of(text)}{after}" for sentence in document.sentences)


_CORE = re.compile(r"[^\W_](?:.*[^\W_])?[.!?]*", re.DOTALL)
_AROUND = re.compile(r"([\W_]*+)(?=[^\W_]).*?([\W_]*)", re.DOTALL)


def _in_case_of(model: str, word: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _recased(text: str) -> Iterator[str]:
    yield text.upper()
    yield text.lower()
    yield " ".join(word if word in MINOR else word[:1].upper() + word[1:] for word in text.split(" "))


def _relaid(document: Document) -> Iterator[str]:
    text = document.text
    lines = [line for line in text.split("\n") if line.strip()]
    sentences = [sentence.of(text) for sentence in document.sentences]
    yield " ".join(text.split())
    yield "\n".join(text.split())
    yield "".join(text.split())
    yield text.replace(" ", "")
    yield text.replace("\n\n", "\n")
    yield text.replace("\n", "\n\n")
    yield "-".join(map(_widely_closed, sentences))
    wide = _widely_closed(text).split()
    for joint in "/_,":
        yield _AFTER_WIDE.sub("", joint.join(wide))
    yield f"{text} {text}"
    yield f"{text}\n\n{text}"
    for units in (lines, sentences, _ITEM_GAP.split(text)):
        yield "\n".join(units)
        yield "\n\n".join(units)
        yield "-".join(units)
        yield "\n".join(" " * i + unit.strip() for i, unit in enumerate(units))
        yield "\n".join(f"* {unit}" for unit in units)
    yield "\n".join(f"* {token}" for token in text.split())
    yield _ITEM.sub(r"\1\n  ", text)
    for count in range(1, _FEW + 1):
        yield text.replace(" ", "\n", count)
        yield text.replace("\n", "\n\n", count)
        yield _ITEM_GAP.sub("\n\n", text, count)
        yield "\n".join([*lines[:count], " ".join(lines[count:])])


def _widely_closed(text: str) -> str:
    """Return the text with full-width marks, behind which a sentence ends whatever follows."""
    return _CLOSING_MARK.sub(lambda mark: _WIDE[mark[0][-1]], text)


def _repunctuated(text: str) -> Iterator[str]:
    yield _COMMA.sub(" ", text)
    yield _CLOSING_MARK.sub("", text)
    yield re.sub(r"[.!?]+(?=[ \n])", " and", text)
    yield text.rstrip(".!?")
    yield _NUMBER.sub(lambda match: _SPELLED[int(match[0][-1])], text)
    for marks in _TURNS:
        yield _turned(text, marks)


def _turned(text: str, marks: str) -> str:
    whole = len(_CLOSING_MARK.findall(text)) // len(marks) * len(marks)
    turns = chain(islice(cycle(marks), whole), repeat("!"))  # in whole rounds, and what is left over outside them
    return _CLOSING_MARK.sub(lambda _: next(turns), text)


def _wrapped(text: str) -> Iterator[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    strings = [json.dumps(line, ensure_ascii=False) for line in lines]
    yield f'"{text}"'
    yield '"{}"'.format(text.replace('"', "'"))
    yield f"```\n{text}\n```"
    yield f"<pre>\n{text}\n</pre>"
    yield f"# {text}"
    yield f"[{', '.join(strings)}]"
    for gap in ("\n", "\n\n"):
        yield f"[\n{f',{gap}'.join(strings)}\n]"
    first, blank, rest = text.partition("\n\n")
    if blank:
        yield f"```\n{first}\n```\n\n{rest}"
        yield f"{first}\n\n```\n{rest}\n```"


def _echoed(document: Document) -> Iterator[str]:
    """Yield the text with words of its own again: at its other end, at the end of each unit, at the next beginning."""
    text, words = document.text, document.word_texts
    if not words:
        return
    yield f"{words[-1]} {text}"
    yield f"{text[: document.words[0].start]}{words[-1]}{text[document.words[0].end :]}"
    yield _closed(text, words[0])
    for word in dict.fromkeys(words[:_FEW]):
        yield pour([word], document)
    yield f"{text.rstrip(_CLOSERS)} {words[0]}"
    for gap, units in (("\n", text.split("\n")), (" ", [sentence.of(text) for sentence in document.sentences])):
        of_units = [Document(unit).word_texts for unit in units]
        pairs = list(zip(units, of_units, strict=True))
        yield gap.join(_closed(unit, of_unit[0]) if of_unit else unit for unit, of_unit in pairs)
        followed = zip(units[1:], of_units, strict=False)
        chained = (f"{before[-1].capitalize()} {unit}" if before else unit for unit, before in followed)
        yield gap.join([*units[:1], *chained])


def _closed(text: str, word: str) -> str:
    body = text.rstrip(_CLOSERS)
    return f"{body} {word}{text[len(body) :]}"


def _shortened(document: Document) -> Iterator[str]:
    lines = document.text.split("\n")
    for count in range(1, _FEW + 1):
        yield "\n".join(lines[:count])
        yield document.text[: document.sentences[:count][-1].end] if document.sentences else ""
    for word in document.words[:_FEW]:
        yield document.text[: word.end]


_CLOSERS = '.!? \n"*_'
_WIDE = {".": "\u3002", "!": "\uff01", "?": "\uff1f"}
"""Marks that end a sentence without white space behind them."""
_AFTER_WIDE = re.compile(r"(?<=[\u3002\uff01\uff1f])[/_,]")
_NUMBER = re.compile(r"\d+")
_SPELLED = ("ten", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TURNS = (".?!", ".?", "..?", "...?", ".", "?", "!")
"""The closing marks that the sentences get in turn."""
_ENDS = ".,;:!?"
_FEW = 4
