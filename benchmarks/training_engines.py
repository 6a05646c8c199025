"""What the training benchmarks time: each engine takes the same steps over the same tokens, in a process of its own.

``python -m benchmarks.training_engines ENGINE WORK`` loads the model and prepares the examples, prints ``ready``, waits
for a line on stdin, then trains as the JSON file WORK says and prints what came of it as one JSON object.

TRL is given our own tokens, so that both sides learn the same; how it batches them, and how it computes, are its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers.utils import logging

from adhere.chat import Turns
from adhere.chat.template import ChatTemplate
from adhere.data import read_examples
from adhere.models.local.weights import end_tokens, load_tokenizer
from adhere.training.checkpoint import Progress
from adhere.training.fit import Job, Material, fit
from adhere.training.growing import Renderer
from adhere.training.methods import METHODS, Reads, Unit
from adhere.training.optimizer import MasterAdamW
from adhere.training.packing import distribute
from adhere.training.policy import Policy
from adhere.training.preparing import prepare
from adhere.training.ranks import Ranks
from adhere.training.reference import reference_logprobs
from adhere.training.schedule import Schedule
from adhere.training.scorer import Scorer
from adhere.training.settings import Settings
from adhere.training.training import Plan, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adhere.training.fit import Step
    from adhere.training.trees import Tree

_RATE = 1e-6
_WARM = 1  # steps that are not counted: the first allocates what the others find


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be trained.

    Attributes:
        method: sft, dpo or reward. data: the examples. folder: the model; a reward model with its head for reward.
        dtype: float32 or bfloat16. batch: examples or pairs of a step. steps: that are counted.
        longest: tokens of a sequence. packed_tokens: of a batch of TRL's packed ones; ours has its own default.
        sizes: tokens a step whose times are to show how they grow; ours only.
    """

    method: str
    data: str
    folder: str
    dtype: str
    batch: int
    steps: int
    longest: int = 512
    packed_tokens: int = 2048
    sizes: tuple[int, ...] = ()

    @property
    def examples(self) -> int:
        """How many are trained on."""
        return self.batch * (self.steps + _WARM)

    @property
    def settings(self) -> Settings:
        """As both sides have them: no warm-up, no decay of weights."""
        return Settings(
            learning_rate=_RATE,
            batch=self.batch,
            longest=self.longest,
            schedule=Schedule.CONSTANT,
            warmup=0.0,
        )

    def order(self) -> list[int]:
        """Return the examples in the order in which the steps take them."""
        return [index for step in range(self.steps + _WARM) for index in self.settings.chosen(step, self.examples)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine did.

    Attributes:
        seconds: of each counted step. units: tokens (sft) or pairs (the rest) of each.
        reference: seconds for the reference of the counted examples, where they are not part of a step.
        first_loss: of the first step. first_logprob: mean log-probability of its chosen replies, where that is known.
        products: seconds of the matrix products of the counted steps alone.
        growth: seconds of one step by its tokens.
        peak_mib: the most memory that the process held.
    """

    seconds: list[float]
    units: list[int]
    first_loss: float
    first_logprob: float | None = None
    reference: float = 0.0
    products: float | None = None
    growth: list[tuple[int, float]] = field(default_factory=list)
    peak_mib: int = 0


class Unsaved:
    """Checkpoints that are not written: TRL writes none either."""

    def resume(self, model: torch.nn.Module, optimizer: MasterAdamW) -> Progress:
        """Begin at the beginning."""
        del model, optimizer
        return Progress()

    def save(self, progress: Progress, model: torch.nn.Module, optimizer: MasterAdamW) -> None:
        """Keep nothing."""


def adhere(work: Work) -> Callable[[], Outcome]:
    """Ours, through the loop that ``adhere train`` runs."""
    method, settings = METHODS[work.method], work.settings
    examples = read_examples(work.data).examples
    plan = Plan(Path(work.folder), method, settings, examples, 0.0, Turns.ALL, dtype=work.dtype)
    ready = make_ready(plan, Ranks.alone())
    reader = Scorer(ready.model) if method.reads is Reads.SCORES else Policy(ready.model)
    trees = _fitting(ready.training.trees, work)

    def steps(trees: Sequence[Tree], settings: Settings, reference: list[torch.Tensor] | None) -> list[Step]:
        taken: list[Step] = []
        job = Job(reader, method, settings, Material(trees, reference), Material(()))
        fit(job, MasterAdamW(reader.model), Unsaved(), on_step=taken.append)
        return taken

    def train() -> Outcome:
        began = time.perf_counter()
        reference = reference_logprobs(reader, trees, settings.pack_tokens) if method.needs_reference else None
        spent = (time.perf_counter() - began) * work.steps / (work.steps + _WARM)
        taken = steps(trees, settings, reference)
        peak = _peak_mib()
        return Outcome(
            seconds=[step.seconds for step in taken[_WARM:]],
            units=[step.tokens if method.unit is Unit.TOKEN else step.units for step in taken[_WARM:]],
            first_loss=taken[0].loss,
            first_logprob=None if reference is None else _first_logprob(reference, trees, work),
            reference=spent,
            products=_products(reader.model, trees, work) if method.unit is Unit.TOKEN else None,
            growth=[_grown(size, trees, settings, steps) for size in work.sizes],
            peak_mib=peak,
        )

    return train


def trl(work: Work) -> Callable[[], Outcome]:
    """TRL as its documentation has it, in padded batches."""
    return _trl(work, packed=False)


def trl_packed(work: Work) -> Callable[[], Outcome]:
    """TRL with ``packing=True``: rows of ``longest`` tokens, as many as ``packed_tokens`` hold."""
    return _trl(work, packed=True)


def _trl(work: Work, *, packed: bool) -> Callable[[], Outcome]:
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    from benchmarks.training_trl import StepTimes, build

    times = StepTimes()
    scratch = tempfile.mkdtemp(prefix="trl-")
    model, tokenizer, trees = _trl_material(work)
    trainer = build(work, model, tokenizer, trees, packed=packed, times=times, folder=scratch)

    def train() -> Outcome:
        trainer.train()
        logged = [one for one in trainer.state.log_history if "loss" in one]
        if work.method != "sft":
            units = [work.batch] * work.steps
        else:
            counts = [int(one["num_tokens"]) for one in logged]
            units = [after - before for before, after in zip(counts[_WARM - 1 :], counts[_WARM:], strict=False)]
        return Outcome(
            seconds=times.seconds[_WARM:],
            units=units,
            first_loss=logged[0]["loss"],
            first_logprob=logged[0].get("logps/chosen"),
            peak_mib=_peak_mib(),
        )

    return train


def _trl_material(work: Work) -> tuple[Any, Any, list[Tree]]:
    """Load the model as TRL trains it, float32 with automatic casting, and the trees in the order of the steps."""
    from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

    scored = METHODS[work.method].reads is Reads.SCORES
    kind = AutoModelForSequenceClassification if scored else AutoModelForCausalLM
    model = kind.from_pretrained(work.folder, dtype=torch.float32)
    tokenizer = load_tokenizer(Path(work.folder))
    template = ChatTemplate.load(Path(work.folder))
    renderer = Renderer.of(template, tokenizer, end_tokens(model, tokenizer), Turns.ALL)
    prepared = prepare(read_examples(work.data).examples, renderer, work.longest, scored=scored)
    trees = _fitting(prepared.trees, work)
    return model, tokenizer, [trees[index] for index in work.order()]


def _fitting(trees: Sequence[Tree], work: Work) -> list[Tree]:
    """Return as many trees as are trained on."""
    if len(trees) < work.examples:
        raise SystemExit(f"{work.data} has {len(trees)} examples: too few for {work.steps} steps of {work.batch}")
    return list(trees[: work.examples])


def _first_logprob(reference: Sequence[torch.Tensor], trees: Sequence[Tree], work: Work) -> float:
    """Return the mean log-probability of the chosen replies of the first step."""
    first = work.settings.chosen(0, work.examples)
    chosen = [float(reference[i][: sum(trees[i].branches[0].learnt)].sum()) for i in first]
    return sum(chosen) / len(chosen)


def _grown(size: int, trees: Sequence[Tree], settings: Settings, steps: Callable[..., list[Step]]) -> tuple[int, float]:
    """Return the tokens and the seconds of one step of about ``size`` tokens, the second of two."""
    chosen: list[Tree] = []
    while sum(tree.size for tree in chosen) < size:
        chosen.append(trees[len(chosen) % len(trees)])
    last = steps(chosen, replace(settings, batch=len(chosen), epochs=2.0), None)[-1]
    return last.tokens, last.seconds


@torch.no_grad()
def _products(model: Any, trees: Sequence[Tree], work: Work) -> float:  # noqa: ANN401 - transformers is untyped
    """Return the seconds of the matrix products of the counted steps, forward and backward, and of nothing else.

    They are those of the linear layers, one forward and two backward each, over the very packs; the head's are over
    learnt tokens. Products within attention are not counted.
    """
    head = model.get_output_embeddings()
    layers = [module.weight for module in model.base_model.modules() if isinstance(module, torch.nn.Linear)]
    spent = 0.0
    for step in range(_WARM, work.steps + _WARM):
        chosen = work.settings.chosen(step, work.examples)
        for places in distribute([trees[index].size for index in chosen], work.settings.pack_tokens):
            packed = [trees[chosen[place]] for place in places]
            tokens, learnt = sum(tree.size for tree in packed), sum(tree.learnt for tree in packed)
            # Weights are met in turn, as in a step: they come from memory, not from a warm cache.
            began = time.perf_counter()
            for weight, rows in [*((weight, tokens) for weight in layers), (head.weight, learnt)]:
                _product(weight, rows)
            spent += time.perf_counter() - began
    return spent


def _product(weight: torch.Tensor, rows: int) -> None:
    """Multiply as a linear layer does: forward, towards its input, and towards its weight."""
    inputs, outputs = weight.new_ones(rows, weight.shape[1]), weight.new_ones(rows, weight.shape[0])
    torch.mm(inputs, weight.t())
    torch.mm(outputs, weight)
    torch.mm(outputs.t(), inputs)


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


ENGINES: dict[str, Callable[[Work], Callable[[], Outcome]]] = {"adhere": adhere, "trl": trl, "trl-packed": trl_packed}


def main() -> None:
    """Load an engine, wait for the word to begin, and train."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_engines")
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    work = Work(**json.loads(options.work.read_text(encoding="utf-8")))
    train = ENGINES[options.engine](work)
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asdict(train())), flush=True)


if __name__ == "__main__":
    main()
