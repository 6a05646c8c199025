"""What tests of the constraints share."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector out of what is timed: late in a long session it takes most of a second at a time."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
