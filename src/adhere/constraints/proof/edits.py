"""Edits that leave the meaning of a reply as it is, so that no verdict may change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random


@dataclass(frozen=True, slots=True)
class Edit:
    """A way to rewrite a reply: ``apply`` returns the text unchanged where it finds nothing to rewrite."""

    name: str
    apply: Callable[[str, Random], str]


_REASONING = (
    "<think>\nLet me see, one, two, {}.\n</think>\n\n",
    "<think>{}</think>\n\n",
    "<thinking>First: * a list? No! {} [words], THEN an end.</thinking>\n",
    "Okay, the user wants {} things.\n</think>\n\n",
)
_CODE = ("```", "~~~", "\n    ", "\n\t")
_PLAIN_WORD = re.compile(r"(?<![^ \n])[A-Za-z]{2,}(?=[ \n]|[.,;!?](?:[ \n]|\Z)|\Z)")
_PLAIN_LINE = re.compile(r"^[A-Z][\w ',.;!?-]*$", re.MULTILINE | re.ASCII)


def _line_endings(text: str, rng: Random) -> str:
    return text.replace("\n", rng.choice(("\r\n", "\r")))


def _trailing_blanks(text: str, rng: Random) -> str:
    # Spaces alone: a tab is a delimiter of data.
    return "\n".join(line + rng.choice(("", " ", "  ", "   ")) for line in f"{text} ".split("\n"))


def _surrounding_lines(text: str, rng: Random) -> str:
    return rng.choice(("\n", "\n\n", " \n\t\n")) * rng.randint(0, 3) + text + "\n" * rng.randint(1, 5)


def _reasoning(text: str, rng: Random) -> str:
    return rng.choice(_REASONING).format(rng.randrange(1000)) + text


def _curly_quotes(text: str, _rng: Random) -> str:
    if _has_code(text):
        return text
    return re.sub(r'"([^"]*)"', "\u201c\\1\u201d", text.replace("'", "\u2019"))


def _emphasis(text: str, rng: Random) -> str:
    """Emphasise one word of a line that is plain prose."""
    words = [
        word.span()
        for line in ([] if _has_code(text) else _PLAIN_LINE.finditer(text))
        for word in _PLAIN_WORD.finditer(text, *line.span())
    ]
    if not words:
        return text
    start, end = rng.choice(words)
    mark = rng.choice(("*", "**", "_", "__"))
    return f"{text[:start]}{mark}{text[start:end]}{mark}{text[end:]}"


def _has_code(text: str) -> bool:
    return any(mark in text for mark in _CODE)


ALWAYS = (
    Edit("line endings", _line_endings),
    Edit("trailing blanks", _trailing_blanks),
    Edit("surrounding blank lines", _surrounding_lines),
    Edit("reasoning block", _reasoning),
)
"""The edits that mean nothing in any text, whatever is asked of it."""

CURLY_QUOTES = Edit("curly quotes", _curly_quotes)
EMPHASIS = Edit("emphasis", _emphasis)

MEANT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        CURLY_QUOTES.name: MappingProxyType(
            {
                "detectable_format:json_format": "straight quotes are JSON's syntax",
                "custom:csv_special_character": "straight quotes are CSV's syntax",
                "custom:csv_quotes": "straight quotes are CSV's syntax",
            }
        ),
        EMPHASIS.name: MappingProxyType(
            {
                "detectable_format:number_highlighted_sections": "emphasis is what is counted",
                "detectable_format:constrained_response": "the answer is asked for as it is written",
                "format:options": "the answer is asked for as it is written",
                "startend:end_checker": "the phrase is asked for as it is written",
                "detectable_format:multiple_sections": "the marker is asked for as it is written",
                "combination:repeat_prompt": "a copy has no marks of its own",
                "repeat:repeat_change": "a copy has no marks of its own",
                "repeat:repeat_simple": "a copy has no marks of its own",
                "ratio:sentence_words": "marks are characters, and those are counted",
            }
        ),
    }
)
"""By edit, the types that it means something to, each with the reason."""


def edits_for(id: str) -> tuple[Edit, ...]:  # noqa: A002 - the field's name for it
    """Return the edits that a constraint of this type must not notice."""
    return (*ALWAYS, *(edit for edit in (CURLY_QUOTES, EMPHASIS) if id not in MEANT[edit.name]))
