"""When to try again: exponential backoff with jitter, what the server asks for first, and an end to it."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to go on.

    Attributes:
        attempts: most tries of one request.
        first_delay: mean wait before the second try, in seconds; it doubles with each further one.
        longest_delay: upper bound of a wait that the server did not ask for, in seconds.
        deadline: time that one request may take, all its tries and waits together, in seconds.
    """

    attempts: int = 8
    first_delay: float = 0.5
    longest_delay: float = 30.0
    deadline: float = 600.0

    def delay(self, failures: int, *, asked: float | None, draw: float) -> float:
        """Return the seconds to wait after the given number of failures.

        Args:
            failures: tries that failed so far, from 1.
            asked: what the server asked for (``Retry-After``), in seconds.
            draw: uniform in [0, 1): spreads the clients that failed together.
        """
        backoff = min(self.longest_delay, self.first_delay * 2.0 ** (failures - 1)) * (0.5 + draw)
        return backoff if asked is None else asked + min(backoff, 1.0)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[], float] = random.random


DEFAULT_POLICY = RetryPolicy()
SYSTEM_CLOCK = Clock()


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """Return the seconds that a response's ``Retry-After`` asks for (RFC 9110, 10.2.3), None where it asks nothing.

    Args:
        headers: with case-insensitive names.
        now: the time, in seconds since 1970.
    """
    value = headers.get("retry-after", "").strip()
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
