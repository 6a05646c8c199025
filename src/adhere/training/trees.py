"""What one training example is to the model: token sequences that may begin alike.

One tree holds one conversation (instruction tuning), a preferred and a rejected reply to one prompt, or a group of
samples. What its sequences share is computed once (prefix sharing: arXiv 2410.20305, there for pairs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.chat import Rendered


@dataclass(frozen=True, slots=True)
class Branch:
    """The tokens of one sequence after the trunk, and which of them are learnt."""

    tokens: tuple[int, ...]
    learnt: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Sequences that begin alike.

    Attributes:
        trunk: the tokens that all share; none of them is learnt.
        branches: how each goes on. Where the trunk is empty, the first token of a branch cannot be learnt.
    """

    trunk: tuple[int, ...]
    branches: tuple[Branch, ...]

    @property
    def size(self) -> int:
        """Tokens that are computed."""
        return len(self.trunk) + sum(len(branch.tokens) for branch in self.branches)

    @property
    def learnt(self) -> int:
        """Tokens that are learnt; nothing comes before the first of a tree without a trunk, so that it is not."""
        first = 0 if self.trunk else 1
        return sum(sum(branch.learnt[first:]) for branch in self.branches)


def single(rendered: Rendered) -> Tree:
    """Return the tree of one sequence."""
    return Tree((), (Branch(rendered.tokens, rendered.learnt),))


def grow(sequences: Sequence[Rendered]) -> Tree:
    """Return the tree of sequences that answer one prompt: what they share of it becomes the trunk."""
    length = min(sequence.prompt_length for sequence in sequences)
    first = sequences[0].tokens
    while any(sequence.tokens[:length] != first[:length] for sequence in sequences[1:]):
        length -= 1
    return Tree(first[:length], tuple(Branch(s.tokens[length:], s.learnt[length:]) for s in sequences))


def truncate(tree: Tree, longest: int) -> Tree | None:
    """Cut the branches at ``longest`` tokens, the trunk included; None where a branch then learns nothing."""
    room = longest - len(tree.trunk)
    if room < 1:
        return None
    branches = tuple(Branch(branch.tokens[:room], branch.learnt[:room]) for branch in tree.branches)
    return Tree(tree.trunk, branches) if all(any(branch.learnt) for branch in branches) else None
