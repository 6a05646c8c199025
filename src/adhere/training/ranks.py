"""Several processes that train one model: who this one is, and how their sums come together."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import torch
import torch.distributed as dist

from adhere.errors import AdhereError, ToldElsewhereError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST_WAIT = timedelta(hours=1)  # for the first rank, which alone writes checkpoints and the model
_BUCKET = 2**24  # numbers that are sent at once: 64 MiB in float32
_TOLD = "adhere/told"


@dataclass(frozen=True, slots=True)
class Ranks:
    """The processes of one training, seen from one of them.

    Attributes:
        rank: of this process, from 0. count: how many there are.
        device: what this one computes on.
    """

    rank: int
    count: int
    device: torch.device

    @classmethod
    def alone(cls) -> Self:
        """Return the one rank of a training that no other process takes part in."""
        return cls(0, 1, torch.device("cuda" if torch.cuda.is_available() else "cpu"))

    @property
    def is_first(self) -> bool:
        """Whether this rank writes the files of the training."""
        return self.rank == 0

    def add_up(self, tensors: Iterable[torch.Tensor]) -> None:
        """Replace each tensor by its sum over the ranks, in float32 at least; each rank gets the same bits.

        All ranks call it with tensors of the same shapes and types, in the same order.
        """
        if self.count == 1:
            return
        for bucket in _buckets(tensors):
            exact = torch.promote_types(bucket[0].dtype, torch.float32)
            flat = torch.cat([tensor.detach().reshape(-1) for tensor in bucket]).to(self.device, exact)
            dist.all_reduce(flat)
            for tensor, added in zip(bucket, torch.split(flat, [tensor.numel() for tensor in bucket]), strict=True):
                tensor.detach().copy_(added.view_as(tensor))

    def sums(self, values: Sequence[float]) -> list[float]:
        """Return the sum of each value over the ranks."""
        totals = torch.tensor(values, dtype=torch.float64)
        self.add_up([totals])
        return totals.tolist()

    def told(self, values: Sequence[float]) -> list[float]:
        """Return the values of the first rank, on every rank; the others give as many."""
        return self.sums([value if self.is_first else 0.0 for value in values])

    def wait(self) -> None:
        """Return once every rank has come here."""
        self.sums([0.0])

    def require_equal(self, value: int, what: str, *, hint: str) -> None:
        """Raise ``UsageError`` on all ranks unless ``value`` is the same on all of them."""
        seen = torch.zeros(self.count, dtype=torch.float64)
        seen[self.rank] = value
        self.add_up([seen])
        values = [int(one) for one in seen.tolist()]
        if len(set(values)) > 1:
            raise UsageError(f"{what} differs between the processes: {', '.join(map(str, values))}", hint=hint)


@contextmanager
def joined() -> Iterator[Ranks]:
    """Join the processes that torchrun started, as its environment says; without it there is one rank.

    What ends one rank ends all: the others fail in what they wait for. Whichever fails first tells why.

    Raises:
        UsageError: more processes than devices.
        ToldElsewhereError: another rank failed before, and tells why.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Ranks.alone()
        return
    device = _own_device()
    store, rank, count = next(iter(dist.rendezvous("env://", timeout=_LONGEST_WAIT)))  # type: ignore[attr-defined]
    dist.init_process_group(
        "nccl" if device.type == "cuda" else "gloo",
        store=store,
        rank=rank,
        world_size=count,
        timeout=_LONGEST_WAIT,
        device_id=device if device.type == "cuda" else None,
    )
    try:
        yield Ranks(rank, count, device)
    except (Exception, KeyboardInterrupt) as error:
        # The group is left as it is: to take leave of the others would be to wait for them.
        if not _tells(store):
            raise ToldElsewhereError from error
        if _is_lost_rank(error):
            raise AdhereError(
                "another process of this training has ended", hint="the same command goes on from the last checkpoint"
            ) from error
        raise
    dist.destroy_process_group()


def _own_device() -> torch.device:
    if not torch.cuda.is_available():
        return torch.device("cpu")
    place, devices = int(os.environ.get("LOCAL_RANK", "0")), torch.cuda.device_count()
    if place >= devices:
        raise UsageError(
            f"this machine has {devices} GPUs, too few for process {place + 1}", hint=f"--nproc-per-node {devices}"
        )
    torch.cuda.set_device(place)
    return torch.device("cuda", place)


def _tells(store: Any) -> bool:  # noqa: ANN401 - torch does not export its type
    """Return whether this rank is the first to fail; where the store is gone, too, it had better speak."""
    try:
        return int(store.add(_TOLD, 1)) == 1
    except (RuntimeError, OSError):
        return True


def _is_lost_rank(error: BaseException) -> bool:
    """Return whether a rank failed because it waited for one that is no more."""
    lost = ("Connection closed by peer", "Connection reset by peer", "Broken pipe")
    return isinstance(error, dist.DistError) or (
        isinstance(error, RuntimeError) and any(sign in str(error) for sign in lost)
    )


def _buckets(tensors: Iterable[torch.Tensor]) -> Iterator[list[torch.Tensor]]:
    """Yield the tensors in their order, those of one type together, and at most ``_BUCKET`` numbers at once."""
    bucket: list[torch.Tensor] = []
    room = _BUCKET
    for tensor in tensors:
        if bucket and (tensor.dtype != bucket[0].dtype or tensor.numel() > room):
            yield bucket
            bucket, room = [], _BUCKET
        bucket.append(tensor)
        room -= tensor.numel()
    if bucket:
        yield bucket
