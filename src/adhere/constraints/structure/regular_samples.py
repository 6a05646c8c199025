"""Texts that a regular expression matches, drawn from its parts."""

from __future__ import annotations

import re
import string
import warnings
from re import _constants as kinds  # type: ignore[attr-defined]  # typeshed leaves out the parser behind `re`
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import TYPE_CHECKING, Any, TypeAlias

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

Parts: TypeAlias = "Iterable[tuple[Any, Any]]"

_SPREAD = 3
"""How many more than the fewest a repeat draws."""
_MAX_LENGTH = 2000
_COMMON = string.ascii_lowercase + string.digits + string.ascii_uppercase + " _-.:,;!?/'()[]{}<>@#$%&*+=|\\^~`\"\n\t"
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    kinds.CATEGORY_DIGIT: lambda character: character in string.digits,
    kinds.CATEGORY_NOT_DIGIT: lambda character: character not in string.digits,
    kinds.CATEGORY_SPACE: str.isspace,
    kinds.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    kinds.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    kinds.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}


def sample(rng: Random, pattern: str) -> str:
    """Return a text that the parts of ``pattern`` spell; where it has anchors inside, it may match none the less.

    Raises:
        UsageError: the pattern uses what Python's parser does not read, or only very long texts match it.
    """
    try:
        with warnings.catch_warnings(category=FutureWarning, action="ignore"):  # of sets that RE2 reads its own way
            parts = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"no text can be drawn for the pattern {pattern!r}: {error}", hint=_HINT) from error
    try:
        text = "".join(_drawn(rng, parts))
    except KeyError as error:
        raise UsageError(f"no text can be drawn for {error.args[0]} in the pattern {pattern!r}", hint=_HINT) from error
    if len(text) > _MAX_LENGTH:
        raise UsageError(f"the pattern {pattern!r} matches only very long texts", hint=_HINT)
    return text


_HINT = "it is checked all the same; to have witnesses, write it with the parts that RE2 and Python share"


def _drawn(rng: Random, parts: Parts) -> Iterable[str]:
    """Yield the pieces of a text for the parts in a row, as far as the limit on its length goes."""
    length = 0
    for kind, value in parts:
        if length > _MAX_LENGTH:
            return
        piece = _piece(rng, kind, value)
        length += len(piece)
        yield piece


def _piece(rng: Random, kind: Any, value: Any) -> str:  # noqa: ANN401 - the parser's own values
    if kind not in _PIECES:
        raise KeyError(str(kind).lower())
    return _PIECES[kind](rng, value)


def _repeat(rng: Random, value: tuple[int, Any, Parts]) -> str:
    low, high, repeated = value
    count = rng.randint(low, min(int(high), low + _SPREAD))
    return "".join(_drawn(rng, (part for _ in range(count) for part in repeated)))


def _member(rng: Random, members: list[tuple[Any, Any]]) -> str:
    """Return a character of a set: a common one where there is one."""
    negated = members[0][0] is kinds.NEGATE
    tests = [_test(kind, value) for kind, value in members[negated:]]
    common = [character for character in _COMMON if any(test(character) for test in tests) != negated]
    if common:
        visible = [character for character in common if not character.isspace()]
        return rng.choice(visible or common)
    kind, value = members[0]
    if negated or kind not in {kinds.LITERAL, kinds.RANGE}:
        raise KeyError("a set of rare characters")
    return chr(value if kind is kinds.LITERAL else rng.randint(*value))


def _test(kind: Any, value: Any) -> Callable[[str], bool]:  # noqa: ANN401 - the parser's own values
    if kind is kinds.LITERAL:
        return lambda character: ord(character) == value
    if kind is kinds.RANGE:
        return lambda character: value[0] <= ord(character) <= value[1]
    return _CATEGORIES[value]


_PIECES: dict[Any, Callable[[Random, Any], str]] = {
    kinds.LITERAL: lambda _rng, value: chr(value),
    kinds.ANY: lambda rng, _value: rng.choice(string.ascii_lowercase),
    kinds.IN: _member,
    kinds.NOT_LITERAL: lambda rng, value: _member(rng, [(kinds.NEGATE, None), (kinds.LITERAL, value)]),
    kinds.BRANCH: lambda rng, value: "".join(_drawn(rng, rng.choice(value[1]))),
    kinds.SUBPATTERN: lambda rng, value: "".join(_drawn(rng, value[-1])),
    kinds.MAX_REPEAT: _repeat,
    kinds.MIN_REPEAT: _repeat,
    # Whether an anchor fits its place is for the matcher to say: the caller tries again where it does not.
    kinds.AT: lambda _rng, _value: "",
}
"""How each part of a pattern is drawn."""
