"""Chunks checked on Ray: the same results in the same order, from as many machines as the cluster has.

Ray Data maps chunks, not rows: what travels is where a chunk stands and what its verdicts are, so each machine has to
see the files under the same paths. Ray starts the tasks of a worker that dies again.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError, MissingExtraError, UsageError
from adhere.evals.bulk.checker import ChunkResult, Settings
from adhere.evals.bulk.chunks import Chunk
from adhere.evals.bulk.messages import of_result, to_result
from adhere.evals.bulk.processes import Worker

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

WINDOW = 4096
"""Chunks handed to Ray at once, about a million rows: their descriptions are in this process's memory."""

_SWITCHES = {
    "RAY_USAGE_STATS_ENABLED": "0",  # Ray reports on its users unless it is told not to
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # keeps Ray from announcing a change of its own in every process
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_worker_niceness": "0",  # Ray's workers give way to all else on a machine by default
}


class RayChecker:
    """What a Ray actor does: chunks in as a batch of descriptions, results out as a batch of messages.

    It has a worker process do the work. So a row that ends whoever checks it is rejected here as it is without Ray,
    which would start the actor again, and again.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._worker = Worker(Settings.from_record(settings))

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """Check the chunks of a batch."""
        answers: dict[str, list[Any]] = {"header": [], "verdicts": [], "rejects": []}
        for text in batch["chunk"]:
            header, (verdicts, rejects) = self._answer(Chunk(**json.loads(text)))
            answers["header"].append(json.dumps(header))
            answers["verdicts"].append(verdicts)
            answers["rejects"].append(rejects)
        return answers

    def _answer(self, chunk: Chunk) -> tuple[dict[str, Any], tuple[bytes, ...]]:
        try:
            return of_result(self._worker.check(chunk))
        except AdhereError as error:  # as a value: Ray would wrap it in its own traceback, and try again
            return {"error": error.message, "hint": error.hint}, (b"", b"")


def check_on_ray(chunks: Iterable[Chunk], settings: Settings, workers: int) -> Generator[ChunkResult, None, None]:
    """Yield the results of chunks in their order, checked by ``workers`` Ray actors.

    The cluster is the one that ``RAY_ADDRESS`` names, or one on this machine that ends with the job.

    Raises:
        MissingExtraError: Ray is not installed.
        UsageError: standard input is to be read, which the machines of a cluster cannot.
    """
    settings.source()  # what is wrong with the settings is said here, not by an actor
    waiting = iter(chunks)
    window = list(itertools.islice(waiting, WINDOW))
    if any(chunk.data is not None for chunk in window):
        raise UsageError("Ray cannot read standard input", hint="write it to a file first")
    with _cluster(workers):
        while window:
            yield from _map(window, settings, workers)
            window = list(itertools.islice(waiting, WINDOW))


def _map(window: list[Chunk], settings: Settings, workers: int) -> Generator[ChunkResult, None, None]:
    import ray.data

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    described = [{"chunk": json.dumps(chunk.to_record())} for chunk in window]
    answers = ray.data.from_items(described, override_num_blocks=len(described)).map_batches(
        RayChecker,
        fn_constructor_args=(settings.to_record(),),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=1,
    )
    for row in answers.iter_rows():
        header = json.loads(row["header"])
        if "error" in header:
            raise AdhereError(header["error"], hint=header["hint"])
        yield to_result((header, (row["verdicts"], row["rejects"])))


@contextmanager
def _cluster(workers: int) -> Iterator[None]:
    """Connect to Ray, quietly: no report to its makers, no dashboard, no messages but errors."""
    os.environ.update(_SWITCHES)  # read by Ray when it is imported, and by each process that it starts
    with redirect_stdout(sys.stderr):  # Ray prints what befalls its workers where the verdicts may be going
        try:
            import ray
            import ray.data
        except ImportError as error:
            raise MissingExtraError("--engine ray", "scale") from error
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            ray.init(num_cpus=workers, include_dashboard=False, **quiet)
        try:
            yield
        finally:
            ray.shutdown()
