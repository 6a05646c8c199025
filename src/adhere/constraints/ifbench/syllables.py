"""How many syllables words have, and replies in which odd and even numbers of them take turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.ifbench.letters import folded, plain
from adhere.constraints.judging import mark, satisfied, undecided, violated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_VOWELS = re.compile(r"[aeiouy]+")
# Where the spelling does not tell how many syllables there are: two vowels that may part, a silent or spoken e, -ism.
_UNSURE = re.compile(
    r"i[aou]|e[aou]|u[aeio]|oe|y[aeiou]|[aeo]i|ao|e[ds]?$|sm$|[aeiouy]e[a-z]|[^aeiouy]l[ed]|ire|our|ower"
)

_LONGEST = 60
"""Letters beyond which what is written is no word of English."""

_SPOKEN_TWO_WAYS = re.compile(
    r"(?:s|th)m$|[iy]res?d?$|[^aeiouy]ours?$|owers?$|owel|^(?:our|hour)s?$|^every|^(?:evening|famil|favou?rit|camera|"
    r"chocolate|different|interest|several|general|temperature|vegetable|comfortable|restaurant|separate|poem|real)"
)
"""Words that speakers give one syllable more or less: fire, hour, power, rhythm, every, family."""


def syllables(word: str) -> tuple[int, int]:
    """Return the fewest and the most syllables that an English ``word`` may have; 0 and 9 where nothing tells.

    Exact for the 6,000 words whose count is listed (syllapy, MIT) and for spellings that leave no doubt.
    """
    return _syllables(word) if len(word) <= _LONGEST else (0, 9)


def syllables_of(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the ``syllables`` of each word."""
    ordinary = max(map(len, words), default=0) <= _LONGEST
    return list(map(_syllables if ordinary else syllables, words))


@lru_cache(maxsize=32_768)
def _syllables(word: str) -> tuple[int, int]:
    letters = plain(word).replace("'", "")
    if "-" in letters:
        parts = [syllables(part) for part in letters.split("-") if part]
        return sum(low for low, _ in parts), sum(high for _, high in parts)
    listed = _listed().get(letters)
    if listed:
        return listed, listed + bool(_SPOKEN_TWO_WAYS.search(letters))
    groups = len(_VOWELS.findall(letters))
    if not letters.isascii() or not letters.isalpha() or not groups:
        return 0, 9
    if not _UNSURE.search(letters):
        return groups, groups
    return max(1, groups - len(re.findall(r"e", letters))), groups + len(_UNSURE.findall(letters))


@cache
def _listed() -> Mapping[str, int]:
    import syllapy

    return {word: count for word, count in syllapy.WORD_DICT.items() if word.isalpha()}


_ALTERNATING = (
    "Green gardens need water.", "Good people share stories.", "Each morning brings sunlight.",
    "The river flows under tall windows.", "Small children want music.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OddEvenSyllables:
    """Words with odd and with even numbers of syllables take turns; two words at least; either kind may begin.

    English spelling does not always tell how many syllables there are: undecided where a word that is not listed leaves
    both possible, violated where no reading of such words makes the turns work.
    """

    id: ClassVar[str] = "words:odd_even_syllables"

    def check(self, reply: Document) -> Verdict:
        counts = syllables_of(folded(reply))
        if len(counts) < 2:  # noqa: PLR2004 - a turn takes two
            return violated(f"{len(counts)} words, too few to take turns")
        wrong = min((_out_of_turn(counts, first) for first in (0, 1)), key=len)
        if wrong:
            share = (1 + len(wrong)) / (2 + len(counts))
            places = mark((reply.words[i] for i in wrong), "out of turn")
            return violated(f"{len(wrong)} of {len(counts)} words are out of turn", 1 - share, places)
        unsure = [word for word, (low, high) in zip(reply.words, counts, strict=True) if low < high]
        if unsure:
            reason = f"the spelling of {len(unsure)} of {len(counts)} words does not tell their syllables"
            return undecided(reason, mark(unsure, "unsure"))
        return satisfied(f"{len(counts)} words take turns")

    def wordings(self) -> tuple[str, ...]:
        return (
            "Alternate between words with odd and even numbers of syllables.",
            "Let words with an odd and with an even number of syllables take turns.",
            "After a word with an odd number of syllables use one with an even number, and the other way round.",
            "No two words in a row may both have an odd or both an even number of syllables.",
            "Write so that the number of syllables per word is odd and even by turns.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        return " ".join(rng.sample(_ALTERNATING, 3))

    def mutants(self, text: str) -> Iterator[str]:
        first, rest = text.split(" ", 1)
        yield f"{first} {first} {rest}"
        yield rest.split(" ", 1)[0] + " garden window " + rest
        yield first

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(2)}, language="en")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _out_of_turn(counts: Sequence[tuple[int, int]], first: int) -> list[int]:
    """Return the words whose parity is for sure not the one of their turn, where ``first`` is that of the first."""
    return [i for i, (low, high) in enumerate(counts) if low == high and low % 2 != (first + i) % 2]
