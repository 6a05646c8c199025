"""One example as the model sees it, token by token, with those that are learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adhere.training.preparing import Prepared

_TORN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A token: its id, the text that it adds, and whether it is learnt."""

    token: int
    text: str
    learnt: bool


@dataclass(frozen=True, slots=True)
class Specimen:
    """An example: the row that it comes from, and its sequences (of a pair, the chosen one first)."""

    source: str
    sequences: tuple[tuple[Piece, ...], ...]


def specimen(prepared: Prepared, decode: Callable[[Sequence[int]], str]) -> Specimen:
    """Return the first example; ``decode`` keeps special tokens."""
    tree = prepared.trees[0]
    return Specimen(
        prepared.sources[0],
        tuple(
            _pieces(tree.trunk + branch.tokens, (False,) * len(tree.trunk) + branch.learnt, decode)
            for branch in tree.branches
        ),
    )


def _pieces(
    tokens: tuple[int, ...], learnt: tuple[bool, ...], decode: Callable[[Sequence[int]], str]
) -> tuple[Piece, ...]:
    """Share the text out over the tokens; of a character in several tokens, the last one gets it.

    A token is decoded behind the one before it, since some tokenizers write blanks only between tokens.
    """
    pieces: list[Piece] = []
    first = done = 0
    for place, (token, is_learnt) in enumerate(zip(tokens, learnt, strict=True), start=1):
        before, now = decode(tokens[first:done]), decode(tokens[first:place])
        is_whole = not now.endswith(_TORN) or place == len(tokens)
        pieces.append(Piece(token, now[len(before) :] if is_whole else "", is_learnt))
        if is_whole:
            first, done = done, place
    return tuple(pieces)
