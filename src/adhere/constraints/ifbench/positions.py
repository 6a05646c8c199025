"""Words that must stand at a certain place: in a sentence, at both ends of the reply or of its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, sentence_of_words, sentences
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.faultless import SENTENCES, WORDS, Faultless
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences, phrase_pattern
from adhere.constraints.parameters import check_phrase
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import ordinal, quoted
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict


def _one_word(id: str, keyword: str) -> str:  # noqa: A002 - the field's name for it
    """Return the keyword as words are compared.

    Raises:
        UsageError: it is not one word.
    """
    words = folded(Document(keyword))
    if len(words) != 1 or len(Document(keyword).words[0].of(keyword)) < len(keyword.strip()):
        raise UsageError(f"{id}: keyword is {keyword!r}", hint="give one word, without marks")
    return words[0]


def _no_sentence(asked: int, count: int) -> Verdict:
    return violated(f"{SENTENCES.counted(count)}, no sentence {asked}", count / asked / 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceKeyword:
    """The sentence with this number has the word in it, as a whole word in any case."""

    id: ClassVar[str] = "sentence:keyword"
    word: str
    sentence: int

    def __post_init__(self) -> None:
        check_phrase(self.id, "word", self.word)
        if self.sentence < 1:
            raise UsageError(f"{self.id}: sentence is {self.sentence}", hint="count sentences from 1")

    def check(self, reply: Document) -> Verdict:
        found = reply.sentences
        if len(found) < self.sentence:
            return _no_sentence(self.sentence, len(found))
        span = found[self.sentence - 1]
        places = occurrences(self.word, span.of(reply.text))
        if not places:
            return violated(f"sentence {self.sentence} has no {quoted([self.word])}", 0.5, mark([span], "sentence"))
        evidence = mark((Span(span.start + start, span.start + end) for start, end in places), "keyword")
        return satisfied(f"sentence {self.sentence} has {quoted([self.word])}", evidence)

    def wordings(self) -> tuple[str, ...]:
        which = f"{ordinal(self.sentence)} sentence"
        return (
            f'The response must include the keyword "{self.word}" in the {which}.',
            f'Use the word "{self.word}" in the {which} of your answer.',
            f'Let "{self.word}" occur in the {which} of your reply.',
            f'Your {which} must contain "{self.word}".',
            f'Write so that the {which} has the word "{self.word}" in it.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = sentences(rng, topic, self.sentence + 1, keep=lambda line: not phrase_pattern(self.word).search(line))
        lines[self.sentence - 1] = f"Remember {self.word} here."
        return " ".join(lines)

    def mutants(self, text: str) -> Iterator[str]:
        yield replace(text, occurrences(self.word, text), "...")
        yield f"Well. Yes. {text}"

    def domain(self) -> Domain:
        counts = {(Quantity.PHRASE, self.word.casefold()): Bounds(1), (Quantity.SENTENCES, ""): Bounds(self.sentence)}
        return Domain(counts=counts)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        (word,) = draw_words(rng, FITTING, 1, prompt)
        return cls(word=word, sentence=rng.randint(1, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordPosition:
    """Word ``position`` of sentence ``sentence`` is the keyword, whatever its case; marks are no words."""

    id: ClassVar[str] = "words:keywords_specific_position"
    keyword: str
    sentence: int
    position: int

    def __post_init__(self) -> None:
        _one_word(self.id, self.keyword)
        if min(self.sentence, self.position) < 1:
            raise UsageError(f"{self.id}: word {self.position} of sentence {self.sentence}", hint="count both from 1")

    def check(self, reply: Document) -> Verdict:
        found = reply.sentences
        if len(found) < self.sentence:
            return _no_sentence(self.sentence, len(found))
        span = found[self.sentence - 1]
        (words,) = words_in(reply, [span])
        place = f"word {self.position} of sentence {self.sentence}"
        if len(words) < self.position:
            near = 0.25 + len(words) / self.position / 4
            return violated(f"no {place}, which has {WORDS.counted(len(words))}", near, mark([span], "sentence"))
        first = bisect_left(reply.words, (span.start, 0))
        evidence = mark([reply.words[first + self.position - 1]], place)
        if words[self.position - 1] != _one_word(self.id, self.keyword):
            return violated(f"{place} is {quoted([words[self.position - 1]])}", 0.75, evidence)
        return satisfied(f"{place} is {quoted([self.keyword])}", evidence)

    def wordings(self) -> tuple[str, ...]:
        sentence, word = f"{ordinal(self.sentence)} sentence", f"{ordinal(self.position)} word"
        return (
            f'Include the keyword "{self.keyword}" in the {sentence}, as the {word} of that sentence.',
            f'The {word} of the {sentence} of your answer must be "{self.keyword}".',
            f'Let "{self.keyword}" be the {word} in your {sentence}.',
            f'In the {sentence} of your reply, put "{self.keyword}" in the place of the {word}.',
            f'Write so that the {sentence} has "{self.keyword}" as its {word}.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        pattern = phrase_pattern(self.keyword)
        lines = sentences(rng, topic, self.sentence + 1, keep=lambda line: not pattern.search(line))
        words = [word for word in FITTING if not pattern.search(word)]
        before = sentence_of_words(words, self.position - 1).rstrip(".") if self.position > 1 else ""
        lines[self.sentence - 1] = f"{before} {self.keyword} here.".strip()
        return " ".join(lines)

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        span = reply.sentences[self.sentence - 1]
        yield f"{reply.text[: span.start]}Now {reply.text[span.start :]}"
        yield f"So it is. {text}"
        yield replace(text, occurrences(self.keyword, text), "another")

    def domain(self) -> Domain:
        phrase = (Quantity.PHRASE, self.keyword.casefold())
        least = {(Quantity.SENTENCES, ""): Bounds(self.sentence), (Quantity.WORDS, ""): Bounds(self.position)}
        return Domain(counts={phrase: Bounds(1), **least})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        (keyword,) = draw_words(rng, FITTING, 1, prompt)
        return cls(keyword=keyword, sentence=rng.randint(1, 4), position=rng.randint(1, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPosition:
    """The second word and the second to last word are the keyword, whatever their case; marks are no words."""

    id: ClassVar[str] = "words:words_position"
    keyword: str

    def __post_init__(self) -> None:
        _one_word(self.id, self.keyword)

    def check(self, reply: Document) -> Verdict:
        words = folded(reply)
        if len(words) < 3:  # noqa: PLR2004 - a first word, the keyword, a last word
            return violated(f"{WORDS.counted(len(words))}, too few to have a second and a second to last")
        keyword = _one_word(self.id, self.keyword)
        wrong = [f"the {name} word is {quoted([words[i]])}" for name, i in _PLACES.items() if words[i] != keyword]
        evidence = mark(sorted({reply.words[i] for i in _PLACES.values() if words[i] == keyword}), "keyword")
        if wrong:
            return violated("; ".join(wrong), 1 - len(wrong) / 2, evidence)
        return satisfied(f"the second and the second to last word are {quoted([self.keyword])}", evidence)

    def wordings(self) -> tuple[str, ...]:
        return (
            f'The second word and the second to last word of your response should be the word "{self.keyword}".',
            f'Let "{self.keyword}" be the second word of your answer, and the last but one.',
            f'Write "{self.keyword}" as word two of your reply and also as its last word but one.',
            f'Your response must have "{self.keyword}" as its second word and as its second to last word.',
            f'Put "{self.keyword}" right after your first word and right before your last word.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose(rng, topic, keep=lambda line: not phrase_pattern(self.keyword).search(line))
        return f"The {self.keyword} comes first. {text} Remember {self.keyword} always."

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Truly."
        yield f"Well, {text}"
        yield replace(text, occurrences(self.keyword, text), "thing")

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PHRASE, self.keyword.casefold()): Bounds(1), (Quantity.WORDS, ""): Bounds(3)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        (keyword,) = draw_words(rng, FITTING, 1, prompt)
        return cls(keyword=keyword)


_PLACES = {"second": 1, "second to last": -2}
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLastFirst(Faultless):
    """Each paragraph ends with the word that it began with, whatever case and marks; a line is a paragraph here.

    A line without a word is none; one word alone ends as it begins, but a reply of such lines only shows nothing.
    """

    id: ClassVar[str] = "words:paragraph_last_first"
    unit: ClassVar[Noun] = Noun("paragraph", "paragraphs")
    quantity: ClassVar[Quantity] = Quantity.PARAGRAPHS
    fault: ClassVar[str] = "do not end with the word that they began with"

    def units(self, reply: Document) -> Sequence[Span]:
        return [line for line, words in _lines(reply) if len(words) > 1]

    def faults(self, reply: Document) -> list[Span]:
        return [line for line, words in _lines(reply) if words[0] != words[-1]]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Each paragraph of your response must end with the same word it started with, one paragraph a line.",
            "Begin and end every paragraph with the same word, and put each paragraph on a line of its own.",
            "Let the last word of each paragraph be its first word again. Separate paragraphs with a newline.",
            "Every paragraph, one per line, must close with the word that opened it.",
            "Write paragraphs separated by newlines in which the first word is also the last.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = rng.sample(FITTING, rng.randint(1, 3))
        (line,) = sentences(rng, topic, 1)
        return "\n".join(f"{word.capitalize()} comes first. {line} So we say {word}." for word in words)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Truly."
        yield f"Well, {text}"
        yield f"{text}\nThat is all."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _lines(reply: Document) -> list[tuple[Span, tuple[str, ...]]]:
    """Return each line that has words, and these."""
    lines = [Span(*match.span()).trimmed(reply.text) for match in _LINE.finditer(reply.text)]
    return [(line, words) for line, words in zip(lines, words_in(reply, lines), strict=True) if words]
