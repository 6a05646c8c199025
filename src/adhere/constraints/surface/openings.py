"""Phrases that fill the opening and the closing of replies and say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.parameters import check_phrases
from adhere.constraints.surface.absent import Absent
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Span
from adhere.text.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.text import Document

OPENINGS = (
    "Sure", "Certainly", "Of course", "Absolutely", "Definitely", "No problem", "Great question", "Good question",
    "That's a great question", "I'd be happy to", "I'd be glad to", "I'm happy to", "I would be happy to", "Happy to",
    "As an AI", "As a language model", "Here is", "Here's", "Here are", "Thank you for", "Thanks for", "Okay", "OK",
    "Alright", "Gladly",
)  # fmt: skip
"""What assistants open with unasked, before the answer begins."""

CLOSINGS = (
    "I hope this helps", "Hope this helps", "I hope that helps", "Hope that helps", "Let me know if", "Feel free to",
    "Please let me know", "If you have any", "If you need", "Would you like me to", "Do you want me to",
    "Is there anything", "Happy to help", "Good luck", "Please feel free", "Don't hesitate to", "Please don't hesitate",
)  # fmt: skip
"""What assistants close with unasked, after the answer has ended."""


@lru_cache(maxsize=512)
def _phrase_words(phrase: str) -> tuple[str, ...]:
    return _folded(split_words(phrase).texts)


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.casefold().replace("\u2019", "'") for word in words)


def _opening(words: Sequence[str], phrases: Sequence[str]) -> int:
    """Return how many of ``words`` are one of the phrases that they begin with; 0 where they begin with none."""
    folded = _folded(words)
    lengths = (len(phrase) for phrase in map(_phrase_words, phrases) if folded[: len(phrase)] == phrase)
    return max(lengths, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithoutPhrases(Absent):
    phrases: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "phrases", self.phrases)
        if bad := next((phrase for phrase in self.phrases if not _phrase_words(phrase)), None):
            raise UsageError(f"{self.id}: {bad!r} has no word", hint="give phrases with at least one word each")

    def _listed(self) -> str:
        return quoted(self.phrases, "or")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFillerOpening(_WithoutPhrases):
    """The reply does not open with one of the phrases, whatever its case; Markdown and marks before it do not matter.

    Whole words count: "Surely" does not open with "Sure". Unless others are given, they are what assistants put before
    their answer: "Sure", "Certainly", "Great question", "I'd be happy to", "Here is" and their like.
    """

    id: ClassVar[str] = "surface:no_filler_opening"
    thing: ClassVar[str] = "filler at the opening"
    things: ClassVar[str] = "filler at the opening"
    additions: ClassVar[tuple[str, ...]] = ()
    phrases: tuple[str, ...] = OPENINGS

    def find(self, reply: Document) -> list[Span]:
        longest = max(map(len, map(_phrase_words, self.phrases)))
        count = _opening(reply.word_texts[:longest], self.phrases)
        return [Span(reply.words[0].start, reply.words[count - 1].end)] if count else []

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Begin with the answer itself, not with {self._listed()}.",
            f"Do not open your reply with {self._listed()}.",
            f"Your response must not start with {self._listed()}.",
            f"Get to the point at once; leave out openings like {self._listed()}.",
            f"Never begin your answer with any of these phrases: {self._listed()}.",
        )

    def mutants(self, text: str) -> Iterator[str]:
        for phrase in self.phrases[:4]:
            yield f"{phrase}! {text}"
            yield f"**{phrase.lower()}**, {text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFillerClosing(_WithoutPhrases):
    """The last sentence of the reply does not begin with one of the phrases, whatever its case.

    Unless others are given, they are what assistants put behind their answer: "I hope this helps", "Let me know if",
    "Feel free to" and their like.
    """

    id: ClassVar[str] = "surface:no_filler_closing"
    thing: ClassVar[str] = "filler at the end"
    things: ClassVar[str] = "filler at the end"
    additions: ClassVar[tuple[str, ...]] = ()
    phrases: tuple[str, ...] = CLOSINGS

    def find(self, reply: Document) -> list[Span]:
        if not reply.sentences:
            return []
        last = reply.sentences[-1]
        words = split_words(last.of(reply.text))
        count = _opening(words.texts, self.phrases)
        spans = words.spans()
        return [Span(spans[0].start, spans[count - 1].end).moved(last.start)] if count else []

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Stop when the answer is given; do not add a sentence that begins with {self._listed()}.",
            f"Do not close your reply with a sentence such as {self._listed()}.",
            f"Your last sentence must not begin with {self._listed()}.",
            f"End with the content itself and leave out closings like {self._listed()}.",
            f"Never finish your answer with any of these phrases: {self._listed()}.",
        )

    def mutants(self, text: str) -> Iterator[str]:
        for phrase in self.phrases[:4]:
            yield f"{text} {phrase} more."
            yield f"{text}\n\n{phrase.lower()}!"
