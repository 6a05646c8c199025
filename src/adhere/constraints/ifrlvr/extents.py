"""How long a reply is and how it is divided: two paragraphs, so many letters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import has_word, worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, violated
from adhere.constraints.length import NumberParagraphs
from adhere.constraints.protocol import Evidence
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoParts(NumberParagraphs):
    """Two paragraphs with a line of three asterisks between them; what divides, ``NumberParagraphs`` says."""

    id: ClassVar[str] = "paragraphs:paragraphs"
    minimum: int = 2
    maximum: int | None = 2

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoParagraphs(Counted):
    """Two paragraphs with blank lines between them; only paragraphs may be so divided.

    A chunk between blank lines that has no word, such as a divider, breaks the rule. A heading between blank lines
    counts as a paragraph.
    """

    id: ClassVar[str] = "paragraphs:paragraphs2"
    quantity: ClassVar[Quantity] = Quantity.PARAGRAPHS
    least: ClassVar[int] = 1
    minimum: int = 2
    maximum: int | None = 2

    @property
    def noun(self) -> Noun:
        return Noun("paragraph", "paragraphs")

    def find(self, reply: Document) -> list[Span]:
        return worded_paragraphs(reply)

    def check(self, reply: Document) -> Verdict:
        verdict = Counted.check(self, reply)
        strangers = [chunk for chunk in reply.paragraphs if not has_word(chunk.of(reply.text))]
        if verdict.satisfied and strangers:
            return violated("a chunk between blank lines has no word", 0.75, mark(strangers, "no paragraph"))
        return verdict

    def surplus(self, count: int) -> str:
        return "\n\nThere is more to say." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"There should be {number}. Paragraphs and only paragraphs are separated by two line breaks.",
            f"Write {number} with a blank line between them and no other blank lines.",
            f"Your answer must have {number}, separated by blank lines, with nothing else between blank lines.",
            f"Divide your reply into {number} by blank lines, and leave no other line empty.",
            f"Use {number} and leave an empty line between one and the next, and nowhere else.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n".join(prose(rng, topic, 2) for _ in range(self.pick(rng)))

    def mutants(self, text: str) -> Iterator[str]:
        yield from Counted.mutants(self, text)
        yield f"{text}\n\n***"

    def domain(self) -> Domain:
        words = Bounds(4 * self.minimum)
        return Domain(counts={(Quantity.PARAGRAPHS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCount(Counted):
    """So many letters in all, of any script; digits and marks are none."""

    id: ClassVar[str] = "letters:letter_counting"
    quantity: ClassVar[Quantity] = Quantity.LETTERS

    @property
    def noun(self) -> Noun:
        return Noun("letter", "letters")

    def find(self, reply: Document) -> Iterator[Span]:
        return (Span(i, i + 1) for i, character in enumerate(reply.text) if character.isalpha())

    def count(self, reply: Document) -> int:
        return sum(map(str.isalpha, reply.text))

    def evidence(self, reply: Document, count: int) -> tuple[Evidence, ...]:
        # One span for all that is beyond the maximum: letters one by one would say less.
        if self.maximum is None or count <= self.maximum:
            return ()
        first = next(islice(self.find(reply), self.maximum, None))
        return (Evidence(Span(first.start, len(reply.text)), f"beyond {self.maximum} letters"),)

    def surplus(self, count: int) -> str:
        return f" {'a' * count}"

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Answer with {number}.",
            f"Your whole reply should have {number}.",
            f"Write {number} in total.",
            f"Count your letters: there must be {number}.",
            f"Use {number} for all of your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        count = self.pick(rng, slack=20)
        text = prose(rng, topic, 1 + count // 10)
        letters = list(islice(self.find(Document(text)), count + 1))
        return (text[: letters[count].start].rstrip() if len(letters) > count else text) or "1"

    def domain(self) -> Domain:
        # A natural word has 1 to 12 letters.
        words = Bounds(-(-self.minimum // 12), self.maximum)
        return Domain(counts={(Quantity.LETTERS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(minimum=rng.randrange(50, 300, 10)), cls(maximum=rng.randrange(50, 300, 10))))
