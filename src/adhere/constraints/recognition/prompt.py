"""A prompt as the recognisers read it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.recognition.clauses import sentences
from adhere.constraints.recognition.quoted import find_quotations, hidden, straightened
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = {ord(space): " " for space in "\t\u00a0\u2007\u202f\r\f\v"}


class Sentence(NamedTuple):
    """One sentence of a prompt: in lower case with its quotations hidden, and where it stands."""

    plain: str
    span: Span

    def at(self, start: int, end: int) -> Span:
        """Return characters of the sentence as a span of the prompt."""
        return Span(self.span.start + start, self.span.start + end)


class Prompt:
    """Views of a prompt, each of its length, so that a span of one is a span of all."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """Lower case, straight quotation marks, and spaces for tabs."""
        lower = self.text.lower()
        if len(lower) != len(self.text):  # some letters become two, as the dotted capital I does
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        return straightened(lower.translate(_SPACES))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """The quotations, with their marks."""
        return find_quotations(self.folded)

    @cached_property
    def plain(self) -> str:
        """The folded text with the quotations hidden."""
        return hidden(self.folded, self.quotations)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        return tuple(Sentence(span.of(self.plain), span) for span in sentences(self.plain))

    def sentences_with(self, *words: str) -> Iterator[Sentence]:
        """Yield the sentences that hold one of the words: a test before patterns, which cost more."""
        if any(word in self.plain for word in words):
            for sentence in self.sentences:
                if any(word in sentence.plain for word in words):
                    yield sentence

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence that holds the position."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]
