"""Regular expressions that a reply must match, must hold, or must not hold."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose, prose_while, sentences
from adhere.constraints.dividing import filled_lines
from adhere.constraints.domain import Domain, Shape
from adhere.constraints.faultless import Faultless
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.structure.regular import check_pattern, is_feasible, is_found, is_full_match, matches
from adhere.constraints.structure.regular_samples import sample
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adhere.constraints.parameters import PatternText
    from adhere.constraints.protocol import Verdict

_ATTEMPTS = 50
_TOO_LONG = "the reply is too long for a pattern of this size"
_FOREIGN = ("!", "x", "7", " and more", "\n\nAnd more.", "\u2603")
"""What makes most texts match no more, once it is put at their end."""
_SHAPES = (
    r"[A-Z]{3}-\d{4}",
    r"(yes|no|maybe)",
    r"\d{4}-\d{2}-\d{2}",
    r"v\d+\.\d+\.\d+",
    r"[a-z]+(_[a-z]+)+",
    r"#[0-9a-f]{6}",
)
"""Patterns that tasks are drawn with: codes, answers, dates, versions, names, colours."""


def _bare(text: str) -> str:
    """Return ``text`` without the white space at the ends of its lines, which nobody sees."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _lines(text: str) -> list[str]:
    return [line.of(text).rstrip() for line in filled_lines(text)]


def _drawn(rng: Random, pattern: str) -> str:
    """Return a text that the pattern matches.

    Raises:
        UsageError: none was found.
    """
    for _ in range(_ATTEMPTS):
        text = sample(rng, pattern)
        if _bare(text) == text and is_full_match(pattern, text):
            return text
    raise UsageError(f"no text was found that all of {pattern!r} matches", hint="it is checked all the same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(ABC):
    """A constraint on what one regular expression matches, in RE2's syntax."""

    id: ClassVar[str]
    pattern: PatternText

    def __post_init__(self) -> None:
        """Refuse what is no regular expression."""
        check_pattern(self.id, self.pattern)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        """Draw one of a few everyday patterns."""
        return cls(pattern=rng.choice(_SHAPES))


@dataclass(frozen=True, slots=True, kw_only=True)
class FullMatch(Expression):
    """The regular expression (RE2's syntax) matches the whole reply, without the white space around it.

    White space at the ends of lines may be left out of what it matches: nobody sees it.
    """

    id: ClassVar[str] = "regex:full_match"

    def check(self, reply: Document) -> Verdict:
        if reply.is_empty:
            return violated("the reply is empty")
        if not is_feasible(self.pattern, reply.text):
            return undecided(_TOO_LONG)
        whole = Span(0, len(reply.text)).trimmed(reply.text)
        text = whole.of(reply.text)
        if is_full_match(self.pattern, text) or is_full_match(self.pattern, _bare(text)):
            return satisfied("the reply matches", mark([whole], "match"))
        found = [span.moved(whole.start) for span in matches(self.pattern, text) if span.start < span.end]
        if not found:
            return violated("the pattern matches nothing in the reply")
        share = max(span.end - span.start for span in found) / (len(text) + 1)
        return violated("the pattern matches a part of the reply only", 0.9 * share, mark(found, "match"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Your whole response must match the regular expression {self.pattern} and nothing else may stand there.",
            f"Reply with a text that fully matches the regex {self.pattern} and with nothing besides it.",
            f"Answer in exactly the form that this regular expression describes: {self.pattern} (all of the reply).",
            f"Give only an answer that the regular expression {self.pattern} matches from beginning to end.",
            f"The regular expression {self.pattern} must match your reply as a whole.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the pattern says all
        return _drawn(rng, self.pattern)

    def mutants(self, text: str) -> Iterator[str]:
        edits = [*(f"{text}{more}" for more in _FOREIGN), text[:-1], text[1:], f"Here it is: {text}"]
        yield from (edit for edit in edits if edit.strip() and not is_full_match(self.pattern, edit.strip()))

    def domain(self) -> Domain:
        return Domain(shape=Shape.MATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Somewhere(Expression):
    """A constraint on whether the expression matches anywhere."""

    def __post_init__(self) -> None:
        Expression.__post_init__(self)
        if is_found(self.pattern, ""):
            raise UsageError(f"{self.id}: {self.pattern!r} matches in every text", hint="ask for one character or more")

    def places(self, reply: Document) -> list[Span] | None:
        """Return the first places that match; none where only the text without invisible white space matches."""
        found = matches(self.pattern, reply.text)
        return found if found or is_found(self.pattern, _bare(reply.text)) else None

    def holding(self, rng: Random, lines: Iterable[str]) -> Iterator[str]:
        """Yield texts in which the pattern matches something: among the lines, or where an anchor wants it."""
        before, *after = [*lines, "So it is."]
        core = sample(rng, self.pattern).strip()
        rest = " ".join(after)
        frames = (
            f"{before} {core} {rest}", f"{core} {before}", f"{before} {core}", f"{before}\n{core}\n{rest}",
            f"{before}{core}{rest}", core,
        )  # fmt: skip
        yield from (text for text in frames if is_found(self.pattern, _bare(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains(_Somewhere):
    """The regular expression (RE2's syntax) matches somewhere in the reply."""

    id: ClassVar[str] = "regex:contains"

    def check(self, reply: Document) -> Verdict:
        if not is_feasible(self.pattern, reply.text):
            return undecided(_TOO_LONG)
        found = None if reply.is_empty else self.places(reply)
        if found is None:
            return violated("the pattern matches nothing in the reply")
        return satisfied("the pattern matches", mark((span for span in found if span.start < span.end), "match"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Your reply must contain a text that matches the regular expression {self.pattern} somewhere.",
            f"Include something that the regex {self.pattern} matches.",
            f"Somewhere in your response, write a text of the form {self.pattern} (a regular expression).",
            f"The regular expression {self.pattern} must match a part of your answer.",
            f"Make sure that a search for the regular expression {self.pattern} finds something in your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        for _ in range(_ATTEMPTS):
            for text in self.holding(rng, sentences(rng, topic, 2)):
                return text
        raise UsageError(f"no text was found that {self.pattern!r} matches in", hint="it is checked all the same")

    def mutants(self, text: str) -> Iterator[str]:
        rest = text
        for _ in range(_ATTEMPTS):
            spans = [span for span in matches(self.pattern, rest) if span.start < span.end]
            if not spans:
                break
            rest = rest[: spans[0].start] + rest[spans[0].end :]
        candidates = (rest, *sentences(Random(0), "", _ATTEMPTS))
        yield from [edit for edit in candidates if edit.strip() and not is_found(self.pattern, _bare(edit))][:1]

    def domain(self) -> Domain:
        return Domain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent(_Somewhere):
    """The regular expression (RE2's syntax) matches nowhere in the reply; an empty reply is undecided."""

    id: ClassVar[str] = "regex:absent"

    def check(self, reply: Document) -> Verdict:
        if reply.is_empty:
            return undecided("the reply is empty")
        if not is_feasible(self.pattern, reply.text):
            return undecided(_TOO_LONG)
        found = self.places(reply)
        if found is None:
            return satisfied("the pattern matches nothing")
        shown = [span for span in found if span.start < span.end]
        return violated("the pattern matches", 1 / (1 + max(1, len(found))), mark(shown, "match"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Nothing in your reply may match the regular expression {self.pattern} at all.",
            f"Write your response without any text that the regex {self.pattern} matches.",
            f"Avoid everything of the form {self.pattern} (a regular expression).",
            f"The regular expression {self.pattern} must match no part of your answer.",
            f"Make sure that a search for the regular expression {self.pattern} finds nothing in your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        text = prose_while(rng, topic, lambda longer: not is_found(self.pattern, longer))
        return text or prose(rng, topic, 1, lambda line: not is_found(self.pattern, line))

    def mutants(self, text: str) -> Iterator[str]:
        yield from self.holding(Random(0), [text])

    def domain(self) -> Domain:
        return Domain()


@dataclass(frozen=True, slots=True, kw_only=True)
class EachLine(Expression, Faultless):
    """The regular expression (RE2's syntax) matches each line as a whole.

    Empty lines and white space at the end of a line do not count.
    """

    id: ClassVar[str] = "regex:line_each"
    unit: ClassVar[Noun] = Noun("line", "lines")
    fault: ClassVar[str] = "do not match"

    def check(self, reply: Document) -> Verdict:
        return Faultless.check(self, reply) if is_feasible(self.pattern, reply.text) else undecided(_TOO_LONG)

    def units(self, reply: Document) -> list[Span]:
        return filled_lines(reply.text)

    def faults(self, reply: Document) -> list[Span]:
        lines = [(line, line.of(reply.text).rstrip()) for line in self.units(reply)]
        matched = {text: is_full_match(self.pattern, text) for text in {text for _, text in lines}}
        return [line for line, text in lines if not matched[text]]

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Each line of your reply must match the regular expression {self.pattern} as a whole.",
            f"Write only lines that the regex {self.pattern} fully matches.",
            f"Every line of your response must have the form {self.pattern} (a regular expression).",
            f"Give your answer in lines, each one fully matched by the regular expression {self.pattern} alone.",
            f"The regular expression {self.pattern} must match every single line of your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - the pattern says all
        lines = [line for _ in range(rng.randint(1, 4)) for line in _drawn(rng, self.pattern).split("\n")]
        text = "\n".join(lines)
        if not self.check(Document(text)).satisfied:
            raise UsageError(f"{self.pattern!r} matches only more than one line", hint="it is checked all the same")
        return text

    def mutants(self, text: str) -> Iterator[str]:
        lines = text.split("\n")
        edits = [f"{lines[-1]}{more}" for more in (*_FOREIGN, "\nHere it is.")]
        bad = [edit for edit in edits if not all(is_full_match(self.pattern, line) for line in _lines(edit))]
        yield from ("\n".join([*lines[:-1], edit]) for edit in bad)
        yield from ("\n".join([edit, *lines]) for edit in bad[:1])

    def domain(self) -> Domain:
        return Domain(shape=Shape.MATCH)
