"""Replies that are one of a few answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.dividing import without_marks_around
from adhere.constraints.domain import Domain, Shape
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences
from adhere.constraints.parameters import check_phrases
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_QUOTES = re.compile("[\u2018\u2019]")


def _folded(text: str) -> str:
    """Return an answer without what does not change it: case, spacing, the marks around it, the shape of quotes."""
    return without_marks_around(" ".join(_QUOTES.sub("'", text).casefold().split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The reply is one of the options and nothing else; case and the marks around it do not matter.

    So ``b``, ``(B)`` and ``**b)**`` all choose ``b)``. An option among other words is not chosen; two are no choice.
    """

    id: ClassVar[str] = "format:options"
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "options", self.options)
        if len({_folded(option) for option in self.options}) < len(self.options):
            raise UsageError(
                f"{self.id}: two options are the same answer", hint="give options that differ in letters or digits"
            )

    def check(self, reply: Document) -> Verdict:
        answer = _folded(reply.text)
        if answer and answer in map(_folded, self.options):
            place = Span(0, len(reply.text)).trimmed(reply.text)
            return satisfied(f"answers {quoted([answer])}", mark([place], "answer"))
        named = {option: places for option in self.options if (places := occurrences(option, reply.text))}
        if len(named) != 1:
            return violated("several of the options" if named else "none of the options")
        ((option, places),) = named.items()
        share = len(option.split()) / (1 + len(reply.text.split()))
        return violated(f"more than the option {quoted([option])}", share, mark(places, "option"))

    def wordings(self) -> tuple[str, ...]:
        options = "/".join(self.options)
        marked = quoted(self.options, last="or")
        return (
            f"Answer with one of the following options: {options}. Do not give any explanation.",
            f"Choose {marked}, and write nothing else.",
            f"Your whole reply must be one of these: {marked}.",
            f"Pick one option and give no explanation: {marked}.",
            f"Respond with exactly one of the following and no other words: {marked}.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return rng.choice(self.options)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} That is my view."
        yield f"I would say {text}"
        yield " ".join([*self.options, text])

    def domain(self) -> Domain:
        return Domain(shape=Shape.OPTION)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(options=rng.choice((("yes", "no", "maybe"), ("I know", "I don't know"), ("a)", "b)", "c)", "d)"))))
