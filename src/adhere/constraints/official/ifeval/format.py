"""detectable_format: bullets, fixed answers, highlights, sections, JSON and titles."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

# The published patterns begin with \s* and may so start lines earlier; that changes no count, and takes quadratic time.
_STAR_BULLET = re.compile(r"^[^\S\n]*\*[^*].*$", re.MULTILINE)
_DASH_BULLET = re.compile(r"^[^\S\n]*-.*$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"\*[^\n*]*\*")
_DOUBLE_HIGHLIGHT = re.compile(r"\*\*[^\n*]*\*\*")
_ANSWERS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
_FENCES = ("```json", "```Json", "```JSON", "```")


def number_bullet_lists(arguments: Arguments, text: str) -> bool:
    """Exactly so many lines that begin with ``*`` and no second one, or with ``-``: rules and negative numbers too."""
    found = len(_STAR_BULLET.findall(text)) + len(_DASH_BULLET.findall(text))
    return found == arguments.count("num_bullets")


def constrained_response(_: Arguments, text: str) -> bool:
    """One of the three answers stands anywhere."""
    return any(answer in text for answer in _ANSWERS)


def number_highlighted_sections(arguments: Arguments, text: str) -> bool:
    """At least so many pairs of ``*`` on one line with something between them, plus pairs of ``**``."""
    single = sum(bool(match.strip("*").strip()) for match in _HIGHLIGHT.findall(text))
    double = sum(bool(match[2:-2].strip()) for match in _DOUBLE_HIGHLIGHT.findall(text))
    return single + double >= arguments.count("num_highlights")


def multiple_sections(arguments: Arguments, text: str) -> bool:
    """At least so many marks with a number behind them, anywhere; the mark is an unescaped regular expression."""
    mark = arguments.text("section_spliter").strip()
    sections = arguments.pattern("section_spliter", rf"\s?{mark}\s?\d+\s?").split(text)
    return len(sections) - 1 >= arguments.count("num_sections")


def json_format(_: Arguments, text: str) -> bool:
    """The text, without a code fence around it, is what Python's ``json`` reads: scalars and NaN too."""
    text = text.strip()
    for fence in _FENCES:
        text = text.removeprefix(fence)
    try:
        json.loads(text.removesuffix("```").strip())
    except (ValueError, RecursionError):
        return False
    return True


def title(_: Arguments, text: str) -> bool:
    """A line has ``<<`` and later ``>>`` with something between the first and the last of them."""
    return any(map(_holds_title, text.split("\n")))


def _holds_title(line: str) -> bool:
    start, end = line.find("<<"), line.rfind(">>")
    return 0 <= start < end and bool(line[start:end].lstrip("<").rstrip(">").strip())
