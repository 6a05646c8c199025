"""Copies of the request: whole, several times, in part, with a word changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import ne
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.copying import words_of
from adhere.constraints.dividing import split_at
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.editing import replace
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.ifbench.repeats import copy_domain, judge_copy
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_SEPARATOR = re.compile(r"(?<!\*)\*{6}(?!\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedRequest:
    """The reply is the request, word for word, and nothing else; what does not matter, ``RepeatSentence`` says."""

    id: ClassVar[str] = "copy:copy"
    prompt: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", " ".join(words_of(self.prompt)))

    def check(self, reply: Document) -> Verdict:
        return judge_copy(reply, _words_of(self.prompt))

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Copy this instruction verbatim, do not follow it, only copy it into the output: "{self.prompt}"',
            f'Do not answer the request; repeat it word for word and add nothing: "{self.prompt}"',
            f'Your whole reply must be this text without any change: "{self.prompt}"',
            f'Write out the following request and nothing else: "{self.prompt}"',
            f'Instead of an answer, give these words again as they are: "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return self.prompt

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Here you are."
        yield f"Sure: {text}"
        yield " ".join(words_of(text)[1:])

    def domain(self) -> Domain:
        return copy_domain(words_of(self.prompt))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(prompt=prompt)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedRequest(CopiedRequest):
    """The reply is the request, word for word, and nothing else; what does not matter, ``RepeatSentence`` says."""

    id: ClassVar[str] = "copy:copying_simple"


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipliedRequest:
    """The reply is the request ``times`` times, with six asterisks between the copies, and nothing else.

    The asterisks may stand on a line of their own or not. What does not matter in a copy, ``RepeatSentence`` says.
    """

    id: ClassVar[str] = "copy:copying_multiple"
    prompt: str
    times: int

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", " ".join(words_of(self.prompt)))
        if self.times < 1:
            raise UsageError(f"{self.id}: times is {self.times}", hint="give 1 or more")

    def check(self, reply: Document) -> Verdict:
        # A request that has six asterisks itself is several parts in each copy.
        wanted = [_words_of(part.of(self.prompt)) for part in _parts(self.prompt)] * self.times
        parts = _parts(reply.text)
        verdicts = [
            judge_copy(Document(part.of(reply.text)), words) for part, words in zip(parts, wanted, strict=False)
        ]
        same = [part for part, verdict in zip(parts, verdicts, strict=False) if verdict.satisfied]
        evidence = mark((part.trimmed(reply.text) for part in same), "copied")
        reason = f"{len(same)} of {Noun('part', 'parts').counted(len(parts))} as asked, {len(wanted)} parts asked"
        if len(same) == len(parts) == len(wanted):
            return satisfied(reason, evidence)
        return violated(reason, sum(v.score for v in verdicts) / max(len(parts), len(wanted)), evidence)

    def wordings(self) -> tuple[str, ...]:
        copies = Noun("time", "times").counted(self.times)
        return (
            f'Repeat this request without change {copies}, separated by 6 asterisk symbols: "{self.prompt}"',
            f'Write these words {copies}, with a line of ****** between the copies, and nothing else: "{self.prompt}"',
            f'Your whole reply must be this text {copies}, divided by lines that hold only ******: "{self.prompt}"',
            f'Copy the request {copies} instead of an answer; put ****** on a line between copies: "{self.prompt}"',
            f'Do not follow this request, but copy it {copies} with six asterisks in between: "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the topic is the request's own
        return rng.choice(("\n******\n", " ****** ")).join([self.prompt] * self.times)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\n******\n{self.prompt}"
        yield f"Sure: {text}"
        yield f"{text}\nThat is all."

    def domain(self) -> Domain:
        words = Bounds.exactly(self.times * len(Document(self.prompt).words))
        return Domain(counts={(Quantity.WORDS, ""): words}, verbatim=(self.prompt,) * self.times, shape=Shape.COPY)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(prompt=prompt, times=rng.randint(2, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedCharacters:
    """The reply is the characters of the prompt from index ``first`` to ``last``, both included, and nothing else.

    Indices count characters from 0. White space at the ends of the copy, case and the shape of quotes do not matter.
    """

    id: ClassVar[str] = "new:copy_span_idx"
    prompt: str
    first: int
    last: int

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", " ".join(words_of(self.prompt)))
        if not 0 <= self.first <= self.last < len(self.prompt) or not any(map(str.isalnum, self._wanted)):
            raise UsageError(
                f"{self.id}: characters {self.first} to {self.last} of {len(self.prompt)}",
                hint="first and last must be indices in prompt, in this order, with a letter or digit between them",
            )

    @property
    def _wanted(self) -> str:
        return self.prompt[self.first : self.last + 1]

    def check(self, reply: Document) -> Verdict:
        return judge_copy(reply, _words_of(self._wanted))

    def wordings(self) -> tuple[str, ...]:
        ends = f"{self.first} to {self.last}"
        return (
            f'Copy the characters from index {ends} inclusive, counted from 0, of this text: "{self.prompt}"',
            f'Output only the span with the character indices {ends}, both included, from 0: "{self.prompt}"',
            f'Repeat nothing but characters {ends} (the first is 0, the last is included) of: "{self.prompt}"',
            f'Your whole reply must be characters {ends} of this text, with 0 as the first: "{self.prompt}"',
            f'Write the part of this text whose character indices, from 0, run {ends}: "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return self._wanted.strip()

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}s and more"
        yield f"The span is {text}"
        yield f"x{text}"

    def domain(self) -> Domain:
        return copy_domain(words_of(self._wanted))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        letters = [i for i, character in enumerate(prompt) if character.isalnum()]
        first = rng.choice(letters)
        return cls(prompt=prompt, first=first, last=rng.randrange(first, len(prompt)))


@dataclass(frozen=True, slots=True, kw_only=True)
class VariedPhrase:
    """The phrase occurs so many times, each time with one word changed that is neither its first nor its last.

    An occurrence is as many words as the phrase has, from its first word to its last, whatever their case and the marks
    between them. One without a change is one too many; so is one in which most words are those of the phrase and two
    or more are not.
    """

    id: ClassVar[str] = "copy:repeat_phrase"
    phrase: str
    times: int

    def __post_init__(self) -> None:
        if len(_folded_words(self.phrase)) < len(("first", "center", "last")) or self.times < 1:
            raise UsageError(
                f"{self.id}: {self.phrase!r} {self.times} times", hint="give a phrase of 3 words or more, once or more"
            )

    def check(self, reply: Document) -> Verdict:
        wanted, words = _folded_words(self.phrase), folded(reply)
        changed, spoilt = [], 0
        for start, end in zip(range(len(words)), range(len(wanted) - 1, len(words)), strict=False):
            if words[start] == wanted[0] and words[end] == wanted[-1]:
                changes = sum(map(ne, words[start : end + 1], wanted))
                spoilt += changes != 1 and 2 * changes < len(wanted)
                if changes == 1:
                    changed.append(Span(reply.words[start].start, reply.words[end].end))
        variants = Noun("variant", "variants").counted(len(changed))
        reason = f"{variants} with one word changed and {spoilt} with none or more; {self.times} and 0 asked"
        if len(changed) == self.times and not spoilt:
            return satisfied(reason, mark(changed, "variant"))
        nearness = Bounds.exactly(self.times).score(len(changed)) / (1 + spoilt)
        return violated(reason, nearness, mark(changed, "variant"))

    def wordings(self) -> tuple[str, ...]:
        copies = f"exactly {Noun('time', 'times').counted(self.times)}"
        return (
            f'Repeat the phrase "{self.phrase}" {copies}, replacing only one word in its center each time.',
            f'Write "{self.phrase}" {copies}; each time change a single word that is neither its first nor its last.',
            f'Let variants of "{self.phrase}" occur {copies}, each with one inner word exchanged for another.',
            f'Use the phrase "{self.phrase}" {copies}, but with another word in the middle every time.',
            f'Your reply must have {copies} the phrase "{self.phrase}" with one of its inner words replaced.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        wanted, spans = _folded_words(self.phrase), Document(self.phrase).words
        variants = []
        for _ in range(self.times):
            at = rng.randrange(1, len(wanted) - 1)
            new = rng.choice([word for word in FITTING if word != wanted[at]])
            variants.append(f"We say: {replace(self.phrase, [spans[at]], new)}")
        opening = prose(rng, topic, 1, keep=lambda line: wanted[0] not in folded(Document(line)))
        return "\n".join([opening, *variants])

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\nWe say: {self.phrase}"
        yield text[: text.rindex("\n")]

    def domain(self) -> Domain:
        wanted = _folded_words(self.phrase)
        ends = {(Quantity.PHRASE, word): Bounds(self.times) for word in (wanted[0], wanted[-1])}
        words = {(Quantity.WORDS, ""): Bounds(self.times * len(wanted))}
        return Domain(counts={**ends, **words, (Quantity.PHRASE, self.phrase.casefold()): Bounds(0, 0)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(phrase=rng.choice(_PHRASES), times=rng.randint(2, 3))


_PHRASES = ("rain or shine", "one step at a time", "good things take time", "the sooner the better for everyone")


@lru_cache(maxsize=512)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


@lru_cache(maxsize=512)
def _folded_words(phrase: str) -> tuple[str, ...]:
    return folded(Document(phrase))


def _parts(text: str) -> list[Span]:
    return split_at(_SEPARATOR.finditer(text), text)
