"""How much a run may cost, and what it has cost so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.models import Usage

if TYPE_CHECKING:
    from adhere.models import Price


@dataclass(frozen=True, slots=True)
class Spent:
    """What all replies of a run have cost, failures and earlier sessions included.

    Attributes:
        usage: tokens and calls, added up.
        seconds: wall-clock time of all sessions.
    """

    usage: Usage = field(default_factory=lambda: Usage(calls=0))
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.usage.prompt_tokens + self.usage.completion_tokens


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for a whole run, its earlier sessions included; None is no bound.

    A run stops after the reply with which it reaches a bound: what is in flight then may go over it.

    Attributes:
        tokens: read and written. seconds: wall clock. dollars: by the model's price.
    """

    tokens: int | None = None
    seconds: float | None = None
    dollars: float | None = None

    def __post_init__(self) -> None:
        for name in ("tokens", "seconds", "dollars"):
            bound = getattr(self, name)
            if bound is not None and not bound > 0:
                raise UsageError(f"the limit on {name} is {bound}", hint="give a number above 0, or leave it out")

    def require_price(self, price: Price | None) -> None:
        """Raise ``UsageError`` where money is limited and nobody knows what tokens cost."""
        if self.dollars is not None and price is None:
            raise UsageError(
                "a limit in dollars needs the model's price, and this model has none",
                hint="limit tokens or seconds, or name the price of the endpoint's tokens",
            )

    def reached(self, spent: Spent, price: Price | None) -> str | None:
        """Return which bound ``spent`` has reached, in words, or None."""
        if self.tokens is not None and spent.tokens >= self.tokens:
            return f"the limit of {self.tokens} tokens is reached"
        if self.seconds is not None and spent.seconds >= self.seconds:
            return f"the limit of {self.seconds:g} seconds is reached"
        if self.dollars is not None and price is not None and price.of(spent.usage) >= self.dollars:
            return f"the limit of {self.dollars:g} dollars is reached"
        return None
