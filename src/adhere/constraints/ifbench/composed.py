"""Compositions with a plan: a story from A to Z, a quiz of growing questions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import GENERAL, subject
from adhere.constraints.dividing import filled_lines, has_word, outside
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.faultless import SENTENCES
from adhere.constraints.ifbench.headings import find_headings
from adhere.constraints.ifbench.likeness import likeness
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_NAMES = (
    "Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Karla", "Lukas", "Maria",
    "Nora", "Otto", "Paula", "Quentin", "Rosa", "Simon", "Teresa", "Ulla", "Victor", "Wanda", "Xaver", "Yvonne", "Zoe",
)  # fmt: skip


def _initial(sentence: str) -> str:
    """Return the first letter, without its accent; whatever marks stand before it."""
    first = next((character for character in sentence if character.isalnum()), "")
    return unicodedata.normalize("NFKD", first.casefold())[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphabetStory:
    """26 sentences, the first words of which begin with A to Z in order; a heading above them is none.

    A quotation mark before a word is not its first letter, and case and accents do not matter. A line in bold is a
    heading.
    """

    id: ClassVar[str] = "custom:sentence_alphabet"

    def check(self, reply: Document) -> Verdict:
        found = outside(reply.sentences, find_headings(reply))
        initials = [_initial(sentence.of(reply.text)) for sentence in found]
        if initials == list(ascii_lowercase):
            return satisfied("26 sentences from A to Z", mark(found, "sentence"))
        pairs = zip(found, initials, ascii_lowercase, strict=False)
        wrong = [sentence for sentence, initial, letter in pairs if initial != letter]
        reason = f"{SENTENCES.counted(len(found))}, exactly 26 asked"
        if wrong:
            reason = f"{reason}; {len(wrong)} do not begin with the letter of their place"
        return violated(reason, likeness(initials, ascii_lowercase), mark(wrong or found[26:], "wrong place"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Tell a 26-sentence story where the sentences start with the letters of the alphabet in order.",
            "Write a story of 26 sentences that begin with A, B, C and so on up to Z.",
            "Your reply must be 26 sentences; the first starts with A, the next with B, and the last with Z.",
            "Go through the alphabet: a story in 26 sentences, one for each letter, in order of their first letters.",
            "Compose exactly 26 sentences whose initial letters run from A to Z.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        verbs = ("likes", "dreams of", "asks about", "laughs at", "writes about", "waits for")
        return " ".join(f"{name} {rng.choice(verbs)} {subject(topic)}." for name in _NAMES)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} Anna laughs."
        yield f"Here it is. {text}"
        yield text.replace("Karla", "Martha")
        yield " ".join(text.split(". ")[1:])
        yield text.replace("Anna", "Brigitte")

    def domain(self) -> Domain:
        counts = {(Quantity.SENTENCES, ""): Bounds(26), (Quantity.WORDS, ""): Bounds(52)}
        return Domain(counts=counts, shape=Shape.STORY)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


_LABEL = re.compile(r"^[^\w\n]*(Question)(?![^\W_])[ \t]*\d*[.):\s*_-]*", re.MULTILINE)
# At the start of a line, or further on where a bracket closes the letter.
_OPTION = re.compile(
    r"(?:^[^\w\n]*(?P<first>[A-Ea-e1-9])[^\w\s]*[.)\]:]|(?<=\s)[(*_]*(?P<later>[A-Ea-e])\))[^\w\n]*(?=[^\W_])"
)
_ANSWER_KEY = re.compile(r"^[^\w\n]*(?:correct )?answer\b", re.IGNORECASE)


class _Question(NamedTuple):
    span: Span
    length: int
    options: int
    rest: int
    """Lines behind the options that are neither one nor the key to the answer."""


def _options(line: str, above: int) -> int:
    """Return how many options a line begins with or goes on with, where so many stand above it."""
    count = 0
    for match in _OPTION.finditer(line):
        wanted = (ascii_uppercase[above + count], str(above + count + 1))
        if (match["first"] or count) and (match["first"] or match["later"]).upper() in wanted:
            count += 1
    return count


def _read_question(text: str, start: int, end: int, label_end: int) -> _Question:
    stem: list[str] = []
    options = rest = 0
    for line in (text[label_end + span.start : label_end + span.end] for span in filled_lines(text[label_end:end])):
        if found := _options(line, options):
            options += found
        elif options == 0:
            stem.append(line.strip())
        elif has_word(line) and not _ANSWER_KEY.match(line):
            rest += 1
    return _Question(Span(start, end).trimmed(text), len(" ".join(stem)), options, rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowingQuiz:
    """So many questions labelled "Question", with so many options each, every question longer than the one before.

    A label begins its line, and so do options, marked A, B, C or 1, 2, 3 in order, or the first of those on one line.
    Characters of the question without label and options make its length. Behind options stands only a line that begins
    with "Answer"; what stands before the first label (a title) is free. Whether the questions are about the topic no
    program can tell.
    """

    id: ClassVar[str] = "custom:mcq_count_length"
    questions: int = 4
    options: int = 5
    topic: str = "20th century art history"

    def __post_init__(self) -> None:
        check_phrase(self.id, "topic", self.topic)
        if self.questions < 1 or not 1 <= self.options <= len("ABCDE"):
            raise UsageError(f"{self.id}: {self.questions} questions of {self.options}", hint="give 1 to 5 options")

    def _read(self, text: str) -> list[_Question]:
        labels = list(_LABEL.finditer(text))
        ends = [*(label.start() for label in labels[1:]), len(text)]
        pairs = zip(labels, ends, strict=False)
        return [_read_question(text, label.start(1), end, min(label.end(), end)) for label, end in pairs]

    def check(self, reply: Document) -> Verdict:
        found = self._read(reply.text)
        places = mark((question.span for question in found), "question")
        uneven = sum(question.options != self.options for question in found)
        short = sum(here.length <= before.length for before, here in pairwise(found))
        short += bool(found) and not found[0].length
        explained = sum(question.rest > 0 for question in found)
        reason = f"{Noun('question', 'questions').counted(len(found))}, exactly {self.questions} asked"
        if len(found) == self.questions and not (uneven or short or explained):
            return satisfied(f"{reason}; {self.options} options each, and ever longer", places)
        faults = {f"without {self.options} options": uneven, "not longer": short, "followed by more": explained}
        told = "".join(f"; {count} {fault}" for fault, count in faults.items() if count)
        total = max(len(found), self.questions)
        right = min(len(found), self.questions) / total
        return violated(f"{reason}{told}", right * (1 - (1 + uneven + short + explained) / (2 + 3 * total)), places)

    def wordings(self) -> tuple[str, ...]:
        quiz = f'{self.questions} multiple choice questions with {self.options} options each about "{self.topic}"'
        return (
            f"Generate {quiz}, labelled Question 1 and so on, progressively longer and without any explanation.",
            f"Write {quiz}. Label each Question, let each be longer than the last, and add no explanation.",
            f'Make {quiz}; every one starts with the label "Question", outgrows the one before and is not explained.',
            f"Your reply must be {quiz}, each headed by the label Question and longer than the one before it.",
            f"Ask {quiz}, put the label Question in front of each, let them get longer, and explain nothing.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        more = " and".join(f" {line.lower().rstrip('.')}" for line in GENERAL).split(" and ")
        parts: list[str] = []
        for i in range(self.questions):
            tail = "".join(f" and {more[j % len(more)]}" for j in range(i))
            options = "\n".join(f"{ascii_uppercase[j]}) {rng.choice(GENERAL)}" for j in range(self.options))
            parts.append(f"Question {i + 1}: What do you know about {subject(self.topic)}{tail}?\n{options}")
        return "\n\n".join(parts)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\n\nThe options are explained by their sources."
        yield text[: text.rindex("\n")]
        yield text.replace("Question 1", "Item 1")
        yield f"{text}\n\nQuestion 9: Why?\nA) So"

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(self.questions * (2 + self.options))}
        return Domain(counts=counts, shape=Shape.LISTING)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(questions=rng.randint(2, 5), options=rng.randint(3, 5))
