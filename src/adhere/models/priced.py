"""A model whose tokens cost what the user says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adhere.models.protocol import Completion, Model, Price, Request


@dataclass(frozen=True, slots=True)
class PricedModel:
    """A model with a price: endpoints do not tell what they charge.

    Raises:
        UsageError: a price is below zero.
    """

    model: Model
    price: Price

    def __post_init__(self) -> None:
        if not (self.price.prompt >= 0 and self.price.completion >= 0):
            raise UsageError("a price is below zero", hint="give US dollars for a million tokens")

    @property
    def name(self) -> str:
        """The model's own."""
        return self.model.name

    @property
    def identity(self) -> Mapping[str, str]:
        """The model's own: what it costs changes no reply."""
        return self.model.identity

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield the model's completions."""
        return self.model.generate(requests)
