"""The C library's allocator while a model is trained: memory that was freed is kept for the next step."""

from __future__ import annotations

import ctypes

# Of mallopt in glibc's malloc.h.
_TRIM_THRESHOLD = -1
_MMAP_MAX = -4
_NEVER = -1


def keep_freed_memory() -> bool:
    """Have the process keep what it frees, and return whether its C library can.

    A step allocates some gigabytes anew. Glibc takes each large block from the kernel and gives it back, and the kernel
    writes zeros into every page of it: a quarter of the time of a step at packs of 2,048 tokens. Kept, the pages are
    used again. It changes the whole process, for good, and does nothing where the C library is another.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(_MMAP_MAX, 0) and mallopt(_TRIM_THRESHOLD, _NEVER))
