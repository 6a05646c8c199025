"""How a training goes: everything but the model, the method and the data."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.training.schedule import Schedule, factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np


LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one training.

    Attributes:
        learning_rate: its peak.
        epochs: passes over the data; not necessarily whole.
        batch: examples (or pairs) of one optimizer step.
        pack_tokens: tokens of one forward pass; decides speed and memory, never the result.
        longest: tokens of one sequence; longer ones are cut.
        schedule: of the learning rate. warmup: share of the steps in which it rises.
        longest_gradient: norm to which the gradient is clipped.
        weight_decay: of AdamW.
        parameters: of the method's loss.
        evaluate_every: steps from one look at the held-out examples to the next; 0 for the end only.
        choose_by: what the best weights are chosen by: ``loss``, or a figure of the tasks that the model answers.
        patience: looks without a better loss after which training ends early; 0 for never.
        save_every: steps from one checkpoint to the next; 0 for the end only.
        seed: of the order of the examples, and of dropout where the model has any.
    """

    learning_rate: float
    epochs: float = 1.0
    batch: int = 32
    pack_tokens: int = 2048
    longest: int = 1024
    schedule: Schedule = Schedule.COSINE
    warmup: float = 0.1
    longest_gradient: float = 1.0
    weight_decay: float = 0.0
    parameters: Mapping[str, float] = field(default_factory=dict)
    evaluate_every: int = 0
    choose_by: str = LOSS
    patience: int = 0
    save_every: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("learning_rate", "epochs", "batch", "pack_tokens", "longest", "longest_gradient"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} is {getattr(self, name)}: it must be above 0")
        for name in ("weight_decay", "evaluate_every", "patience", "save_every", "seed"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is {getattr(self, name)}: it cannot be negative")
        if not 0 <= self.warmup < 1:
            raise UsageError(f"warmup is {self.warmup}: it is a share of the steps, from 0 to below 1")

    def steps(self, examples: int) -> int:
        """Return the number of optimizer steps for so many examples."""
        return math.ceil(round(self.epochs * examples, 6) / self.batch)

    def to_be_lowered(self, loss: float, figures: Mapping[str, float]) -> float:
        """Return the value by which weights are compared; the lower, the better.

        Raises:
            UsageError: no figure has the name.
        """
        if self.choose_by == LOSS:
            return loss
        if self.choose_by not in figures:
            known = ", ".join([LOSS, *figures])
            raise UsageError(f"nothing is measured that is called {self.choose_by!r}", hint=f"choose by {known}")
        return -figures[self.choose_by]

    def rate(self, step: int, total: int) -> float:
        """Return the learning rate of a step, from 0."""
        return self.learning_rate * factor(self.schedule, step, total, round(self.warmup * total))

    def chosen(self, step: int, examples: int) -> list[int]:
        """Return the examples of a step: each epoch is in an order of its own, which only the seed decides."""
        places = range(step * self.batch, min((step + 1) * self.batch, round(self.epochs * examples)))
        orders = {epoch: self._order(epoch, examples) for epoch in {place // examples for place in places}}
        return [int(orders[place // examples][place % examples]) for place in places]

    def _order(self, epoch: int, examples: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        import numpy as np  # the command line describes settings without it

        return np.random.default_rng([self.seed, epoch]).permutation(examples)
