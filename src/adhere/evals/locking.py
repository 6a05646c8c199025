"""Files that one process at a time writes."""

from __future__ import annotations

import os
import sys

from adhere.errors import UsageError


def lock(fd: int, what: str) -> None:
    """Take an open file for this process; the kernel frees it when the process ends, however it ends.

    Raises:
        UsageError: another process holds it; ``what`` says what that process is writing.
    """
    if sys.platform == "win32":
        import msvcrt

        def take() -> None:
            # Windows forbids others to read what is locked: lock a byte that no journal reaches.
            os.lseek(fd, 1 << 40, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        def take() -> None:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    try:
        take()
    except OSError as error:
        raise UsageError(f"another process is writing {what}", hint="wait for it, or choose another folder") from error
