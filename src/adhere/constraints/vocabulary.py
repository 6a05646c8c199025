"""Words that constraints are drawn with: common in replies to everyday requests, and unrelated to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FITTING = (
    "bridge", "calm", "careful", "choice", "community", "curious", "daily", "discover", "energy", "family", "friend",
    "future", "garden", "goal", "habit", "harbor", "history", "honest", "journey", "kitchen", "lantern", "learn",
    "market", "memory", "morning", "music", "neighbor", "patience", "practice", "quiet", "river", "share", "simple",
    "story", "summer", "teacher", "together", "travel", "window", "winter",
)  # fmt: skip
"""Words that a writer can work into a text on almost anything."""

TEMPTING = (
    "also", "always", "amazing", "because", "best", "better", "different", "easy", "enjoy", "ensure", "essential",
    "first", "good", "great", "help", "important", "just", "like", "make", "many", "much", "need", "new", "often",
    "people", "really", "should", "special", "start", "time", "unique", "use", "various", "very", "way", "world",
)  # fmt: skip
"""Words that replies use unasked, so that forbidding them asks for something."""

ENDINGS = (
    "That is all for now.", "I hope this helps.", "Thank you for reading.", "Now it is your turn.",
    "Let me know what you think.", "And that is the whole story.", "Take care until next time.",
)  # fmt: skip


def draw_words(rng: Random, words: tuple[str, ...], count: int, prompt: str) -> tuple[str, ...]:
    """Draw ``count`` different words that do not occur in ``prompt``, not even as a part of a word."""
    asked = prompt.casefold()
    return tuple(rng.sample([word for word in words if word not in asked], count))
