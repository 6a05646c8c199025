"""Flags that several verbs share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

if TYPE_CHECKING:
    from adhere.evals import Limits, Suite
    from adhere.models import Model, Sampling

Flag = Annotated[bool, Parameter(negative="", show_default=False)]
"""A switch that is off unless it is given."""

Json = Annotated[bool, Parameter(name="--json", negative="", show_default=False)]
"""The switch for figures as JSON."""


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """How the model is loaded.

    Attributes:
        dtype: precision of a local model.
        template: alpaca, chatml, gemma or a Jinja file, for a model that has no chat template or a wrong one.
        cache: keep completions, and use those that are kept.
        price: US dollars for a million prompt tokens and for a million completion tokens.
    """

    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    template: str | None = None
    cache: bool = True
    price: Annotated[tuple[float, float] | None, Parameter(negative="")] = None

    def load(self, name: str, *, progress: bool) -> Model:
        """Return the model called ``name``; ``progress`` tells that it takes a while."""
        from adhere.cli.progress import downloading
        from adhere.cli.terminal import say
        from adhere.models import Price, load_model
        from adhere.models.priced import PricedModel

        if progress:
            say(f"loading {name}")
        with downloading(wanted=progress) as on_progress:
            model = load_model(
                name, dtype=self.dtype, template=self.template, cache=self.cache, on_progress=on_progress
            )
        return model if self.price is None else PricedModel(model, Price(*self.price))


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteOptions:
    """Which tasks are measured.

    Attributes:
        suite: which tasks; of generated, the held-out half.
        data: file or folder with the tasks of ifeval.
        suite_seed: which constraints the tasks of generated get.
    """

    suite: Literal["generated", "ifeval"] = "generated"
    data: Path | None = None
    suite_seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0

    def load(self, *, limit: int | None, half: Literal["held-out", "train"] | None = None) -> Suite:
        """Return the tasks."""
        from adhere.evals import load_suite

        return load_suite(self.suite, data=self.data, half=half, seed=self.suite_seed, limit=limit)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """What is shown.

    Attributes:
        as_json: print the figures as JSON.
        dry_run: say what would be measured and what it would cost, and stop.
        progress: show how far it is.
    """

    as_json: Json = False
    dry_run: Flag = False
    progress: bool = True


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingOptions:
    """How replies are decoded.

    Attributes:
        max_tokens: longest reply, in tokens; by default what the suite's tasks need.
        temperature: 0 is greedy.
        seed: of the sampling.
    """

    max_tokens: Annotated[int | None, Parameter(validator=Number(gte=1))] = None
    temperature: Annotated[float, Parameter(validator=Number(gte=0))] = 0.0
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0

    def of(self, suite: Suite) -> Sampling:
        """Return the sampling for a suite."""
        from adhere.models import Sampling

        return Sampling(self.max_tokens or suite.max_tokens, self.temperature, seed=self.seed)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOptions:
    """What may be spent.

    Attributes:
        max_total_tokens: stop after so many tokens, read and written.
        max_seconds: stop after so many seconds.
        max_cost: stop after so many US dollars.
    """

    max_total_tokens: int | None = None
    max_seconds: float | None = None
    max_cost: float | None = None

    def limits(self) -> Limits:
        """Return the limits."""
        from adhere.evals import Limits

        return Limits(self.max_total_tokens, self.max_seconds, self.max_cost)
