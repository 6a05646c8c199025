"""Plain English about any topic, made to measure: the stuff of witnesses.

Every sentence is free of commas, digits, quotes, Markdown and words in capitals, so that what a constraint asks for
is all that a witness adds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

TOPICAL = (
    "There is a lot to say about {}.",
    "Many people first meet {} at home.",
    "A short look at {} pays off.",
    "My neighbour knows a great deal about {}.",
    "Good advice on {} is easy to follow.",
    "We talked about {} for an hour.",
    "Most questions about {} have simple answers.",
    "Some people find {} hard at first.",
    "This guide to {} starts with the basics.",
    "Every town has its own way with {}.",
)
GENERAL = (
    "The first step is the hardest one.",
    "It helps to start small and to keep going.",
    "Take your time and ask a friend for help.",
    "Write down what works and what does not.",
    "A little patience makes a big difference.",
    "Simple habits last longer than grand plans.",
    "Nobody gets everything right on day one.",
    "Practice turns effort into skill.",
    "Small changes add up over a year.",
    "Old tools often do a fine job.",
    "Curious minds never run out of things to try.",
    "Rain or shine the work goes on.",
    "An honest friend will tell you more.",
    "You will soon see how far you have come.",
)
PER_LENGTH = {
    1: "Yes.",
    2: "It works.",
    3: "This matters most.",
    4: "Keep it quite simple.",
    5: "Each day brings something new.",
    6: "Good work takes time and care.",
    7: "People like to share what they learn.",
}
FRAGMENTS = ("Why not?", "So be it.", "Go on.", "Just try!", "Fun!", "All is well.", "Begin.", "Up!", "Hm.")


def subject(topic: str) -> str:
    """Return ``topic`` as at most six plain lower-case words; ``it`` where it has none."""
    words = re.findall(r"[a-z]{2,}", topic.lower())
    return " ".join(words[:6]) or "it"


def sentences(rng: Random, topic: str, count: int, keep: Callable[[str], bool] | None = None) -> list[str]:
    """Return ``count`` sentences, the first about ``topic`` where one can be kept; repeats only once all were used.

    Raises:
        UsageError: ``keep`` refuses every sentence there is.
    """
    about = [line.format(subject(topic)) for line in TOPICAL]
    pool = rng.sample(about, len(about))[:3] + rng.sample(GENERAL, len(GENERAL))
    kept = [line for line in pool if keep is None or keep(line)]
    kept = kept or [line for line in FRAGMENTS if keep is None or keep(line)]
    if not kept and count:
        raise UsageError("no plain English sentence meets the constraint", hint="ask for less unusual parameters")
    return [kept[i % len(kept)] for i in range(count)]


def prose(rng: Random, topic: str, count: int = 3, keep: Callable[[str], bool] | None = None) -> str:
    """Return a paragraph of ``count`` sentences."""
    return " ".join(sentences(rng, topic, count, keep))


def prose_of_words(rng: Random, topic: str, count: int) -> str:
    """Return a paragraph of exactly ``count`` words, one or more."""
    lines: list[str] = []
    left = count
    for line in sentences(rng, topic, count):
        length = len(line.split())
        if length > left:
            break
        lines.append(line)
        left -= length
    while left:
        length = min(left, max(PER_LENGTH))
        lines.append(PER_LENGTH[length])
        left -= length
    return " ".join(lines)


def prose_while(rng: Random, topic: str, fits: Callable[[str], bool], *, start: str = "", count: int = 3) -> str:
    """Return ``start`` and up to ``count`` sentences more, each of which is added only where the text still fits."""
    text = start
    added = 0
    for line in sentences(rng, topic, 3 + len(GENERAL)):
        longer = f"{text} {line}".strip()
        if added < count and fits(longer):
            text, added = longer, added + 1
    return text


def sentence_of_words(words: Sequence[str], count: int) -> str:
    """Return one sentence of ``count`` words: ``words`` joined by "and", as in "River and garden and music."."""
    nouns = [words[i % len(words)] for i in range((count + 1) // 2)]
    chain = " and ".join(nouns)
    return f"{chain if count % 2 else f'Think {chain}'}.".capitalize()


def phrase_about(rng: Random, topic: str) -> str:
    """Return a few words that name the topic: a title, a list item, something to highlight."""
    return rng.choice(("notes on {}", "a word on {}", "ideas for {}", "more about {}")).format(subject(topic))
