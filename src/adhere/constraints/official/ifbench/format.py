"""format: brackets, quotation marks, lists, lines, templates."""

from __future__ import annotations

import re
import string
from collections import defaultdict, deque
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.marks import MARKS, without_marks
from adhere.constraints.official.ifbench.resources import is_emoji
from adhere.constraints.official.ifbench.segments import split_segments
from adhere.constraints.official.tokens import split_tokens

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

BRACKET_DEPTH, QUOTE_DEPTH = 5, 3
TEMPLATE = ("My Answer:", "My Conclusion:", "Future Outlook:")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_LETTERED = re.compile(r"\W*[aA]\W*[bB]\W*[cC]")
_UNQUOTED = string.digits + string.punctuation.replace('"', "")


def parentheses(_: Arguments, text: str) -> bool:
    """Five brackets are open at once and the next one that closes fits; one that does not fit starts all anew."""
    open_brackets: list[str] = []
    depth = 0
    for character in text:
        if character in "([{":
            open_brackets.append(character)
            depth = max(depth, len(open_brackets))
        elif character in _CLOSES:
            if open_brackets and open_brackets.pop() == _CLOSES[character]:
                if depth >= BRACKET_DEPTH:
                    return True
            else:
                open_brackets, depth = [], 0
    return False


def quotes(_: Arguments, text: str) -> bool:
    """Of straight quotation marks in turns, apostrophes included, three are closed again since the deepest point."""
    open_quotes: list[str] = []
    deepest = 0
    for character in text:
        if open_quotes and character == open_quotes[-1]:
            open_quotes.pop()
            if deepest - len(open_quotes) >= QUOTE_DEPTH:
                return True
        elif character in "\"'":
            open_quotes.append(character)
            deepest = max(deepest, len(open_quotes))
    return False


def options(arguments: Arguments, text: str) -> bool:
    """One of the options, which a slash divides, or else "or" even inside words, or else a comma.

    Those with the letters a, b and c must be matched exactly; others whatever the case and the marks around them.
    """
    offered = arguments.text("options")
    separator = next((mark for mark in ("/", "or") if mark in offered), ",")
    accepted = [option.strip() for option in offered.split(separator)]
    if _LETTERED.match(offered):
        return text in accepted
    return text.strip(MARKS).lower() in [option.strip(MARKS).lower() for option in accepted]


def newline(_: Arguments, text: str) -> bool:
    """As many lines as words once the punctuation is gone."""
    bare = without_marks(text)
    lines = [line for line in bare.strip().split("\n") if line]
    return len(lines) == len(bare.split())


def emoji(_: Arguments, text: str) -> bool:
    """Each sentence has an emoji as its last character or the last but one, or the next one begins with it."""
    sentences = [without_marks(sentence).strip() for sentence in split_segments(text)]
    if not all(sentences):
        return False
    following = [*(sentence[0] for sentence in sentences[1:]), ""]
    return all(any(map(is_emoji, sentence[-2:] + after)) for sentence, after in zip(sentences, following, strict=True))


def line_indent(_: Arguments, text: str) -> bool:
    """Each line begins with more blanks than the one before; of blank lines in a row not all are left out."""
    lines = _without_some_blank_lines(text.split("\n"))
    return all(_indentation(first) < _indentation(second) for first, second in pairwise(lines))


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_some_blank_lines(lines: list[str]) -> list[str]:
    """Remove blank lines from a list while going through it, as the published code does.

    After each removal one line goes unseen, and what is removed is the first line equal to the one seen. Doing so takes
    quadratic time; this takes linear time.
    """
    passed: dict[str, deque[int]] = defaultdict(deque)
    removed: set[int] = set()
    unseen = False
    for place, line in enumerate(lines):
        if not line.strip():
            passed[line].append(place)
            if not unseen:
                removed.add(passed[line].popleft())
                unseen = True
                continue
        unseen = False
    return [line for place, line in enumerate(lines) if place not in removed]


def quote_unquote(_: Arguments, text: str) -> bool:
    """No two quotation marks with only white space between them, and none at the end but for marks and digits.

    A text without a quotation mark passes.
    """
    text = "".join(text.replace("“", '"').replace("”", '"').replace("'\"'", "").split())
    return '""' not in text and text.strip(_UNQUOTED)[-1:] not in {'"', ""}


def list_marker(arguments: Arguments, text: str) -> bool:
    """The marker stands anywhere, twice at least."""
    return text.count(arguments.text("sep")) > 1


def thesis(_: Arguments, text: str) -> bool:
    """The first ``<i>``, or else ``<em>``, is closed by either, with something in it and something behind it.

    The tags are taken to have three and four characters, so that ``<em></em>`` has something in it and behind it.
    """
    start = text.find("<i>") if "<i>" in text else text.find("<em>")
    rest = text[start:]
    end = rest.find("</i>") if "</i>" in rest else rest.find("</em>")
    return min(start, end) >= 0 and bool(rest[3:end].strip()) and bool(rest[end + 4 :].strip())


def sub_bullets(_: Arguments, text: str) -> bool:
    """A hyphen stands somewhere behind each asterisk before the next; a text without an asterisk passes."""
    return all("-" in bullet for bullet in text.split("*")[1:])


def no_bullets_bullets(_: Arguments, text: str) -> bool:
    """Lines with two sentences together, at most one blank line behind them, then only lines with an asterisk, two."""
    lines = [line.strip() for line in text.split("\n")]
    bullets = next((place for place, line in enumerate(lines) if line.startswith("*")), len(lines))
    prose = [len(split_segments(line)) for line in lines[:bullets]]
    return (
        all(prose[:-1])
        and sum(prose) > 1
        and len(lines) - bullets > 1
        and all(line.startswith("*") for line in lines[bullets:])
    )


def title_case(_: Arguments, text: str) -> bool:
    """No Treebank token of more than one letter is small, or begins small and goes on in capitals."""
    return not any(token[0].islower() and (token[1:].islower() or token[1:].isupper()) for token in split_tokens(text))


def output_template(_: Arguments, text: str) -> bool:
    """The three labels stand anywhere, in any order."""
    return all(label in text for label in TEMPLATE)


def no_whitespace(_: Arguments, text: str) -> bool:
    """No white space at all."""
    return not any(map(str.isspace, text))
