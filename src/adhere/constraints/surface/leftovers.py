"""What should not be left in a finished reply: links, unfilled placeholders, sentences said twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.bounds import Bounds
from adhere.constraints.content import NumberPlaceholders
from adhere.constraints.dividing import outside
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.ifbench.sentences import words_in
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import ADDRESS, BLANK, matches, merged
from adhere.text import InlineKind, Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from adhere.text import Document

_MAIL = re.compile(r"\bmailto:\S")
_TOP_DOMAIN = re.compile(r"\.(?:com|org|net|io|edu|gov|co|dev|app|ai)\b(?!\.\w)")
_BEFORE_DOMAIN = re.compile(r"(?<![\w@.-])[A-Za-z0-9-]{1,63}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLinks(Absent):
    """No link outside code: no address on the web, no Markdown link and no image.

    Undecided where there is only a bare domain, which may be a name ("example.com", "Socket.io").
    """

    id: ClassVar[str] = "surface:no_links"
    thing: ClassVar[str] = "link"
    things: ClassVar[str] = "links or web addresses"
    additions: ClassVar[tuple[str, ...]] = (
        "See https://example.org/a.",
        "See [the page](page.md) for more.",
        "See www.example.org for more.",
        "Write to <mailto:a@example.org>.",
    )

    def find(self, reply: Document) -> list[Span]:
        text = reply.text
        found: list[Span] = []
        if "](" in text or "]:" in text:
            found += [inline.span for inline in reply.inlines if inline.kind in {InlineKind.LINK, InlineKind.IMAGE}]
        if "://" in text or "www." in text or "mailto:" in text:
            read = _without_code(reply)
            starts = [span.start for span in found]
            for span in sorted([*matches(ADDRESS, read), *matches(_MAIL, read)]):
                i = bisect_left(starts, span.start + 1) - 1
                if i < 0 or found[i].end <= span.start:
                    found.append(span)
        return sorted(found)

    def find_doubtful(self, reply: Document) -> list[Span]:
        text = _without_code(reply)
        ends = (
            (match, _BEFORE_DOMAIN.search(text, max(0, match.start() - 64), match.start()))
            for match in _TOP_DOMAIN.finditer(text)
        )
        return [Span(name.start(), match.end()) for match, name in ends if name]


def _without_code(reply: Document) -> str:
    """Return the text with code blanked and addresses kept, every other character at its place."""
    return masked(reply.text, merged(reply.code), BLANK) if reply.code else reply.text


_BRACKETED = NumberPlaceholders(minimum=1)
_BLANKS = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}|<(?:your|insert|enter|add)\b[^<>\n]{0,60}>|\b[Ll]orem ipsum\b|\bLOREM IPSUM\b"
    r"|\b(?:TODO|TBD|FIXME):|\bXX+[/-]XX+[/-]XX+\b|(?:(?<=\w )|(?<=[:$(])|(?<=: ))_{3,}+(?!\w)"
)
_PERHAPS = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|<[A-Za-z][A-Za-z _-]{0,40}>|\{[A-Za-z][A-Za-z _-]{0,40}\}")
_HINTS = ("{", "<", "TODO", "TBD", "FIXME", "XX", "orem ipsum", "LOREM IPSUM", "___")
"""One of these is in whatever may be a placeholder without square brackets."""
_SIGNS = frozenset({"TODO", "TBD", "FIXME", "XXX"})
_TO_FILL = re.compile(
    r"\b(?:your|insert|enter|fill|add|name|names|date|day|month|year|time|address|city|state|zip|phone|email|e-mail|"
    r"company|organi[sz]ation|position|title|number|amount|placeholder|todo|tbd|xxx|recipient|sender|signature|link|"
    r"department|product|topic)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlaceholder(Absent):
    """No placeholder is left to fill in, outside code: [Your Name], {{date}}, <your company>, TBD:, a blank "____".

    Undecided where it may be something else: other words in square brackets ("[laughs]"), "XXX", "<name>".
    """

    id: ClassVar[str] = "surface:no_placeholder"
    thing: ClassVar[str] = "placeholder"
    things: ClassVar[str] = "placeholders that are still to be filled in"
    additions: ClassVar[tuple[str, ...]] = (
        "Dear [Your Name].",
        "Meet on {{date}}.",
        "Pay ____ now.",
        "Costs are TBD: soon.",
    )

    def find(self, reply: Document) -> list[Span]:
        bracketed = [span for span in _bracketed(reply) if _TO_FILL.search(reply.text, *span)]
        return sorted([*bracketed, *(matches(_BLANKS, _without_code(reply)) if _has_hint(reply) else ())])

    def find_doubtful(self, reply: Document) -> list[Span]:
        perhaps = matches(_PERHAPS, _without_code(reply)) if _has_hint(reply) else []
        text = reply.text
        return sorted([*_bracketed(reply), *(s for s in perhaps if s.of(text) in _SIGNS or _TO_FILL.search(text, *s))])

    def wordings(self) -> tuple[str, ...]:
        return (
            "Leave no placeholders to be filled in.",
            "Your answer must be ready to use, without placeholders such as [Your Name].",
            "Write real content everywhere instead of placeholders in brackets.",
            "Do not leave any blanks or placeholders in your reply.",
            "Fill in everything: no [name], no {{date}} and no TBD may remain.",
        )

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.PLACEHOLDERS, ""): Bounds(0, 0)})


def _has_hint(reply: Document) -> bool:
    return any(hint in reply.text for hint in _HINTS)


def _bracketed(reply: Document) -> list[Span]:
    return outside(_BRACKETED.find(reply), reply.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRepeatedSentence(Absent):
    """No sentence occurs twice, whatever its case, marks and spacing.

    Undecided where only sentences of one or two words do ("Yes.", the items of a list): they may be meant.
    """

    id: ClassVar[str] = "surface:no_repeated_sentence"
    thing: ClassVar[str] = "repeated sentence"
    things: ClassVar[str] = "repeated sentences"
    additions: ClassVar[tuple[str, ...]] = (
        "It was so for long. It was so for long.",
        "Go on and on. Go on, and on!",
    )

    def find(self, reply: Document) -> list[Span]:
        return [span for span, length in _repeats(reply) if length >= _WHOLE]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return [span for span, _ in _repeats(reply)]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not repeat any sentence.",
            "No sentence may occur twice in your answer.",
            "Say everything once: each sentence of your reply must differ from all others.",
            "Write your response without repeating a sentence.",
            "Every sentence that you write should be new.",
        )


_WHOLE = 3
"""Words from which a sentence that comes again is repeated for sure."""


def _repeats(reply: Document) -> list[tuple[Span, int]]:
    """Return the sentences that were said before, and how many words each has."""
    sentences = reply.sentences
    seen: set[tuple[str, ...]] = set()
    found = []
    for words, span in zip(words_in(reply, sentences), sentences, strict=True):
        if words in seen and words:
            found.append((span, len(words)))
        seen.add(words)
    return found
