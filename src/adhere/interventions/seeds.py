"""Seeds for the calls of an intervention that makes several."""

from __future__ import annotations

import hashlib


def derive(seed: int, label: str) -> int:
    """Return a seed in [0, 2**32) for the purpose ``label``, unrelated to ``seed`` and to those of other labels."""
    digest = hashlib.sha256(f"{seed}/{label}".encode()).digest()
    return int.from_bytes(digest[:4], "big")
