"""What all constraints share that count different things: a repeated one counts once."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.constraints.counted import Counted
from adhere.constraints.editing import replace
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adhere.constraints.protocol import Verdict
    from adhere.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDifferent(Counted):
    """A constraint whose reply must hold between ``minimum`` and ``maximum`` different things of a kind."""

    @abstractmethod
    def places(self, reply: Document) -> Iterable[tuple[str, Span]]:
        """Return each place in ``reply.text`` that counts, in order, with what makes it differ from others."""

    def find(self, reply: Document) -> list[Span]:
        """Return the first place of each."""
        first: dict[str, Span] = {}
        for key, span in self.places(reply):
            first.setdefault(key, span)
        return list(first.values())

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by how many are different; they are looked for once."""
        if reply.is_empty:
            return Counted.check(self, reply)
        found = self.find(reply)
        return self.judge(len(found), self.show(found, len(found)))

    def mutants(self, text: str) -> Iterator[str]:
        """Take out every place of those that exceed one less than the minimum; add up to one more than the maximum."""
        reply = Document(text)
        places = list(self.places(reply))
        different = list(dict.fromkeys(key for key, _ in places))
        if self.minimum:
            kept = set(different[: self.minimum - 1])
            yield replace(reply.text, (span for key, span in places if key not in kept), "")
        if self.maximum is not None:
            yield reply.text + self.surplus(self.maximum + 1 - len(different))
