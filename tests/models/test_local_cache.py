"""Rows of the cache hold what was written to them, wherever they are moved."""

from __future__ import annotations

from unittest import mock

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models.local import cache as cache_module
from adhere.models.local.cache import Seat, SlotCache

HEADS, SIZE, SLOTS = 2, 3, 20


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
@given(
    st.lists(st.tuples(st.sampled_from(["seat", "grow", "release", "compact"]), st.integers(0, 99)), max_size=60),
    st.sampled_from([0, 150]),
    st.sampled_from([0, 2**26]),
)
def test_rows_keep_what_was_written_through_moves_growth_and_compaction(
    steps: list[tuple[str, int]], ahead: int, untouched: int
) -> None:
    with mock.patch.object(cache_module, "_UNTOUCHED", untouched):
        keep_through(steps, SlotCache(SLOTS, ahead))


def keep_through(steps: list[tuple[str, int]], cache: SlotCache) -> None:
    seats: dict[int, Seat] = {}
    for number, (step, chance) in enumerate(steps):
        chosen = sorted(seats)[chance % len(seats)] if seats else None
        if step == "seat" and len(seats) < SLOTS:
            seat = cache.seat(1 + chance, reply=100)
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


def test_a_block_without_seats_is_dropped() -> None:
    cache = SlotCache(SLOTS)
    seat = cache.seat(5)
    write(seat, 5, 0.0)
    cache.reserve(seat, 200)
    cache.compact()
    assert [block.capacity for block in cache.blocks] == [256]
    assert holds(seat, 0.0)


def test_a_row_has_room_for_what_may_follow_and_no_more() -> None:
    cache = SlotCache(SLOTS, ahead=256)
    rooms = [cache.seat(100, reply=reply).block.capacity for reply in (28, 29, 200, 10_000)]
    assert rooms == [128, 256, 384, 384]
    seat = cache.seat(100, reply=10_000)
    cache.reserve(seat, 385)
    assert seat.block.capacity == 896
