"""Tags as XML writes them, around the reply or around parts of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose, sentences
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrases
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_NAMES = ("answer", "summary", "result", "output", "final_answer", "explanation", "example", "notes")
"""Tags that tasks are drawn with."""


@lru_cache(maxsize=256)
def _marks(tag: str) -> re.Pattern[str]:
    """Compile a pattern for the opening and the closing tag; attributes have no angular bracket in them."""
    name = re.escape(tag)
    return re.compile(rf"<(?:(?P<close>/{name}[ \t\n]*+)|{name}(?:[ \t\n][^<>]*+)?)>")


def _check_tag(id: str, tag: str) -> None:  # noqa: A002 - the field's name for it
    """Refuse what is no name of a tag, and the names that mark a model's reasoning, which is no part of its reply.

    Raises:
        UsageError: no reply can have this tag.
    """
    if not _NAME.fullmatch(tag):
        raise UsageError(f"{id}: {tag!r} is no name of a tag", hint="give a name such as answer, without brackets")
    if not Document(f"<{tag}>x</{tag}>").text:
        raise UsageError(
            f"{id}: <{tag}> marks reasoning, which is not checked as the reply", hint="choose another name"
        )


def _elements(tag: str, text: str) -> tuple[list[tuple[Span, Span]], int]:
    """Return the outermost pairs of the tag, each with what it holds, and how many tags have no partner."""
    found: list[tuple[Span, Span]] = []
    opened: list[re.Match[str]] = []
    odd = 0
    for match in _marks(tag).finditer(text):
        if match["close"] is None:
            opened.append(match)
        elif not opened:
            odd += 1
        else:
            start = opened.pop()
            if not opened:
                found.append((Span(start.start(), match.end()), Span(start.end(), match.start())))
    return found, odd + len(opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """The whole reply stands between ``<tag>`` and ``</tag>``, and there is a word in it.

    The tag may have attributes; it is opened and closed once at the outside, and nothing but white space is around it.
    """

    id: ClassVar[str] = "tags:wrapped"
    tag: str = "answer"

    def __post_init__(self) -> None:
        _check_tag(self.id, self.tag)

    def check(self, reply: Document) -> Verdict:
        found, odd = _elements(self.tag, reply.text)
        evidence = mark([span for span, _ in found], f"<{self.tag}>")
        filled = [span for span, inner in found if has_word(inner.of(reply.text))]
        if not filled:
            return violated(f"nothing stands between <{self.tag}> and </{self.tag}>", 0.1 if found or odd else 0.0)
        whole = Span(0, len(reply.text)).trimmed(reply.text)
        if len(found) == 1 and filled[0] == whole:
            return satisfied(f"the reply stands in <{self.tag}>", evidence)
        inside = sum(span.end - span.start for span in filled) / (whole.end - whole.start)
        return violated(
            f"there is more than one <{self.tag}> around the reply", 0.2 + 0.7 * inside / len(found), evidence
        )

    def wordings(self) -> tuple[str, ...]:
        start, end = f"<{self.tag}>", f"</{self.tag}>"
        return (
            f"Wrap your whole reply in {start}\u2026{end} tags.",
            f"Begin your response with {start}, end it with {end} and write nothing outside them.",
            f"Put everything you write between {start} and {end}.",
            f"Your answer must stand inside one pair of {start} and {end} tags as a whole.",
            f"Give all of your reply inside {start} and {end}, with no text before or after the tags.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        gap = rng.choice(("", "\n"))
        return f"<{self.tag}>{gap}{prose(rng, topic)}{gap}</{self.tag}>"

    def mutants(self, text: str) -> Iterator[str]:
        yield f"Here it is: {text}"
        yield f"{text}\n\nI hope this helps."
        yield text.replace(f"<{self.tag}>", "", 1)
        yield text.replace(f"</{self.tag}>", "", 1)
        yield f"{text}\n{text}"
        yield f"<{self.tag}></{self.tag}>"

    def domain(self) -> Domain:
        return Domain(shape=Shape.TAGGED, opening=f"<{self.tag}>", closing=f"</{self.tag}>")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(tag=rng.choice(_NAMES))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainsTags:
    """Each of the tags is opened and closed in the reply, as often as it likes, with a word in every pair."""

    id: ClassVar[str] = "tags:contains"
    tags: tuple[str, ...]

    def __post_init__(self) -> None:
        check_phrases(self.id, "tags", self.tags)
        for tag in self.tags:
            _check_tag(self.id, tag)

    def check(self, reply: Document) -> Verdict:
        places: list[Span] = []
        faults: list[str] = []
        for tag in self.tags:
            found, odd = _elements(tag, reply.text)
            empty = sum(not has_word(inner.of(reply.text)) for _, inner in found)
            places += [span for span, _ in found]
            if not found or odd or empty:
                faults.append(f"<{tag}> is not opened and closed around words")
        evidence = mark(sorted(places), "tags")
        if not faults:
            return satisfied("all tags are there", evidence)
        return violated(faults[0], 1 - len(faults) / len(self.tags), evidence)

    def wordings(self) -> tuple[str, ...]:
        names = ", ".join(f"<{tag}>\u2026</{tag}>" for tag in self.tags)
        return (
            f"Include in your reply the tags {names} with text inside.",
            f"Mark parts of your answer with the tags {names}.",
            f"Your response must contain text inside {names}.",
            f"Use these tags in your reply and fill them with text: {names}.",
            f"Put what belongs there between the tags {names} in your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = sentences(rng, topic, len(self.tags))
        return "\n".join(f"<{tag}>{line}</{tag}>" for tag, line in zip(self.tags, lines, strict=True))

    def mutants(self, text: str) -> Iterator[str]:
        for tag in self.tags:
            yield text.replace(f"<{tag}>", "", 1)
            yield text.replace(f"</{tag}>", "", 1)
            yield re.sub(rf"<{re.escape(tag)}>[^<]*</{re.escape(tag)}>", f"<{tag}></{tag}>", text)

    def domain(self) -> Domain:
        counts = {(Quantity.WORDS, ""): Bounds(len(self.tags))}
        return Domain(counts=counts, verbatim=tuple(f"<{tag}>" for tag in self.tags))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(tags=tuple(rng.sample(_NAMES, 2)))
