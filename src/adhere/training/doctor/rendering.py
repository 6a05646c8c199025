"""Whether template, masks and length make of the examples what they should."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.data import Example, Stepwise
from adhere.errors import AdhereError, UsageError
from adhere.findings import Finding, State
from adhere.training.doctor.rows import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adhere.chat.template import ChatTemplate
    from adhere.data.examples import AnyExample
    from adhere.training.preparing import Prepared

_LOOKED_AT = 32  # examples that are rendered once more
_COMPARED = 200  # characters of a reply: its end may be cut
_MANY_CUT = 0.01
_GENERATION = re.compile(r"\{%[-+]?\s*generation\b")


@dataclass(frozen=True, slots=True)
class Speech:
    """How a model reads and writes: its template and its tokenizer.

    Attributes:
        template: what turns conversations into text.
        encode: what turns text into ids, adding none. decode: the reverse, keeping special tokens.
    """

    template: ChatTemplate
    encode: Callable[[str], list[int]]
    decode: Callable[[Sequence[int]], str]

    @classmethod
    def of(cls, template: ChatTemplate, tokenizer: Any) -> Speech:  # noqa: ANN401 - transformers is untyped
        """Return that of a tokenizer of transformers."""

        def encode(text: str) -> list[int]:
            tokens: list[int] = tokenizer(text, add_special_tokens=False)["input_ids"]
            return tokens

        def decode(tokens: Sequence[int]) -> str:
            text: str = tokenizer.decode(list(tokens), skip_special_tokens=False, clean_up_tokenization_spaces=False)
            return text

        return cls(template, encode, decode)


def template(speech: Speech, examples: Sequence[AnyExample], prepared: Prepared) -> Finding:
    """Return whether the model is trained on what it reads when it is asked, and on the replies as they are written.

    A few examples are rendered again, by another way than the one that made the sequences.
    """
    made = _by_source(speech, prepared)
    looked, otherwise, rewritten = 0, [], []
    for example in [one for one in examples if one.source in made][:_LOOKED_AT]:
        asked = _asked(speech, example)
        if not asked:
            continue
        looked += 1
        found = [text for tokens, text in made[example.source] if any(tokens[: len(a)] == a for a in asked)]
        if not found:
            otherwise.append(example.source)
        elif not any(_squeezed(answer)[:_COMPARED] in _squeezed(text) for text in found for answer in answers(example)):
            rewritten.append(example.source)
    if otherwise:
        message = f"{len(otherwise)} of {looked} prompts are not what the model reads when it is asked ({otherwise[0]})"
        hint = "pass a template with --template PATH that only adds to a conversation when a turn is added"
        if len(otherwise) == looked:
            return Finding("template", State.FAILED, message, hint, UsageError.exit_code)
        return Finding("template", State.WARNING, message, hint)
    if rewritten:
        message = f"{len(rewritten)} of {looked} replies are not learnt as they are written ({rewritten[0]})"
        return Finding("template", State.WARNING, message, "look at the example below: the template changes replies")
    blocks = "with" if _GENERATION.search(speech.template.source) else "without"
    same = f"{looked} prompts are what the model reads when it is asked" if looked else "no prompt was looked at"
    return Finding("template", State.OK, f"{speech.template.sha256[:12]}, {blocks} generation blocks; {same}")


def _by_source(speech: Speech, prepared: Prepared) -> dict[str, list[tuple[tuple[int, ...], str]]]:
    """Return the sequences made of each row: the tokens, and the text that is learnt of them."""
    found: dict[str, list[tuple[tuple[int, ...], str]]] = {}
    for tree, source in zip(prepared.trees, prepared.sources, strict=True):
        if source not in found and len(found) == _LOOKED_AT:
            break
        for branch in tree.branches:
            learnt = [token for token, is_learnt in zip(branch.tokens, branch.learnt, strict=True) if is_learnt]
            found.setdefault(source, []).append((tree.trunk + branch.tokens, speech.decode(learnt)))
    return found


def _asked(speech: Speech, example: AnyExample) -> list[tuple[int, ...]]:
    """Return the tokens that the model reads when it is asked for the first reply or the last.

    Those in between may be tokenised otherwise once the replies before them are text and no longer tokens.
    """
    if isinstance(example, Example):
        turns = example.conversation
        first = next(place for place, turn in enumerate(turns) if turn.role == "assistant")
        prompts = [turns[:first], turns[:-1]]
    else:
        prompts = [example.prompt]
    tools = () if isinstance(example, Stepwise) else example.tools
    found = []
    for prompt in prompts:
        with suppress(AdhereError):  # such a turn is not trained on, or the row is among those left out
            found.append(tuple(speech.encode(speech.template.render(prompt, tools=tools))))
    return found


def _squeezed(text: str) -> str:
    """Return a text without its reasoning and spacing, which templates set as they like."""
    return "".join(text.rpartition("</think>")[2].split())


def masks(prepared: Prepared) -> Finding:
    """Return how much of what is computed is learnt."""
    tokens = sum(len(tree.trunk) + len(branch.tokens) for tree in prepared.trees for branch in tree.branches)
    learnt = prepared.learnt
    if not learnt:
        return Finding("masks", State.FAILED, "no token is learnt", "give rows with replies", UsageError.exit_code)
    return Finding(
        "masks", State.OK, f"{learnt:,} of {tokens:,} tokens are learnt ({learnt / tokens:.0%}), replies only"
    )


def truncation(prepared: Prepared, longest: int) -> Finding:
    """Return how many replies lose their end at ``longest`` tokens: of those, the model does not learn to stop."""
    total = sum(len(tree.branches) for tree in prepared.trees)
    if not prepared.cut:
        return Finding("length", State.OK, f"every sequence fits into {longest:,} tokens")
    state = State.WARNING if prepared.cut > _MANY_CUT * total else State.NOTE
    message = f"{prepared.cut:,} of {total:,} sequences are cut at {longest:,} tokens and lose their end"
    return Finding("length", state, message, "raise --longest, or leave such rows out")
