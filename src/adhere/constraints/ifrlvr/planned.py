"""Plans for the words of a whole reply: its ends, its lower case, its paragraphs by sentence and word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import PER_LENGTH, prose
from adhere.constraints.dividing import has_word, split_at
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEnds:
    """The first and the last word are the same, in any case, and nothing follows the last; there are two at least."""

    id: ClassVar[str] = "keywords:start_end"

    def check(self, reply: Document) -> Verdict:
        if len(reply.words) < Bounds(2).minimum:
            return violated("fewer than two words")
        first, last = reply.words[0], reply.words[-1]
        ends = mark((first, last), "first or last word")
        if reply.folded_words[0] != reply.folded_words[-1]:
            return violated("the last word is not the first one", 0.0, ends)
        if last.end < len(reply.text.rstrip()):
            return violated("something follows the last word", 0.75, ends)
        return satisfied("begins and ends with the same word", ends)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Start and end your response with the same word (write nothing after it, not even punctuation).",
            "Let the first word of your reply be its last word too, with no punctuation behind it.",
            "End your answer with the word that it began with and write nothing after that word.",
            "Your response must begin and end with the same word; not even a full stop may follow the last one.",
            "Use one word both to open and to close your reply, without punctuation at the end.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose(rng, topic)
        return f"{text} {Document(text).word_texts[0].lower()}"

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}."
        yield f"{text} indeed"
        yield f"Indeed {text}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(2)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LowercaseWords:
    """Words in lower case appear at most ``maximum`` times: each of them, and all of them together.

    The published request can be read in both ways. Where they differ the reply is undecided; so is one without words.
    """

    id: ClassVar[str] = "count:lowercase_counting"
    maximum: int

    def __post_init__(self) -> None:
        if self.maximum < 1:
            raise UsageError(f"{self.id}: maximum is {self.maximum}", hint="give 1 or more")

    def check(self, reply: Document) -> Verdict:
        lower = [(word, span) for word, span in zip(reply.word_texts, reply.words, strict=True) if word.islower()]
        if not reply.words:
            return undecided("the reply has no words")
        most = max(Counter(word for word, _ in lower).values(), default=0)
        reason = f"{len(lower)} words in lower case, one of them {most} times; at most {self.maximum} asked"
        if most > self.maximum:
            score = Bounds(0, self.maximum).score(most)
            return violated(reason, score, mark((span for _, span in lower), "word in lower case"))
        return satisfied(reason) if len(lower) <= self.maximum else undecided(reason)

    def wordings(self) -> tuple[str, ...]:
        times = Bounds(0, self.maximum).times()
        return (
            f"In your response, all lowercase words should appear {times}.",
            f"Words in lower case should appear {times} in your reply.",
            f"Let lowercase words occur {times} in your answer.",
            f"Use lowercase words {times}.",
            f"Your response may have words in lower case {times}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lower = " ".join(rng.sample(("calm", "river", "garden", "music"), min(self.maximum, 2)))
        return f"{prose(rng, topic).upper()} {lower}"

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}{' again' * (self.maximum + 1)}"
        yield f"{text} {text.lower()}{' and' * self.maximum} and"

    def domain(self) -> Domain:
        return Domain()

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(maximum=rng.randint(2, 5))


_DIVIDER = re.compile(r"^[ \t]*(?:\*[ \t]*){3}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedComposition:
    """Three paragraphs with dividers of three asterisks between them, each of so many sentences of so many words.

    ``***`` and ``* * *`` both divide. Words and sentences are those of ``Document``.
    """

    id: ClassVar[str] = "count:counting_composition"
    sentences: int
    words: int

    def __post_init__(self) -> None:
        if self.sentences < 1 or self.words < 1:
            raise UsageError(f"{self.id}: {self.sentences} sentences of {self.words} words", hint="give 1 or more")

    def check(self, reply: Document) -> Verdict:
        parts = [part for part in split_at(_DIVIDER.finditer(reply.text), reply.text) if has_word(part.of(reply.text))]
        found = [Document(part.of(reply.text)) for part in parts]
        lengths = [[len(Document(s.of(d.text)).words) for s in d.sentences] for d in found]
        good = sum(each == [self.words] * self.sentences for each in lengths)
        counted = Noun("paragraph", "paragraphs").counted(len(parts))
        reason = f"{counted}, {good} of {self.sentences} sentences of {self.words} words; 3 such asked"
        evidence = mark((part.trimmed(reply.text) for part in parts), "paragraph")
        if good == len(parts) == len(("first", "second", "third")):
            return satisfied(reason, evidence)
        return violated(reason, good / (1 + max(3, len(parts))), evidence)

    def wordings(self) -> tuple[str, ...]:
        sentences = Noun("sentence", "sentences").counted(self.sentences)
        words = Noun("word", "words").counted(self.words)
        return (
            f"Write 3 paragraphs, delimited by the markdown divider * * *, of {sentences} each and {words} a sentence.",
            f"Your reply must be 3 paragraphs of {sentences} each, divided by * * *, and every sentence has {words}.",
            f"Put * * * between 3 paragraphs; each has exactly {sentences}, and each sentence exactly {words}.",
            f"Compose 3 paragraphs with lines of * * * in between: {sentences} a paragraph, {words} a sentence.",
            f"Use {words} in each sentence, {sentences} in each paragraph, and 3 paragraphs separated by * * *.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves little choice
        divider = rng.choice(("***", "* * *"))
        sentence = _sentence(self.words)
        return f"\n\n{divider}\n\n".join([" ".join([sentence] * self.sentences)] * 3)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} So there it is then at last."
        yield text[: text.rindex("*")].rstrip("* \n")
        yield re.sub(r"(?m)^\* ?\* ?\*$", "", text)
        yield f"Oh {text[:1].lower()}{text[1:]}"

    def domain(self) -> Domain:
        words = Bounds.exactly(3 * self.sentences * self.words)
        return Domain(counts={(Quantity.WORDS, ""): words, (Quantity.PARTS, ""): Bounds.exactly(3)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sentences=rng.randint(2, 3), words=rng.randint(3, 7))


def _sentence(words: int) -> str:
    """Return one sentence of so many words."""
    longest = max(PER_LENGTH)
    if words <= longest:
        return PER_LENGTH[words]
    rest = " and so on" * ((words - longest) // 3) + " again" * ((words - longest) % 3)
    return f"{PER_LENGTH[longest].rstrip('.')}{rest}."
