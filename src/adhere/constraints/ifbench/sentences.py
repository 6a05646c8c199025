"""Rules for sentences: how one compares with the one before, and what they are made of."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import sentence_of_words, sentences, subject
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.ifbench.letters import folded, initials
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.vocabulary import FITTING
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span

_ASKED = 3


def words_in(reply: Document, spans: Sequence[Span]) -> list[tuple[str, ...]]:
    """Return the words of each span of ``reply.text``, in lower case and with straight apostrophes."""
    return _in_each(folded(reply), reply, spans)


def _in_each(of_words: tuple[str, ...], reply: Document, spans: Sequence[Span]) -> list[tuple[str, ...]]:
    """Return, of a text for each word of a reply, those of the words of each span."""
    words = reply.words
    return [of_words[bisect_left(words, (start, 0)) : bisect_left(words, (end, 0))] for start, end in spans]


def _of_length(length: int) -> list[str]:
    return [word for word in FITTING if len(word) == length]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """Three sentences of the same number of characters, in which no word occurs twice, whatever its case.

    The characters are all between the first and the last of a sentence as written: spaces, marks and Markdown too.
    """

    id: ClassVar[str] = "ratio:sentence_words"

    def check(self, reply: Document) -> Verdict:
        found = reply.sentences
        words = [word for sentence in words_in(reply, found) for word in sentence]
        lengths = [end - start for start, end in found]
        repeated = sorted(word for word, count in Counter(words).items() if count > 1)
        faults = []
        if len(found) != _ASKED:
            faults.append(f"{SENTENCES.counted(len(found))}, exactly {_ASKED} asked")
        if len(set(lengths)) > 1:
            faults.append(f"{', '.join(map(str, lengths[:10]))} characters, the same number asked")
        if repeated:
            faults.append(f"{Noun('word', 'words').counted(len(repeated))} occur again, such as {repeated[0]}")
        if not found or faults:
            return violated("; ".join(faults), 1 - max(1, len(faults)) / 3 if found else 0.0, mark(found, "sentence"))
        return satisfied(f"{_ASKED} sentences of {lengths[0]} characters, all words different", mark(found, "sentence"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Respond with three sentences, all containing the same number of characters but using all different words.",
            "Write three sentences of equal length in characters, and use no word twice.",
            "Your answer must be three sentences with the same number of characters each; repeat no word.",
            "Give exactly three sentences that are equally long, counted in characters, and have no word in common.",
            "Answer in three sentences, each with as many characters as the others and each with words of its own.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        fives = rng.sample(_of_length(5), _ASKED)
        sixes = rng.sample(_of_length(6), 2 * _ASKED)
        rows = zip(sixes[:_ASKED], fives, sixes[_ASKED:], strict=True)
        return " ".join(f"{' '.join(row).capitalize()}." for row in rows)

    def mutants(self, text: str) -> Iterator[str]:
        first, second, third = text.split(". ")
        yield f"{text} {second.replace(' ', 's ', 1)}."
        yield f"{first}. {second}."
        yield f"{first}. {second}. A{third}"
        yield f"{first}. {first}. {third}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.SENTENCES, ""): Bounds.exactly(_ASKED)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceIncrement(Faultless):
    """Each sentence but the first has exactly ``increment`` words more than the one before; there are two at least."""

    id: ClassVar[str] = "sentence:increment"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not have as many words more as asked"
    fewest: ClassVar[int] = 2
    increment: int

    def __post_init__(self) -> None:
        if self.increment < 1:
            raise UsageError(f"{self.id}: increment is {self.increment}", hint="give 1 or more")

    def units(self, reply: Document) -> Sequence[Span]:
        return reply.sentences

    def faults(self, reply: Document) -> list[Span]:
        counts = [len(words) for words in words_in(reply, reply.sentences)]
        later = zip(pairwise(counts), reply.sentences[1:], strict=True)
        return [span for (before, count), span in later if count - before != self.increment]

    def wordings(self) -> tuple[str, ...]:
        more = f"{self.increment} more {'word' if self.increment == 1 else 'words'}"
        return (
            f"Each sentence in your response must contain exactly {more} than the previous one.",
            f"Let every sentence have exactly {more} than the sentence before it.",
            f"From one sentence to the next, use {more}.",
            f"Write so that each sentence is longer than the last by exactly {self.increment} in words.",
            f"The number of words per sentence must grow by {self.increment} with every sentence.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        first = sentences(rng, topic, 1)[0]
        length = len(Document(first).words)
        later = [sentence_of_words(rng.sample(FITTING, 20), length + i * self.increment) for i in (1, 2)]
        return " ".join([first, *later])

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} It is so."
        yield f"Well {text[0].lower()}{text[1:]}"
        yield " ".join(span.of(text) for span in reversed(Document(text).sentences))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(increment=rng.randint(1, 5))


_RUNS = (
    ("brave", "bears", "bring", "bread", "but", "big", "blue", "bowls"),
    ("calm", "cats", "carry", "cold", "cream", "cakes", "cross", "creeks"),
    ("proud", "people", "paint", "pretty", "pink", "paper", "pieces", "patiently"),
    ("seven", "small", "swans", "swim", "south", "so", "slowly", "singing"),
)


def _longest_run(letters: Sequence[str]) -> int:
    """Return the length of the longest run of the same letter: 1 where none follows itself."""
    return max((len(list(run)) for _, run in groupby(letters)), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlliterationIncrement(Faultless):
    """Each sentence but the first has a longer longest run of alliterative words than the one before; two at least.

    Words alliterate that follow each other and start with the same letter, whatever their case; sounds are not judged.
    """

    id: ClassVar[str] = "sentence:alliteration_increment"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "have no longer run of alliterative words than the one before"
    fewest: ClassVar[int] = 2

    def units(self, reply: Document) -> Sequence[Span]:
        return reply.sentences

    def faults(self, reply: Document) -> list[Span]:
        runs = list(map(_longest_run, _in_each(tuple(initials(reply)), reply, reply.sentences)))
        later = zip(pairwise(runs), reply.sentences[1:], strict=True)
        return [span for (before, run), span in later if run <= before]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Each sentence must have a longer sequence of consecutive alliterative words than the previous one.",
            "Let the longest run of words with the same first letter grow from sentence to sentence.",
            "Every sentence should alliterate more words in a row than the one before it.",
            "In each sentence, more words in a row must start with the same letter than in the sentence before.",
            "Increase the number of consecutive alliterative words with every sentence.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - few words keep the rule
        count = rng.randint(2, 4)
        runs = rng.sample(_RUNS, count)
        return " ".join(f"{' '.join(run[: i + 2]).capitalize()}." for i, run in enumerate(runs))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} All is well."
        yield " ".join(span.of(text) for span in reversed(Document(text).sentences))
        yield text.rstrip(".").replace(". ", " ")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFirst(Faultless):
    """Each sentence but the first begins with the last word of the one before, whatever its case; two at least."""

    id: ClassVar[str] = "words:last_first"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not begin with the last word of the one before"
    fewest: ClassVar[int] = 2

    def units(self, reply: Document) -> Sequence[Span]:
        return reply.sentences

    def faults(self, reply: Document) -> list[Span]:
        words = words_in(reply, reply.sentences)
        later = zip(pairwise(words), reply.sentences[1:], strict=True)
        return [span for (before, after), span in later if before[-1:] != after[:1]]

    def wordings(self) -> tuple[str, ...]:
        return (
            "In your response, the last word of each sentence must become the first word of the next sentence.",
            "Begin every sentence with the last word of the sentence before it.",
            "Chain your sentences: each starts with the word that the previous one ended with.",
            "The word that ends a sentence must also open the next one.",
            "Let each sentence after the first begin with the final word of the one before.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        chain = rng.sample(("patience", "practice", "music", "memory", "travel", "energy"), 4)
        links = [f"{one.capitalize()} leads to {other}." for one, other in pairwise(chain)]
        return " ".join([f"Interest in {subject(topic)} leads to {chain[0]}.", *links])

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} That is all."
        yield text.replace(". ", ". Then ", 1)
        yield text.partition(". ")[0]

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
