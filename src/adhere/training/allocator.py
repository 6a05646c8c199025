"""The C library's allocator while a model is trained: memory that was freed is kept for the next step."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, Self

# Of mallopt in glibc's malloc.h, with what holds where nobody calls it.
_TRIM_THRESHOLD, _USUAL_TRIM = -1, 128 * 1024
_MMAP_MAX, _USUAL_MMAPS = -4, 65536
_NEVER = -1
_RESIDENT = Path("/proc/self/statm")
_MORE = 1.25  # times what a step holds: beyond it, what lies in holes is given back


class FreedMemory:
    """What the process freed and keeps, while this is entered, so that the next step finds it.

    A step allocates some gigabytes anew. Glibc takes each large block from the kernel and gives it back, and the kernel
    writes zeros into every page of it: a tenth of the time of a step on two cores. Kept, the pages are used again.
    Blocks of ever other sizes leave holes, which add up (Gemma 3 270M held 20 GB after thirty steps instead of 8), so
    that the pages in holes are given back whenever there are too many.

    It holds for the whole process. Where the C library is another, nothing is changed.
    """

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        self._mallopt: Any = getattr(library, "mallopt", None)
        self._trim: Any = getattr(library, "malloc_trim", None)
        self._most = 0.0
        self._is_clean = True  # since the last step nothing was kept that it did not need

    def __enter__(self) -> Self:
        """Keep what is freed from now on."""
        if self.can_keep:
            self._mallopt(_MMAP_MAX, 0)
            self._mallopt(_TRIM_THRESHOLD, _NEVER)
        return self

    def __exit__(self, *_: object) -> None:
        """Give back what was kept."""
        if self.can_keep:
            self._mallopt(_MMAP_MAX, _USUAL_MMAPS)
            self._mallopt(_TRIM_THRESHOLD, _USUAL_TRIM)
            self._trim(0)

    @property
    def can_keep(self) -> bool:
        """Whether the C library is one that this can be told."""
        return bool(self._mallopt and self._trim) and _RESIDENT.exists()

    def step(self) -> None:
        """Give back what is too much after a step (or a pass); one that found nothing kept says how much is needed."""
        if not self.can_keep:
            return
        held = _pages()
        if self._is_clean:
            self._most = max(self._most, _MORE * held)
        self._is_clean = held > self._most
        if self._is_clean:
            self._trim(0)


def _pages() -> int:
    """Return how many pages of memory the process holds."""
    return int(_RESIDENT.read_text(encoding="ascii").split()[1])
