"""How many of something is asked for."""

from __future__ import annotations

from typing import NamedTuple

from adhere.errors import UsageError


class Noun(NamedTuple):
    """What is counted: ``word`` and ``words``."""

    one: str
    many: str

    def counted(self, count: int) -> str:
        """Return ``1 word`` or ``41 words``."""
        return f"{count} {self.one if count == 1 else self.many}"


class Bounds(NamedTuple):
    """An interval of counts, both ends included; no upper end where ``maximum`` is None."""

    minimum: int = 0
    maximum: int | None = None

    @classmethod
    def exactly(cls, count: int) -> Bounds:
        """Return the interval that holds ``count`` alone."""
        return cls(count, count)

    def allows(self, count: int) -> bool:
        """Whether ``count`` lies in the interval."""
        return count >= self.minimum and (self.maximum is None or count <= self.maximum)

    def score(self, count: int) -> float:
        """Return 1 inside, and less the farther ``count`` is outside: its ratio to the nearer end."""
        if count < self.minimum:
            return count / self.minimum
        if self.maximum is not None and count > self.maximum:
            return (self.maximum + 1) / (count + 1)
        return 1.0

    def asks(self) -> str:
        """Return the interval in words, without the thing counted: ``at least 50``."""
        if self.maximum is None:
            return f"at least {self.minimum}"
        if self.minimum == self.maximum:
            return f"exactly {self.minimum}"
        if self.minimum == 0:
            return f"at most {self.maximum}"
        return f"between {self.minimum} and {self.maximum}"

    def of(self, noun: Noun) -> str:
        """Return what is asked for: ``at least 50 words``, ``exactly 1 title``, ``no commas``."""
        if self.maximum == 0:
            return f"no {noun.many}"
        last = self.minimum if self.maximum is None else self.maximum
        return f"{self.asks()} {noun.one if last == 1 else noun.many}"

    def times(self) -> str:
        """Return how often something is asked for: ``at least 3 times``."""
        last = self.minimum if self.maximum is None else self.maximum
        return f"{self.asks()} {'time' if last == 1 else 'times'}"


def check_bounds(id: str, bounds: Bounds, least: int) -> None:  # noqa: A002 - the field's name for it
    """Refuse an interval that is empty, that no reply can meet (``least`` is the fewest it can have), or that all do.

    Raises:
        UsageError: the interval is no requirement.
    """
    minimum, maximum = bounds
    if minimum < 0 or (maximum is not None and maximum < max(minimum, least)):
        raise UsageError(
            f"{id}: no reply can meet minimum {minimum} with maximum {maximum}",
            hint=f"minimum must be 0 or more, and maximum at least minimum and {least}",
        )
    if minimum == 0 and maximum is None:
        raise UsageError(f"{id}: every count is allowed", hint="give a minimum of 1 or more, or a maximum")
