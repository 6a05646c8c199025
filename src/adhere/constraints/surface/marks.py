"""Marks that a reply does without, where they punctuate: exclamation and question marks, dashes, brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import in_own_words, matches, without_code

if TYPE_CHECKING:
    from adhere.text import Document, Span

_EXCLAMATION = re.compile(
    "[!\u00a1\u203c\u203d\u2048\u2049\ufe57\uff01](?!=|\\[[^\\[\\]\n\ufffc]{0,200}(?:\ufffc|\\]\\())"
)
_FACTORIAL = re.compile(r"(?:(?<=\d)|(?<=\b[a-z])|(?<=\)))!(?!\s+[A-Z]|\s*$)")
_QUESTION = re.compile("[?\u037e\u00bf\u061f\u203d\u2047\u2048\u2049\ufe56\uff1f](?!\\w+=)")
_DASH = re.compile(r"\u2014|(?<=[^\s-])[ \t]--[ \t](?=[^\s-])|(?<=\w)--(?=\w)|(?<=\w)---(?=\w)")
_PARENTHESIS = re.compile("[()\uff08\uff09]")
_SMILEY = re.compile(r"(?<!\w)[:;=]['-]?[()](?!\w)")
_ENUMERATOR = re.compile(r"^[ \t]*\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})\)(?=[ \t])", re.MULTILINE)
_ELLIPSIS = re.compile(r"\.{3,}|(?<=\w) \. \. \.|[\u2026\u22ef]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoExclamation(Absent):
    """No exclamation mark of any script that punctuates, quotations included; not in code, images and ``!=``.

    Undecided where it may be a factorial ("5! = 120"). ``punctuation:punctuation_exclamation`` forbids the character
    itself, wherever it stands.
    """

    id: ClassVar[str] = "surface:no_exclamation"
    thing: ClassVar[str] = "exclamation mark"
    things: ClassVar[str] = "exclamation marks"
    additions: ClassVar[tuple[str, ...]] = ("What a day!", '"Stop!" is what he said.', "\u00a1Vamos!")

    def find(self, reply: Document) -> list[Span]:
        doubtful = set(self.find_doubtful(reply))
        return [span for span in matches(_EXCLAMATION, without_code(reply)) if span not in doubtful]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return matches(_FACTORIAL, without_code(reply)) if "!" in reply.text else []


@dataclass(frozen=True, slots=True, kw_only=True)
class NoQuestion(Absent):
    """The reply asks nothing: no question mark of any script, outside code, addresses and quotations.

    What somebody else asks, between quotation marks, is not asked by the reply.
    """

    id: ClassVar[str] = "surface:no_question"
    thing: ClassVar[str] = "question"
    things: ClassVar[str] = "questions"
    additions: ClassVar[tuple[str, ...]] = ("Is there more?", "What else could it be?!")

    def find(self, reply: Document) -> list[Span]:
        return matches(_QUESTION, in_own_words(reply))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not ask any questions.",
            "Your answer must contain no question, not even a rhetorical one.",
            "Make statements only, and end no sentence with a question mark.",
            "Keep your reply free of questions.",
            "Write your response without asking anything back.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEmDash(Absent):
    """No em dash outside code, nor the two hyphens that are typed for one ("yes -- no", "yes--no").

    A hyphen, an en dash between numbers (1990\N{EN DASH}95), a rule and an option (``--all``) are none.
    """

    id: ClassVar[str] = "surface:no_em_dash"
    thing: ClassVar[str] = "em dash"
    things: ClassVar[str] = "em dashes"
    additions: ClassVar[tuple[str, ...]] = ("It works\u2014mostly.", "It works \u2014 mostly.", "It works -- mostly.")

    def find(self, reply: Document) -> list[Span]:
        text = without_code(reply)
        return matches(_DASH, text) if "--" in text or "\u2014" in text else []

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.LETTER, "\u2014"): Bounds(0, 0)})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoParentheses(Absent):
    """No round bracket outside code and link addresses; the mark of a list item ("1)") and a smiley are none."""

    id: ClassVar[str] = "surface:no_parentheses"
    thing: ClassVar[str] = "round bracket"
    things: ClassVar[str] = "parentheses"
    additions: ClassVar[tuple[str, ...]] = ("It works (mostly).", "(So much for that.)")

    def find(self, reply: Document) -> list[Span]:
        text = without_code(reply)
        if "(" not in text and ")" not in text and "\uff08" not in text and "\uff09" not in text:
            return []
        marks = [*matches(_ENUMERATOR, text), *matches(_SMILEY, text)]
        free = {place for start, end in marks for place in range(start, end)}
        return [span for span in matches(_PARENTHESIS, text) if span.start not in free]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEllipsis(Absent):
    """No ellipsis outside code: three or more points, spaced or not, or the one character."""

    id: ClassVar[str] = "surface:no_ellipsis"
    thing: ClassVar[str] = "ellipsis"
    things: ClassVar[str] = "ellipses (three points)"
    additions: ClassVar[tuple[str, ...]] = ("And then...", "Who knows\u2026", "And so on....")

    def find(self, reply: Document) -> list[Span]:
        has_dots = "..." in reply.text or ". ." in reply.text
        return matches(_ELLIPSIS, without_code(reply)) if has_dots or not reply.text.isascii() else []
