"""From one example to its trees: what a method learns from decides their shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from adhere.chat import RenderError, Turns, render
from adhere.data import Example, Labelled, Pair
from adhere.training.trees import Branch, Tree, grow, judged_at_the_end, single

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from adhere.chat import Conversation, Rendered, Tools
    from adhere.chat.template import ChatTemplate
    from adhere.data import AnyExample, Stepwise

STEP_END = "\n"
"""What ends each step of a reply; the score of a step is read at its last token."""


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

    def sequences(self, conversation: Conversation, tools: Tools, turns: Turns) -> tuple[Rendered, ...]:
        """Return the sequences of a conversation; one, but for templates that rewrite earlier turns."""
        return render(self.template, self.encode, conversation, end_tokens=self.end_tokens, turns=turns, tools=tools)

    def reply(self, prompt: Conversation, reply: Conversation, tools: Tools) -> Rendered:
        """Return the sequence of a reply, of which only the last turn is learnt."""
        return self.sequences((*prompt, *reply), tools, Turns.LAST)[-1]


def trees_of(example: AnyExample, renderer: Renderer, *, scored: bool) -> list[Tree]:
    """Return the trees of an example; ``scored`` where a reward model reads them.

    Raises:
        RenderError, UsageError: it cannot be rendered.
    """
    if isinstance(example, Example):
        return [
            single(sequence) for sequence in renderer.sequences(example.conversation, example.tools, renderer.turns)
        ]
    if isinstance(example, Labelled):
        completion = renderer.reply(example.prompt, example.completion, example.tools)
        return [_labelled(grow([completion]), float(example.desirable))]
    if isinstance(example, Pair):
        replies = (example.chosen, example.rejected)
        pair = grow([renderer.reply(example.prompt, reply, example.tools) for reply in replies])
        return [_labelled(judged_at_the_end(pair), example.margin or 0.0)] if scored else [pair]
    return [_steps(example, renderer)]


def _labelled(tree: Tree, label: float) -> Tree:
    """Return the tree with a label on its first branch."""
    return replace(tree, branches=(replace(tree.branches[0], labels=(label,)), *tree.branches[1:]))


def _steps(example: Stepwise, renderer: Renderer) -> Tree:
    """Render step by step, so that the tokens of a step never depend on those after it, as when it is scored."""
    prompt = renderer.encode(renderer.template.render(example.prompt))
    if not prompt:
        raise RenderError("the template writes nothing for the prompt")
    tokens: list[int] = []
    ends: list[int] = []
    for step in example.steps:
        tokens += renderer.encode(step + STEP_END)
        ends.append(len(tokens) - 1)
    branch = Branch(tuple(tokens), (True,) * len(tokens), tuple(ends), tuple(map(float, example.right)))
    return Tree(tuple(prompt), (branch,))
