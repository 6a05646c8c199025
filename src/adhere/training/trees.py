"""What one training example is to the model: token sequences that may begin alike.

One tree holds one conversation (instruction tuning), a preferred and a rejected reply to one prompt, a reply with its
label, or a group of samples. What its sequences share is computed once (prefix sharing: arXiv 2410.20305, there for
pairs).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.chat import Rendered


@dataclass(frozen=True, slots=True)
class Branch:
    """The tokens of one sequence after the trunk.

    Attributes:
        tokens: ids. learnt: for each, whether the model is to write it.
        scored: places among the tokens at which a reward model's score is read, in order.
        labels: what people said: of the whole reply (one), or of what ends at each scored place.
    """

    tokens: tuple[int, ...]
    learnt: tuple[bool, ...]
    scored: tuple[int, ...] = ()
    labels: tuple[float, ...] = ()


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

    @property
    def scored(self) -> int:
        """Places at which a score is read."""
        return sum(len(branch.scored) for branch in self.branches)


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


def judged_at_the_end(tree: Tree) -> Tree:
    """Return the tree with a score read at the last token of each branch: that of the whole reply."""
    return replace(tree, branches=tuple(replace(one, scored=(len(one.tokens) - 1,)) for one in tree.branches))


def truncate(tree: Tree, longest: int) -> Tree | None:
    """Cut the branches at ``longest`` tokens, the trunk included; None where a branch then learns nothing.

    A place at which a score is read is never cut off: the score of a part is not the label of the whole.
    """
    room = longest - len(tree.trunk)
    if room < 1 or any(branch.scored and branch.scored[-1] >= room for branch in tree.branches):
        return None
    branches = tuple(replace(one, tokens=one.tokens[:room], learnt=one.learnt[:room]) for one in tree.branches)
    return Tree(tree.trunk, branches) if all(any(branch.learnt) for branch in branches) else None


def mismatch(trees: Sequence[Tree]) -> list[Tree]:
    """Return each prompt with the reply to another: that of the next tree whose prompt differs.

    Args:
        trees: of one branch each. Where all have one prompt, the next reply is taken.
    """
    found = []
    for place, tree in enumerate(trees):
        others = (trees[(place + step) % len(trees)] for step in range(1, len(trees)))
        other = next((one for one in others if one.trunk != tree.trunk), trees[(place + 1) % len(trees)])
        found.append(Tree(tree.trunk, other.branches))
    return found
