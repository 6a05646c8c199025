"""The arguments of a published instruction."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Checker = Callable[["Arguments", str], bool]

_RELATIONS: Mapping[str, Callable[[int, int], bool]] = {"less than": operator.lt, "at least": operator.ge}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The ``kwargs`` of one instruction, and the prompt that it belongs to.

    The published code replaces a missing or negative argument by a random one. No verdict follows from that: each
    getter raises ``UsageError`` instead.
    """

    id: str
    kwargs: Mapping[str, object]
    prompt: str

    def text(self, name: str) -> str:
        """Return a string that is not empty."""
        value = self.kwargs.get(name)
        if isinstance(value, str) and value:
            return value
        raise self._refusal(name, "a text", value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of at least one string."""
        value = self.kwargs.get(name)
        if isinstance(value, list | tuple) and value and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self._refusal(name, "a list of texts", value)

    def count(self, name: str) -> int:
        """Return a number of at least zero. Data sets stored as columns give whole numbers as floats."""
        value = self.kwargs.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value == int(value):
            return int(value)
        raise self._refusal(name, "a whole number of at least 0", value)

    def position(self, name: str) -> int:
        """Return a number of at least one."""
        value = self.count(name)
        if value:
            return value
        raise self._refusal(name, "a whole number of at least 1", value)

    def number(self, name: str) -> float:
        """Return a number of at least zero, whole or not."""
        value = self.kwargs.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return value
        raise self._refusal(name, "a number of at least 0", value)

    def compare(self, found: int, *, relation: str, bound: str) -> bool:
        """Compare what was found with the argument ``bound``, by the argument ``relation``."""
        value = self.kwargs.get(relation)
        if value not in _RELATIONS:
            raise self._refusal(relation, "'less than' or 'at least'", value)
        return _RELATIONS[str(value)](found, self.count(bound))

    def pattern(self, name: str, expression: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        """Compile an expression made of the argument ``name``, which the published code does not escape."""
        try:
            return re.compile(expression, flags)
        except re.error as error:
            raise self._refusal(
                name, "valid as a regular expression, as the published checker reads it", expression
            ) from error

    def _refusal(self, name: str, wanted: str, value: object) -> UsageError:
        return UsageError(f"{self.id}: {name} must be {wanted}, not {value!r}", hint="check the kwargs of the data set")
