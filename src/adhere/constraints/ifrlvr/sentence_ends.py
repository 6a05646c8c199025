"""The first and the last word of sentences and of the reply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentences
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span

_FIRST, _LAST = 0, -1


@lru_cache(maxsize=512)
def _folded(word: str) -> str:
    return " ".join(folded(Document(word)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _EndWord:
    """One word that is asked for at one end, of the reply or of each sentence."""

    id: ClassVar[str]
    end: ClassVar[int]
    word: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "word", self.word)
        if len(Document(self.word).words) != 1:
            raise UsageError(f"{self.id}: {self.word!r} is not one word", hint="give a single word")

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(1), (Quantity.PHRASE, self.word.casefold()): Bounds(1)}
        if self.end == _FIRST:
            return Domain(counts=counts, opening=self.word)
        return Domain(counts=counts, closing=self.word)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(word=draw_words(rng, FITTING, 1, prompt)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _WordOfSentences(_EndWord, Faultless):
    """Every sentence has the word at one of its ends."""

    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES

    def units(self, reply: Document) -> list[Span]:
        return [sentence for sentence, words in _worded_sentences(reply) if words]

    def faults(self, reply: Document) -> list[Span]:
        word = _folded(self.word)
        return [sentence for sentence, words in _worded_sentences(reply) if words and words[self.end] != word]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WordOfReply(_EndWord):
    """The reply has the word at one of its ends; the word elsewhere earns half."""

    def check(self, reply: Document) -> Verdict:
        words, wanted = folded(reply), _folded(self.word)
        if not words:
            return violated("the reply has no words")
        place = "first" if self.end == _FIRST else "last"
        evidence = mark([reply.words[self.end]], f"{place} word")
        reason = f'the {place} word is "{words[self.end]}", "{wanted}" asked'
        if words[self.end] == wanted:
            return satisfied(reason, evidence)
        return violated(reason, 0.5 if wanted in words else 0.0, evidence)


def _worded_sentences(reply: Document) -> Iterator[tuple[Span, tuple[str, ...]]]:
    return zip(reply.sentences, words_in(reply, reply.sentences), strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWordOfSentences(_WordOfSentences):
    """Every sentence begins with the word, in any case; marks before it and punctuation behind it do not matter.

    A heading and a list item are one sentence each.
    """

    id: ClassVar[str] = "first_word:first_word_sent"
    fault: ClassVar[str] = "do not begin with the word"
    end: ClassVar[int] = _FIRST

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


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWordOfSentences(_WordOfSentences):
    """Every sentence ends with the word, in any case and before its punctuation; headings and list items do, too."""

    id: ClassVar[str] = "last_word:last_word_sent"
    fault: ClassVar[str] = "do not end with the word"
    end: ClassVar[int] = _LAST

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWordOfReply(_WordOfReply):
    """The reply begins with the word, in any case; "Hello," begins with "hello", and marks before it do not matter."""

    id: ClassVar[str] = "first_word:first_word_answer"
    end: ClassVar[int] = _FIRST

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


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWordOfReply(_WordOfReply):
    """The reply ends with the word, in any case; punctuation and other marks may follow it."""

    id: ClassVar[str] = "last_word:last_word_answer"
    end: ClassVar[int] = _LAST

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
