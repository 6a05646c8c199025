"""An engine in a process of its own: it loads, says that it is ready, waits for the word, and is timed at work."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def timed(module: str, arguments: Sequence[str], patience: float | None = None) -> tuple[dict[str, Any] | None, float]:
    """Return what the last line of the engine's output says, and the seconds from the word on.

    Args:
        module: run with ``python -m``; it prints ``ready``, then waits for a line.
        arguments: of its command line.
        patience: seconds after which it is stopped; the result is then None.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            process.kill()
            raise SystemExit(f"{' '.join(arguments)} did not start")
        began = time.perf_counter()
        try:
            output, _ = process.communicate("go\n", timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            return None, time.perf_counter() - began
        seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return json.loads(output.splitlines()[-1]), seconds
