"""Mending: chains of small edits at the places where a text breaks a rule, each of which brings the rule nearer.

A rule for every word (its length, its syllables, the letter it begins with) that a text breaks ten times takes ten
edits, and none of the first nine satisfies anything. Only the rule itself is asked on the way, so that a chain costs
little; what the others say of its end the search finds out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.contradictions.evening import FRESH
from adhere.constraints.contradictions.insertions import before_close
from adhere.constraints.ifbench.letters import BY_LETTER
from adhere.constraints.protocol import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span

_FILLERS = (*BY_LETTER, "of", "to", "go", "the", "strong", "children", "water", "wonder", "winter", "2nd")
"""Words of every first letter, and words of one and of two syllables, of prime length, with clusters, with a digit."""
_TRIED, _INSTEAD = 10, 12
"""Words of the witnesses tried at a fault, and words put in its place where the chain's own way fails."""
_STEPS, _LONGEST = 120, 3_000
"""Edits of a chain, and characters of a text beyond which it is not mended."""


def _before(text: str, span: Span, word: str) -> str:
    return f"{text[: span.start]}{word} {text[span.start :]}"


def _joined_before(text: str, span: Span, word: str) -> str:
    return f"{text[: span.start]}{word}-{text[span.start :]}"


def _joined_behind(text: str, span: Span, word: str) -> str:
    return f"{text[: span.end]}-{word}{text[span.end :]}"


def _instead(text: str, span: Span, word: str) -> str:
    return f"{text[: span.start]}{word}{text[span.end :]}"


def _at_end(text: str, span: Span, word: str) -> str:
    return f"{text[: span.start]}{before_close(span.of(text), word)}{text[span.end :]}"


_WAYS: tuple[Callable[[str, Span, str], str], ...] = (_joined_before, _joined_behind, _before, _instead, _at_end)
"""What keeps the words of a text as parts of its own comes first: the rules of others speak of them."""


def mended(verdict: Verdict, text: str, words: Sequence[str], ask: Callable[[str], Verdict]) -> Iterator[str]:
    """Yield the text with every fault mended in one way, for each way in which the first fault can be.

    Args:
        verdict: on the text; its evidence are the faults.
        text: what breaks the rule.
        words: that the constraint's own witnesses have.
        ask: judges a text by the rule.
    """
    if len(text) > _LONGEST:
        return
    vocabulary = (*_FILLERS, *words[:_TRIED])
    for way in _WAYS:
        chain = _Chain(way, vocabulary, ask)
        end = chain.run(text, verdict)
        if end is not None:
            yield end


def _is_nearer(found: Verdict, edited: str, before: Verdict, text: str) -> bool:
    """Whether the first fault has moved on, at no cost, or stands where it stood and the score has risen.

    A text that only leaves the rule undecided, for places that the verdict shows, is nearer than one that breaks it.
    """
    if found.satisfied or not found.evidence:
        return found.satisfied
    if found.outcome is not before.outcome:
        return found.outcome is Outcome.UNDECIDED
    rest, old = len(edited) - found.evidence[0].span.start, len(text) - before.evidence[0].span.start
    return (rest < old and len(found.evidence) <= len(before.evidence)) or (rest <= old and found.score > before.score)


class _Chain:
    """Edits of one way, the words taken in turn: where one has helped, the next fault begins with it."""

    def __init__(
        self, way: Callable[[str, Span, str], str], vocabulary: Sequence[str], ask: Callable[[str], Verdict]
    ) -> None:
        self._way, self._vocabulary, self._ask = way, vocabulary, ask
        self._next = self._used = self._steps = 0

    def run(self, text: str, verdict: Verdict) -> str | None:
        for self._steps in range(_STEPS):
            better = self._better(text, verdict)
            if better is None:
                return None
            text, verdict = better
            if verdict.satisfied:
                return text
        return None

    def _better(self, text: str, verdict: Verdict) -> tuple[str, Verdict] | None:
        for edited in self._edits(text, verdict.evidence[0].span) if verdict.evidence else ():
            found = self._ask(edited)
            if _is_nearer(found, edited, verdict, text):
                return edited, found
        return None

    def _edits(self, text: str, span: Span) -> Iterator[str]:
        """Yield the text with each word put in the chain's own way, then a few in the place of what is there."""
        size, start = len(self._vocabulary), self._next
        for i in range(start, start + size):
            self._next = i % size
            yield self._way(text, span, self._vocabulary[self._next])
        self._used += 1
        yield self._way(text, span, FRESH[self._used % len(FRESH)])
        for i in range(start, start + _INSTEAD if self._steps else start):
            yield _instead(text, span, self._vocabulary[i % size])
