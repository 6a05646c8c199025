"""Training methods: a name, what it learns from, its loss, and the setting that its authors found to work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.data import AnyExample, Example, Labelled, Pair, Stepwise
from adhere.errors import UsageError
from adhere.training import losses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.training.losses import LogProbs, Scores, Terms


class Unit(StrEnum):
    """What a method's loss is a mean over."""

    TOKEN = "learnt token"  # noqa: S105 - no password
    EXAMPLE = "example"
    STEP = "step"


class Reads(StrEnum):
    """What a method's loss is made of."""

    LOGPROBS = "log-probabilities"
    SCORES = "scores"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to train.

    Attributes:
        title: for people.
        learns_from: the kind of example.
        loss: from log-probabilities and the parameters to terms.
        parameters: of the loss, with the vetted defaults.
        learning_rate: the vetted default for small models; ``rates``: what is usual, from the lowest to the highest.
        source: where loss and setting come from.
        unit: what the loss is a mean over.
        needs_reference: whether the loss compares with the model as it was.
        mismatches: whether it also looks at replies to other prompts.
        reads: what the loss is made of; with scores the model becomes a reward model.
    """

    title: str
    learns_from: type[AnyExample]
    loss: Callable[..., Terms]
    parameters: Mapping[str, float]
    learning_rate: float
    rates: tuple[float, float]
    source: str
    unit: Unit = Unit.EXAMPLE
    needs_reference: bool = False
    mismatches: bool = False
    reads: Reads = Reads.LOGPROBS

    def terms(self, read: LogProbs | Scores, parameters: Mapping[str, float]) -> Terms:
        """Return the loss of a pack."""
        return self.loss(read, **{**self.parameters, **parameters})

    def check(self, parameters: Mapping[str, float]) -> None:
        """Raise ``UsageError`` for a parameter that the loss does not have."""
        for name in parameters:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise UsageError(f"{self.title} has no parameter {name!r}", hint=f"its parameters: {known}")


_SFT, _REWARD, _DPO = (1e-6, 1e-3), (1e-6, 1e-4), (1e-8, 1e-5)


def _preference(
    title: str, loss: Callable[..., Terms], parameters: Mapping[str, float], learning_rate: float, source: str
) -> Method:
    return Method(title, Pair, loss, parameters, learning_rate, _DPO, source)


def _compared(
    title: str, loss: Callable[..., Terms], parameters: Mapping[str, float], learning_rate: float, source: str
) -> Method:
    return replace(_preference(title, loss, parameters, learning_rate, source), needs_reference=True)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "sft": Method("instruction tuning", Example, losses.nll, {}, 1e-4, _SFT, "arXiv 2109.01652", Unit.TOKEN),
        "dft": Method("dynamic fine-tuning", Example, losses.dft, {}, 5e-5, _SFT, "arXiv 2508.05629", Unit.TOKEN),
        "reward": Method(
            "reward model",
            Pair,
            losses.bradley_terry,
            {"centring": 0.01},
            1e-5,
            _REWARD,
            "arXiv 2203.02155, 2312.09244",
            reads=Reads.SCORES,
        ),
        "process-reward": Method(
            "process reward model",
            Stepwise,
            losses.process_reward,
            {},
            1e-5,
            _REWARD,
            "arXiv 2305.20050",
            Unit.STEP,
            reads=Reads.SCORES,
        ),
        "dpo": _compared(
            "direct preference optimization",
            losses.dpo,
            {"beta": 0.1, "label_smoothing": 0.0},
            1e-6,
            "arXiv 2305.18290",
        ),
        "robust-dpo": _compared(
            "robust DPO", losses.robust_dpo, {"beta": 0.1, "label_smoothing": 0.1}, 1e-6, "arXiv 2403.00409"
        ),
        "normalised-dpo": _compared(
            "length-normalised DPO", losses.normalised_dpo, {"beta": 5.0}, 5e-7, "arXiv 2411.15124"
        ),
        "ipo": _compared("IPO on summed log-probabilities", losses.ipo_summed, {"beta": 0.1}, 1e-6, "arXiv 2310.12036"),
        "ipo-averaged": _compared(
            "IPO on averaged log-probabilities", losses.ipo_averaged, {"beta": 0.1}, 1e-6, "arXiv 2310.12036, TRL"
        ),
        "slic": _compared("SLiC's hinge", losses.hinge, {"beta": 0.1}, 1e-6, "arXiv 2305.10425"),
        "apo-zero": _compared("APO-zero", losses.apo_zero, {"beta": 0.1}, 1e-6, "arXiv 2408.06266"),
        "apo-down": _compared("APO-down", losses.apo_down, {"beta": 0.1}, 1e-6, "arXiv 2408.06266"),
        "kto": Method(
            "Kahneman-Tversky optimization",
            Labelled,
            losses.kto,
            {"beta": 0.1, "desirable_weight": 1.0, "undesirable_weight": 1.0},
            1e-6,
            _DPO,
            "arXiv 2402.01306",
            needs_reference=True,
            mismatches=True,
        ),
        "simpo": _preference("SimPO", losses.simpo, {"beta": 2.0, "margin": 1.0}, 8e-7, "arXiv 2405.14734"),
        "cpo": _preference(
            "contrastive preference optimization",
            losses.cpo,
            {"beta": 0.1, "nll_weight": 1.0},
            1e-6,
            "arXiv 2401.08417",
        ),
        "orpo": _preference(
            "odds-ratio preference optimization", losses.orpo, {"weight": 0.1}, 8e-6, "arXiv 2403.07691"
        ),
    }
)
"""The methods by name."""
