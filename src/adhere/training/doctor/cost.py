"""What a training needs: memory and time, and what the machine has of them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from adhere.models.local.weights import has_native_bfloat16
from adhere.training.loading import is_sharded

if TYPE_CHECKING:
    from adhere.training.training import Ready

_FLOAT = 4  # bytes
_LOGITS = 2**26  # in float32, that the policy holds at once
_COPIES = 3  # of the logits, at most: themselves, what a soft cap keeps, and their gradient
_SHARE = 0.5  # of the speed of matrix products that training reaches, as docs/results.md has it


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that a training takes, roughly.

    Attributes:
        weights: of the model, which are loaded already.
        state: gradients, moments and float32 copies of what is trained.
        work: activations and logits of one forward pass.
    """

    weights: int
    state: int
    work: int

    @property
    def more(self) -> int:
        """Bytes that are needed beside the weights."""
        return self.state + self.work

    @property
    def total(self) -> int:
        """Bytes in all."""
        return self.weights + self.more


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine has.

    Attributes:
        free: bytes of memory, None where that cannot be told.
        native_bfloat16: whether it multiplies such matrices by instructions of its own.
        speed: of matrix products, in floating-point operations a second.
    """

    free: int | None
    native_bfloat16: bool
    speed: float

    @classmethod
    def of(cls, model: Any) -> Machine:  # noqa: ANN401 - transformers is untyped
        """Measure the one that the model is on; takes a tenth of a second."""
        return cls(free_memory(model.device), has_native_bfloat16(model.device), _speed(model.device, model.dtype))


def memory(ready: Ready) -> Memory:
    """Return what a training takes of each process.

    The activations are those of a Llama: for each token and layer 14 times the hidden and 3 times the intermediate
    size, counted in the code of transformers; where they are computed again, the input of each and all of one.
    """
    weights = state = 0
    for weight in ready.model.parameters():
        weights += weight.numel() * weight.element_size()
        if weight.requires_grad:
            master = 0 if weight.dtype == torch.float32 else 2 * _FLOAT  # the copy, and its gradient
            state += weight.numel() * (weight.element_size() + master + 2 * _FLOAT)
    parts = ready.ranks.count if is_sharded(ready.plan, ready.ranks) else 1
    config = ready.model.config.get_text_config()
    in_layer = 14 * config.hidden_size + 3 * config.intermediate_size
    layers = config.num_hidden_layers
    per_token = layers * config.hidden_size + in_layer if ready.plan.recompute else layers * in_layer
    largest = max(tree.size for tree in ready.training.trees)
    tokens = max(largest, min(ready.plan.settings.pack_tokens, ready.training.tokens))
    logits = min(tokens * config.vocab_size, max(_LOGITS, config.vocab_size))
    return Memory(weights // parts, state // parts, _FLOAT * (tokens * per_token + _COPIES * logits))


def seconds(ready: Ready, machine: Machine) -> float:
    """Return how long a training takes, roughly.

    6 operations for each weight and token (Kaplan et al. 2020, arXiv 2001.08361), and 2 where a reference is asked.
    """
    weights: int = sum(weight.numel() for weight in ready.model.parameters())
    tokens = ready.training.tokens * ready.plan.settings.epochs
    passes = 6 * tokens + (2 * ready.training.tokens if ready.plan.method.needs_reference else 0)
    return weights * passes / (machine.speed * _SHARE * ready.ranks.count)


def free_memory(device: torch.device) -> int | None:
    """Return the bytes that are free on the device; on a processor, within the limit of the control group."""
    if device.type == "cuda":
        free: int = torch.cuda.mem_get_info(device)[0]
        return free
    known = [number for number in (_available(), _left_in_group()) if number is not None]
    return min(known, default=None)


def _available() -> int | None:
    for line in _read(Path("/proc/meminfo")).splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    names = getattr(os, "sysconf_names", {})
    if "SC_AVPHYS_PAGES" in names:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _left_in_group() -> int | None:
    most, taken = (_read(Path("/sys/fs/cgroup") / name).strip() for name in ("memory.max", "memory.current"))
    return max(0, int(most) - int(taken)) if most.isdigit() and taken.isdigit() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _speed(device: torch.device, dtype: torch.dtype) -> float:
    """Return the speed of the best of a few matrix products."""
    size = 768
    one = torch.ones(size, size, device=device, dtype=dtype)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        float((one @ one)[0, 0])  # waits for the device
        best = min(best, time.perf_counter() - began)
    return 2 * size**3 / best
