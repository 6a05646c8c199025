"""Pieces of the conversions from published arguments to parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from adhere.errors import UsageError

Params: TypeAlias = dict[str, object]
Conversion: TypeAlias = Callable[[Mapping[str, object], str], Params]
"""Makes parameters of the arguments and the prompt."""

Conversions: TypeAlias = Mapping[str, tuple[Conversion, tuple[str, ...]]]
"""By id: how to read the arguments, and which they are."""


def count_of(value: object) -> int:
    """Return a published count as a whole number.

    Raises:
        UsageError: it is none.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"a published count is {value!r}", hint="give a whole number")
    return value


def bounded(relation: object, count: object) -> Params:
    """Return the bounds that one of IFEval's two relations states.

    Raises:
        UsageError: there is no such relation, or the count is no whole number.
    """
    if relation == "at least":
        return {"minimum": count_of(count)}
    if relation == "less than":
        return {"maximum": count_of(count) - 1}
    raise UsageError(f"unknown relation {relation!r}", hint="one of 'at least', 'less than'")


def exactly(count: object) -> Params:
    """Return the bounds that allow one count only."""
    return {"minimum": count, "maximum": count}


def nothing(_given: Mapping[str, object], _prompt: str) -> Params:
    """Read an instruction without arguments."""
    return {}
