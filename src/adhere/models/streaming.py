"""From asynchronous work to a plain iterator."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None


def stream(produce: Callable[[Callable[[T], None]], Awaitable[None]]) -> Iterator[T]:
    """Yield what ``produce`` emits, as it emits it, while it runs in an event loop on a thread of its own.

    Works whether or not the caller has an event loop (notebooks do). An exception in ``produce`` is raised here, after
    all that was emitted before it. Closing the iterator cancels ``produce`` and waits until it has ended.

    Args:
        produce: called with the function that emits one item.
    """
    arrived: SimpleQueue[T | _Ended] = SimpleQueue()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []
    begun = threading.Event()

    async def main() -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for the type checker: a coroutine always runs in a task
        running.append((asyncio.get_running_loop(), task))
        begun.set()
        await produce(arrived.put)

    def work() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread and raised there
            arrived.put(_Ended(error))
        else:
            arrived.put(_Ended(None))
        finally:
            begun.set()

    worker = threading.Thread(target=work, name="adhere stream", daemon=True)
    worker.start()
    try:
        while not isinstance(item := arrived.get(), _Ended):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        begun.wait()
        for loop, task in running:
            with suppress(RuntimeError):  # it is closed already: there is nothing left to cancel
                loop.call_soon_threadsafe(task.cancel)
        worker.join()
