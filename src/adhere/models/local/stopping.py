"""When a reply ends, and the text that it then has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_UNFINISHED = "\ufffd"  # what decoders give for the first bytes of a character


def cut(text: str, stops: Sequence[str]) -> str:
    """Return ``text`` up to the earliest of ``stops``; an empty one stops nothing."""
    places = [text.find(stop) for stop in stops if stop and stop in text]
    return text[: min(places)] if places else text


class StopStrings:
    """Watches a growing reply for strings that end it, across the borders of tokens.

    Only the last tokens are decoded at each step: those since the previous complete character, after a few of context,
    since some tokenizers write a token differently at the start of a text.
    """

    def __init__(self, stops: Sequence[str], decode: Callable[[Sequence[int]], str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._reach = max(map(len, stops)) - 1
        self._decode = decode
        self._tail = ""
        self._context = 0
        self._read = 0

    def reached(self, tokens: Sequence[int]) -> bool:
        """Return whether the reply, which grew since the last call, now has a stop string."""
        known = self._decode(tokens[self._context : self._read])
        text = self._decode(tokens[self._context :])
        if text.endswith(_UNFINISHED):
            return False
        self._tail += text[len(known) :]
        found = any(stop in self._tail for stop in self._stops)
        self._tail = self._tail[-self._reach :] if self._reach else ""
        self._context, self._read = self._read, len(tokens)
        return found
