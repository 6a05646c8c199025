"""detectable_content: placeholders and postscripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_POSTSCRIPTS = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}


def number_placeholders(arguments: Arguments, text: str) -> bool:
    """At least so many square brackets that open and close on one line, links and empty ones included."""
    return sum(map(_brackets, text.split("\n"))) >= arguments.count("num_placeholders")


def _brackets(line: str) -> int:
    found = 0
    start = line.find("[")
    while start >= 0 and (end := line.find("]", start)) >= 0:
        found += 1
        start = line.find("[", end)
    return found


def postscript(arguments: Arguments, text: str) -> bool:
    """The marker, as an unescaped regular expression where it is not one of the two usual ones, stands anywhere."""
    marker = arguments.text("postscript_marker").strip()
    expression = _POSTSCRIPTS.get(marker, marker.lower())
    return arguments.pattern("postscript_marker", expression).search(text.lower()) is not None
