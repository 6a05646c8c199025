"""Freed memory is used again."""

from __future__ import annotations

import subprocess
import sys

import pytest

_FAULTS = """
import resource, sys
import torch
from adhere.training.allocator import FreedMemory

memory = FreedMemory()
if sys.argv[1] == "kept":
    assert memory.can_keep
    memory.__enter__()
for _ in range(10):
    torch.ones(2**24)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    torch.ones(2**24)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
memory.__exit__()
"""


def page_faults(how: str) -> int:
    run = subprocess.run([sys.executable, "-c", _FAULTS, how], capture_output=True, text=True, check=True)
    return int(run.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="the C library is glibc on Linux only")
def test_pages_are_not_taken_from_the_kernel_again() -> None:
    assert page_faults("kept") * 10 < page_faults("given back")


_HOLES = """
import random, sys
import torch
from adhere.training.allocator import FreedMemory, _pages

memory = FreedMemory().__enter__()
drawn = random.Random(0)
held, most = [], 0
for step in range(60):
    blocks = [torch.ones(drawn.randrange(2**20, 2**23)) for _ in range(12)]
    held.append(torch.ones(2**12))  # something small that stays, between what goes
    del blocks
    if sys.argv[1] == "given back":
        memory.step()
    first = _pages() if not step else first
    most = max(most, _pages())
print(round(100 * most / first))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library is glibc on Linux only")
def test_what_lies_in_holes_does_not_add_up() -> None:
    kept, given_back = (
        int(subprocess.run([sys.executable, "-c", _HOLES, how], capture_output=True, text=True, check=True).stdout)
        for how in ("kept", "given back")
    )
    assert given_back < kept
