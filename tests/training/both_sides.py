"""One step of a tiny model, by the whole of our code and by TRL's own trainers: the loss and every gradient.

Both get the same weights, the same texts and the same reference. TRL gets texts rather than turns, so that it learns
what we learn: from turns it would also learn the line end that the template writes after the end of a reply.
"""

from __future__ import annotations

import copy
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from transformers import AutoModelForSequenceClassification

import tiny_models
from adhere.chat import Message, Turns
from adhere.chat.template import ChatTemplate
from adhere.data import Example, Labelled, Pair
from adhere.training.checkpoint import Progress
from adhere.training.fit import Job, Material, fit
from adhere.training.growing import Renderer
from adhere.training.methods import METHODS, Reads
from adhere.training.policy import Policy
from adhere.training.preparing import prepare
from adhere.training.reference import reference_logprobs
from adhere.training.scorer import Scorer
from adhere.training.settings import Settings
from adhere.training.trees import mismatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from transformers import PreTrainedModel, PreTrainedTokenizerFast, Trainer

    from adhere.data import AnyExample

END = "<|im_end|>"
PACK = 70  # tokens: a step takes several packs
PADDING = "~"  # in none of the texts: transformers reads a score at the last token that is not padding
TALKS = (
    ("Name a colour.", "Blue, like the sky.", "I would rather not say, since there are so many."),
    ("Count to three", "One, two, three.", "One."),
    ("the quick brown fox?", "jumps", "over the lazy dog, and on, and on, and on"),
    ("Say why.", "Because it is so.", "Why not? the lazy dog"),
    ("user", "assistant system", "fox"),
)
PAIRS = tuple(
    Pair((Message("user", asked),), (Message("assistant", good),), (Message("assistant", bad),), "", margin=0.25 * n)
    for n, (asked, good, bad) in enumerate(TALKS)
)
EXAMPLES = tuple(Example((*pair.prompt, *pair.chosen), "") for pair in PAIRS)
LABELLED = tuple(
    Labelled(pair.prompt, pair.rejected if n % 3 == 1 else pair.chosen, n % 3 != 1, "") for n, pair in enumerate(PAIRS)
)


class Side(NamedTuple):
    """What one side computed."""

    loss: float
    gradients: dict[str, torch.Tensor]

    def plus(self, other: Side, times: float = 1.0) -> Side:
        """Return the sum of two losses, of which the other counts ``times``."""
        gradients = {name: value + times * other.gradients[name] for name, value in self.gradients.items()}
        return Side(self.loss + times * other.loss, gradients)


def mean(sides: Sequence[Side]) -> Side:
    total = sides[0]
    for side in sides[1:]:
        total = total.plus(side)
    return Side(total.loss / len(sides), {name: value / len(sides) for name, value in total.gradients.items()})


def require_equal(ours: Side, theirs: Side) -> None:
    assert abs(ours.loss - theirs.loss) <= 1e-5 * max(1.0, abs(theirs.loss)), (ours.loss, theirs.loss)
    assert ours.gradients.keys() == theirs.gradients.keys()
    for name, gradient in theirs.gradients.items():
        # The scale of a gradient is that of its largest entry; single entries are sums that cancel.
        tolerance = 1e-5 * max(1.0, float(gradient.abs().max()))
        torch.testing.assert_close(ours.gradients[name], gradient, rtol=0, atol=tolerance, msg=name)
    assert any(float(gradient.abs().max()) > 1e-3 for gradient in theirs.gradients.values())


def policy_model() -> PreTrainedModel:
    return tiny_models.network(tiny_models.CONFIGS["llama"]())


def reference_model() -> PreTrainedModel:
    """Weights near those of the policy: ratios are then neither 0 nor too large to compare."""
    model = policy_model()
    draw = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.01 * torch.randn(weight.shape, generator=draw))
    return model


def reward_model() -> PreTrainedModel:
    config = tiny_models.CONFIGS["llama"]()
    config.num_labels = 1
    config.pad_token_id = tokenizer().pad_token_id
    torch.manual_seed(0)
    model = AutoModelForSequenceClassification.from_config(config)
    with torch.no_grad():
        for weight in model.parameters():
            weight.copy_(torch.randn_like(weight) * 0.3)
    return model.eval()


def tokenizer() -> PreTrainedTokenizerFast:
    copied = copy.deepcopy(tiny_models.tokenizer())
    copied.pad_token = PADDING
    return copied


def ours(method: str, examples: Sequence[AnyExample], parameters: Mapping[str, float] | None = None) -> Side:
    """One optimizer step of the loop that trains, from examples to gradients."""
    chosen = METHODS[method]
    scored = chosen.reads is Reads.SCORES
    ends = {tiny_models.tokenizer().eos_token_id}
    template = ChatTemplate(tiny_models.TEMPLATE, origin="tiny", special_tokens={})
    renderer = Renderer.of(template, tiny_models.tokenizer(), ends, Turns.ALL)
    trees = prepare(examples, renderer, 512, scored=scored).trees
    assert len(trees) == len(examples)
    reader = Scorer(reward_model()) if scored else Policy(policy_model())
    material = Material(trees)
    if chosen.needs_reference:
        before = Policy(reference_model())
        others = mismatch(trees) if chosen.mismatches else []
        compared = Material(others, reference_logprobs(before, others, PACK)) if others else None
        material = Material(trees, reference_logprobs(before, trees, PACK), compared)
    settings = Settings(learning_rate=1.0, batch=len(trees), pack_tokens=PACK, parameters=parameters or {})
    step = Observed(reader.model)
    losses: list[float] = []
    fit(Job(reader, chosen, settings, material, Material(())), step, step, on_step=lambda one: losses.append(one.loss))
    return Side(losses[0], step.gradients)


class Observed:
    """In the optimizer's and the checkpoints' place: looks at the gradients and changes nothing."""

    def __init__(self, model: torch.nn.Module) -> None:
        self._model = model
        self.gradients: dict[str, torch.Tensor] = {}

    def step(self, **_: float) -> float:
        self.gradients = gradients(self._model)
        return 0.0

    def resume(self, *_: object) -> Progress:
        return Progress()

    def save(self, *_: object) -> None:
        pass


def gradients(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}


def theirs(trainer: Trainer) -> Side:
    """The loss of one batch, collated and computed by the trainer, and its gradients."""
    with quieted():
        batch = next(iter(trainer.get_train_dataloader()))
        trainer.model.zero_grad()
        loss = trainer.compute_loss(trainer.model, batch)
        loss.backward()
    return Side(loss.item(), gradients(trainer.model))


def texts(pair: Pair) -> dict[str, str]:
    return {
        "prompt": prompt(pair),
        "chosen": pair.chosen[0].content + END,
        "rejected": pair.rejected[0].content + END,
    }


def prompt(example: Pair | Labelled) -> str:
    return f"<|im_start|>user\n{example.prompt[0].content}{END}\n<|im_start|>assistant\n"


def arguments(folder: Path, size: int) -> dict[str, Any]:
    """What every configuration of TRL is told: one batch in the order of the rows, on CPU, nothing reported."""
    return {
        "output_dir": str(folder),
        "per_device_train_batch_size": size,
        "train_sampling_strategy": "sequential",
        "use_cpu": True,
        "bf16": False,
        "report_to": [],
        "save_strategy": "no",
        "max_length": 512,
        "dataloader_pin_memory": False,
    }


@contextmanager
def quieted() -> Iterator[None]:
    """Let TRL and transformers warn of their own future, which these tests are pinned against."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield
