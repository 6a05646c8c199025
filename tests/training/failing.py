"""``adhere`` with a failure on one rank, from the third step on: ``failing.py FAILURE RANK ARGUMENTS...``."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import adhere.training.checkpoint
from adhere.cli import main
from adhere.training.policy import Policy

if TYPE_CHECKING:
    import torch

    from adhere.training.packing import Pack

_PACKS, _FILES = 2, 2  # of the first two steps: each rank has a pack of each; weights and moments are saved once


def fail_in_the_third_step(failure: str) -> None:
    """Change what this process does."""
    original, saving = Policy.read, adhere.training.checkpoint.save_file
    done = {"packs": 0, "files": 0}

    def read(self: Policy, packed: Pack, reference: torch.Tensor | None = None) -> Any:  # noqa: ANN401 - as it is
        done["packs"] += 1
        found = original(self, packed, reference)
        if done["packs"] > _PACKS and failure == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if done["packs"] > _PACKS and failure == "nan":
            found.tokens.data.fill_(float("nan"))
        return found

    def save(*given: Any) -> None:  # noqa: ANN401 - as it is
        done["files"] += 1
        if done["files"] > _FILES and failure == "full-disk":
            raise OSError(28, "No space left on device")
        saving(*given)

    Policy.read = read  # type: ignore[method-assign]
    adhere.training.checkpoint.save_file = save


if __name__ == "__main__":
    if os.environ.get("RANK", "0") == sys.argv[2]:
        fail_in_the_third_step(sys.argv[1])
    sys.exit(main(sys.argv[3:]))
