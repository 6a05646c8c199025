"""A training from a model's folder and a data file to a model's folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from adhere.chat.template import ChatTemplate
from adhere.data import Example
from adhere.errors import UsageError
from adhere.models.local.weights import context_length, end_tokens, load_tokenizer, weights_hash
from adhere.training.checkpoint import Checkpoints
from adhere.training.export import export
from adhere.training.fit import Job, Material, fit
from adhere.training.growing import Renderer
from adhere.training.loading import is_sharded, load
from adhere.training.methods import Reads
from adhere.training.optimizer import MasterAdamW
from adhere.training.policy import Policy
from adhere.training.preparing import Prepared, prepare
from adhere.training.record import Curve, write_manifest
from adhere.training.reference import Reference, digest
from adhere.training.scorer import Scorer
from adhere.training.sharding import Sharded
from adhere.training.trees import mismatch, truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from adhere.chat import Turns
    from adhere.data import AnyExample
    from adhere.models.local.weights import DType
    from adhere.training.adapters import Adapted, LoRA
    from adhere.training.checkpoint import Progress
    from adhere.training.fit import Examine, Step
    from adhere.training.methods import Method
    from adhere.training.ranks import Ranks
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
        lora: train adapters of this shape beside frozen weights, instead of the weights.
        new_tokens: added to the vocabulary, as tokens that no text can be taken for.
        recompute: compute activations again on the way back instead of keeping them: a third more time, less memory.
        shard: whether several ranks hold parts of the model instead of a copy each.
    """

    base: Path
    method: Method
    settings: Settings
    examples: Sequence[AnyExample]
    held_out: float
    turns: Turns
    template: str | Path | None = None
    dtype: DType = "auto"
    lora: LoRA | None = None
    new_tokens: tuple[str, ...] = ()
    recompute: bool = False
    shard: bool = False


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
        adapter: the folder of the adapters alone, where there are any.
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
    adapter: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A plan with its model loaded and its examples rendered, on one of its ranks; ``adapted`` if it has adapters."""

    plan: Plan
    model: Any
    adapted: Adapted | None
    tokenizer: Any
    template: ChatTemplate
    training: Prepared
    held_out: Prepared | None
    ranks: Ranks

    @property
    def steps(self) -> int:
        """Optimizer steps of the whole training."""
        return self.plan.settings.steps(len(self.training.trees))


def make_ready(plan: Plan, ranks: Ranks) -> Ready:
    """Load the model and render the examples, on every rank.

    Raises:
        UsageError: the model cannot be trained, or no example can be used.
    """
    plan.method.check(plan.settings.parameters)
    template = ChatTemplate.load(plan.base, chosen=plan.template)
    tokenizer = load_tokenizer(plan.base)
    scored = plan.method.reads is Reads.SCORES
    model, adapted = load(plan, tokenizer, ranks)
    longest = min(plan.settings.longest, context_length(model.config) or plan.settings.longest)
    renderer = Renderer.of(template, tokenizer, end_tokens(model, tokenizer), plan.turns)
    training, held_out = _split(plan)
    return Ready(
        plan,
        model,
        adapted,
        tokenizer,
        template,
        prepare(training, renderer, longest, scored=scored),
        prepare(held_out, renderer, longest, scored=scored) if held_out else None,
        ranks,
    )


def train(ready: Ready, out: Path, *, on_step: Callable[[Step], None], examine: Examine | None = None) -> Trained:
    """Train, or go on where the same training stopped, and write the model to ``out``/model.

    Args:
        ready: what is trained on what.
        out: folder of the training.
        on_step: told of each step and look.
        examine: has the model answer tasks at each look.

    Raises:
        UsageError: ``out`` holds another training.
        AdhereError: the loss is no number, or a file cannot be written; the last checkpoint stays.
    """
    plan, settings, ranks = ready.plan, ready.plan.settings, ready.ranks
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {out}: {error.strerror}", hint="choose another --out") from error
    identity = _identity(ready)
    reader = _reader(ready)
    reference = None if isinstance(reader, Scorer) else Reference(reader, identity, settings.pack_tokens, ranks)
    training = _material(ready, reference, ready.training)
    held_out = _material(ready, reference, ready.held_out) if ready.held_out else Material(())
    optimizer = MasterAdamW(ready.model, weight_decay=settings.weight_decay)
    checkpoints = Checkpoints(out / "checkpoints", identity, ranks)
    curve = Curve(out / "curve.jsonl")
    if ranks.is_first:
        curve.begin(checkpoints.newest_step())

    def note(step: Step) -> None:
        if ranks.is_first:
            curve.add(step)
        on_step(step)

    job = Job(reader, plan.method, settings, training, held_out, examine, ranks)
    progress = fit(job, optimizer, checkpoints, on_step=note)
    adapter = out / "adapter" if ready.adapted else None
    export(ready, out / "model", adapter)
    result = _outcome(ready, progress, curve, adapter)  # the first rank has written the curve before it wrote the model
    if ranks.is_first:
        write_manifest(out / "training.json", {**identity, "ranks": ranks.count, "sharded": plan.shard}, result)
    return result


def _reader(ready: Ready) -> Policy | Scorer | Sharded:
    scored = ready.plan.method.reads is Reads.SCORES
    reader = Scorer(ready.model) if scored else Policy(ready.model, ready.adapted)
    return Sharded(reader, ready.ranks) if is_sharded(ready.plan, ready.ranks) else reader


def _outcome(ready: Ready, progress: Progress, curve: Curve, adapter: Path | None) -> Trained:
    losses = [step["loss"] for step in curve.steps() if step["kind"] == "train"]
    out = curve.path.parent
    return Trained(
        model=str(out / "model"),
        out=str(out),
        steps=progress.step,
        best_step=progress.best_step if progress.best is not None else progress.step,
        trained_on=len(ready.training.trees),
        held_out=len(ready.held_out.trees) if ready.held_out else 0,
        left_out=ready.training.left_out,
        cut=ready.training.cut,
        first_loss=losses[0],
        last_loss=losses[-1],
        held_out_loss=progress.best_loss,
        adapter=None if adapter is None else str(adapter),
    )


def _split(plan: Plan) -> tuple[list[AnyExample], list[AnyExample]]:
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


def _prompt(example: AnyExample) -> str:
    turns = example.conversation[:-1] if isinstance(example, Example) else example.prompt
    return json.dumps([turn.to_dict() for turn in turns])


def _identity(ready: Ready) -> dict[str, Any]:
    plan = ready.plan
    return {
        "base": weights_hash(plan.base),
        "template": ready.template.sha256,
        "method": plan.method.title,
        "parameters": {**plan.method.parameters, **plan.settings.parameters},
        "settings": asdict(plan.settings),
        "lora": None if plan.lora is None else asdict(plan.lora),
        "new_tokens": list(plan.new_tokens),
        "data": digest(ready.training.trees),
        "dtype": str(ready.model.dtype),
    }


def _material(ready: Ready, reference: Reference | None, prepared: Prepared) -> Material:
    method, trees = ready.plan.method, prepared.trees
    if reference is None or not method.needs_reference:
        return Material(trees)
    mismatched = None
    if method.mismatches:
        longest = max(tree.size for tree in trees)
        others = [truncate(tree, longest) or tree for tree in mismatch(trees)]
        mismatched = Material(others, reference.logprobs(others))
    return Material(trees, reference.logprobs(trees), mismatched)
