"""The spelling of a reply: British or American."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.composing import prose
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import Words, own_words
from adhere.constraints.surface.spelling_words import AMERICAN, AMERICAN_PERHAPS, BRITISH, BRITISH_PERHAPS

if TYPE_CHECKING:
    from random import Random

    from adhere.text import Document, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpellingVariety(Absent):
    wrong: ClassVar[frozenset[str]]
    perhaps: ClassVar[frozenset[str]]
    right: ClassVar[tuple[str, ...]]
    variety: ClassVar[str]
    english: ClassVar[bool] = True

    def find(self, reply: Document) -> list[Span]:
        return [span for span, sure in self._found(reply) if sure]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return [span for span, _ in self._found(reply)]

    def _found(self, reply: Document) -> list[tuple[Span, bool]]:
        """Return each word of the other variety, and whether it is for sure: no name, and in no dictionary of this."""
        words = own_words(reply)
        folded = words.folded
        of_other = {word: wrong for word in set(folded) if (wrong := self._is_wrong(word)) is not None}
        return [
            (words.spans[i], of_other[word] and not _named(words, i, reply.text))
            for i, word in enumerate(folded if of_other else ())
            if word in of_other
        ]

    def _is_wrong(self, word: str) -> bool | None:
        """Whether a word is spelt in the other variety for sure; None where it is in neither list."""
        # Most words are in neither list, and have neither mark.
        if word not in self.wrong and word not in self.perhaps and "-" not in word and "'" not in word:
            return None
        parts = {word, word.removesuffix("'s"), *word.split("-")}
        wrong = not self.wrong.isdisjoint(parts)
        return wrong if wrong or not self.perhaps.isdisjoint(parts) else None

    def wordings(self) -> tuple[str, ...]:
        example = " and ".join(self.right[:2])
        return (
            f"Use {self.variety} spelling.",
            f"Write in {self.variety} English, with spellings such as {example}.",
            f"Your answer must follow {self.variety} spelling conventions ({example}).",
            f"Spell all words the {self.variety} way, as in {example}.",
            f"Keep to {self.variety} spelling throughout your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        first, second = rng.sample(self.right, 2)
        text = prose(rng, topic, keep=lambda line: not self._touches(line))
        return f"{text} The words {first} and {second} are in the text."


def _named(words: Words, i: int, text: str) -> bool:
    """Whether a word is written as a name: with a capital behind another word of the sentence."""
    word = words.texts[i]
    before = text[words.spans[i - 1].end : words.spans[i].start] if i else ""
    return before == " " and word[0].isupper() and not word.isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class BritishSpelling(_SpellingVariety):
    """No word is spelled the American way (color, center, traveled, defense, analyze), outside code and quotations.

    The words are those of a list, so that a reply without any passes. Undecided where it rests on -ize, which Oxford
    writes, on a spelling that both have, or on a capitalised name ("Pearl Harbor"), and in other languages.
    """

    id: ClassVar[str] = "spelling:british"
    thing: ClassVar[str] = "American spelling"
    things: ClassVar[str] = "American spellings"
    additions: ClassVar[tuple[str, ...]] = ("The color is fine.", "We traveled to the center.", "It is organized.")
    wrong: ClassVar[frozenset[str]] = AMERICAN
    perhaps: ClassVar[frozenset[str]] = AMERICAN_PERHAPS
    right: ClassVar[tuple[str, ...]] = ("colour", "centre", "travelled", "defence", "organise")
    variety: ClassVar[str] = "British"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmericanSpelling(_SpellingVariety):
    """No word is spelled the British way (colour, centre, travelled, organise), outside code and quotations.

    The words are those of a list, so that a reply without any passes. Undecided where it rests on a spelling that both
    have ("grey"), or on a capitalised name ("the Labour Party"), and in other languages.
    """

    id: ClassVar[str] = "spelling:american"
    thing: ClassVar[str] = "British spelling"
    things: ClassVar[str] = "British spellings"
    additions: ClassVar[tuple[str, ...]] = ("The colour is fine.", "We travelled to the centre.", "It is organised.")
    wrong: ClassVar[frozenset[str]] = BRITISH
    perhaps: ClassVar[frozenset[str]] = BRITISH_PERHAPS
    right: ClassVar[tuple[str, ...]] = ("color", "center", "traveled", "defense", "organize")
    variety: ClassVar[str] = "American"
