"""Quantities: how many of something a prompt asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from adhere.constraints.bounds import Bounds
from adhere.constraints.recognition.numbers import NUMBER, OFTEN, read_number
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class Form(StrEnum):
    """How firmly a number is meant."""

    BOUNDED = "bounded"
    BARE = "bare"
    APPROXIMATE = "approximate"


class Quantity(NamedTuple):
    """A number of something: the interval, how firmly it is meant, and where it stands."""

    bounds: Bounds
    form: Form
    span: Span


def _at_least(count: int) -> Bounds:
    return Bounds(count)


def _more(count: int) -> Bounds:
    return Bounds(count + 1)


def _at_most(count: int) -> Bounds:
    return Bounds(0, count)


def _less(count: int) -> Bounds:
    return Bounds(0, count - 1)


_Reading = Callable[[int], Bounds]

_BEFORE: Mapping[str, _Reading] = MappingProxyType(
    {
        "at least": _at_least,
        "at the very least": _at_least,
        "at a minimum": _at_least,
        "no less than": _at_least,
        "no fewer than": _at_least,
        "not less than": _at_least,
        "not fewer than": _at_least,
        "a minimum of": _at_least,
        "minimum of": _at_least,
        "minimum": _at_least,
        "min.": _at_least,
        "upwards of": _at_least,
        ">=": _at_least,
        "\u2265": _at_least,
        "more than": _more,
        "over": _more,
        "above": _more,
        "greater than": _more,
        "longer than": _more,
        "in excess of": _more,
        "exceed": _more,
        "exceeds": _more,
        "exceeding": _more,
        ">": _more,
        "at most": _at_most,
        "at the most": _at_most,
        "at the very most": _at_most,
        "no more than": _at_most,
        "not more than": _at_most,
        "no longer than": _at_most,
        "not longer than": _at_most,
        "no greater than": _at_most,
        "not exceed": _at_most,
        "not exceeding": _at_most,
        "a maximum of": _at_most,
        "maximum of": _at_most,
        "maximum": _at_most,
        "max.": _at_most,
        "up to": _at_most,
        "only up to": _at_most,
        "within": _at_most,
        "limited to": _at_most,
        "a limit of": _at_most,
        "<=": _at_most,
        "\u2264": _at_most,
        "less than": _less,
        "fewer than": _less,
        "under": _less,
        "below": _less,
        "shorter than": _less,
        "<": _less,
        "exactly": Bounds.exactly,
        "precisely": Bounds.exactly,
        "exact": Bounds.exactly,
    }
)
"""By the words before a number: the interval that they state."""

_AFTER: Mapping[str, _Reading] = MappingProxyType(
    {
        "+": _at_least,
        "plus": _at_least,
        "or more": _at_least,
        "or above": _at_least,
        "or greater": _at_least,
        "and above": _at_least,
        "at least": _at_least,
        "at minimum": _at_least,
        "at a minimum": _at_least,
        "minimum": _at_least,
        "or less": _at_most,
        "or fewer": _at_most,
        "or under": _at_most,
        "or shorter": _at_most,
        "at most": _at_most,
        "at the most": _at_most,
        "at maximum": _at_most,
        "maximum": _at_most,
        "max": _at_most,
        "exactly": Bounds.exactly,
    }
)
"""By the words after a number, or after what is counted."""

_ABOUT = ("about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa", "close to", "~")
_FIRM = ("only", "just", "a total of", "total of")
_REVERSED: Mapping[str, _Reading] = MappingProxyType(
    {
        name: {_more: _at_most, _less: _at_least}[reading]
        for name, reading in _BEFORE.items()
        if reading in {_more, _less}
    }
)
_NEGATED = re.compile(r"(?:\b(?:not|never|nor|avoid|without)|n't)(?:[ ][\w']+){0,6}[ ]$")


def _any_of(names: tuple[str, ...] | Mapping[str, _Reading]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", "[ ]") for name in sorted(names, key=len, reverse=True))


_NOT_BETWEEN = "in|of|with|and|or|to|per|for|the|each|every|that|about|on|from|by|as|at|are|is|be|should|must|using"
_GAP_WORD = rf"(?!(?:{_NOT_BETWEEN})[ ]|\d)[\w'-]+[ ]"
_TIMES = "(?:separate[ ]|different[ ])?times?|occurrences?"


@lru_cache(maxsize=256)
def _pattern(number: str, counted: str) -> re.Pattern[str]:
    """Compile the grammar of a quantity; every repetition in it is bounded, so that matching is linear."""
    before = rf"(?:(?<![\w])(?P<before>{_any_of(_BEFORE)}|{_any_of(_ABOUT)}|between|from)[ ]?)?"
    firm = rf"(?:(?:{_any_of(_FIRM)})[ ])?"
    upper = rf"(?:[ ]?(?P<join>-|\u2013|to|and|or|through)[ ]?(?P<high>{number}))?"
    after = rf"(?:[ ]?(?P<after>{_any_of(_AFTER)})(?![\w]))?"
    tail = rf"(?:[ ](?:in[ ]total[ ]|long[ ])?\(?(?P<tail>{_any_of(_AFTER)})(?![\w]))?"
    return re.compile(f"{before}{firm}(?P<low>{number}){upper}{after}{counted}{tail}")


def quantities(text: str, noun: str, *, gap: int = 3) -> Iterator[Quantity]:
    """Yield the quantities of ``noun`` (a pattern for both numbers of it) in ``text``, which is in lower case.

    Up to ``gap`` words may stand between the number and the noun. A bare number has the interval of exactly so many.
    """
    counted = rf"[ -](?:{_GAP_WORD}){{0,{gap}}}(?:{noun})(?![\w])"
    for match in _pattern(NUMBER, counted).finditer(text):
        yield _read(match, text)


def frequencies(text: str) -> Iterator[Quantity]:
    """Yield how often something is asked for: ``at least twice``, ``3 to 5 times``, ``once or less``."""
    yield from quantities(text, _TIMES, gap=0)
    for match in _pattern(OFTEN, "").finditer(text):
        yield _read(match, text)


def _read(match: re.Match[str], text: str) -> Quantity:
    low = read_number(match["low"])
    before, after = match["before"], match["after"] or match["tail"]
    span = Span(*match.span())
    if before in _ABOUT:
        return Quantity(Bounds.exactly(low), Form.APPROXIMATE, span)
    if match["high"] is not None and (before != "between" or match["join"] != "or"):
        return Quantity(Bounds(low, max(low, read_number(match["high"]))), Form.BOUNDED, span)
    if before in _BEFORE:
        reading = _BEFORE[before]
        if before in _REVERSED and _NEGATED.search(text[max(0, match.start() - 60) : match.start()]):
            reading = _REVERSED[before]
        return Quantity(reading(low), Form.BOUNDED, span)
    if after is not None:
        return Quantity(_AFTER[after](low), Form.BOUNDED, span)
    return Quantity(Bounds.exactly(low), Form.BARE, span)


def opposite(bounds: Bounds) -> Bounds | None:
    """Return what "do not ... at least 3 times" leaves: fewer than that; None where it leaves no interval."""
    if bounds.maximum is None and bounds.minimum > 0:
        return Bounds(0, bounds.minimum - 1)
    return None
