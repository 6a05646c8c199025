"""Whether settings and machine fit the training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.findings import Finding, State

if TYPE_CHECKING:
    from adhere.training.doctor.cost import Memory
    from adhere.training.methods import Method

_FEW_STEPS = 10
_FEW_HELD_OUT = 20


def learning_rate(method: Method, rate: float) -> Finding:
    """Return whether the learning rate is usual for the method."""
    low, high = method.rates
    message = f"{rate:g}; for {method.title}, {low:g} to {high:g} is usual"
    if low <= rate <= high:
        return Finding("learning rate", State.OK, message)
    return Finding("learning rate", State.WARNING, message, f"--learning-rate {method.learning_rate:g}")


def steps(count: int, batch: int) -> Finding:
    """Return whether there are enough steps for the learning rate to rise and fall."""
    message = f"{count:,} of {batch} examples each"
    if count >= _FEW_STEPS:
        return Finding("steps", State.OK, message)
    return Finding("steps", State.NOTE, message, "a smaller --batch or more --epochs make more of the data")


def looks(held_out: int) -> Finding | None:
    """Return a finding where the best weights are chosen by too few examples."""
    if 0 < held_out < _FEW_HELD_OUT:
        message = f"{held_out} examples are few to choose the best weights by"
        return Finding("choosing", State.NOTE, message, "hold out more, or train to the end")
    return None


def precision(*, asked: str, native: bool) -> Finding:
    """Return whether the precision that was asked for is one of this machine's."""
    if asked == "bfloat16" and not native:
        message = "bfloat16 is asked for, which this machine only emulates: weights and arithmetic are float32"
        return Finding("precision", State.NOTE, message, "leave --dtype out")
    return Finding(
        "precision", State.OK, "bfloat16 with float32 masters" if native and asked != "float32" else "float32"
    )


def memory(needed: Memory, free: int | None) -> Finding:
    """Return whether the machine has the memory; ``free`` bytes, None where that is not known."""
    more = needed.more
    message = f"about {more / 1e9:.1f} GB more than the weights take now"
    if free is None:
        return Finding("memory", State.NOTE, f"{message}; how much is free is not known here")
    message = f"{message}, of {free / 1e9:.1f} GB that are free"
    if more <= free:
        return Finding("memory", State.OK, message)
    hint = "lower --pack-tokens" if needed.state < free else "take a smaller model, or a machine with more memory"
    return Finding("memory", State.WARNING, message, hint)
