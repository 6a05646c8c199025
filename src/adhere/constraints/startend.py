"""How a reply begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences, phrase_pattern
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import ENDINGS
from adhere.constraints.wording import quoted
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_CLOSERS = "\"'\u2019\u201d\u201c\xbb*_` \t\n"
"""What may follow the last words: quotation marks as they close in some language, Markdown, white space."""


@lru_cache(maxsize=512)
def _ending_pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"{phrase_pattern(phrase.rstrip(_CLOSERS)).pattern}[{_CLOSERS}]*\Z", re.IGNORECASE)


def _ending(phrase: str, text: str) -> Span | None:
    """Return where ``phrase`` ends ``text``; looked for near the end, where white space inside it may have grown."""
    match = _ending_pattern(phrase).search(text, max(0, len(text) - 4 * len(phrase) - 40))
    return Span(*match.span()) if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndChecker:
    """The reply ends with the phrase, word for word and with its punctuation.

    White space, closing quotation marks and Markdown marks may follow. Case does not matter, since requests also ask
    for capitals throughout.
    """

    id: ClassVar[str] = "startend:end_checker"
    phrase: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "phrase", self.phrase.strip(_CLOSERS))

    def check(self, reply: Document) -> Verdict:
        ending = _ending(self.phrase, reply.text)
        if ending:
            return satisfied("ends with the phrase", mark([ending], "closing phrase"))
        places = occurrences(self.phrase, reply.text)
        if places:
            return violated("the phrase is not the end of the reply", 0.5, mark(places[-1:], "phrase"))
        return violated(f"does not end with {quoted([self.phrase])}")

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Finish your response with this exact phrase: "{self.phrase}"',
            f'End your reply with the exact words "{self.phrase}"',
            f'The very last words of your answer must be "{self.phrase}"',
            f'Close with the phrase "{self.phrase}" and let nothing follow it.',
            f'Let your response end with exactly this: "{self.phrase}"',
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{prose(rng, topic)} {self.phrase}"

    def mutants(self, text: str) -> Iterator[str]:
        body = text.rstrip(_CLOSERS)
        yield f"{text} There is one more thing."
        yield body[:-1].rstrip(_CLOSERS)
        yield f"{body}x"

    def domain(self) -> Domain:
        least = {(Quantity.SENTENCES, ""): Bounds(1)}
        return Domain(counts=least, verbatim=(self.phrase,), closing=self.phrase)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(phrase=rng.choice(ENDINGS))


_QUOTES = re.compile('["“”„]')
_BEFORE_OPENING = ' \t\n([{-\u2013\u2014*_"\u201c\u201e'


def _first_fault(text: str) -> int | None:
    """Return where the quotation that ``text`` begins with goes wrong; None where it spans the text, balanced."""
    depth = 0
    low = text.startswith("„")
    for match in _QUOTES.finditer(text):
        position = match.start()
        last = match.end() == len(text)
        depth += 1 if _opens(text, position, low=low) and not last else -1
        if depth <= 0 and not last:
            return position
    return len(text) if depth else None


def _opens(text: str, position: int, *, low: bool) -> bool:
    """Whether the mark opens a quotation; straight marks tell it by their neighbours, “ closes after „ has opened."""
    if text[position] != '"':
        return text[position] == "„" or (text[position] == "“" and not low)
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    return not before or (before in _BEFORE_OPENING and not after.isspace())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One pair of double quotation marks, straight or curly, encloses the whole reply.

    Quotations inside it must be closed, so that ``"a" and "b"`` is not one pair.
    """

    id: ClassVar[str] = "startend:quotation"

    def check(self, reply: Document) -> Verdict:
        text = reply.text.strip()
        offset = len(reply.text) - len(reply.text.lstrip())
        opened, closed = text[:1] in tuple('"“„'), text[-1:] in tuple('"”“')
        if not (opened and closed and has_word(text)):
            return violated("not wrapped in double quotation marks", 0.25 * (opened + closed))
        fault = _first_fault(text)
        if fault is not None:
            place = Span(offset + min(fault, len(text) - 1), offset + min(fault + 1, len(text)))
            return violated("the quotation marks are not one pair", 0.75, mark([place], "quotation mark"))
        ends = (Span(offset, offset + 1), Span(offset + len(text) - 1, offset + len(text)))
        return satisfied("wrapped in double quotation marks", mark(ends, "quotation mark"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Wrap your entire response with double quotation marks.",
            "Put double quotation marks around your whole answer.",
            "Your full reply must be enclosed in double quotation marks.",
            "Begin your response with a double quotation mark and end it with one.",
            "Write all of your answer inside one pair of double quotation marks.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f'"{prose(rng, topic)}"'

    def mutants(self, text: str) -> Iterator[str]:
        yield text.strip()[1:]
        yield text.strip()[:-1]
        yield f"Here it is: {text}"
        yield f'{text} is what I say and "that is all"'

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1)}, shape=Shape.QUOTED)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
