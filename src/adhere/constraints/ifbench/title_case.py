"""Title case."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose
from adhere.constraints.dividing import outside
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.function_words import word_set
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.text import Document

MINOR = frozenset(
    {
        "a", "an", "the", "and", "but", "or", "nor", "for", "so", "yet", "as", "at", "by", "in", "of", "off",
        "on", "per", "to", "up", "via", "if", "vs", "than", "from", "with", "into", "onto", "over", "about",
        "above", "across", "after", "against", "along", "among", "around", "before", "behind", "below",
        "beneath", "beside", "between", "beyond", "down", "during", "except", "inside", "like", "near", "out",
        "outside", "past", "since", "through", "till", "toward", "towards", "under", "until", "upon", "within",
        "without", "de", "la", "le", "der", "von", "van",
    }
)  # fmt: skip
"""Articles, conjunctions and prepositions: manuals of style differ about which of them are major words."""

_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]{2}")
_LOWER_FIRST = word_set("pH mRNA tRNA rRNA siRNA iOS iPadOS macOS dB kHz kW kWh mAh eSIM eBPF")
_ADDRESS_SIGNS = ("@", "://", "www.")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]+")


def _has_case(word: str) -> bool:
    return word.islower() or word.upper() != word.lower()


def _is_title(word: str) -> bool:
    """Whether a major word may stand in a title: its first letter is a capital, or it is a name such as iPhone."""
    if not word[0].islower():
        return True
    return not word.islower() and (word in _LOWER_FIRST or _BRAND.match(word) is not None)


def _is_symbol(word: Span, text: str) -> bool:
    """Whether a single letter is a label (``a)``) or a name such as a formula has, not the article or the pronoun."""
    return word.of(text).casefold() not in {"a", "i"} or text[word.end : word.end + 1] in {")", "]"}


def _firsts(reply: Document, words: Sequence[Span]) -> frozenset[Span]:
    """Return the first of the words of each sentence."""
    places = (bisect_left(words, (sentence.start, 0)) for sentence in reply.sentences)
    return frozenset(words[place] for place in places if place < len(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCase(Faultless):
    """Every major word begins with a capital, and so does the first word of each sentence; most have lower case too.

    Articles, conjunctions and prepositions are minor words, which may begin in either case. The words in code and
    addresses do not count, nor do single letters as in ``a)`` and ``x = 2``. In capitals throughout is no title case.
    A reply without a word that has a case is undecided.
    """

    id: ClassVar[str] = "format:title_case"
    fault: ClassVar[str] = "are not in title case"
    forbids: ClassVar[bool] = True

    def units(self, reply: Document) -> list[Span]:
        text = reply.text
        addresses = _ADDRESS.finditer(text) if any(sign in text for sign in _ADDRESS_SIGNS) else ()
        asides = sorted([*reply.code, *(Span(*address.span()) for address in addresses)])
        words = outside(reply.words, asides) if asides else reply.words
        written = [word.of(text) for word in words] if asides else reply.word_texts
        cased = set(filter(_has_case, set(written)))
        return [
            span
            for word, span in zip(written, words, strict=True)
            if word in cased and (len(word) > 1 or not _is_symbol(span, text))
        ]

    def faults(self, reply: Document) -> list[Span]:
        return self.faults_among(reply, self.units(reply))

    def faults_among(self, reply: Document, units: Sequence[Span]) -> list[Span]:
        written = [reply.text[start:end] for start, end in units]
        different = set(written)
        loud = {word for word in different if len(word) > 1 and word.isupper()}
        shouted = list(compress(units, map(loud.__contains__, written)))
        if len(shouted) * 2 > len(units):
            return shouted
        lower = {word for word in different if not _is_title(word)}
        minor = lower & MINOR
        firsts = _firsts(reply, units) if minor else ()
        return [
            span
            for word, span in zip(written, units, strict=True)
            if word in lower and (word not in minor or span in firsts)
        ]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Write the entire response in title case (capitalize the first letter of every major word).",
            "Capitalize the first letter of each major word, as in a title, throughout your reply.",
            "Use title case for your whole answer: every major word starts with a capital letter.",
            "Your full response must be in Title Case.",
            "Begin each major word of your answer with a capital letter, as headlines do.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = prose(rng, topic).split(" ")
        return " ".join(word if word in MINOR else word[:1].upper() + word[1:] for word in words)

    def mutants(self, text: str) -> Iterator[str]:
        yield text.lower()
        yield text.upper()
        yield f"{text} More is written here."
        yield f"{text} heLLo"

    def domain(self) -> Domain:
        # Naming the words in capitals at all rules out a reply that is all in one case.
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1), (Quantity.CAPITAL_WORDS, ""): Bounds()})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
