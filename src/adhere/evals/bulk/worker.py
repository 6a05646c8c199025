"""A worker process: told what to check on standard input, it answers on standard output.

``python -m adhere.evals.bulk.worker``. The first message holds the settings, each further one a chunk. It ends when
its input does, so that none is left over when the job that started it is killed.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from adhere.errors import AdhereError
from adhere.evals.bulk.checker import ChunkChecker, Settings
from adhere.evals.bulk.messages import of_result, receive, send, to_chunk


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes: the job decides what becomes of them
    asking = sys.stdin.buffer
    # Whatever a library prints must not end up among the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        told = receive(asking)
        if told is not None:
            with suppress(BrokenPipeError):  # the job was killed
                serve(Settings.from_record(told[0]), asking, answers)


def serve(settings: Settings, asking: BinaryIO, answers: BinaryIO) -> None:
    """Answer each chunk with its result, or with the error that keeps it from being read.

    A chunk asked for carefully is answered by the number of each row before the row is checked, too: so the job knows
    which row it was if this process does not survive it.
    """
    checker: ChunkChecker | None = None
    while (message := receive(asking)) is not None:
        chunk, fatal, careful = to_chunk(message)

        def tell(row: int) -> None:
            send(answers, {"at": row})

        try:
            checker = checker or ChunkChecker(settings)
            header, attached = of_result(checker.check(chunk, fatal=fatal, before=tell if careful else None))
        except AdhereError as error:
            send(answers, {"error": error.message, "hint": error.hint})
        else:
            send(answers, header, *attached)


if __name__ == "__main__":
    main()
