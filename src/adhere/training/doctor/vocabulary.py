"""Whether tokenizer, embedding and the tokens that begin, end and fill agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.errors import UsageError
from adhere.findings import Finding, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from adhere.training.trees import Tree

_FAINT = 0.5  # of the median length of an embedding; trained ones of SmolLM2 and Gemma 3 are above 0.55


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tokenizer and model say of their tokens.

    Attributes:
        known: ids that the tokenizer has, 0 to below this. embedded: ids that the model has.
        special: the texts of special tokens, by id.
        begin, pad, unknown: ids, None where there is none.
        adds_begin: whether the tokenizer begins texts by itself.
        stops: ids at which any engine stops: those that the generation settings, the model and the tokenizer name.
        faint: ids whose embedding is so short that it was hardly ever trained.
    """

    known: int
    embedded: int
    special: Mapping[int, str]
    begin: int | None
    pad: int | None
    unknown: int | None
    adds_begin: bool
    stops: Collection[int]
    faint: Collection[int]

    @classmethod
    def of(cls, model: Any, tokenizer: Any) -> Vocabulary:  # noqa: ANN401 - transformers is untyped
        """Return that of a model and a tokenizer of transformers."""
        lengths = model.get_input_embeddings().weight.detach().float().norm(dim=1)
        generation = getattr(model, "generation_config", None)  # a reward model has none
        named = [getattr(generation, "eos_token_id", None), model.config.eos_token_id, tokenizer.eos_token_id]
        ids = {token for entry in named for token in (entry if isinstance(entry, list) else [entry])}
        begun = tokenizer("a")["input_ids"]
        return cls(
            known=len(tokenizer),
            embedded=len(lengths),
            special={id_: token.content for id_, token in tokenizer.added_tokens_decoder.items() if token.special},
            begin=tokenizer.bos_token_id,
            pad=tokenizer.pad_token_id,
            unknown=tokenizer.unk_token_id,
            adds_begin=tokenizer.bos_token_id is not None and begun[:1] == [tokenizer.bos_token_id],
            stops=frozenset(token for token in ids if token is not None),
            faint=frozenset((lengths < _FAINT * lengths.median()).nonzero()[:, 0].tolist()),
        )

    def name(self, token: int) -> str:
        """Return the text of a special token, and the number of any other."""
        return self.special.get(token, f"token {token}")

    def names(self, tokens: Collection[int]) -> str:
        """Return the names of some tokens, in order of their ids."""
        return ", ".join(self.name(token) for token in sorted(tokens))


def sequences(trees: Sequence[Tree]) -> Iterator[tuple[int, ...]]:
    """Yield each sequence of the trees, from its first token on."""
    for tree in trees:
        for branch in tree.branches:
            yield tree.trunk + branch.tokens


def embedding(vocabulary: Vocabulary, trees: Sequence[Tree]) -> Iterator[Finding]:
    """Yield whether the model has an embedding, and a trained one, for each token."""
    used = Counter(token for sequence in sequences(trees) for token in sequence)
    beyond = [token for token in used if token >= vocabulary.embedded]
    if beyond:
        yield Finding(
            "embedding",
            State.FAILED,
            f"the model has {vocabulary.embedded:,} embeddings, and the data hold {vocabulary.names(beyond[:5])}",
            "take the tokenizer that belongs to the model, or resize its embeddings (resize_token_embeddings)",
            UsageError.exit_code,
        )
    elif vocabulary.known > vocabulary.embedded:
        more = vocabulary.known - vocabulary.embedded
        message = f"the tokenizer knows {more:,} tokens that the model has no embedding for; none is in the data"
        yield Finding("embedding", State.NOTE, message, "resize the embeddings before such a token is asked for")
    else:
        yield Finding("embedding", State.OK, f"{vocabulary.embedded:,} for {vocabulary.known:,} tokens")
    new = sorted(vocabulary.faint & used.keys())
    if new:
        yield Finding(
            "new tokens",
            State.WARNING,
            f"hardly trained before, and {sum(used[token] for token in new):,} times in the data: "
            f"{vocabulary.names(new[:5])}",
            "train all weights, the embeddings among them, or take a template of tokens that the model knows",
        )
    if vocabulary.unknown is not None and used[vocabulary.unknown]:
        count, name = used[vocabulary.unknown], vocabulary.name(vocabulary.unknown)
        message = f"{count:,} times the text has no token, and {name} stands for it"
        yield Finding(
            "unknown tokens", State.WARNING, message, "leave out the rows in scripts that the model cannot write"
        )


def beginning(vocabulary: Vocabulary, trees: Sequence[Tree]) -> Finding:
    """Return whether sequences begin as the model knows it: with one beginning of text, where it has one."""
    begin = vocabulary.begin
    if begin is None:
        return Finding("beginning", State.OK, "the model has no token that begins a text")
    found = [sequence[:2] for sequence in sequences(trees)]
    twice = sum(first == (begin, begin) for first in found)
    if twice:
        message = f"{twice:,} of {len(found):,} sequences begin with {vocabulary.name(begin)} twice"
        hint = "leave it out of the data or of the template: one of them writes it again"
        return Finding("beginning", State.FAILED, message, hint, UsageError.exit_code)
    without = sum(first[:1] != (begin,) for first in found)
    if without and vocabulary.adds_begin:
        message = (
            f"{without:,} of {len(found):,} sequences lack {vocabulary.name(begin)}, with which the model was trained"
        )
        return Finding("beginning", State.WARNING, message, "begin the template with {{ bos_token }}")
    if not without and vocabulary.adds_begin:
        message = f"the template writes {vocabulary.name(begin)}, and the tokenizer would write it again"
        return Finding(
            "beginning", State.NOTE, message, "elsewhere, tokenise rendered chats with add_special_tokens=False"
        )
    return Finding("beginning", State.OK, f"{vocabulary.name(begin)} {'once' if not without else 'is not used'}")


def ending(vocabulary: Vocabulary, trees: Sequence[Tree], ends: Collection[int]) -> Finding:
    """Return whether the model learns to stop, with a token at which every engine stops.

    Args:
        vocabulary: of the model.
        trees: what is trained on.
        ends: ids that may end a reply.
    """
    last = Counter(branch.tokens[-1] for tree in trees for branch in tree.branches if branch.learnt[-1])
    learnt = {token: count for token, count in last.items() if token in ends}
    if not learnt:
        return Finding(
            "end token",
            State.FAILED,
            "no sequence ends with a token that ends a reply: the model would not learn to stop",
            "raise --longest, so that not every reply is cut; or pass a template that ends turns with --template",
            UsageError.exit_code,
        )
    strange = learnt.keys() - set(vocabulary.stops)
    if strange:
        return Finding(
            "end token",
            State.NOTE,
            f"replies end with {vocabulary.names(strange)}, which the model's generation settings do not name",
            "nothing to do: those of the trained model will name what ends most replies",
        )
    return Finding("end token", State.OK, f"{vocabulary.names(learnt.keys())} is learnt {sum(learnt.values()):,} times")


def padding(vocabulary: Vocabulary, ends: Collection[int], *, scores: bool) -> Finding:
    """Return whether the token that fills is one that means something; ``scores`` where a reward model is trained."""
    if vocabulary.pad is None or vocabulary.pad not in ends:
        return Finding(
            "padding", State.OK, "nothing is padded here, and no end of a reply is taken for padding elsewhere"
        )
    name = vocabulary.name(vocabulary.pad)
    if scores:
        return Finding(
            "padding",
            State.WARNING,
            f"{name} both ends replies and pads: transformers reads the score before it, and training at it",
            "set pad_token in tokenizer_config.json to a token that no reply ends with",
        )
    message = f"{name} both ends replies and pads: harmless here, where nothing is padded and every end is learnt"
    return Finding("padding", State.NOTE, message, "trainers that mask padding would not teach the model to stop")
