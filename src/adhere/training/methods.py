"""Training methods: a name, what it learns from, its loss, and the setting that its authors found to work."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.data import Example, Pair
from adhere.errors import UsageError
from adhere.training import losses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import torch

    from adhere.training.losses import LogProbs, Terms


@dataclass(frozen=True, slots=True)
class Method:
    """One way to train.

    Attributes:
        title: for people.
        learns_from: the kind of example.
        loss: from log-probabilities and the parameters to terms.
        parameters: of the loss, with the vetted defaults.
        learning_rate: the vetted default for small models; ``rates``: what is usual, from the lowest to the highest.
        needs_reference: whether the loss compares with the model as it was.
        scores: whether the loss is of scores: the model becomes a reward model.
        source: where loss and setting come from.
    """

    title: str
    learns_from: type[Example | Pair]
    loss: Callable[..., Terms]
    parameters: Mapping[str, float]
    learning_rate: float
    rates: tuple[float, float]
    needs_reference: bool
    source: str
    scores: bool = False

    @property
    def is_per_token(self) -> bool:
        """Whether the loss is a mean over learnt tokens; otherwise it is one over pairs."""
        return self.learns_from is Example

    def terms(self, read: LogProbs | torch.Tensor, parameters: Mapping[str, float]) -> Terms:
        """Return the loss of a pack."""
        return self.loss(read, **{**self.parameters, **parameters})

    def check(self, parameters: Mapping[str, float]) -> None:
        """Raise ``UsageError`` for a parameter that the loss does not have."""
        for name in parameters:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise UsageError(f"{self.title} has no parameter {name!r}", hint=f"its parameters: {known}")


_SFT, _DPO = (1e-6, 1e-3), (1e-8, 1e-5)


def _preference(
    title: str,
    loss: Callable[..., Terms],
    parameters: Mapping[str, float],
    learning_rate: float,
    source: str,
    *,
    needs_reference: bool = True,
) -> Method:
    return Method(title, Pair, loss, parameters, learning_rate, _DPO, needs_reference, source)


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "sft": Method(
            "instruction tuning", Example, losses.nll, {}, 1e-4, _SFT, needs_reference=False, source="arXiv 2109.01652"
        ),
        "dft": Method(
            "dynamic fine-tuning", Example, losses.dft, {}, 5e-5, _SFT, needs_reference=False, source="arXiv 2508.05629"
        ),
        "reward": Method(
            "reward model",
            Pair,
            losses.bradley_terry,
            {"centring": 0.01},
            1e-5,
            (1e-6, 1e-4),
            needs_reference=False,
            source="arXiv 2203.02155, 2312.09244",
            scores=True,
        ),
        "dpo": _preference(
            "direct preference optimization",
            losses.dpo,
            {"beta": 0.1, "label_smoothing": 0.0},
            1e-6,
            "arXiv 2305.18290",
        ),
        "robust-dpo": _preference(
            "robust DPO", losses.robust_dpo, {"beta": 0.1, "label_smoothing": 0.1}, 1e-6, "arXiv 2403.00409"
        ),
        "normalised-dpo": _preference(
            "length-normalised DPO", losses.normalised_dpo, {"beta": 5.0}, 5e-7, "arXiv 2411.15124"
        ),
        "ipo": _preference(
            "IPO on summed log-probabilities", losses.ipo_summed, {"beta": 0.1}, 1e-6, "arXiv 2310.12036"
        ),
        "ipo-averaged": _preference(
            "IPO on averaged log-probabilities", losses.ipo_averaged, {"beta": 0.1}, 1e-6, "arXiv 2310.12036, TRL"
        ),
        "slic": _preference("SLiC's hinge", losses.hinge, {"beta": 0.1}, 1e-6, "arXiv 2305.10425"),
        "apo-zero": _preference("APO-zero", losses.apo_zero, {"beta": 0.1}, 1e-6, "arXiv 2408.06266"),
        "apo-down": _preference("APO-down", losses.apo_down, {"beta": 0.1}, 1e-6, "arXiv 2408.06266"),
        "simpo": _preference(
            "SimPO", losses.simpo, {"beta": 2.0, "margin": 1.0}, 8e-7, "arXiv 2405.14734", needs_reference=False
        ),
        "cpo": _preference(
            "contrastive preference optimization",
            losses.cpo,
            {"beta": 0.1, "nll_weight": 1.0},
            1e-6,
            "arXiv 2401.08417",
            needs_reference=False,
        ),
        "orpo": _preference(
            "odds-ratio preference optimization",
            losses.orpo,
            {"weight": 0.1},
            8e-6,
            "arXiv 2403.07691",
            needs_reference=False,
        ),
    }
)
"""The methods by name."""
