"""What reaches the terminal: data on stdout, everything else on stderr, and no text that acts on the terminal."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HARMLESS = frozenset("\n\t\u200c\u200d")  # line ends, tabs, and the joiners that scripts and emoji are written with
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown(text: str) -> str:
    """Return ``text`` with every character that acts on a terminal or hides written as an escape.

    Control characters (so every terminal sequence), bidirectional overrides, other invisible format characters, line
    and paragraph separators, and lone surrogates. All text that a model or a file holds is printed through this.
    """
    return "".join(_escape(char) if _acts(char) else char for char in text)


def _acts(char: str) -> bool:
    return unicodedata.category(char) in _ACTING and char not in _HARMLESS


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def make_streams_safe() -> None:
    """Make stdout and stderr escape what their encoding cannot say, instead of failing half-way through."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a captured stream may have none
        if reconfigure:
            reconfigure(errors="backslashreplace")


def say(message: str) -> None:
    """Print a line for people, to stderr."""
    print(shown(message), file=sys.stderr, flush=True)


def say_error(message: str, hint: str | None = None) -> None:
    """Print ``error:`` and, where there is one, ``hint:``."""
    say(f"error: {message}")
    if hint:
        say(f"hint: {hint}")


def give(text: str) -> None:
    """Print data for people, to stdout."""
    print(shown(text))


def give_json(value: object, *, indent: int | None = 2) -> None:
    """Print ``value`` as JSON, to stdout. Escaping all but ASCII keeps it harmless in a terminal, too."""
    print(json.dumps(value, ensure_ascii=True, indent=indent))


def give_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table to stdout: the first column to the left, the others to the right."""
    cells = [[shown(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        first, *others = (
            _pad(cell, width, left=place == 0) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip())


def terminal_width() -> int:
    """Return the columns of the terminal, or of COLUMNS; 80 where neither is known, 20 at least."""
    return max(20, shutil.get_terminal_size().columns)


def _width(text: str) -> int:
    """Return the columns that ``text`` takes: wide characters two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
