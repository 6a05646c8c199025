"""sentence: keywords, lengths and alliteration, sentence by sentence."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.marks import MARKS, bare_words
from adhere.constraints.official.ifbench.segments import split_segments

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def alliteration_increment(_: Arguments, text: str) -> bool:
    """Each sentence has more words that share their first character with a neighbour; one sentence will do."""
    found = [sum(alliterations(sentence)) for sentence in split_segments(text)]
    return all(first < second for first, second in pairwise(found))


def alliterations(sentence: str) -> list[int]:
    """Return the lengths of the runs of at least two words with the same first character."""
    words = (word.lstrip(MARKS) for word in sentence.lower().split())
    runs = (len(list(run)) for _, run in groupby(word[0] for word in words if word))
    return [run for run in runs if run > 1]


def keyword(arguments: Arguments, text: str) -> bool:
    """The nth sentence holds the keyword, inside other words too; the sentence before the first is the last."""
    sentences = split_segments(text)
    nth = arguments.count("N")
    return len(sentences) >= nth and arguments.text("word").lower() in sentences[nth - 1].lower()


def increment(arguments: Arguments, text: str) -> bool:
    """Each sentence has exactly so many more words than the one before it; one sentence will do."""
    lengths = [len(bare_words(sentence)) for sentence in split_segments(text)]
    step = arguments.count("small_n")
    return all(second == first + step for first, second in pairwise(lengths))
