"""The training loop: one for all methods."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import torch

from adhere.errors import AdhereError
from adhere.training.losses import LogProbs
from adhere.training.packing import pack
from adhere.training.ranks import Ranks
from adhere.training.sharding import unsharded_gradients
from adhere.training.sharing import share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adhere.training.checkpoint import Checkpoints, Progress
    from adhere.training.losses import Terms
    from adhere.training.methods import Method
    from adhere.training.optimizer import MasterAdamW
    from adhere.training.packing import Pack
    from adhere.training.settings import Settings
    from adhere.training.trees import Tree


class Reader(Protocol):
    """A model that reads packs and says what a loss is made of: log-probabilities, or scores.

    Attributes:
        model: the module in training.
        device: where it is.
    """

    model: Any
    device: torch.device

    def read(self, packed: Pack, reference: torch.Tensor | None) -> LogProbs | torch.Tensor:
        """Return what the method's loss takes."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """What one optimizer step did, or one look at the held-out examples.

    Attributes:
        step: counted from 1. steps: of the whole training.
        loss: mean over the units of the step: learnt tokens, or pairs.
        metrics: means over the units. units: how many there are.
        learning_rate, gradient_norm: of the step; None for a look.
        tokens: that were computed. learnt: that were learnt. seconds: that it took.
    """

    step: int
    steps: int
    loss: float
    metrics: dict[str, float]
    units: int
    learning_rate: float | None
    gradient_norm: float | None
    tokens: int
    learnt: int
    seconds: float

    @property
    def is_look(self) -> bool:
        """Whether it is a look at the held-out examples."""
        return self.learning_rate is None

    def to_dict(self) -> dict[str, object]:
        """Return everything as JSON's types."""
        return {"kind": "held-out" if self.is_look else "train", **asdict(self)}


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Trees, and what the reference model says of their learnt tokens, where the method compares with one."""

    trees: Sequence[Tree]
    reference: Sequence[torch.Tensor] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is trained how, on what, by which processes."""

    reader: Reader
    method: Method
    settings: Settings
    training: Material
    held_out: Material
    ranks: Ranks = field(default_factory=Ranks.alone)

    @property
    def steps(self) -> int:
        """Optimizer steps of the whole training."""
        return self.settings.steps(len(self.training.trees))


def fit(job: Job, optimizer: MasterAdamW, checkpoints: Checkpoints, *, on_step: Callable[[Step], None]) -> Progress:
    """Train from the last checkpoint, or from the beginning, to the end; the model then has the weights to keep.

    Several ranks share out the trees of each step, which gives the weights that one would give: what is added up over
    the packs is added up over the ranks, too.

    Raises:
        AdhereError: the loss or the gradient is no number, or a checkpoint cannot be written. The last checkpoint is
            as it was.
    """
    settings = job.settings
    progress = checkpoints.resume(job.reader.model, optimizer)
    job.ranks.require_equal(progress.step, "the last checkpoint", hint="give an --out that all machines see")
    job.reader.model.train()
    while progress.step < job.steps and not (settings.patience and progress.looks >= settings.patience):
        # Dropout is drawn from the step's (and the rank's) own seed, so that a resumed training draws the same.
        torch.manual_seed(settings.seed * 1_000_003 + progress.step + (job.ranks.rank << 40))
        on_step(_take_step(job, optimizer, progress.step))
        progress = replace(progress, step=progress.step + 1)
        is_last = progress.step == job.steps
        if job.held_out.trees and (is_last or _due(settings.evaluate_every, progress.step)):
            progress = _look(job, checkpoints, progress, on_step)
        if is_last or _due(settings.save_every, progress.step):
            checkpoints.save(progress, job.reader.model, optimizer)
    if progress.best is not None and progress.best_step != progress.step:
        checkpoints.load_best(job.reader.model)
    return progress


def reference_logprobs(reader: Reader, trees: Sequence[Tree], pack_tokens: int, ranks: Ranks) -> list[torch.Tensor]:
    """Return the log-probabilities of the learnt tokens of each tree under the policy as it is, on every rank."""
    found = torch.zeros(sum(tree.learnt for tree in trees))
    places = torch.split(found, [tree.learnt for tree in trees])
    reader.model.eval()
    with torch.no_grad():
        for packed in _packs(trees, range(len(trees)), pack_tokens, ranks, reader.device):
            read = reader.read(packed, None)
            values = (read.tokens if isinstance(read, LogProbs) else read).cpu()
            sizes = [trees[index].learnt for index in packed.trees]
            for index, one in zip(packed.trees, torch.split(values, sizes), strict=True):
                places[index].copy_(one)
    ranks.add_up([found])
    return list(places)


def _take_step(job: Job, optimizer: MasterAdamW, step: int) -> Step:
    began = time.perf_counter()
    settings = job.settings
    chosen = settings.chosen(step, len(job.training.trees))
    total = _Total(_units(job, job.training, chosen))
    for packed in _packs(job.training.trees, chosen, settings.pack_tokens, job.ranks, job.reader.device):
        terms = _terms(job, job.training, packed)
        (terms.loss / total.units).backward()  # type: ignore[no-untyped-call]
        total.add(terms, packed)
    total.add_up(job.ranks)
    _require_number(total.loss, step, [job.training.trees[index] for index in chosen])
    job.ranks.add_up(unsharded_gradients(job.reader.model))
    rate = settings.rate(step, job.steps)
    norm = optimizer.step(learning_rate=rate, longest=settings.longest_gradient)
    return total.step(step + 1, job.steps, rate, norm, time.perf_counter() - began)


def _look(job: Job, checkpoints: Checkpoints, progress: Progress, on_step: Callable[[Step], None]) -> Progress:
    began = time.perf_counter()
    everything = range(len(job.held_out.trees))
    total = _Total(_units(job, job.held_out, everything))
    job.reader.model.eval()
    with torch.no_grad():
        for packed in _packs(job.held_out.trees, everything, job.settings.pack_tokens, job.ranks, job.reader.device):
            total.add(_terms(job, job.held_out, packed), packed)
    total.add_up(job.ranks)
    job.reader.model.train()
    seen = total.step(progress.step, job.steps, None, None, time.perf_counter() - began)
    on_step(seen)
    if progress.best is not None and seen.loss >= progress.best:
        return replace(progress, looks=progress.looks + 1)
    checkpoints.keep_best(job.reader.model)
    return replace(progress, best=seen.loss, best_step=progress.step, looks=0)


def _packs(
    trees: Sequence[Tree], chosen: Sequence[int], capacity: int, ranks: Ranks, device: torch.device
) -> Iterator[Pack]:
    """Yield this rank's packs."""
    for places in share([trees[index].size for index in chosen], ranks.count, capacity)[ranks.rank]:
        yield pack(trees, [chosen[place] for place in places], device)


def _terms(job: Job, material: Material, packed: Pack) -> Terms:
    reference = None
    if material.reference is not None:
        known = [torch.empty(0), *(material.reference[index] for index in packed.trees)]  # a pack may be without trees
        reference = torch.cat(known).to(job.reader.device)
    return job.method.terms(job.reader.read(packed, reference), job.settings.parameters)


def _units(job: Job, material: Material, chosen: Sequence[int]) -> int:
    """Return how many units the loss of these trees is a mean over: known before anything is computed."""
    if job.method.is_per_token:
        return sum(material.trees[index].learnt for index in chosen)
    return len(chosen)


class _Total:
    """The sums of one step over its packs, then over the ranks."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.loss = 0.0
        self._metrics: dict[str, float] = {}
        self._tokens = 0
        self._learnt = 0

    def add(self, terms: Terms, packed: Pack) -> None:
        self.loss += float(terms.loss.detach()) / self.units
        for name, value in terms.metrics.items():
            self._metrics[name] = self._metrics.get(name, 0.0) + float(value) / self.units
        self._tokens += len(packed.tokens) if packed.trees else 0
        self._learnt += len(packed.targets)

    def add_up(self, ranks: Ranks) -> None:
        names = list(self._metrics)
        sums = ranks.sums([self.loss, self._tokens, self._learnt, *self._metrics.values()])
        self.loss, self._tokens, self._learnt = sums[0], int(sums[1]), int(sums[2])
        self._metrics = dict(zip(names, sums[3:], strict=True))

    def step(self, step: int, steps: int, rate: float | None, norm: float | None, seconds: float) -> Step:
        return Step(step, steps, self.loss, self._metrics, self.units, rate, norm, self._tokens, self._learnt, seconds)


def _due(every: int, step: int) -> bool:
    return every > 0 and step % every == 0


def _require_number(loss: float, step: int, trees: Sequence[Tree]) -> None:
    if loss != loss or loss in (float("inf"), float("-inf")):  # noqa: PLR0124 - only NaN differs from itself
        raise AdhereError(
            f"the loss of step {step + 1} is {loss}, over {len(trees)} examples of up to "
            f"{max(tree.size for tree in trees)} tokens",
            hint="lower the learning rate; the last checkpoint is intact",
        )
