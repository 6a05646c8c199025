from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models.retry import RetryPolicy, retry_after
from adhere.models.streaming import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@given(failures=st.integers(1, 60), draw=st.floats(0, 1, exclude_max=True))
@settings(max_examples=50)
def test_waits_grow_around_their_mean_and_stay_bounded(failures: int, draw: float) -> None:
    policy = RetryPolicy(first_delay=0.5, longest_delay=30)
    mean = min(30.0, 0.5 * 2 ** (failures - 1))
    assert 0.5 * mean <= policy.delay(failures, asked=None, draw=draw) <= 1.5 * mean
    assert 100 <= policy.delay(failures, asked=100, draw=draw) <= 101


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("²", None),
        ("Wed, 21 Oct 2015 07:28:10 GMT", 10.0),
        ("Wed, 21 Oct 2015 07:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, now=1_445_412_480.0) == seconds


def numbers(count: int, log: list[str], fail: Exception | None = None) -> Generator[int]:
    async def produce(emit: Callable[[int], None]) -> None:
        try:
            for number in range(count):
                emit(number)
                await asyncio.sleep(0.001)
            if fail is not None:
                raise fail
        finally:
            log.append("ended")

    return stream(produce)  # type: ignore[return-value]


def test_a_stream_gives_all_that_was_emitted_then_the_error() -> None:
    log: list[str] = []
    assert list(numbers(3, log)) == [0, 1, 2]
    seen = []
    with pytest.raises(ZeroDivisionError):
        seen.extend(numbers(2, log, ZeroDivisionError()))
    failing = numbers(2, log, ZeroDivisionError())
    assert [next(failing), next(failing)] == [0, 1]
    failing.close()
    assert log == ["ended"] * 3


def test_a_closed_stream_has_ended_its_work_and_its_thread() -> None:
    log: list[str] = []
    running = numbers(10**6, log)
    assert next(running) == 0
    running.close()
    assert log == ["ended"]
    assert not [thread for thread in threading.enumerate() if thread.name == "adhere stream"]


@given(value=st.text(max_size=30))
@settings(max_examples=200)
def test_no_retry_after_is_too_odd_to_be_ignored(value: str) -> None:
    seconds = retry_after({"retry-after": value}, now=0.0)
    assert seconds is None or seconds >= 0
