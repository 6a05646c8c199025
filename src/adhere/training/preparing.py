"""From examples to trees: rendered, cut to length, without doubles, and each that is left out counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.chat import RenderError, Turns, render
from adhere.data import Example, Pair
from adhere.errors import UsageError
from adhere.training.trees import Tree, grow, single, truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from adhere.chat import Rendered
    from adhere.chat.template import ChatTemplate


@dataclass(frozen=True, slots=True)
class Renderer:
    """How conversations become tokens.

    Attributes:
        template: the model's. encode: its tokenizer.
        end_tokens: ids that end a reply.
        turns: which of the assistant's turns are learnt.
    """

    template: ChatTemplate
    encode: Callable[[str], list[int]]
    end_tokens: Collection[int]
    turns: Turns = Turns.ALL

    @classmethod
    def of(cls, template: ChatTemplate, tokenizer: Any, end_tokens: Collection[int], turns: Turns) -> Renderer:  # noqa: ANN401 - transformers is untyped
        """Return the renderer of a tokenizer of transformers."""

        def encode(text: str) -> list[int]:
            tokens: list[int] = tokenizer(text, add_special_tokens=False)["input_ids"]
            return tokens

        return cls(template, encode, end_tokens, turns)

    def sequences(self, example: Example) -> tuple[Rendered, ...]:
        """Return the sequences of an example; one, but for templates that rewrite earlier turns."""
        return render(self.template, self.encode, example.conversation, end_tokens=self.end_tokens, turns=self.turns)

    def pair(self, example: Pair) -> tuple[Rendered, Rendered]:
        """Return the sequences of a pair, of which only the replies are learnt."""
        chosen, rejected = (
            render(
                self.template,
                self.encode,
                (*example.prompt, *reply),
                end_tokens=self.end_tokens,
                turns=Turns.LAST,
            )[-1]
            for reply in (example.chosen, example.rejected)
        )
        return chosen, rejected


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


def prepare(examples: Sequence[Example | Pair], renderer: Renderer, longest: int) -> Prepared:
    """Render examples.

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
            whole = _trees(example, renderer)
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


def _trees(example: Example | Pair, renderer: Renderer) -> list[Tree]:
    if isinstance(example, Pair):
        return [grow(renderer.pair(example))]
    return [single(sequence) for sequence in renderer.sequences(example)]
