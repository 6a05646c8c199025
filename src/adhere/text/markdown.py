"""The CommonMark parser (markdown-it-py), with tables, and the limits that keep it in bounded time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import autolink, backtick, emphasis, image, link

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_inline import StateInline

    InlineRule = Callable[[StateInline, bool], bool]
    ContentRule = Callable[[StateInline, int], tuple[int, int]]

MAX_NESTING = 60
"""Levels (a list takes two, a quote one) beyond which a text is read as one plain paragraph."""

PLACES = "places"
"""Key of the parser's environment under which it lists the ``Place`` of each link, image and code span."""

AT = "at"
"""Key of a token's ``meta`` that holds the offset of an emphasis mark."""


class Place(NamedTuple):
    """Where an inline stands in the parsed text, and where its content does."""

    kind: str
    start: int
    end: int
    inner_start: int
    inner_end: int


class CommonMark(MarkdownIt):
    """A parser that notes where inline constructs stand, which markdown-it itself forgets.

    Nothing is rendered, so no address is unsafe and none needs encoding.
    """

    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": MAX_NESTING})
        self.enable("table")
        self.inline.ruler2.disable("fragments_join")  # joins leftover text for renderers
        self.inline.ruler.at("emphasis", _placing_marks(emphasis.tokenize))
        self.inline.ruler.at("backticks", _placing("code", backtick, _code))
        self.inline.ruler.at("link", _placing("link", link, _label))
        self.inline.ruler.at("autolink", _placing("link", autolink, _address))
        self.inline.ruler.at("image", _placing("image", image, _label))

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
        """Return the address unchanged."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 (markdown-it's name)
        """Return the text of an automatic link unchanged."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (markdown-it's name and parameter)
        """Accept every address."""
        return True


@cache
def parser() -> CommonMark:
    """Return the parser, built once: it keeps no state between texts."""
    return CommonMark()


def _placing(kind: str, rule: InlineRule, content: ContentRule) -> InlineRule:
    def place(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
        start, places = state.pos, state.env[PLACES]
        known = len(places)
        if not rule(state, silent):
            return False
        # The rule for code also consumes backticks that open nothing, and leaves them pending.
        if not silent and not state.pending:
            if kind == "image":  # its description was parsed as a text of its own, with offsets of its own
                del places[known:]
            places.append(Place(kind, start, state.pos, *content(state, start)))
        return True

    return place


def _code(state: StateInline, start: int) -> tuple[int, int]:
    width = len(state.tokens[-1].markup)
    return start + width, state.pos - width


def _label(state: StateInline, start: int) -> tuple[int, int]:
    opening = state.src.index("[", start)
    return opening + 1, state.md.helpers.parseLinkLabel(state, opening)


def _address(state: StateInline, start: int) -> tuple[int, int]:
    return start + 1, state.pos - 1


def _placing_marks(rule: InlineRule) -> InlineRule:
    def place(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's signature)
        start = state.pos
        if not rule(state, silent):
            return False
        for offset, token in enumerate(state.tokens[start - state.pos :], start):
            token.meta[AT] = offset
        return True

    return place
