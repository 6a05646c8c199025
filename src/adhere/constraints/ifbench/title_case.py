"""Title case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.text import Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
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

_BRAND = re.compile(r"[a-z][A-Z]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]+")


def _is_title(word: str) -> bool:
    """Whether a major word may stand in a title: its first letter is a capital, or it is a name such as iPhone."""
    letter = next((character for character in word if character.isalpha()), "")
    return not letter.islower() or word[:1].isdigit() or _BRAND.match(word) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCase(Faultless):
    """Every major word begins with a capital, and so does the first word of each sentence; most have lower case too.

    Articles, conjunctions and prepositions are minor words, which may begin in either case. The words in code and
    addresses do not count; in capitals throughout is no title case. A reply without a letter that has a case is
    undecided.
    """

    id: ClassVar[str] = "format:title_case"
    fault: ClassVar[str] = "are not in title case"
    forbids: ClassVar[bool] = True

    def units(self, reply: Document) -> list[Span]:
        addresses = (Span(*match.span()) for match in _ADDRESS.finditer(reply.text))
        text = masked(masked(reply.text, reply.code, " "), addresses, " ")
        words = (word for word in reply.words if not text[word.start].isspace())
        return [word for word in words if word.of(text).upper() != word.of(text).lower()]

    def faults(self, reply: Document) -> list[Span]:
        words = self.units(reply)
        shouted = [word for word in words if word.end - word.start > 1 and word.of(reply.text).isupper()]
        if len(shouted) * 2 > len(words):
            return shouted
        firsts = {sentence.start for sentence in reply.sentences}
        lower = (word for word in words if not _is_title(word.of(reply.text)))
        return [word for word in lower if word.start in firsts or word.of(reply.text) not in MINOR]

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
