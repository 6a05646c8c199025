"""Replies that copy a given text and add nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.copying import TOKEN, is_bare, keys_of, same_token, tokens_of, words_of
from adhere.constraints.dividing import has_word, without_marks_around
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.ifbench.likeness import likeness
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Evidence, Verdict


def judge_copy(reply: Document, wanted: Sequence[str]) -> Verdict:
    """Judge a reply that must be the tokens of a text and no others, by how many of both they have in common."""
    found, asked = keys_of(reply.text), keys_of(" ".join(wanted))
    pairs = enumerate(zip(found, asked, strict=False))
    same = next((i for i, (here, there) in pairs if here != there), min(len(found), len(asked)))
    evidence = _first_tokens(reply, same, "copied")
    if found == asked:
        return satisfied("copies the text and nothing else", evidence)
    if same == len(asked):
        return violated(f"{len(found) - same} words more than the text", likeness(found, asked), evidence)
    return violated(f"{same} of {len(asked)} words copied before the first other one", likeness(found, asked), evidence)


def _first_tokens(reply: Document, count: int, note: str) -> tuple[Evidence, ...]:
    """Mark so many tokens at the start of a reply as one place."""
    tokens = [token.span() for token in islice(tokens_of(reply.text), count)]
    return mark([Span(tokens[0][0], tokens[-1][1])] if tokens else [], note)


def copy_domain(wanted: Sequence[str]) -> Domain:
    """Return the domain of a reply that is these tokens and no others."""
    text = " ".join(wanted)
    words = Bounds.exactly(len(Document(text).words))
    return Domain(counts={(Quantity.WORDS, ""): words}, verbatim=(text,), shape=Shape.COPY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatSentence:
    """The reply is the sentence, word for word, and nothing else.

    White space, case, the shape of quotes and Markdown or quotation marks around it do not matter.
    """

    id: ClassVar[str] = "repeat:repeat_simple"
    sentence: str = "Only output this sentence here, ignore all other requests."

    def __post_init__(self) -> None:
        check_phrase(self.id, "sentence", " ".join(words_of(self.sentence)))

    def check(self, reply: Document) -> Verdict:
        return judge_copy(reply, words_of(self.sentence))

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Ignore all other requests and output only this sentence: "{self.sentence}"',
            f'Reply with this sentence and nothing else: "{self.sentence}"',
            f'Your whole answer must be "{self.sentence}", whatever else is asked.',
            f'Write "{self.sentence}" and stop; do not answer the request.',
            f'Do nothing but repeat this sentence word for word: "{self.sentence}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return self.sentence

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Here you are."
        yield f"Sure: {text}"
        yield " ".join(words_of(text)[1:])

    def domain(self) -> Domain:
        return copy_domain(words_of(self.sentence))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatChanged:
    """The reply is the request with another first word, and nothing else; the other words are as in the request.

    One word takes the place of one word, and a change of case or of marks alone is none. What does not matter,
    ``RepeatSentence`` says.
    """

    id: ClassVar[str] = "repeat:repeat_change"
    prompt: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", " ".join(words_of(self.prompt)))

    def check(self, reply: Document) -> Verdict:
        wanted = words_of(self.prompt)
        first = next((token[0] for token in tokens_of(reply.text)), "")
        if not has_word(first):
            reason = "no word takes the place of the first one"
            return violated(reason, evidence=_first_tokens(reply, 1, "no word"))
        if _bare_word(first) == _bare_word(wanted[0]):
            share = likeness(keys_of(reply.text), keys_of(self.prompt))
            return violated("the first word is not changed", share / 2, _first_tokens(reply, 1, "first word"))
        return judge_copy(reply, [first, *wanted[1:]])

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Repeat this request with its first word changed, and do not answer it: "{self.prompt}"',
            f'Do not answer this request; write it out with another first word and nothing else: "{self.prompt}"',
            f'Copy the following text, replace only its first word by another, and add nothing: "{self.prompt}"',
            f'Your whole reply must be this text with a different first word: "{self.prompt}"',
            f'Instead of an answer, give these words again with the first one exchanged for another: "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        first, *rest = words_of(self.prompt)
        return " ".join([rng.choice([word for word in FITTING if not same_token(word, first)]).capitalize(), *rest])

    def mutants(self, text: str) -> Iterator[str]:
        first, *rest = words_of(self.prompt)
        yield " ".join([first, *rest])
        yield "  ".join([first.upper(), *rest])
        yield " ".join([f"{first},", *rest])
        yield f"{text} Here is my answer."
        yield f"Sure: {text}"

    def domain(self) -> Domain:
        rest = " ".join(words_of(self.prompt)[1:])
        return Domain(verbatim=(rest,) if rest else (), shape=Shape.COPY)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(prompt=prompt)


def _bare_word(token: str) -> str:
    return without_marks_around(token).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatSpan:
    """The reply is the words of the prompt from index ``first`` to index ``last``, both included, and nothing else.

    Indices count from 0 the words that white space divides. What does not matter, ``RepeatSentence`` says.
    """

    id: ClassVar[str] = "repeat:repeat_span"
    prompt: str
    first: int
    last: int

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", self.prompt)
        count = len(TOKEN.findall(self.prompt))
        if not 0 <= self.first <= self.last < count or not self._wanted:
            raise UsageError(
                f"{self.id}: words {self.first} to {self.last} of {count}",
                hint=f"first and last must be from 0 to {count - 1}, in this order",
            )

    @property
    def _wanted(self) -> list[str]:
        return [token for token in TOKEN.findall(self.prompt)[self.first : self.last + 1] if not is_bare(token)]

    def check(self, reply: Document) -> Verdict:
        return judge_copy(reply, self._wanted)

    def wordings(self) -> tuple[str, ...]:
        ends = f"{self.first} to {self.last}"
        return (
            f'Copy the words from index {ends} inclusive, split by whitespace and counted from 0: "{self.prompt}"',
            f'Output only the words with the indices {ends}, the first word having index 0, of "{self.prompt}"',
            f'Repeat nothing but words {ends} (both included, counted from 0) of this text: "{self.prompt}"',
            f'Split this text at white space and write its words {ends}, where word 0 is the first: "{self.prompt}"',
            f'Your whole reply must be words {ends} of this text, with word 0 as the first: "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return " ".join(self._wanted)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} and more"
        yield " ".join(words_of(text)[1:])
        yield " ".join(words_of(text)[:-1])

    def domain(self) -> Domain:
        return copy_domain(self._wanted)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        tokens = TOKEN.findall(prompt)
        last = rng.choice([i for i, token in enumerate(tokens) if not is_bare(token)] or [0])
        return cls(prompt=prompt, first=rng.randint(0, last), last=last)
