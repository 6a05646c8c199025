"""Chunks checked by worker processes: in order, with a bounded number under way, whatever happens to a worker."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO, cast

from adhere.errors import AdhereError
from adhere.evals.bulk.checker import ChunkChecker
from adhere.evals.bulk.messages import of_chunk, receive, send, to_result

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from concurrent.futures import Future

    from adhere.evals.bulk.checker import ChunkResult, Settings
    from adhere.evals.bulk.chunks import Chunk

AHEAD = 4
"""Chunks a worker that are under way or wait for their turn to be written: what a slow chunk can pile up."""

_DEATHS_OF_A_ROW = 2  # one may be the machine's doing, as when it has no memory left
_DEATHS_WITHOUT_A_ROW = 3


def check_here(chunks: Iterable[Chunk], settings: Settings) -> Generator[ChunkResult, None, None]:
    """Yield the results of chunks, checked in this process."""
    yield from map(ChunkChecker(settings).check, chunks)


def check_in_processes(chunks: Iterable[Chunk], settings: Settings, workers: int) -> Generator[ChunkResult, None, None]:
    """Yield the results of chunks in their order, checked by ``workers`` processes.

    A process that dies is replaced, and its chunk checked again from the start; a row that ends two processes is
    rejected, with that as the reason.

    Raises:
        AdhereError: a file cannot be read, or processes die without having begun a row.
    """
    pool = [Worker(settings) for _ in range(workers)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in pool:
        idle.put(worker)

    def check(chunk: Chunk) -> ChunkResult:
        worker = idle.get()
        try:
            return worker.check(chunk)
        finally:
            idle.put(worker)

    waiting: deque[Future[ChunkResult]] = deque()
    try:
        with ThreadPoolExecutor(workers) as threads:
            try:
                for chunk in chunks:
                    waiting.append(threads.submit(check, chunk))
                    if len(waiting) == AHEAD * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
                for worker in pool:
                    worker.stop()
    finally:
        for worker in pool:
            worker.close()


class _DiedError(Exception):
    """A process ended without an answer, while it was at row ``row``."""

    def __init__(self, how: str, row: int | None) -> None:
        super().__init__(how)
        self.how, self.row = how, row


class Worker:
    """A process, and the next one when it dies."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def check(self, chunk: Chunk) -> ChunkResult:
        """Return the result of a chunk, however many processes it takes."""
        deaths, rowless = 0, 0
        blamed: Counter[int] = Counter()
        fatal: dict[int, str] = {}
        while True:
            try:
                return self._ask(chunk, fatal, deaths)
            except _DiedError as death:
                if self._stopped:
                    raise AdhereError("the job was stopped") from death
                deaths += 1
                if death.row is None:
                    rowless += 1
                    if rowless == _DEATHS_WITHOUT_A_ROW:
                        raise AdhereError(_told(chunk, death.how, rowless)) from death
                    continue
                blamed[death.row] += 1
                if blamed[death.row] == _DEATHS_OF_A_ROW:
                    fatal[death.row] = f"{_DEATHS_OF_A_ROW} processes that checked it ended ({death.how})"

    def stop(self) -> None:
        """End the process, and start no other; a call of ``check`` that is under way fails."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Clear away what ``stop`` left, once nobody calls ``check`` any more."""
        if self._process is not None:
            self._process.kill()
            self._end(self._process)

    def _ask(self, chunk: Chunk, fatal: dict[int, str], deaths: int) -> ChunkResult:
        process = self._running()
        row: int | None = None
        try:
            header, attached = of_chunk(chunk, fatal=fatal, careful=deaths > 0)
            send(cast("BinaryIO", process.stdin), header, *attached)
            while (answer := receive(cast("BinaryIO", process.stdout))) is not None:
                if "at" in answer[0]:
                    row = answer[0]["at"]
                elif "error" in answer[0]:
                    raise AdhereError(answer[0]["error"], hint=answer[0]["hint"])
                else:
                    return to_result(answer, deaths)
        except (OSError, ValueError):  # a pipe that is broken, or was closed by ``stop``
            row = None
        raise _DiedError(self._end(process), row)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None and not self._stopped:
            command = [sys.executable, "-m", "adhere.evals.bulk.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            with suppress(OSError):  # the chunk that follows will tell
                send(cast("BinaryIO", self._process.stdin), self._settings.to_record())
        if self._process is None:
            raise _DiedError("stopped", None)
        return self._process

    def _end(self, process: subprocess.Popen[bytes]) -> str:
        """Clear away a process; return how it ended."""
        self._process = None
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                cast("BinaryIO", pipe).close()
        code = process.wait()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _told(chunk: Chunk, how: str, deaths: int) -> str:
    last = chunk.first + chunk.count - 1
    return f"{deaths} processes ended ({how}) before a row of {chunk.file}, {chunk.first} to {last}, was begun"
