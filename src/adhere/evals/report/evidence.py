"""A reply as HTML, with the places marked that its verdicts rest on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints import Outcome
from adhere.evals.report import numbers
from adhere.evals.report.markup import Html, escaped, joined, tag
from adhere.models import StopReason
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.evals.samples import Sample
    from adhere.text import Span

LONGEST = 6000
"""Characters of a reply that are shown."""

MOST_MARKS = 200
"""Places of a reply that are marked."""


@dataclass(frozen=True, slots=True)
class Note:
    """A place, whether it speaks for the constraint or against it, and what it shows."""

    span: Span
    outcome: Outcome
    text: str


def reply(sample: Sample) -> Html:
    """Return the judged part of a reply with its evidence marked; reasoning is folded away, for it is not judged."""
    document = Document(sample.reply, truncated=sample.stop is StopReason.LENGTH)
    text = document.text
    notes = [note for note in _notes(sample) if note.span != (0, len(text))]
    shown = [note for note in notes[:MOST_MARKS] if note.span.start <= LONGEST]
    left_out = []
    if len(text) > LONGEST:
        left_out.append(f"{len(text) - LONGEST:,} more characters")
    if len(shown) < len(notes):
        left_out.append(f"{numbers.whole(len(notes) - len(shown), 'more mark')}")
    return joined(
        [
            *(_reasoning(part) for part in document.reasoning),
            tag("div", _BOX, marked(text[:LONGEST], shown) if text else tag("em", {}, "no text")),
            *(tag("p", {"class": "left-out"}, f"{what} not shown") for what in left_out),
        ]
    )


_BOX = {"class": "text", "dir": "auto", "tabindex": "0", "role": "group", "aria-label": "Reply"}


def _reasoning(text: str) -> Html:
    summary = tag("summary", {}, f"reasoning, not judged: {len(text):,} characters")
    return tag(
        "details", {"class": "reasoning"}, summary, tag("div", {**_BOX, "aria-label": "Reasoning"}, text[:LONGEST])
    )


def _notes(sample: Sample) -> list[Note]:
    return [
        Note(evidence.span, checked.strict.outcome, f"{checked.id}: {evidence.note}")
        for checked in sample.checked
        for evidence in checked.strict.evidence
    ]


def marked(text: str, notes: Sequence[Note]) -> Html:
    """Return ``text`` with ``notes`` as marks that may overlap; an empty place becomes a caret."""
    end = len(text)
    edges = {min(edge, end) for note in notes for edge in note.span}
    cuts = sorted({0, end} | edges)
    parts: list[str] = []
    for start, stop in pairwise([*cuts, end]):
        parts += [_mark("", [note]) for note in notes if note.span == (start, start)]
        covering = [note for note in notes if note.span.start <= start < stop <= note.span.end]
        parts.append(_mark(text[start:stop], covering) if covering else escaped(text[start:stop]))
    return joined(parts)


def _mark(text: str, notes: Sequence[Note]) -> Html:
    outcomes = {note.outcome for note in notes}
    against_first = (Outcome.VIOLATED, Outcome.UNDECIDED, Outcome.SATISFIED)
    worst = next(outcome for outcome in against_first if outcome in outcomes)
    title = "; ".join(dict.fromkeys(note.text for note in notes))
    return tag("mark", {"class": worst.value if text else f"{worst.value} place", "title": title}, text)
