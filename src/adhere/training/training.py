"""A training from a model's folder and a data file to a model's folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from adhere.chat.template import ChatTemplate
from adhere.errors import AdhereError, UsageError
from adhere.models.local.weights import (
    context_length,
    end_tokens,
    load_tokenizer,
    load_weights,
    precision,
    quiet,
    weights_hash,
)
from adhere.models.staging import publish, workplace
from adhere.training.checkpoint import Checkpoints
from adhere.training.fit import Job, Material, fit, reference_logprobs
from adhere.training.optimizer import MasterAdamW
from adhere.training.policy import Policy
from adhere.training.preparing import Prepared, Renderer, prepare
from adhere.training.record import Curve, write_manifest
from adhere.training.scorer import Scorer, load_scorer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from adhere.chat import Turns
    from adhere.data import Example, Pair
    from adhere.models.local.weights import DType
    from adhere.training.fit import Step
    from adhere.training.methods import Method
    from adhere.training.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be trained.

    Attributes:
        base: the folder of the model to start from.
        method: how it learns. settings: how the training goes.
        examples: what it learns from.
        held_out: share of the examples that it does not learn from, by which the best weights are chosen.
        turns: which of the assistant's turns are learnt.
        template: the name or the file of a chat template, instead of the model's own.
        dtype: precision of the weights while they are trained.
    """

    base: Path
    method: Method
    settings: Settings
    examples: Sequence[Example | Pair]
    held_out: float
    turns: Turns
    template: str | Path | None = None
    dtype: DType = "auto"


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training.

    Attributes:
        model: the folder of the model. out: the folder of the record.
        steps: optimizer steps. best_step: the step whose weights were kept.
        trained_on, held_out: examples.
        left_out: examples that could not be used, by reason. cut: sequences that were too long.
        first_loss, last_loss: of the first and the last step.
        held_out_loss: of the weights that were kept; None where nothing was held out.
    """

    model: str
    out: str
    steps: int
    best_step: int
    trained_on: int
    held_out: int
    left_out: Mapping[str, int]
    cut: int
    first_loss: float
    last_loss: float
    held_out_loss: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A plan with its model loaded and its examples rendered."""

    plan: Plan
    model: Any
    tokenizer: Any
    template: ChatTemplate
    training: Prepared
    held_out: Prepared | None

    @property
    def steps(self) -> int:
        """Optimizer steps of the whole training."""
        return self.plan.settings.steps(len(self.training.trees))


def make_ready(plan: Plan) -> Ready:
    """Load the model and render the examples.

    Raises:
        UsageError: the model cannot be trained, or no example can be used.
    """
    plan.method.check(plan.settings.parameters)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    template = ChatTemplate.load(plan.base, chosen=plan.template)
    tokenizer = load_tokenizer(plan.base)
    wanted = precision(plan.dtype, device)
    # Without bfloat16 instructions the arithmetic is float32, and so are the weights that are trained.
    if plan.method.scores:
        model = load_scorer(plan.base, wanted.arithmetic, device, seed=plan.settings.seed)
        model.config.pad_token_id = tokenizer.pad_token_id
    else:
        model = load_weights(plan.base, replace(wanted, weights=wanted.arithmetic), device)
    longest = min(plan.settings.longest, context_length(model.config) or plan.settings.longest)
    renderer = Renderer.of(template, tokenizer, end_tokens(model, tokenizer), plan.turns)
    training, held_out = _split(plan)
    return Ready(
        plan,
        model,
        tokenizer,
        template,
        prepare(training, renderer, longest),
        prepare(held_out, renderer, longest) if held_out else None,
    )


def train(ready: Ready, out: Path, *, on_step: Callable[[Step], None]) -> Trained:
    """Train, or go on where the same training stopped, and write the model to ``out``/model.

    Raises:
        UsageError: ``out`` holds another training.
        AdhereError: the loss is no number, or a file cannot be written; the last checkpoint stays.
    """
    plan, settings = ready.plan, ready.plan.settings
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {out}: {error.strerror}", hint="choose another --out") from error
    identity = _identity(ready)
    reader = Scorer(ready.model) if plan.method.scores else Policy(ready.model)
    training = _material(ready, reader, ready.training)
    held_out = _material(ready, reader, ready.held_out) if ready.held_out else Material(())
    optimizer = MasterAdamW(ready.model, weight_decay=settings.weight_decay)
    checkpoints = Checkpoints(out / "checkpoints", identity)
    curve = Curve(out / "curve.jsonl")
    curve.begin(checkpoints.newest_step())

    def note(step: Step) -> None:
        curve.add(step)
        on_step(step)

    progress = fit(Job(reader, plan.method, settings, training, held_out), optimizer, checkpoints, on_step=note)
    model = out / "model"
    _export(ready, model)
    losses = [step["loss"] for step in curve.steps() if step["kind"] == "train"]
    result = Trained(
        model=str(model),
        out=str(out),
        steps=progress.step,
        best_step=progress.best_step if progress.best is not None else progress.step,
        trained_on=len(ready.training.trees),
        held_out=len(held_out.trees),
        left_out=ready.training.left_out,
        cut=ready.training.cut,
        first_loss=losses[0],
        last_loss=losses[-1],
        held_out_loss=progress.best,
    )
    write_manifest(out / "training.json", identity, result)
    return result


def _split(plan: Plan) -> tuple[list[Example | Pair], list[Example | Pair]]:
    """Hold out a share of the examples, chosen by the seed; equal prompts stay on one side."""
    examples = list(plan.examples)
    prompts = [_prompt(example) for example in examples]
    distinct = list(dict.fromkeys(prompts))
    count = round(plan.held_out * len(distinct))
    order = np.random.default_rng([plan.settings.seed, 1]).permutation(len(distinct))
    chosen = {distinct[place] for place in order[:count]}
    held_out = [example for example, prompt in zip(examples, prompts, strict=True) if prompt in chosen]
    training = [example for example, prompt in zip(examples, prompts, strict=True) if prompt not in chosen]
    if not training:
        raise UsageError("nothing is left to learn from", hint="hold out a smaller share, or give more data")
    return training, held_out


def _prompt(example: Example | Pair) -> str:
    turns = example.conversation[:-1] if hasattr(example, "conversation") else example.prompt
    return json.dumps([turn.to_dict() for turn in turns])


def _identity(ready: Ready) -> dict[str, Any]:
    plan = ready.plan
    trees = [
        (tree.trunk, [(branch.tokens, branch.learnt) for branch in tree.branches]) for tree in ready.training.trees
    ]
    return {
        "base": weights_hash(plan.base),
        "template": ready.template.sha256,
        "method": plan.method.title,
        "parameters": {**plan.method.parameters, **plan.settings.parameters},
        "settings": asdict(plan.settings),
        "data": hashlib.sha256(json.dumps(trees).encode()).hexdigest(),
        "dtype": str(ready.model.dtype),
    }


def _material(ready: Ready, reader: Policy | Scorer, prepared: Prepared) -> Material:
    if not ready.plan.method.needs_reference or isinstance(reader, Scorer):
        return Material(prepared.trees)
    found = reference_logprobs(reader, prepared.trees, ready.plan.settings.pack_tokens)
    return Material(prepared.trees, found)


def _export(ready: Ready, folder: Path) -> None:
    """Write the model as transformers has it, with the template that it was trained with."""
    finished = workplace(folder)
    ready.model.eval()
    try:
        with quiet():
            ready.model.save_pretrained(finished)
            ready.tokenizer.save_pretrained(finished)
        (finished / "chat_template.jinja").write_text(ready.template.source, encoding="utf-8")
        publish(finished, folder)
    except OSError as error:
        raise AdhereError(
            f"cannot write the model to {folder}: {error.strerror or error}",
            hint="make room, then run the same command again: the training itself is kept",
        ) from error
