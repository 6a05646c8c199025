"""Whether the model is trained on what it is measured with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adhere.data.overlap import Likeness, Overlap
from adhere.errors import UsageError
from adhere.findings import Finding, State
from adhere.training.doctor.rows import asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.data.examples import AnyExample

_MANY = 0.1  # of the held-out examples: their loss is then more memory than skill
_NAMED = 3  # rows


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Prompts that must not be trained on.

    Attributes:
        name: of the suite or file. prompts: all of them.
        named: whether the user named it, so that training on it cannot be what is wanted.
    """

    name: str
    prompts: tuple[str, ...]
    named: bool


def evaluations(examples: Sequence[AnyExample], measured: Sequence[Evaluation]) -> Iterator[Finding]:
    """Yield, for each evaluation, which of its prompts are among the examples, or nearly are."""
    for evaluation in measured:
        same, near = _found(examples, evaluation.prompts)
        yield _finding(evaluation, same, near)


def _finding(evaluation: Evaluation, same: dict[int, str], near: dict[int, str]) -> Finding:
    name = f"leakage: {evaluation.name}"
    total = f"of {len(evaluation.prompts):,} prompts"
    alike = f", {len(near):,} nearly are ({_some(near)})" if near else ""
    if same:
        message = f"{len(same):,} {total} are trained on ({_some(same)}){alike}"
        hint = "leave these rows out: what was learnt by heart cannot be measured"
        if evaluation.named:
            return Finding(name, State.FAILED, message, hint, UsageError.exit_code)
        return Finding(name, State.WARNING, message, hint)
    if near:
        message = f"none {total} is trained on{alike}"
        return Finding(name, State.WARNING, message, "look at these rows, and leave out those that ask the same")
    return Finding(name, State.OK, f"none {total} is trained on, or nearly")


def held_out(training: Sequence[AnyExample], kept: Sequence[AnyExample]) -> Finding:
    """Return how many held-out examples have a twin among those that are trained on."""
    if not kept:
        message = "nothing: the last weights are kept, whether they are the best or not"
        return Finding("held out", State.NOTE, message, "hold out a share with --held-out 0.05")
    prompts = [" ".join(asked(example)) for example in kept]
    index = Overlap(prompts)
    twins = {match.place for example in training for match in index.matches(" ".join(asked(example)))}
    if not twins:
        return Finding("held out", State.OK, f"{len(kept):,} examples, none of which is nearly one that is trained on")
    message = f"{len(twins):,} of {len(kept):,} examples are nearly ones that are trained on"
    if len(twins) > _MANY * len(kept):
        hint = "their loss flatters: leave near-duplicates out, or judge by another file"
        return Finding("held out", State.WARNING, message, hint)
    return Finding("held out", State.NOTE, message)


def _found(examples: Sequence[AnyExample], prompts: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the prompts that are the same as a turn of a user, and those that nearly are, with the row of each."""
    index = Overlap(prompts)
    same: dict[int, str] = {}
    near: dict[int, str] = {}
    for example in examples:
        for turn in asked(example):
            for match in index.matches(turn):
                kind = same if match.likeness is Likeness.SAME else near
                kind.setdefault(match.place, example.source)
    return same, {place: source for place, source in near.items() if place not in same}


def _some(found: dict[int, str]) -> str:
    rows = list(dict.fromkeys(found.values()))
    return ", ".join(rows[:_NAMED]) + (", ..." if len(rows) > _NAMED else "")
