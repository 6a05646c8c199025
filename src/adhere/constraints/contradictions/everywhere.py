"""Edits at all places of a kind at once: what each sentence or line must have is not met by an edit of one."""

from __future__ import annotations

import json
import re
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

from adhere.constraints.contradictions.insertions import before_close
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_LONGEST, _PIECES, _MOST = 60, 5, 60
"""Characters of a piece that is put everywhere, how many are tried, and places beyond which it is not."""
_LINE = re.compile(r"[^\n]*[^\W\n][^\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?')
_STRINGS = 6
_FIRST, _LAST = re.compile(r"[^\W_]+"), re.compile(r"[^\W_]+(?=[\W_]*\Z)")


def everywhere(verdict: Verdict, document: Document, pieces: Sequence[str]) -> Iterator[str]:
    """Yield the text with a short piece at every place that the verdict points at, in each sentence, on each line."""
    text = document.text
    lines = tuple(Span(*line.span()) for line in _LINE.finditer(text))
    kinds = (tuple(sorted({evidence.span for evidence in verdict.evidence})), tuple(document.sentences), lines)
    words = document.words
    short = [piece for piece in pieces if len(piece) <= _LONGEST and "\n" not in piece][:_PIECES]
    for piece in short if len(words) > 1 else ():
        yield _replaced(text, (words[0], words[-1]), (f"{words[0].of(text)} {piece}", f"{piece} {words[-1].of(text)}"))
    for spans in dict.fromkeys(kinds):
        if not 0 < len(spans) <= _MOST or any(one.end > two.start for one, two in pairwise(spans)):
            continue
        for piece in short:
            for units in zip(*(_edited(span.of(text), piece) for span in spans), strict=True):
                yield _replaced(text, spans, units)


def _edited(unit: str, piece: str) -> tuple[str, ...]:
    return (
        before_close(unit, piece),
        f"{piece} {unit}",
        f"{unit} {piece}",
        f"{piece}{unit}",
        _FIRST.sub(lambda _: piece, unit, count=1),
        _LAST.sub(lambda _: piece, unit, count=1),
    )


def _replaced(text: str, spans: Sequence[Span], units: Sequence[str]) -> str:
    parts, end = [], 0
    for span, unit in zip(spans, units, strict=True):
        parts += [text[end : span.start], unit]
        end = span.end
    return "".join([*parts, text[end:]])


def hidden(text: str, piece: str) -> Iterator[str]:
    """Yield the text with the piece where rules for prose do not look: in code, in quotation marks, in a heading."""
    fenced = f"```\n{piece}\n```"
    yield f"{text}\n\n{fenced}"
    yield f"{fenced}\n\n{text}"
    if "\n" not in piece:
        yield f"# {piece}\n\n{text}"
        yield f"{text} `{piece}`"
        yield f'{text} "{piece}"'
        yield f"{before_close(text, f'`{piece}`')}"


def in_strings(text: str, piece: str) -> Iterator[str]:
    """Yield JSON with the piece as each of its strings in turn, at its ends, and as all of them."""
    if text.lstrip()[:1] not in {"{", "["}:
        return
    shapes = cycle("\u201c\u201d")
    curled = re.sub('"', lambda _: next(shapes), piece)
    for form in dict.fromkeys((piece, piece.rstrip(".!?"), curled)):
        yield from _in_each_string(text, form)


def _in_each_string(text: str, piece: str) -> Iterator[str]:
    written = json.dumps(piece, ensure_ascii=False)
    strings = [match for match in _STRING.finditer(text) if match[1] is None][:_STRINGS]
    for match in strings:
        yield f"{text[: match.start()]}{written}{text[match.end() :]}"
        for gap in (" ", ", "):
            yield f"{text[: match.end() - 1]}{gap}{written[1:]}{text[match.end() :]}"
            yield f"{text[: match.start()]}{written[:-1]}{gap}{text[match.start() + 1 :]}"
    bracket, rest = text.lstrip()[0], text.lstrip()[1:]
    yield f"{bracket}{written}{': 1' if bracket == '{' else ''}, {rest}"
    if strings:
        yield _replaced(text, [Span(*match.span()) for match in strings], [written] * len(strings))


def framed(document: Document, piece: str) -> Iterator[str]:
    """Yield the text between the first and the last line, sentence or word of the piece."""
    text = document.text
    for gap in ("\n", " "):
        first, *rest = piece.split(gap)
        if rest:
            yield gap.join((first, text, rest[-1]))
            yield gap.join((first, text))
            yield gap.join((text, rest[-1]))
