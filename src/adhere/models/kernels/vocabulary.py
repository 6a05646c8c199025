"""The likeliest token of every row of logits, and what its logits add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import prange

from adhere.models.kernels.lanes import WIDTH, larger, largest, load, multiply_add, powers, repeat, total
from adhere.models.kernels.numbers import exp, f32, over_all_threads, part, widen
from adhere.models.kernels.scores import LEAST

if TYPE_CHECKING:
    from adhere.models.kernels.numbers import Array

_STRETCH = 128 * WIDTH  # numbers that are added up in float32 before their sum is in float64


@part
def _most(logits: Array, row: int, start: int, end: int) -> Array:
    """Return the largest number from ``start`` to before ``end``."""
    whole = start + (end - start) // WIDTH * WIDTH
    best = repeat(f32(LEAST))
    for column in range(start, whole, WIDTH):
        best = larger(best, load(logits, row, column))
    most = largest(best)
    for column in range(whole, end):
        number = widen(logits[row, column])
        most = number if number > most else most  # noqa: FURB136 - as for ``larger``
    return most


@part
def _mass(logits: Array, row: int, start: int, end: int, most: Array) -> Array:
    """Return the sum of e to the numbers from ``start`` to before ``end``, less ``most``."""
    whole = start + (end - start) // WIDTH * WIDTH
    one, below, summed = repeat(f32(1)), repeat(-most), repeat(f32(0))
    for column in range(start, whole, WIDTH):
        summed = multiply_add(powers(multiply_add(load(logits, row, column), one, below)), one, summed)
    mass = np.float64(total(summed))
    for column in range(whole, end):
        x = widen(logits[row, column]) - most
        mass += np.float64(exp(x) if x == x else x)  # noqa: PLR0124 - what is no number stays none
    return mass


@over_all_threads
def likeliest(logits: Array, tokens: Array, masses: Array) -> None:
    """Write the first place of the largest number of each row, and the logarithm of the sum of e to its numbers.

    logits: (rows, vocabulary). tokens: (rows,), int64. masses: (rows,), float64.
    """
    rows, size = logits.shape
    for row in prange(rows):
        most, at = f32(LEAST), 0
        for start in range(0, size, _STRETCH):
            here = _most(logits, row, start, min(start + _STRETCH, size))
            if here > most:
                most, at = here, start
        while at < size - 1 and not widen(logits[row, at]) == most:  # noqa: SIM201 - what is no number equals nothing
            at += 1
        mass = np.float64(0)
        for start in range(0, size, _STRETCH):
            mass += _mass(logits, row, start, min(start + _STRETCH, size), most)
        tokens[row], masses[row] = at, np.float64(most) + np.log(mass)
