"""Plans for the words of a whole reply: its ends, its lower case, its paragraphs by sentence and word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentence_of_words
from adhere.constraints.dividing import has_word, split_at
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, WORDS
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEnds:
    """The first and the last word are the same, in any case, and nothing follows the last; there are two at least."""

    id: ClassVar[str] = "keywords:start_end"

    def check(self, reply: Document) -> Verdict:
        words = folded(reply)
        if len(words) < len(("first", "last")):
            return violated(f"{WORDS.counted(len(words))}, too few to have a first and a last")
        last = reply.words[-1]
        evidence = mark((reply.words[0], last), "first or last word")
        if words[0] != words[-1]:
            return violated(f'the first word is "{words[0]}", the last "{words[-1]}"', 0.0, evidence)
        if last.end < len(reply.text):
            return violated("something follows the last word", 0.75, evidence)
        return satisfied("begins and ends with the same word", evidence)

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
    """Words in lower case appear at most ``maximum`` times, each of them as well as all of them together.

    The request can be read in both ways, so that more of them together but none so often is undecided.
    A word with a capital in it is not in lower case; a number is not either.
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
        word, most = max(Counter(word for word, _ in lower).items(), key=itemgetter(1), default=("", 0))
        if most > self.maximum:
            excess = [span for other, span in lower if other == word][self.maximum :]
            reason = f'"{word}" {most} times, at most {self.maximum} asked'
            return violated(reason, Bounds(0, self.maximum).score(most), mark(excess, "once too often"))
        often = Noun("time", "times").counted(most)
        reason = f"{WORDS.counted(len(lower))} in lower case, none more than {often}; at most {self.maximum} asked"
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


_ASKED = 3
_DIVIDER = re.compile(r"^[ \t]*+(?:\*[ \t]*+){3}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedComposition:
    """Three paragraphs with dividers of three asterisks between them, each of so many sentences of so many words.

    ``***`` and ``* * *`` on a line of their own both divide. A heading and a list item are one sentence each.
    """

    id: ClassVar[str] = "count:counting_composition"
    sentences: int
    words: int

    def __post_init__(self) -> None:
        if self.sentences < 1 or self.words < 1:
            raise UsageError(f"{self.id}: {self.sentences} sentences of {self.words} words", hint="give 1 or more")

    def check(self, reply: Document) -> Verdict:
        parts = [part for part in split_at(_DIVIDER.finditer(reply.text), reply.text) if has_word(part.of(reply.text))]
        lengths = _sentence_lengths(reply, parts)
        good = sum(each == [self.words] * self.sentences for each in lengths)
        reason = (
            f"{Noun('paragraph', 'paragraphs').counted(len(parts))}, {good} of them with exactly "
            f"{SENTENCES.counted(self.sentences)} of {WORDS.counted(self.words)}; {_ASKED} such asked"
        )
        evidence = mark((part.trimmed(reply.text) for part in parts), "paragraph")
        if good == len(parts) == _ASKED:
            return satisfied(reason, evidence)
        nearness = sum(map(self._nearness, lengths)) / max(_ASKED, len(parts))
        return violated(reason, nearness, evidence)

    def _nearness(self, lengths: list[int]) -> float:
        """Return how near a paragraph with sentences of these lengths comes: 1 where it is as asked."""
        words = sum(map(Bounds.exactly(self.words).score, lengths)) / max(1, len(lengths))
        return words * Bounds.exactly(self.sentences).score(len(lengths))

    def wordings(self) -> tuple[str, ...]:
        sentences, words = SENTENCES.counted(self.sentences), WORDS.counted(self.words)
        return (
            f"Write 3 paragraphs, delimited by the markdown divider * * *, of {sentences} each and {words} a sentence.",
            f"Your reply must be 3 paragraphs of {sentences} each, divided by * * *, and every sentence has {words}.",
            f"Put * * * between 3 paragraphs; each has exactly {sentences}, and each sentence exactly {words}.",
            f"Compose 3 paragraphs with lines of * * * in between: {sentences} a paragraph, {words} a sentence.",
            f"Use {words} in each sentence, {sentences} in each paragraph, and 3 paragraphs separated by * * *.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - words that can be counted are of any topic
        divider = rng.choice(("***", "* * *"))
        lines = [sentence_of_words(rng.sample(FITTING, 10), self.words) for _ in range(_ASKED * self.sentences)]
        return f"\n\n{divider}\n\n".join(" ".join(lines[i::_ASKED]) for i in range(_ASKED))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} So there it is then at last."
        yield text[: text.rindex("*")].rstrip("* \n")
        yield re.sub(r"(?m)^\* ?\* ?\*$", "", text)
        yield f"Oh {text[:1].lower()}{text[1:]}"

    def domain(self) -> Domain:
        words = Bounds.exactly(_ASKED * self.sentences * self.words)
        return Domain(counts={(Quantity.WORDS, ""): words, (Quantity.PARTS, ""): Bounds.exactly(_ASKED)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sentences=rng.randint(2, 3), words=rng.randint(3, 7))


def _sentence_lengths(reply: Document, parts: Sequence[Span]) -> list[list[int]]:
    """Return for each part the number of words of each of its sentences, and last of those in none, as code is."""
    words = words_in(reply, reply.sentences)
    starts = [sentence.start for sentence in reply.sentences]
    found: list[list[int]] = []
    for part, inside in zip(parts, words_in(reply, parts), strict=True):
        lengths = [len(each) for each in words[bisect_left(starts, part.start) : bisect_left(starts, part.end)]]
        rest = len(inside) - sum(lengths)
        found.append([*lengths, rest] if rest > 0 else lengths)
    return found
