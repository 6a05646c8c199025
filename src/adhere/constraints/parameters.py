"""Checks on the parameters of constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PatternText: TypeAlias = str
"""A regular expression in RE2's syntax."""

JsonText: TypeAlias = str
"""A JSON text; in a spec it may also stand as the JSON itself."""


def check_phrase(id: str, name: str, phrase: str) -> None:  # noqa: A002 - the field's name for it
    """Refuse a phrase without a visible character.

    Raises:
        UsageError: the phrase is blank.
    """
    if not phrase.strip():
        raise UsageError(f"{id}: {name} has a blank text", hint=f"give {name} at least one word")


def check_phrases(id: str, name: str, phrases: Sequence[str]) -> None:  # noqa: A002 - as above
    """Refuse an empty list, and one with a blank or repeated phrase.

    Raises:
        UsageError: the list is no requirement.
    """
    if not phrases:
        raise UsageError(f"{id}: {name} is empty", hint=f"give {name} at least one text")
    for phrase in phrases:
        check_phrase(id, name, phrase)
    if len({phrase.casefold().strip() for phrase in phrases}) < len(phrases):
        raise UsageError(f"{id}: {name} has the same text twice", hint="leave out the repeated one")
