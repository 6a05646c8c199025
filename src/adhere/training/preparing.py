"""From examples to trees: rendered, cut to length, without doubles, and each that is left out counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.chat import RenderError
from adhere.errors import UsageError
from adhere.training.growing import trees_of
from adhere.training.trees import truncate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.data import AnyExample
    from adhere.training.growing import Renderer
    from adhere.training.trees import Tree


@dataclass(frozen=True, slots=True)
class Prepared:
    """Examples as trees: examples = kept + left out.

    Attributes:
        trees: what is trained on. sources: where each comes from.
        left_out: number of examples by reason.
        cut: how many sequences are cut at the longest length.
    """

    trees: tuple[Tree, ...]
    sources: tuple[str, ...]
    left_out: Mapping[str, int]
    cut: int

    @property
    def tokens(self) -> int:
        """Tokens that are computed in one epoch."""
        return sum(tree.size for tree in self.trees)

    @property
    def learnt(self) -> int:
        """Tokens that are learnt in one epoch."""
        return sum(tree.learnt for tree in self.trees)


def prepare(examples: Sequence[AnyExample], renderer: Renderer, longest: int, *, scored: bool) -> Prepared:
    """Render examples; ``scored`` where a reward model reads them.

    Raises:
        UsageError: none is left.
    """
    trees: list[Tree] = []
    sources: list[str] = []
    left_out: Counter[str] = Counter()
    seen: set[Tree] = set()
    cut = 0
    for example in examples:
        try:
            whole = trees_of(example, renderer, scored=scored)
        except (RenderError, UsageError) as error:
            left_out[error.message] += 1
            continue
        shortened = [truncate(tree, longest) for tree in whole]
        kept = [tree for tree in shortened if tree is not None and tree not in seen]
        if not kept:
            left_out[f"no reply fits into {longest} tokens" if None in shortened else "the same as another"] += 1
            continue
        cut += sum(tree not in whole for tree in kept)
        seen.update(kept)
        trees.extend(kept)
        sources.extend([example.source] * len(kept))
    if not trees:
        reason = next(iter(left_out), "there is none")
        raise UsageError(f"no example can be trained on: {reason}")
    return Prepared(tuple(trees), tuple(sources), dict(left_out), cut)
