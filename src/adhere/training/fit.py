"""The training loop: one for all methods."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import torch

from adhere.errors import AdhereError, UsageError
from adhere.training.allocator import FreedMemory
from adhere.training.losses import LogProbs
from adhere.training.methods import Unit
from adhere.training.ranks import Ranks
from adhere.training.settings import LOSS
from adhere.training.sharding import unsharded_gradients
from adhere.training.sharing import packs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from adhere.training.checkpoint import Checkpoints, Progress
    from adhere.training.losses import Scores, Terms
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

    def read(self, packed: Pack, reference: torch.Tensor | None) -> LogProbs | Scores:
        """Return what the method's loss takes."""
        ...


class Examine(Protocol):
    """Has the model answer tasks as it is, and says how it did."""

    def __call__(self, step: int) -> Mapping[str, float]:
        """Return figures by name, larger ones better, for the model after ``step``."""
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
    """Trees to learn from or to look at.

    Attributes:
        trees: one an example.
        reference: what the reference model says of their learnt tokens, where the method compares with one.
        mismatched: each prompt with the reply to another, where the method looks at those.
    """

    trees: Sequence[Tree]
    reference: Sequence[torch.Tensor] | None = None
    mismatched: Material | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is trained how, on what, by which processes; ``examine`` is asked at every look, where it is given."""

    reader: Reader
    method: Method
    settings: Settings
    training: Material
    held_out: Material
    examine: Examine | None = None
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
        UsageError: nothing is measured of the name that the weights are to be chosen by, or tasks are to be answered,
            and nothing is held out to be looked at.
        AdhereError: the loss or the gradient is no number, or a checkpoint cannot be written. The last checkpoint is
            as it was.
    """
    settings = job.settings
    _require_looks(job)
    progress = checkpoints.resume(job.reader.model, optimizer)
    job.ranks.require_equal(progress.step, "the last checkpoint", hint="give an --out that all machines see")
    if not progress.step and (job.examine or settings.choose_by != LOSS):
        # The model as it was is the first that others have to beat; what cannot be chosen by is told before any step.
        progress = _look(job, checkpoints, progress, on_step)
    job.reader.model.train()
    with FreedMemory() as memory:
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
            memory.step()
    if progress.best is not None and progress.best_step != progress.step:
        checkpoints.load_best(job.reader.model)
    return progress


def _take_step(job: Job, optimizer: MasterAdamW, step: int) -> Step:
    began = time.perf_counter()
    settings = job.settings
    chosen = settings.chosen(step, len(job.training.trees))
    total = _Total(_units(job, job.training, chosen))
    divergence = _divergence(job, job.training, chosen)
    for packed in packs(job.training.trees, chosen, settings.pack_tokens, job.ranks, job.reader.device):
        terms = _terms(job, job.training, packed, divergence)
        (terms.loss / total.units).backward()  # type: ignore[no-untyped-call]
        total.add(terms, packed)
    total.add_up(job.ranks)
    _require_number(total.loss, step, [job.training.trees[index] for index in chosen])
    job.ranks.add_up(unsharded_gradients(job.reader.model))
    rate = settings.rate(step, job.steps)
    norm = optimizer.step(learning_rate=rate, longest=settings.longest_gradient)
    return total.step(step + 1, job.steps, rate, norm, time.perf_counter() - began)


def _look(job: Job, checkpoints: Checkpoints, progress: Progress, on_step: Callable[[Step], None]) -> Progress:
    """Look at the held-out examples, have the model examined, and keep its weights if they are the best so far."""
    seen = _seen(job, progress.step)
    on_step(seen)
    value = job.settings.to_be_lowered(seen.loss, seen.metrics)
    if progress.best is not None and value >= progress.best:
        return replace(progress, looks=progress.looks + 1)
    checkpoints.keep_best(job.reader.model)
    return replace(progress, best=value, best_step=progress.step, best_loss=seen.loss, looks=0)


@torch.no_grad()
def _seen(job: Job, step: int) -> Step:
    began = time.perf_counter()
    everything = range(len(job.held_out.trees))
    total = _Total(_units(job, job.held_out, everything))
    job.reader.model.eval()
    divergence = _divergence(job, job.held_out, everything)
    for packed in packs(job.held_out.trees, everything, job.settings.pack_tokens, job.ranks, job.reader.device):
        total.add(_terms(job, job.held_out, packed, divergence), packed)
    total.add_up(job.ranks)
    examined = job.examine(step) if job.examine else {}
    job.reader.model.train()
    seen = total.step(step, job.steps, None, None, time.perf_counter() - began)
    return replace(seen, metrics={**seen.metrics, **examined})


def _terms(job: Job, material: Material, packed: Pack, divergence: float | None) -> Terms:
    read = job.reader.read(packed, _reference(job, material, packed))
    if isinstance(read, LogProbs):
        read = replace(read, divergence=divergence)
    return job.method.terms(read, job.settings.parameters)


def _reference(job: Job, material: Material, packed: Pack) -> torch.Tensor | None:
    if material.reference is None:
        return None
    known = [torch.empty(0), *(material.reference[index] for index in packed.trees)]  # a pack may be without trees
    return torch.cat(known).to(job.reader.device)


@torch.no_grad()
def _divergence(job: Job, material: Material, chosen: Sequence[int]) -> float | None:
    """Return the mean log-ratio to the reference on mismatched replies, before the step changes anything."""
    if material.mismatched is None or not chosen:
        return None
    total = 0.0
    for packed in packs(material.mismatched.trees, chosen, job.settings.pack_tokens, job.ranks, job.reader.device):
        read = job.reader.read(packed, _reference(job, material.mismatched, packed))
        total += float(read.ratios().sum()) if isinstance(read, LogProbs) else 0.0
    return job.ranks.sums([total])[0] / len(chosen)


def _units(job: Job, material: Material, chosen: Sequence[int]) -> int:
    """Return how many units the loss of these trees is a mean over: known before anything is computed."""
    match job.method.unit:
        case Unit.TOKEN:
            return sum(material.trees[index].learnt for index in chosen)
        case Unit.STEP:
            return sum(material.trees[index].scored for index in chosen)
        case Unit.EXAMPLE:
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


def _require_looks(job: Job) -> None:
    if not job.held_out.trees and (job.examine or job.settings.choose_by != LOSS):
        raise UsageError(
            "weights are chosen, and tasks answered, where held-out examples are looked at, and none are held out",
            hint="hold out a share above 0",
        )


def _due(every: int, step: int) -> bool:
    return every > 0 and step % every == 0


def _require_number(loss: float, step: int, trees: Sequence[Tree]) -> None:
    if loss != loss or loss in (float("inf"), float("-inf")):  # noqa: PLR0124 - only NaN differs from itself
        raise AdhereError(
            f"the loss of step {step + 1} is {loss}, over {len(trees)} examples of up to "
            f"{max(tree.size for tree in trees)} tokens",
            hint="lower the learning rate; the last checkpoint is intact",
        )
