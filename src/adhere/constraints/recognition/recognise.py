"""From a prompt to the constraints in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.catalogue import load
from adhere.constraints.recognition import (
    case,
    combination,
    content,
    format,  # noqa: A004 - the family's name in the catalogue
    keywords,
    language,
    length,
    punctuation,
    startend,
    whole,
    word_rules,
)
from adhere.constraints.recognition.found import Found, Origin, Recognition, Requirement
from adhere.constraints.recognition.measures import MEASURES
from adhere.constraints.recognition.prompt import Prompt
from adhere.constraints.recognition.requirements import rest
from adhere.constraints.recognition.scopes import scope_of
from adhere.errors import UsageError

if TYPE_CHECKING:
    from adhere.chat import Role
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.recognition.found import Candidate, Recogniser
    from adhere.text import Span

RECOGNISERS: tuple[Recogniser, ...] = (
    keywords.words,
    keywords.letters,
    language.response_language,
    length.sentence_counts,
    length.divided_paragraphs,
    length.words,
    length.nth_paragraph,
    content.placeholders,
    content.postscript,
    format.bullets,
    whole.constrained_response,
    format.highlights,
    format.sections,
    whole.json_format,
    format.title,
    combination.two_responses,
    combination.repeat_prompt,
    startend.end_phrase,
    startend.quotation,
    case.capital_words,
    case.upper,
    case.lower,
    punctuation.no_comma,
    word_rules.rules,
    *MEASURES,
)
"""One for each type; or for several that one pattern, or the words around them, tell apart."""


def recognise(text: str, *, role: Role = "user", least: float = 0.0, message: int = 0) -> Recognition:
    """Return the constraints that a prompt states, and as free text what else it asks for.

    Patterns only: deterministic, no model, in time linear in the prompt. What is not sure enough (``least``
    confidence), and what no constraint can be made of, stays in the requirements: nothing that is asked is dropped.

    Args:
        text: one message, as its author wrote it.
        role: whose message it is; what a system or developer message asks holds from now on.
        least: the confidence in [0, 1] from which a constraint is taken.
        message: its place in a conversation, for ``Origin``.
    """
    prompt = Prompt(text)
    found = sorted(_found(prompt, role, least, message), key=lambda one: one.spans)
    covered = [span for one in found for span in one.spans]
    requirements = tuple(
        Requirement(span.of(text), scope_of(sentence.plain, role), Origin(role, span, message))
        for sentence, span in rest(prompt, covered)
    )
    return Recognition(tuple(found), requirements)


def _found(prompt: Prompt, role: Role, least: float, message: int) -> list[Found]:
    spans_of: dict[Constraint, list[Span]] = {}
    confidence_of: dict[Constraint, float] = {}
    for recogniser in RECOGNISERS:
        for candidate in recogniser(prompt):
            constraint = _constraint(candidate)
            if constraint is None or candidate.confidence < least:
                continue
            spans_of.setdefault(constraint, []).extend(candidate.spans)
            confidence_of[constraint] = max(candidate.confidence, confidence_of.get(constraint, 0.0))
    return [
        _find(prompt, Origin(role, spans[0], message), one, spans, confidence_of[one])
        for one, spans in spans_of.items()
    ]


def _constraint(candidate: Candidate) -> Constraint | None:
    """Build what a recogniser proposes; None where it is no constraint ("at most 0 sentences")."""
    try:
        return load({"id": candidate.id, "params": candidate.params})
    except UsageError:
        return None


def _find(prompt: Prompt, place: Origin, constraint: Constraint, spans: list[Span], confidence: float) -> Found:
    """Return a find; ``place`` is where its first words are."""
    sentence = prompt.sentence_at(place.span.start)
    ordered = tuple(sorted(set(spans)))
    origin = place._replace(span=sentence.span)
    return Found(constraint, ordered, scope_of(sentence.plain, place.role), origin, confidence)
