"""Lines of a reply: how many, how long, and which have a key and a value."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose, prose_of_words, sentences
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import filled_lines
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import phrase_pattern
from adhere.constraints.parameters import check_phrases
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_LINES = Noun("line", "lines")
_FRONT_MATTER = re.compile(r"---[ \t]*+\n(.*?\n)?(?:---|\.\.\.)[ \t]*+(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount(Counted):
    """So many lines that are not empty, wherever they stand: headings, items and lines of code count."""

    id: ClassVar[str] = "lines:count"
    quantity: ClassVar[Quantity] = Quantity.LINES
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return _LINES

    def find(self, reply: Document) -> list[Span]:
        return [] if reply.is_empty else filled_lines(reply.text)

    def surplus(self, count: int) -> str:
        return "\nOne more line." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Answer in {number}.",
            f"Your reply must have {number}, not counting empty ones.",
            f"Write {number} in all.",
            f"Keep your response to {number} of text.",
            f"Give an answer of {number}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n".join(sentences(rng, topic, self.pick(rng)))

    def domain(self) -> Domain:
        least = {(Quantity.WORDS, ""): Bounds(self.minimum)}
        return Domain(counts={(Quantity.LINES, ""): self.bounds, **least})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(3, 8)
        return cls(minimum=count, maximum=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLength(Faultless):
    """No line has more than ``maximum`` characters, without the white space at its end; an empty reply is undecided."""

    id: ClassVar[str] = "lines:max_length"
    unit: ClassVar[Noun] = _LINES
    quantity: ClassVar[Quantity] = Quantity.LINES
    fault: ClassVar[str] = "are too long"
    forbids: ClassVar[bool] = True
    maximum: int

    def __post_init__(self) -> None:
        if self.maximum < 1:
            raise UsageError(f"{self.id}: maximum is {self.maximum}", hint="give 1 character or more")

    def units(self, reply: Document) -> list[Span]:
        return filled_lines(reply.text) if not reply.is_empty else []

    def faults(self, reply: Document) -> list[Span]:
        return [line for line in self.units(reply) if len(line.of(reply.text).rstrip()) > self.maximum]

    def wordings(self) -> tuple[str, ...]:
        number = f"{self.maximum} character{'s' * (self.maximum > 1)}"
        return (
            f"No line of your reply may be longer than {number}.",
            f"Keep every line within {number}.",
            f"Wrap your lines at {number}.",
            f"Write lines of at most {number}.",
            f"Each line of your answer must have at most {number}, spaces included.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines: list[str] = []
        for word in prose(rng, topic, 2).split():
            if lines and len(lines[-1]) + 1 + len(word) <= self.maximum:
                lines[-1] += f" {word}"
            else:
                lines += [word[i : i + self.maximum] for i in range(0, len(word), self.maximum)]
        return "\n".join(lines)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\n{'a' * (self.maximum + 1)}"
        yield f"{prose_of_words(Random(0), '', self.maximum + 1)}\n{text}"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(maximum=rng.choice((40, 60, 72, 80, 100)))


@lru_cache(maxsize=1024)
def _entry(key: str) -> re.Pattern[str]:
    """Compile a pattern for lines of a key, a colon and a value; the key may be emphasised, and a bullet before it."""
    start = r"^[ \t]*+(?:[-+*][ \t]++)?[*_`]{0,3}"
    return re.compile(
        rf"{start}{phrase_pattern(key).pattern}[*_`]{{0,3}}:[*_`]{{0,3}}[ \t]*+(\S.*)$", re.MULTILINE | re.IGNORECASE
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entries(ABC):
    """Lines that give a value for each of some keys."""

    id: ClassVar[str]
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "keys", self.keys)
        if any(character in key for key in self.keys for character in ":\n"):
            raise UsageError(f"{self.id}: keys has a key with a colon or a line feed", hint="leave out the colon")

    @abstractmethod
    def place(self, reply: Document) -> Span | None:
        """Return where the lines must stand, None where there is no such place."""

    def check(self, reply: Document) -> Verdict:
        place = None if reply.is_empty else self.place(reply)
        if place is None:
            return violated("the reply is empty" if reply.is_empty else "no front matter between lines of ---")
        found = [(key, _entry(key).search(reply.text, *place)) for key in self.keys]
        evidence = mark(sorted(Span(*entry.span()) for _, entry in found if entry), "key and value")
        missing = [key for key, entry in found if entry is None]
        if not missing:
            return satisfied(f"each of {quoted(self.keys)} has a value", evidence)
        return violated(f"no line with a value for {quoted(missing)}", 1 - len(missing) / len(self.keys), evidence)

    def entries(self, rng: Random, topic: str) -> str:
        """Return a line for each key."""
        return "\n".join(f"{key}: {phrase_about(rng, topic)}" for key in self.keys)

    def mutants(self, text: str) -> Iterator[str]:
        for key in self.keys:
            yield re.sub(rf"(?m)^{re.escape(key)}: .*$", "", text)
            yield re.sub(rf"(?m)^{re.escape(key)}: .*$", f"{key}:", text)
        yield text.replace(": ", " = ")

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(2 * len(self.keys)), (Quantity.LINES, ""): Bounds(len(self.keys))}
        return Domain(counts=counts, verbatim=tuple(f"{key}:" for key in self.keys))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keys=tuple(word.capitalize() for word in draw_words(rng, FITTING, rng.randint(2, 4), prompt)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValueLines(_Entries):
    """For each key there is a line ``key: value`` with a value, in any order and among any other lines.

    Case does not matter; the key may be a list item and may be emphasised.
    """

    id: ClassVar[str] = "lines:key_value"

    def place(self, reply: Document) -> Span:
        return Span(0, len(reply.text))

    def wordings(self) -> tuple[str, ...]:
        keys = quoted(self.keys)
        return (
            f"Give the values of {keys}, each on a line of its own in the form key: value.",
            f"Your reply must have lines of the form key: value for {keys}.",
            f"Write one line with a key, a colon and a value for each of {keys}.",
            f"Include a line such as key: value for every one of {keys}.",
            f"For {keys}, write the key, a colon and its value on one line each.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return (
            f"{prose(rng, topic, 1)}\n\n{self.entries(rng, topic)}"
            if rng.random() < 1 / 2
            else self.entries(rng, topic)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter(_Entries):
    """The reply begins with front matter as YAML writes it: a line ``---``, a line for each key, and ``---`` again.

    Case does not matter; other keys may stand there too, and any text below.
    """

    id: ClassVar[str] = "lines:front_matter"

    def place(self, reply: Document) -> Span | None:
        found = _FRONT_MATTER.match(reply.text)
        return Span(*found.span(1)) if found and found[1] else None

    def wordings(self) -> tuple[str, ...]:
        keys = quoted(self.keys)
        return (
            f"Begin your reply with YAML front matter between two lines of ---, with values for {keys}.",
            f"Start with front matter in YAML that has the keys {keys}, before any other text.",
            f"Put YAML front matter at the top of your answer and give it the keys {keys}.",
            f"Your response must open with a block between lines of --- that sets {keys}.",
            f"At the very start, write front matter (--- above and below) with a value for each of {keys}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"---\n{self.entries(rng, topic)}\n---\n\n{prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        yield from _Entries.mutants(self, text)
        yield f"Here it is:\n\n{text}"
        yield text.replace("---\n", "", 1)
        yield text.replace("\n---", "\n")

    def domain(self) -> Domain:
        return replace(_Entries.domain(self), opening="---")
