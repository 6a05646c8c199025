"""Facts about replies that match a regular expression: what of each character its parts leave room for."""

from __future__ import annotations

import re
import string
import warnings
from re import _constants as kinds  # type: ignore[attr-defined]  # typeshed leaves out the parser behind `re`
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import TYPE_CHECKING, Any, TypeAlias

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import Facts, Key, Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adhere.constraints.structure.regular_expressions import Contains, EachLine, FullMatch

    Fits: TypeAlias = Callable[[str], bool]

_ENDLESS = 10**9
"""As many as there may be."""
_CATEGORIES: dict[Any, Fits] = {
    kinds.CATEGORY_DIGIT: str.isdigit,
    kinds.CATEGORY_SPACE: str.isspace,
    kinds.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
}
_ASCII = "".join(map(chr, range(128)))
_LETTERS_BUT_AND = "".join(set(string.ascii_letters) - set("andAND"))
_COUNTED = {
    Measure.DIGITS: string.digits,
    Measure.LETTERS: string.ascii_letters,
    Measure.CAPITALS: string.ascii_uppercase,
    Measure.SMALL: string.ascii_lowercase,
    Measure.OTHER_LETTERS: _LETTERS_BUT_AND,
}


def full_match(constraint: FullMatch) -> Facts:
    """No more of a character than the pattern has room for, where it has room for one line only."""
    parts = _parsed(constraint.pattern)
    if parts is None or _most(parts, "\n\r"):
        return Facts()
    others = _most(parts, "".join(set(string.printable) - set(string.ascii_letters + string.digits)))
    limits = {
        Measure.WORDS: 1 + others,
        Measure.LETTERS: _most(parts, string.ascii_letters),
        Measure.LETTER_BYTES: _most(parts, string.ascii_letters),
        Measure.CAPITALS: _most(parts, string.ascii_uppercase),
        Measure.SMALL: _most(parts, string.ascii_lowercase),
        Measure.CHARACTERS: _most(parts, string.printable),
        Measure.BEYOND_ASCII: 0,
        Measure.LINES: 1,
        Measure.SPACES: _most(parts, string.whitespace),
        Measure.DIGITS: _most(parts, string.digits),
        Measure.OTHER_LETTERS: _most(parts, _LETTERS_BUT_AND),
        Measure.OPEN_BRACKETS: _most(parts, "([{"),
        Measure.QUESTION_MARKS: _most(parts, "?"),
        Measure.COMMAS: _most(parts, ","),
        Measure.STARRED_LINES: 0,
        Measure.PARAGRAPHS: 1,
    } | dict.fromkeys(_absent(parts), 0)
    counts = {(measure, ""): Bounds(0, most) for measure, most in limits.items() if most < _ENDLESS}
    counts |= {key: Bounds(low, counts.get(key, Bounds()).maximum) for key, low in _least_of_all(parts).items()}
    return Facts(counts=counts, most=lambda character: _limit(parts, character), rows=_row_rule(parts))


def contains(constraint: Contains) -> Facts:
    """As many of each character as any text has that matches."""
    parts = _parsed(constraint.pattern)
    if parts is None:
        return Facts()
    marks = string.ascii_lowercase + string.digits + string.punctuation
    least = {(Measure.CHARACTER, mark): _least(parts, mark + mark.upper()) for mark in marks} | _least_of_all(parts)
    return Facts(counts={key: Bounds(low) for key, low in least.items() if low})


def each_line(constraint: EachLine) -> Facts:
    """None of a character that the pattern has no room for."""
    parts = _parsed(constraint.pattern)
    if parts is None:
        return Facts()
    classes = {
        Measure.GAPS: " \t",
        Measure.LETTERS: string.ascii_letters,
        Measure.LETTER_BYTES: string.ascii_letters,
        Measure.CAPITALS: string.ascii_uppercase,
        Measure.SMALL: string.ascii_lowercase,
        Measure.DIGITS: string.digits,
        Measure.OTHER_LETTERS: _LETTERS_BUT_AND,
        Measure.OPEN_BRACKETS: "([{",
        Measure.QUESTION_MARKS: "?",
        Measure.COMMAS: ",",
        Measure.STARRED_LINES: "*",
    }
    counts = {(measure, ""): Bounds(0, 0) for measure, characters in classes.items() if not _most(parts, characters)}
    counts |= {(measure, ""): Bounds(0, 0) for measure in (Measure.BEYOND_ASCII, *_absent(parts))}
    counts |= {key: Bounds(low, counts.get(key, Bounds()).maximum) for key, low in _least_of_all(parts).items()}
    return Facts(
        counts=counts,
        most=lambda character: 0 if _limit(parts, character) == 0 else None,
        rows=_row_rule(parts),
    )


def _row_rule(parts: Any) -> Fits:  # noqa: ANN401 - the parser's own values
    """Return whether letters and digits can stand next to one another: on one line, so that one match has them all."""
    letters, digits = _most(parts, string.ascii_letters), _most(parts, string.digits)
    return lambda row: sum(map(str.isalpha, row)) <= letters and sum(map(str.isdigit, row)) <= digits


def _absent(parts: Any) -> Iterator[Measure]:  # noqa: ANN401 - the parser's own values
    """Yield what of Markdown no line has that the parts spell."""
    if not _most(parts, "|"):
        yield Measure.TABLES
    if not _most(parts, "`~"):
        yield Measure.FENCES
    if not _most(parts, " \t") and _least(parts, string.ascii_letters + string.digits) > 1:
        # Without a blank, a line that is a heading, a rule or an item has nothing but the mark, or one number.
        if not _most(parts, ".)") or _least(parts, string.ascii_letters):
            yield Measure.LISTS
        yield Measure.HEADINGS


def _parsed(pattern: str) -> Any:  # noqa: ANN401 - the parser's own values
    """Return the parts of a pattern that only ASCII characters match; None for others, and where flags change them."""
    try:
        with warnings.catch_warnings(category=FutureWarning, action="ignore"):
            parts = parser.parse(pattern)
        # Which of the flags RE2 reads otherwise does not matter: none may be set.
        return parts if parts.state.flags in {0, re.UNICODE.value} and not _most(parts, "\u4e00") else None
    except (re.error, OverflowError, RecursionError, KeyError, NotImplementedError):
        return None


def _limit(parts: Any, character: str) -> int | None:  # noqa: ANN401 - the parser's own values
    """Return how often a text may have the character, in either case; None where nothing limits it."""
    most = _most(parts, character.lower() + character.upper())
    if not character.isascii():  # of letters, some are the other case of one of ASCII
        return None if character.isalpha() else 0
    return most if most < _ENDLESS else None


def _most(parts: Any, characters: str) -> int:  # noqa: ANN401 - as above
    """Return how many characters of a text that the parts spell may be among these."""
    return min(_ENDLESS, sum(_most_of(kind, value, characters) for kind, value in parts))


def _most_of(kind: Any, value: Any, characters: str) -> int:  # noqa: ANN401, PLR0911 - one return for each kind
    if kind is kinds.AT:
        return 0
    if kind is kinds.LITERAL:
        return int(_ascii(value) in characters)
    if kind in {kinds.NOT_LITERAL, kinds.ANY}:
        return 1
    if kind is kinds.IN:
        return int(any(_is_in(value, character) for character in characters))
    if kind is kinds.BRANCH:
        return max(_most(branch, characters) for branch in value[1])
    if kind is kinds.SUBPATTERN:
        if value[1] or value[2]:
            raise NotImplementedError
        return _most(value[-1], characters)
    if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT}:
        _, high, repeated = value
        once = _most(repeated, characters)
        return once and min(_ENDLESS, once * (_ENDLESS if high is kinds.MAXREPEAT else int(high)))
    raise NotImplementedError


def _least_of_all(parts: Any) -> dict[Key, int]:  # noqa: ANN401 - as above
    """Return the least of some measures that a text has which the parts spell."""
    least = {measure: _least(parts, characters) for measure, characters in _COUNTED.items()}
    return {(measure, ""): low for measure, low in least.items() if low}


def _least(parts: Any, characters: str) -> int:  # noqa: ANN401 - as above
    """Return how many characters of a text that the parts spell must be among these."""
    return min(_ENDLESS, sum(_least_of(kind, value, characters) for kind, value in parts))


def _least_of(kind: Any, value: Any, characters: str) -> int:  # noqa: ANN401 - as above
    if kind is kinds.LITERAL:
        return int(_ascii(value) in characters)
    if kind is kinds.IN:
        return int(not any(_is_in(value, other) for other in _ASCII if other not in characters))
    if kind is kinds.BRANCH:
        return min(_least(branch, characters) for branch in value[1])
    if kind is kinds.SUBPATTERN:
        return _least(value[-1], characters)
    if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT}:
        return int(value[0]) * _least(value[2], characters)
    return 0


def _is_in(members: Any, character: str) -> bool:  # noqa: ANN401 - as above
    negated = False
    found = False
    for kind, value in members:
        if kind is kinds.NEGATE:
            negated = True
        elif kind is kinds.LITERAL:
            found |= character == _ascii(value)
        elif kind is kinds.RANGE:
            found |= _ascii(value[0]) <= character <= _ascii(value[1])
        elif kind is kinds.CATEGORY and value in _CATEGORIES:
            # RE2's classes are of ASCII.
            found |= character.isascii() and _CATEGORIES[value](character)
        else:
            return True
    return found is not negated


def _ascii(code: int) -> str:
    if code > ord("\x7f"):
        raise NotImplementedError
    return chr(code)
