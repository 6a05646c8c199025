"""Where adhere keeps what it downloads and remembers."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return ``ADHERE_HOME``, or ``adhere`` in the user's cache folder; it need not exist yet."""
    chosen = os.environ.get("ADHERE_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "adhere"


def offline() -> bool:
    """Whether ``ADHERE_OFFLINE`` forbids every download."""
    return os.environ.get("ADHERE_OFFLINE", "").strip().lower() not in {"", "0", "false", "no"}
