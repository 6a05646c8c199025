"""Citations in square brackets: [1], [Smith 2020], [1, 3-5]."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.parameters import check_phrases
from adhere.constraints.surface.passages import without_code
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.text import Document

LONGEST = 80
"""Characters that a label has at most."""

# Neither the text of a link nor the definition of one, nor a footnote.
_BRACKETS = re.compile(rf"\[(?!\^)([^\[\]\n\ufffc]{{1,{4 * LONGEST}}})\](?!\(|:[ \t]*(?:<|\S+://))")
_RANGE = re.compile(r"(\d{1,4})\s*[-\u2013]\s*(\d{1,4})")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_WIDEST = 100
_ASIDES = frozenset(
    ("sic", "x", "emphasis added", "emphasis mine", "italics added", "citation needed", "...", "\u2026")
)


class Citation(NamedTuple):
    """One label that is cited: where, and as it is written."""

    span: Span
    label: str


def folded_label(label: str) -> str:
    """Return a label without regard to case and spacing."""
    return " ".join(label.split()).casefold()


def find_citations(reply: Document, labels: Sequence[str]) -> Iterator[Citation]:
    """Yield each label in square brackets outside code and links, in order; a list and a range are several.

    A bracket that holds one of ``labels`` as a whole is that label, even where it has a comma.
    """
    if "[" not in reply.text:
        return
    known = set(map(folded_label, labels))
    for match in _BRACKETS.finditer(without_code(reply)):
        span, content = Span(*match.span()), match[1]
        if folded_label(content) in known:
            yield Citation(span, content.strip())
            continue
        for piece in re.split(r"[;,]", content):
            ends = _RANGE.fullmatch(piece.strip())
            if ends and folded_label(piece) not in known and 0 <= int(ends[2]) - int(ends[1]) <= _WIDEST:
                yield from (Citation(span, str(number)) for number in range(int(ends[1]), int(ends[2]) + 1))
            elif piece.strip():
                yield Citation(span, piece.strip())


def looks_like_label(text: str, labels: Sequence[str]) -> bool:
    """Whether a text in brackets must be meant as a source: a number, or built like one of ``labels``."""
    if folded_label(text) in _ASIDES:
        return False
    return text.isdigit() or _shape(text) in set(map(_shape, labels))


def _shape(label: str) -> tuple[str, ...]:
    """Return the kinds of the runs in a label: ``doc12`` and ``src3`` are a lower-case word and a number."""
    runs = _RUN.findall(label)
    return tuple("0" if run.isdigit() else "A" if run[0].isupper() else "a" for run in runs)


def check_labels(id: str, labels: Sequence[str]) -> None:  # noqa: A002 - the field's name for it
    """Refuse labels that cannot stand between square brackets.

    Raises:
        UsageError: there is none, or one is blank, repeated, too long or has a bracket or a line break.
    """
    check_phrases(id, "sources", labels)
    for label in labels:
        if len(label) > LONGEST or re.search(r"[\[\]\n\r^;]", label) or not _RUN.search(label):
            raise UsageError(f"{id}: {label!r} cannot be cited", hint="labels are short: letters, digits, no brackets")


def bracketed(labels: Sequence[str], last: str = "and") -> str:
    """Return ``[a], [b] and [c]``."""
    marked = [f"[{label}]" for label in labels]
    return f"{', '.join(marked[:-1])} {last} {marked[-1]}" if len(marked) > 1 else marked[0]
