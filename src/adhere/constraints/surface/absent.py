"""What all constraints share that ask to leave something out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain
from adhere.constraints.judging import judge_absence, undecided
from adhere.constraints.surface.passages import foreign
from adhere.constraints.wording import absent
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span

_ATTEMPTS = 8
_PLAIN = "This is the answer to the question and it is the best one that there is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent(ABC):
    """Something that must not occur; undecided where only doubtful places are found, and in an empty reply."""

    id: ClassVar[str]
    thing: ClassVar[str]
    things: ClassVar[str]
    """What must not occur, as one and as many: for the reason and for the wordings."""
    additions: ClassVar[tuple[str, ...]]
    """Texts that bring it into a reply that is free of it, each a sentence or so."""
    english: ClassVar[bool] = False
    """Whether it is about English words, so that a reply in another language leaves it undecided."""

    @abstractmethod
    def find(self, reply: Document) -> Sequence[Span]:
        """Return the places in ``reply.text`` that break the rule for sure, in order."""

    def find_doubtful(self, reply: Document) -> Sequence[Span]:  # noqa: ARG002 - most types have none
        """Return the places of which a program cannot tell; asked only where ``find`` has nothing."""
        return ()

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by what is found."""
        if reply.is_empty:
            return undecided("the reply is empty")
        if self.english and (reason := foreign(reply)) is not None:
            return undecided(reason)
        found = self.find(reply)
        if not found and (doubtful := self.find_doubtful(reply)):
            shown = " ".join(doubtful[0].of(reply.text).split())[:40]
            return undecided(f"no {self.thing} for sure, and {len(doubtful)} that may be one: {shown}")
        return judge_absence(reply, found, self.thing)

    def wordings(self) -> tuple[str, ...]:
        """Return the ways to ask for it."""
        return absent(self.things)

    def witness(self, rng: Random, topic: str) -> str:
        """Return sentences none of which has it."""
        for _ in range(_ATTEMPTS):
            text = prose(rng, topic, keep=lambda line: not self._touches(line))
            if self.check(Document(text)).satisfied:
                return text
        return _PLAIN

    def _touches(self, line: str) -> bool:
        reply = Document(line)
        return bool(self.find(reply) or self.find_doubtful(reply))

    def mutants(self, text: str) -> Iterator[str]:
        """Bring it in, at either end."""
        for addition in self.additions:
            yield f"{text} {addition}"
            yield f"{addition} {text}"

    def domain(self) -> Domain:
        """Bind the language where it is about English words."""
        return Domain(language="en" if self.english else None)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        """Return the constraint: most have no parameters."""
        return cls()
