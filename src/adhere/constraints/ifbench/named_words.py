"""Words that the request names: keywords each so often, names from a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.different import CountedDifferent
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences, phrase_pattern
from adhere.constraints.parameters import check_phrases
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document, Span

FIRST_NAMES = (
    "Agnes", "Bruno", "Clara", "Dorian", "Edith", "Felix", "Gloria", "Hugo", "Irene", "Jonas", "Karin", "Leonard",
    "Martha", "Nils", "Oscar", "Paula", "Quentin", "Rosa", "Simon", "Teresa", "Ulrich", "Vera", "Walter", "Yvonne",
)  # fmt: skip
"""First names that a constraint is drawn with: no English word, and none a part of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordsMultiple:
    """Each keyword occurs exactly so often, as a whole word in any case: "doorway" is no "door"."""

    id: ClassVar[str] = "count:keywords_multiple"
    keywords: tuple[str, ...]
    times: tuple[int, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "keywords", self.keywords)
        if len(self.times) != len(self.keywords) or min(self.times) < 1:
            raise UsageError(f"{self.id}: times are {self.times}", hint="give each keyword a number of 1 or more")

    def check(self, reply: Document) -> Verdict:
        found = [occurrences(keyword, reply.text) for keyword in self.keywords]
        counts = [len(spans) for spans in found]
        evidence = mark(sorted(span for spans in found for span in spans), "keyword")
        wrong = [
            f"{quoted([word])} {count} of {asked} times" for word, asked, count in self._rows(counts) if count != asked
        ]
        if not wrong:
            return satisfied("each keyword as often as asked", evidence)
        near = sum(Bounds.exactly(asked).score(count) for _, asked, count in self._rows(counts)) / len(counts)
        return violated("; ".join(wrong), near, evidence)

    def _rows(self, counts: list[int]) -> Iterator[tuple[str, int, int]]:
        return zip(self.keywords, self.times, counts, strict=True)

    def wordings(self) -> tuple[str, ...]:
        pairs = list(zip(self.keywords, self.times, strict=True))
        each = ", ".join(f'"{word}" exactly {Noun("time", "times").counted(count)}' for word, count in pairs)
        return (
            f"Include these keywords: {each}.",
            f"Use {each} in your response.",
            f"Your answer must contain {each}.",
            f"Work these words into your reply as often as said: {each}.",
            f"In your response, mention {each}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose(rng, topic, keep=lambda line: not any(phrase_pattern(word).search(line) for word in self.keywords))
        repeated = [f"{word}." for word, count in zip(self.keywords, self.times, strict=True) for _ in range(count)]
        return " ".join([text, *repeated])

    def mutants(self, text: str) -> Iterator[str]:
        for keyword in self.keywords:
            yield f"{text} {keyword}"
            yield replace(text, occurrences(keyword, text)[:1], "...")

    def domain(self) -> Domain:
        pairs = zip(self.keywords, self.times, strict=True)
        return Domain(counts={(Quantity.PHRASE, word.casefold()): Bounds.exactly(count) for word, count in pairs})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        keywords = draw_words(rng, FITTING, rng.randint(2, 4), prompt)
        return cls(keywords=keywords, times=tuple(range(1, len(keywords) + 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames(CountedDifferent):
    """So many different names of those listed, as whole words that begin as listed: with a capital.

    "Miami" is no "Mia", and "grace" no "Grace".
    """

    id: ClassVar[str] = "count:person_names"
    quantity: ClassVar[Quantity] = Quantity.NAMES
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        check_phrases(self.id, "names", self.names)
        if self.minimum > len(self.names) or (self.maximum or 0) >= len(self.names):
            raise UsageError(
                f"{self.id}: {self.bounds.asks()} of {len(self.names)} names", hint="list more names than maximum"
            )

    @property
    def noun(self) -> Noun:
        return Noun("different name", "different names")

    @property
    def unwanted(self) -> str:
        return f"name of this list ({', '.join(self.names)})"

    def places(self, reply: Document) -> list[tuple[str, Span]]:
        text = reply.text
        found = [
            (span, name)
            for name in self.names
            for span in occurrences(name, text)
            if span.of(text)[0].isupper() or not name[0].isupper()
        ]
        return [(name, span) for span, name in sorted(found)]

    def surplus(self, count: int) -> str:
        return f" {' and '.join(self.names)}" if count else ""

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        names = ", ".join(self.names)
        return (
            f"Mention {number} of this list: {names}.",
            f"Use {number} in the response, taken from these: {names}.",
            f"Your answer must contain {number} from the following list of person names: {names}.",
            f"Let {number} appear in your reply. Choose from {names}.",
            f"Include {number} of the people listed here: {names}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        keep = rng.sample(self.names, min(self.pick(rng), len(self.names)))
        text = prose(rng, topic, keep=lambda line: not any(phrase_pattern(name).search(line) for name in self.names))
        return " ".join([text, *(f"Ask {name}." for name in keep)])

    def domain(self) -> Domain:
        return Domain(counts={(self.quantity, ""): self.bounds, (Quantity.WORDS, ""): Bounds(self.minimum)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        names = rng.sample(FIRST_NAMES, 10)
        return cls(names=tuple(names), minimum=rng.randint(2, 5))
