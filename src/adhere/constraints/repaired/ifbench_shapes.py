"""IFBench's checkers of formats, repetitions and single tasks, mended where they are known to be wrong."""

from __future__ import annotations

import re
import string
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench import custom, format  # noqa: A004 (the field's name of the family)
from adhere.constraints.official.ifbench.marks import MARKS
from adhere.constraints.official.ifbench.segments import split_segments

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_SLASH, _OR, _COMMA = re.compile("/"), re.compile(r"\bor\b"), re.compile(",")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_MINOR_WORD = 3  # articles, conjunctions and prepositions of up to three letters are no major words


def parentheses(_: Arguments, text: str) -> bool:
    """All of the nested brackets are closed."""
    open_brackets: list[str] = []
    depth = 0
    for character in text:
        if character in "([{":
            open_brackets.append(character)
            depth = max(depth, len(open_brackets))
        elif character in _PAIRS:
            fits = bool(open_brackets) and open_brackets.pop() == _PAIRS[character]
            if fits and not open_brackets and depth >= format.BRACKET_DEPTH:
                return True
            if not (fits and open_brackets):
                open_brackets, depth = [], 0
    return False


def quotes(arguments: Arguments, text: str) -> bool:
    """An apostrophe inside a word is no quotation mark."""
    return format.quotes(arguments, _INNER_APOSTROPHE.sub("", text))


def options(arguments: Arguments, text: str) -> bool:
    """Only the word "or" divides options; marks and case do not matter."""
    offered = arguments.text("options")
    divider = next((divider for divider in (_SLASH, _OR) if divider.search(offered)), _COMMA)
    return text.strip(MARKS + "\n").lower() in {option.strip(MARKS).lower() for option in divider.split(offered)}


def line_indent(_: Arguments, text: str) -> bool:
    """No blank line counts, and there are two lines."""
    indents = [len(line) - len(line.lstrip(" ")) for line in text.split("\n") if line.strip()]
    return len(indents) > 1 and all(first < second for first, second in pairwise(indents))


def quote_unquote(arguments: Arguments, text: str) -> bool:
    """There is a quotation."""
    return any(mark in text for mark in '"“”') and format.quote_unquote(arguments, text)


def list_marker(arguments: Arguments, text: str) -> bool:
    """The marker begins two lines at least."""
    marker = arguments.text("sep").strip()
    return sum(line.strip().startswith(marker) for line in text.split("\n")) > 1


def thesis(_: Arguments, text: str) -> bool:
    """Both kinds of tags are closed by their own and taken at their length."""
    for tag in ("i", "em"):
        _before, opened, rest = text.partition(f"<{tag}>")
        inside, closed, behind = rest.partition(f"</{tag}>")
        if opened and closed:
            return bool(inside.strip()) and bool(behind.strip())
    return False


def sub_bullets(_: Arguments, text: str) -> bool:
    """There is a bullet, bullets begin lines with a blank behind the mark, and so do the sub-bullets of each."""
    bullets: list[int] = []
    for line in map(str.strip, text.split("\n")):
        if line.startswith("* "):
            bullets.append(0)
        elif line.startswith("- ") and bullets:
            bullets[-1] += 1
    return bool(bullets) and all(bullets)


def no_bullets_bullets(arguments: Arguments, text: str) -> bool:
    """Blank lines do not matter, and the sentences end in a full stop."""
    lines = [line for line in text.split("\n") if line.strip()]
    prose = [line for line in lines if not line.strip().startswith("*")]
    ended = sum(segment.endswith(".") for line in prose for segment in split_segments(line))
    return ended > 1 and format.no_bullets_bullets(arguments, "\n".join(lines))


def title_case(_: Arguments, text: str) -> bool:
    """Words of up to three letters may be small; longer ones may not, whatever follows their first letter."""
    words = (word.lstrip(MARKS) for word in text.split())
    return not any(word[:1].islower() and len(word.strip(MARKS)) > _MINOR_WORD for word in words)


def output_template(_: Arguments, text: str) -> bool:
    """The labels stand in the template's order, the first at the beginning, each with something behind it."""
    parts: list[str] = []
    rest = text
    for label in format.TEMPLATE:
        before, found, rest = rest.partition(label)
        parts.append(before)
        if not found:
            return False
    begun, *filled = [any(map(str.isalnum, part)) for part in [*parts, rest]]
    return not begun and all(filled)


def repeat_change(arguments: Arguments, text: str) -> bool:
    """The first word is another one, not only the white space."""
    request, reply = arguments.text("prompt_to_repeat").split(), text.split()
    return bool(reply) and request[:1] != reply[:1] and request[1:] == reply[1:]


def repeat_span(arguments: Arguments, text: str) -> bool:
    """The span includes its end, as the prompt says, and may start at 0."""
    request = arguments.text("prompt_to_repeat").lower().split()
    return text.lower().split() == request[arguments.count("n_start") : arguments.position("n_end") + 1]


def sentence_alphabet(_: Arguments, text: str) -> bool:
    """Marks before the first letter do not matter."""
    initials = [sentence.lstrip(MARKS + "\u201c\u2018")[:1].lower()[:1] for sentence in split_segments(text)]
    return initials == list(string.ascii_lowercase)


def date_format_list(arguments: Arguments, text: str) -> bool:
    """The days exist."""
    return custom.date_format_list(arguments, text) and all(map(_exists, text.split(",")))


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True
