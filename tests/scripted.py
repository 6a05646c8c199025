"""A model that answers from a script, for tests of everything that stands on models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.models import Completion, Request, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from adhere.models import Price


@dataclass(slots=True)
class ScriptedModel:
    """Answers each sample with ``script(request, index)``: a text, or a completion for everything else.

    ``calls`` keeps the requests of each ``generate``; ``order`` rearranges the completions of one.
    """

    script: Callable[[Request, int], str | Completion]
    order: Callable[[Iterator[Completion]], Iterable[Completion]] = iter
    name: str = "scripted"
    identity: Mapping[str, str] = field(default_factory=lambda: {"weights": "none"})
    price: Price | None = None
    calls: list[list[Request]] = field(default_factory=list)
    closed: bool = False

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        self.calls.append(list(requests))
        completions = (self.complete(request, index) for request in requests for index in range(request.n))
        try:
            yield from self.order(completions)
        finally:
            self.closed = True

    def complete(self, request: Request, index: int) -> Completion:
        said = self.script(request, index)
        if isinstance(said, Completion):
            return said
        usage = Usage(prompt_tokens=len(request.messages), completion_tokens=len(said.split()), seconds=0.5)
        return Completion(request.id, index, said, StopReason.STOP, usage)


def failed(request: Request, index: int, error: str) -> Completion:
    """Return the completion of a call that went wrong."""
    return Completion(request.id, index, "", StopReason.ERROR, Usage(seconds=0.1), error=error)
