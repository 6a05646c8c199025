"""Which of many texts a text is, or nearly is.

Two measures, because neither finds everything: a text stands word for word inside another, or both share a long
subsequence of words. N-grams of eight or thirteen words are blind to short instructions, a third of AlpacaEval's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_NEAR = (
    7,
    10,
)  # ROUGE-L F1 above 0.7, Self-Instruct's novelty filter (Wang et al. 2023, arXiv 2212.10560, section 2.2)
_INSIDE = 8  # words; a shorter text stands inside others by chance


class Likeness(StrEnum):
    """How alike two texts are."""

    SAME = "same"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Match:
    """A text that was found: its place among those given, and how alike it is."""

    place: int
    likeness: Likeness


class Overlap:
    """Texts to compare others with.

    Letter case, punctuation and spacing do not count. The search is exact: two texts of m and n words whose common
    subsequence has more than 0.35 (m + n) words share at least one of the rarest words of each, so that only texts with
    such a word in common are compared (the prefix filter of Bayardo et al. 2007, WWW).

    Args:
        texts: those to find.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [words(text) for text in texts]
        self._bags = [Counter(text) for text in self._texts]
        frequency = Counter(word for bag in self._bags for word in bag)
        self._by_rare_word: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            rarest = sorted(text, key=lambda word: (frequency[word], word))
            for word in dict.fromkeys(rarest[: _prefix(len(text))]):
                self._by_rare_word[word].append(place)

    def matches(self, text: str) -> list[Match]:
        """Return the texts that ``text`` is, holds word for word, or nearly is, in the order given."""
        mine = words(text)
        bag = Counter(mine)
        found = sorted({place for word in bag for place in self._by_rare_word.get(word, ())})
        likenesses = ((place, self._likeness(place, mine, bag)) for place in found)
        return [Match(place, likeness) for place, likeness in likenesses if likeness is not None]

    def _likeness(self, place: int, mine: tuple[str, ...], bag: Counter[str]) -> Likeness | None:
        other = self._texts[place]
        shared = (bag & self._bags[place]).total()
        if shared == len(other) and (mine == other or (len(other) >= _INSIDE and _stands_in(other, mine))):
            return Likeness.SAME
        if _is_long(shared, len(mine), len(other)) and _is_long(common(mine, other), len(mine), len(other)):
            return Likeness.NEAR
        return None


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, without regard to letter case."""
    return tuple(_WORD.findall(text.casefold()))


def common(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, in bit-parallel (Hyyrö 2004)."""
    places: dict[str, int] = defaultdict(int)
    for place, word in enumerate(first):
        places[word] |= 1 << place
    everywhere = (1 << len(first)) - 1
    rest = everywhere
    for word in second:
        met = rest & places.get(word, 0)
        rest = ((rest + met) | (rest - met)) & everywhere
    return len(first) - rest.bit_count()


def _is_long(shared: int, first: int, second: int) -> bool:
    """Whether ROUGE-L's F1, 2 shared / (first + second), is above the threshold."""
    above, of = _NEAR
    return 2 * of * shared > above * (first + second)


def _prefix(count: int) -> int:
    """Return how many of the rarest words must be looked at, so that no match is missed.

    The other text has at least as many words as are shared, so that 13 shared > 7 count.
    """
    above, of = _NEAR
    least = above * count // (2 * of - above) + 1
    return max(0, count - least + 1)


def _stands_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "
