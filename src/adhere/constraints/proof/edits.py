"""Edits that leave the meaning of a reply as it is, so that no verdict may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from random import Random

    from adhere.constraints.protocol import Constraint


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
_LINE_ENDING = re.compile(r"(\r\n?|\n)")
_PLAIN_WORD = re.compile(r"(?<![^ \n])[A-Za-z]{2,}(?=[ \n]|[.,;!?](?:[ \n]|\Z)|\Z)")
_PLAIN_LINE = re.compile(r"^[A-Z][\w ',.;!?-]*$", re.MULTILINE | re.ASCII)


def _line_endings(text: str, rng: Random) -> str:
    return text if "\r" in text else text.replace("\n", rng.choice(("\r\n", "\r")))


def _trailing_blanks(text: str, rng: Random) -> str:
    # Spaces alone: a tab is a delimiter of data.
    lines = _LINE_ENDING.split(text)
    return "".join(part if at % 2 else part + rng.choice(("", " ", "  ", "   ")) for at, part in enumerate(lines))


def _surrounding_lines(text: str, rng: Random) -> str:
    return rng.choice(("\n", "\n\n", " \n\t\n")) * rng.randint(0, 3) + text + "\n" * rng.randint(1, 5)


def _reasoning(text: str, rng: Random) -> str:
    return rng.choice(_REASONING).format(rng.randrange(1000)) + text


def _curly_quotes(text: str, _rng: Random) -> str:
    if _has_code(text):
        return text
    return re.sub(r'"([^"]*)"', "\u201c\\1\u201d", text.replace("'", "\u2019"))


def _emphasis(text: str, rng: Random, *, kept: Container[str] = ()) -> str:
    """Emphasise one word of a line that is plain prose, none of those that are ``kept`` as they are."""
    words = [
        word.span()
        for line in ([] if _has_code(text) else _PLAIN_LINE.finditer(text))
        for word in _PLAIN_WORD.finditer(text, *line.span())
        if word[0].casefold() not in kept
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
EMPHASIS = "emphasis"

_JSON = "straight quotes are JSON's syntax"
_CSV = "straight quotes are CSV's syntax"
_PATTERN = "a pattern means each character"
_DATA = "data has no emphasis"
_COUNTED = "marks are characters, and those are counted"
_MARKDOWN = "emphasis is what it is about"
_FORMAT = "what has a format is written in one piece"

MEANT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        CURLY_QUOTES.name: MappingProxyType(
            {
                "detectable_format:json_format": _JSON,
                "json:schema": _JSON,
                "json:keys": _JSON,
                "json:array_length": _JSON,
                "custom:csv_special_character": _CSV,
                "custom:csv_quotes": _CSV,
                "regex:full_match": _PATTERN,
                "regex:line_each": _PATTERN,
            }
        ),
        EMPHASIS: MappingProxyType(
            {
                "detectable_format:number_highlighted_sections": _MARKDOWN,
                "markdown:bold_count": _MARKDOWN,
                "markdown:no_markdown": _MARKDOWN,
                "detectable_format:multiple_sections": "the marker is asked for as it is written",
                "keywords:start_end": "nothing may follow the last word",
                "ratio:sentence_words": _COUNTED,
                "lines:max_length": _COUNTED,
                "length:characters": _COUNTED,
                "length:tokens": _COUNTED,
                "date:format": _FORMAT,
                "date:period": _FORMAT,
                "number:currency": _FORMAT,
                "number:percent": _FORMAT,
                "number:units": _FORMAT,
                "custom:csv_city": _DATA,
                "custom:csv_special_character": _DATA,
                "custom:csv_quotes": _DATA,
                "regex:full_match": _PATTERN,
                "regex:line_each": _PATTERN,
            }
        ),
    }
)
"""By edit, the types that it means something to, each with the reason."""


def edits_for(constraint: Constraint) -> tuple[Edit, ...]:
    """Return the edits that a constraint must not notice.

    Words of a phrase that it asks for as it is written (of a closing phrase, a copy, an option) are not emphasised.
    """
    phrases = [text for text in parameter_texts(constraint) if not text.isalpha()]
    kept = frozenset(word for phrase in phrases for word in re.findall("[a-z]+", phrase.casefold()))
    free = (CURLY_QUOTES, Edit(EMPHASIS, partial(_emphasis, kept=kept)))
    return (*ALWAYS, *(edit for edit in free if constraint.id not in MEANT[edit.name]))


def parameter_texts(constraint: Constraint) -> tuple[str, ...]:
    """Return the texts among the parameters of a constraint."""
    values = [getattr(constraint, each.name) for each in fields(constraint)]  # type: ignore[arg-type]  # a dataclass
    texts = [text for value in values for text in (value if isinstance(value, tuple) else (value,))]
    return tuple(text for text in texts if isinstance(text, str))
