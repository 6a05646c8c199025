"""The first and the last word of sentences and of the reply."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentences
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict


def _check_word(id: str, word: str) -> None:  # noqa: A002 - the field's name for it
    check_phrase(id, "word", word)
    if len(Document(word).words) != 1:
        raise UsageError(f"{id}: {word!r} is not one word", hint="give a single word")


def _same(word: str, wanted: str) -> bool:
    return word.casefold().replace("\u2019", "'") == Document(wanted).folded_words[0].replace("\u2019", "'")


def _sentence_words(reply: Document) -> list[tuple[Span, Span, Span]]:
    """Return each sentence with its first and its last word."""
    starts = [word.start for word in reply.words]
    found: list[tuple[Span, Span, Span]] = []
    for sentence in reply.sentences:
        first, after = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if first < after:
            found.append((sentence, reply.words[first], reply.words[after - 1]))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWordOfSentences(Faultless):
    """Every sentence begins with the word, in any case; marks before it and punctuation behind it do not matter."""

    id: ClassVar[str] = "first_word:first_word_sent"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not begin with the word"
    word: str

    def __post_init__(self) -> None:
        _check_word(self.id, self.word)

    def units(self, reply: Document) -> list[Span]:
        return [sentence for sentence, _, _ in _sentence_words(reply)]

    def faults(self, reply: Document) -> list[Span]:
        return [unit for unit, first, _ in _sentence_words(reply) if not _same(first.of(reply.text), self.word)]

    def wordings(self) -> tuple[str, ...]:
        return (
            f"The first word of each sentence should be the word {self.word}.",
            f'Begin every sentence of your reply with the word "{self.word}".',
            f'All your sentences must start with "{self.word}".',
            f'Let each sentence open with the word "{self.word}".',
            f'Write only sentences whose first word is "{self.word}".',
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = sentences(rng, topic, rng.randint(1, 4))
        return " ".join(f"{self.word.capitalize()} is where it starts: {line[:1].lower()}{line[1:]}" for line in lines)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Others start in another way."
        yield f"Well, {text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(word=draw_words(rng, FITTING, 1, prompt)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWordOfSentences(Faultless):
    """Every sentence ends with the word, in any case and before its punctuation."""

    id: ClassVar[str] = "last_word:last_word_sent"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not end with the word"
    word: str

    def __post_init__(self) -> None:
        _check_word(self.id, self.word)

    def units(self, reply: Document) -> list[Span]:
        return [sentence for sentence, _, _ in _sentence_words(reply)]

    def faults(self, reply: Document) -> list[Span]:
        return [unit for unit, _, last in _sentence_words(reply) if not _same(last.of(reply.text), self.word)]

    def wordings(self) -> tuple[str, ...]:
        return (
            f"The last word of each sentence, before punctuation, should be the word {self.word}.",
            f'End every sentence of your reply with the word "{self.word}".',
            f'All your sentences must close with "{self.word}".',
            f'Let "{self.word}" be the final word of each sentence.',
            f'Write only sentences whose last word is "{self.word}".',
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = sentences(rng, topic, rng.randint(1, 4))
        return " ".join(f"{line.rstrip('.!?')} and {self.word}." for line in lines)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Others end in another way."
        yield f"{text.rstrip('.')} or so."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(word=draw_words(rng, FITTING, 1, prompt)[0])


def _judge_word(reply: Document, index: int, wanted: str, place: str) -> Verdict:
    if not reply.words:
        return violated("no words")
    word = reply.words[index]
    evidence = mark([word], f"{place} word")
    if _same(word.of(reply.text), wanted):
        return satisfied(f'the {place} word is "{word.of(reply.text)}"', evidence)
    within = 0.5 if any(_same(other, wanted) for other in reply.word_texts) else 0.0
    return violated(f'the {place} word is "{word.of(reply.text)}"', within, evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWordOfReply:
    """The reply begins with the word, in any case; "Hello," begins with "hello", and marks before it do not matter."""

    id: ClassVar[str] = "first_word:first_word_answer"
    word: str

    def __post_init__(self) -> None:
        _check_word(self.id, self.word)

    def check(self, reply: Document) -> Verdict:
        return _judge_word(reply, 0, self.word, "first")

    def wordings(self) -> tuple[str, ...]:
        return (
            f"The first word of your response should be the word {self.word}.",
            f'Begin your reply with the word "{self.word}".',
            f'Your answer must start with "{self.word}".',
            f'Let "{self.word}" be the very first word that you write.',
            f'Open your response with the word "{self.word}".',
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{self.word.capitalize()}, that is where it starts. {prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        yield f"Well: {text}"
        yield f"x{text}"

    def domain(self) -> Domain:
        phrase = (Quantity.PHRASE, self.word.casefold())
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1), phrase: Bounds(1)}, opening=self.word)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(word=draw_words(rng, FITTING, 1, prompt)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWordOfReply:
    """The reply ends with the word, in any case; punctuation may follow it."""

    id: ClassVar[str] = "last_word:last_word_answer"
    word: str

    def __post_init__(self) -> None:
        _check_word(self.id, self.word)

    def check(self, reply: Document) -> Verdict:
        return _judge_word(reply, -1, self.word, "last")

    def wordings(self) -> tuple[str, ...]:
        return (
            f"The last word of your response should be the word {self.word}.",
            f'End your reply with the word "{self.word}".',
            f'Your answer must close with "{self.word}".',
            f'Let "{self.word}" be the very last word that you write.',
            f'Finish your response with the word "{self.word}".',
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{prose(rng, topic)} All of it ends in {self.word}."

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} The end."
        yield f"{text.rstrip('.')} then."

    def domain(self) -> Domain:
        phrase = (Quantity.PHRASE, self.word.casefold())
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1), phrase: Bounds(1)}, closing=self.word)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(word=draw_words(rng, FITTING, 1, prompt)[0])
