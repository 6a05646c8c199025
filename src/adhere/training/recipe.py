"""Recipes: a training written down, as a TOML file with strict keys."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, get_args

from adhere.chat import Turns
from adhere.chat.named import NAMED_TEMPLATES
from adhere.errors import UsageError
from adhere.training.adapters import LoRA
from adhere.training.schedule import Schedule
from adhere.training.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

T = TypeVar("T", Schedule, Turns)
DType = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a recipe and the command line may say; what is left out has the method's vetted value, or the usual one.

    Attributes:
        model: smollm2-135m, a folder, or hf:ORG/NAME.
        data: JSON, JSON lines or Parquet to learn from, or hf:ORG/NAME:FILE.
        format: of the data, where its fields do not tell: chat, sharegpt, alpaca, preference, ...
        held_out: share of the examples that the model does not learn from, by which the best weights are chosen.
        turns: which of the assistant's turns are learnt: all or last.
        template: alpaca, chatml, gemma or a Jinja file, instead of the model's own chat template.
        dtype: precision of the weights: auto, float32 or bfloat16.
        learning_rate: its peak; by default what the method is known to work with.
        epochs: passes over the data.
        batch: examples or pairs of one optimizer step.
        pack_tokens: tokens of one forward pass; speed and memory, never the result.
        longest: tokens of one sequence; longer ones are cut.
        schedule: of the learning rate: cosine, linear or constant.
        warmup: share of the steps in which the learning rate rises.
        evaluate_every: steps from one look at the held-out examples to the next.
        patience: looks without a better loss after which training ends.
        choose_by: what the best weights are chosen by: loss, or with answer_tasks prompt_strict or constraint_strict.
        answer_tasks: tasks of the generated suite's training half that the model answers at each look.
        save_every: steps from one checkpoint to the next.
        lora_rank: train low-rank adapters beside frozen weights.
        lora_alpha: their update is scaled by alpha / rank.
        lora_dropout: of what they read.
        new_tokens: added to the vocabulary.
        recompute: keep no activations: less memory, a third more time.
        seed: of the order of the examples and of what is held out.
    """

    model: str | None = None
    data: str | None = None
    format: str | None = None
    held_out: float | None = None
    turns: str | None = None
    template: str | None = None
    dtype: str | None = None
    learning_rate: float | None = None
    epochs: float | None = None
    batch: int | None = None
    pack_tokens: int | None = None
    longest: int | None = None
    schedule: str | None = None
    warmup: float | None = None
    evaluate_every: int | None = None
    patience: int | None = None
    choose_by: str | None = None
    answer_tasks: int | None = None
    save_every: int | None = None
    lora_rank: int | None = None
    lora_alpha: float | None = None
    lora_dropout: float | None = None
    new_tokens: tuple[str, ...] | None = None
    recompute: bool | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Choices):
    """What a recipe may say beyond that.

    Attributes:
        method: what it was written for; it must be the one that is asked for.
        longest_gradient, weight_decay: see ``Settings``.
        parameters: of the method's loss.
    """

    method: str | None = None
    longest_gradient: float | None = None
    weight_decay: float | None = None
    parameters: Mapping[str, float] | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a recipe; paths in it are relative to it.

        Raises:
            UsageError: the file cannot be read, or a key or a value in it is wrong.
        """
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot read the recipe {path}: {error}", hint="a recipe is a TOML file") from error
        for key, value in content.items():
            _check(path, key, value)
        if "new_tokens" in content:
            content["new_tokens"] = tuple(content["new_tokens"])
        for key in ("data", "template"):
            if key in content and not (key == "template" and content[key] in NAMED_TEMPLATES):
                content[key] = str(path.parent / content[key])
        return cls(**content)

    def over(self, other: Self) -> Self:
        """Return what this recipe says, and of ``other`` what it leaves out."""
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        theirs = {field.name: getattr(other, field.name) for field in fields(other)}
        said = {name: theirs[name] if value is None else value for name, value in mine.items()}
        said["parameters"] = {**(other.parameters or {}), **(self.parameters or {})} or None
        return type(self)(**said)

    def settings(self, learning_rate: float) -> Settings:
        """Return the settings; ``learning_rate`` where the recipe names none.

        Raises:
            UsageError: a value is out of range.
        """
        names = {field.name for field in fields(Settings)}
        said = {name: value for name in names if (value := getattr(self, name)) is not None}
        if "schedule" in said:
            said["schedule"] = _choice("schedule", said["schedule"], Schedule)
        return Settings(**{"learning_rate": learning_rate, **said})

    def require_method(self, asked: str) -> None:
        """Raise ``UsageError`` where the recipe was written for another method: its settings are not for this one."""
        if self.method not in {None, asked}:
            raise UsageError(
                f"the recipe is for {self.method}, and {asked} is asked for",
                hint=f"adhere train {self.method}, or a recipe for {asked}",
            )

    def precision(self) -> DType:
        """Return the precision of the weights.

        Raises:
            UsageError: the word is unknown.
        """
        for name in get_args(DType):
            if name == (self.dtype or "auto"):
                chosen: DType = name
                return chosen
        raise UsageError(f"dtype is {self.dtype!r}", hint=f"one of {', '.join(get_args(DType))}")

    def adapters(self) -> LoRA | None:
        """Return the shape of the adapters, None where the weights themselves are trained.

        Raises:
            UsageError: a value is out of range, or there is no rank.
        """
        said = {"rank": self.lora_rank, "alpha": self.lora_alpha, "dropout": self.lora_dropout}
        said = {name: value for name, value in said.items() if value is not None}
        if said and self.lora_rank is None:
            raise UsageError("adapters are described, but not their rank", hint="give lora_rank, 16 for example")
        return LoRA(**said) if said else None  # type: ignore[arg-type]  # of the kinds that the recipe checked

    def learnt_turns(self) -> Turns:
        """Return which turns are learnt.

        Raises:
            UsageError: the word is unknown.
        """
        return Turns.ALL if self.turns is None else _choice("turns", self.turns, Turns)


def _choice(name: str, value: str, kind: type[T]) -> T:
    try:
        return kind(value)
    except ValueError as error:
        raise UsageError(f"{name} is {value!r}", hint=f"one of {', '.join(kind)}") from error


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_KINDS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "str | None": ("a text", lambda value: isinstance(value, str)),
    "int | None": ("a whole number", lambda value: _is_number(value) and isinstance(value, int)),
    "float | None": ("a number", _is_number),
    "bool | None": ("true or false", lambda value: isinstance(value, bool)),
    "tuple[str, ...] | None": (
        "a list of texts",
        lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    ),
    "Mapping[str, float] | None": (
        "a table of numbers",
        lambda value: isinstance(value, dict) and all(map(_is_number, value.values())),
    ),
}


def _check(path: Path, key: str, value: Any) -> None:  # noqa: ANN401 - whatever TOML holds
    known = {field.name: str(field.type) for field in fields(Recipe)}
    if key not in known:
        near = get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
        raise UsageError(f"{path} has the unknown key {key!r}", hint=hint)
    expected, fits = _KINDS[known[key]]
    if not fits(value):
        raise UsageError(f"{path}: {key} is {value!r}", hint=f"{key} must be {expected}")
