"""Sentences joined by hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.composing import sentences
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.judging import undecided
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.bounds import Noun
    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_HYPHENS = "-\u2010\u2011"
_HYPHEN = f"[{_HYPHENS}]"
# The dot of "U.S.-based" ends no sentence: a letter alone stands before it.
_ENDED = r"[.!?\u2026\u3002\uff01\uff1f](?<![.\s(][^\W\d_]\.)(?<!^[^\W\d_]\.)"
_JOINT = re.compile(rf"{_ENDED}[\"'\u2019\u201d)\]*_]*+{_HYPHEN}(\s*+)(?=[\"'\u2018\u201c(\[*_]*+[^\W_])")
_COMPOUND = re.compile(rf"\w{_HYPHEN}\w")


class _Joined(NamedTuple):
    """A sentence, and whether nothing but a hyphen stands between it and the one before."""

    span: Span
    tight: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HyphenatedSentences(Faultless):
    """Between one sentence and the next stands a hyphen, without white space around it; there are two at least.

    A sentence ends with its mark ("One.-Two."). Where none has a mark and there are hyphens the reply is undecided: a
    joint cannot be told from a compound.
    """

    id: ClassVar[str] = "detectable_format:sentence_hyphens"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not follow a hyphen"
    fewest: ClassVar[int] = 2

    def check(self, reply: Document) -> Verdict:
        joined = _joined(reply)
        verdict = self.judge([sentence.span for sentence in joined], _faults(joined))
        if not (verdict.satisfied or verdict.evidence) and _COMPOUND.search(reply.text):
            return undecided("one sentence by its marks, with hyphens that may join others")
        return verdict

    def units(self, reply: Document) -> list[Span]:
        return [sentence.span for sentence in _joined(reply)]

    def faults(self, reply: Document) -> list[Span]:
        return _faults(_joined(reply))

    def wordings(self) -> tuple[str, ...]:
        return (
            "All sentences must be connected using hyphens, with no spaces between them.",
            "Join your sentences by hyphens without any spaces, as in One.-Two.",
            "Put a hyphen instead of a space between one sentence and the next.",
            "Between your sentences there must be a hyphen and no white space.",
            "Connect every sentence to the next with a hyphen alone.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "-".join(sentences(rng, topic, rng.randint(2, 5)))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} This is one more."
        yield text.replace(".-", ".- ", 1)
        yield text.replace(".-", ". -", 1)
        yield text.replace(".-", ". ")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _faults(joined: Sequence[_Joined]) -> list[Span]:
    """Return the sentences that no hyphen alone joins to the one before."""
    return [sentence.span for sentence in joined[1:] if not sentence.tight]


def _joined(reply: Document) -> list[_Joined]:
    """Return the sentences, those that joints divide apart, in order."""
    starts = {sentence.start: False for sentence in reply.sentences}
    if any(hyphen in reply.text for hyphen in _HYPHENS):
        starts |= {joint.end(): not joint[1] for joint in _JOINT.finditer(reply.text)}
    places = [*sorted(starts), len(reply.text)]
    spans = [Span(start, end).trimmed(reply.text) for start, end in pairwise(places)]
    found = zip(spans, sorted(starts), strict=True)
    return [_Joined(span, starts[start]) for span, start in found if has_word(span.of(reply.text))]
