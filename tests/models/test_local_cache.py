"""Rows of the cache hold what was written to them, wherever they are moved."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models.local.cache import Seat, SlotCache, shared_length

HEADS, SIZE, SLOTS = 2, 3, 20


def prompt(*ids: int) -> np.ndarray:
    return np.array(ids, dtype=np.int64)


def write(seat: Seat, until: int, mark: float) -> None:
    """Fill the positions of a row up to ``until`` with numbers that only ``mark`` and the position explain."""
    for index in (0, 1):
        like = torch.zeros(HEADS, 1, SIZE)
        for stored in seat.block.layer(index, like, like):
            for position in range(seat.length, until):
                stored[seat.row, :, position] = mark + position + index / 10
    seat.length = until


def holds(seat: Seat, mark: float) -> bool:
    wanted = torch.arange(seat.length) + mark
    return all(
        torch.equal(stored[seat.row, :, : seat.length], (wanted + index / 10)[None, :, None].expand(HEADS, -1, SIZE))
        for index, pair in seat.block.layers.items()
        for stored in pair
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["seat", "grow", "release", "compact"]), st.integers(0, 99)), max_size=60))
def test_rows_keep_what_was_written_through_moves_growth_and_compaction(steps: list[tuple[str, int]]) -> None:
    cache = SlotCache(SLOTS)
    seats: dict[int, Seat] = {}
    for number, (step, chance) in enumerate(steps):
        chosen = sorted(seats)[chance % len(seats)] if seats else None
        if step == "seat" and len(seats) < SLOTS:
            seat = cache.seat(prompt(*(number * 1000 + i for i in range(1 + chance))))
            assert seat.length == 0
            write(seat, 1 + chance, number * 1000.0)
            seats[number] = seat
        elif step == "grow" and chosen is not None:
            cache.reserve(seats[chosen], seats[chosen].length + 2 * chance)
            write(seats[chosen], seats[chosen].length + 2 * chance, chosen * 1000.0)
        elif step == "release" and chosen is not None:
            cache.release(seats.pop(chosen))
        elif step == "compact":
            cache.compact()
            rows = [[seat.row for seat in block.seats if seat] for block in cache.blocks]
            assert all(sorted(taken) == list(range(len(taken))) for taken in rows)
        assert all(holds(seat, number * 1000.0) for number, seat in seats.items())
        assert len({(id(seat.block), seat.row) for seat in seats.values()}) == len(seats)


def test_a_prompt_takes_over_the_longest_beginning_that_a_row_holds() -> None:
    cache = SlotCache(SLOTS)
    first, second = cache.seat(prompt(1, 2, 3, 4)), cache.seat(prompt(9, 8))
    write(first, 4, 0.0)
    write(second, 2, 500.0)
    later = cache.seat(prompt(1, 2, 3, 7, 7))
    assert later.length == 3
    assert holds(later, 0.0)
    same = cache.seat(prompt(1, 2, 3, 4))
    assert same.length == 3, "the last token is read again: its logits are wanted"


def test_a_released_row_still_gives_its_beginning_until_it_is_taken() -> None:
    cache = SlotCache(SLOTS)
    seat = cache.seat(prompt(1, 2, 3, 4))
    write(seat, 4, 0.0)
    cache.release(seat)
    again = cache.seat(prompt(1, 2, 3, 4, 5))
    assert (again.length, again.row) == (4, seat.row)
    assert holds(again, 0.0)
    assert cache.longest_prefix(prompt(1, 2, 3, 4, 5))[2] == 4
    other = cache.seat(prompt(6, 6))
    assert other.length == 0


def test_a_row_overwritten_by_compaction_gives_nothing_of_what_it_held() -> None:
    cache = SlotCache(SLOTS)
    first, second = cache.seat(prompt(1, 2, 3)), cache.seat(prompt(7, 8, 9))
    write(first, 3, 0.0)
    write(second, 3, 500.0)
    cache.release(first)
    cache.compact()
    assert second.row == 0
    assert holds(second, 500.0)
    assert cache.seat(prompt(1, 2, 3)).length == 0


def test_the_last_token_of_a_prompt_is_never_shared() -> None:
    assert shared_length(prompt(1, 2, 3), prompt(1, 2, 3)) == 2
    assert shared_length(prompt(1, 2, 3), prompt(1, 5)) == 1
    assert shared_length(prompt(1), prompt(1)) == 0
    assert shared_length(prompt(1, 2), prompt()) == 0
