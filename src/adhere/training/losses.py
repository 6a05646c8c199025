"""Losses, each a pure function of log-probabilities, cited.

Terms are sums over their units (learnt tokens, pairs, replies or steps): the caller divides by the number of units of
the whole optimizer step, so that a result does not depend on how the step was cut into packs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own abbreviation

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, eq=False)
class LogProbs:
    """Log-probabilities of learnt tokens.

    Attributes:
        tokens: (learnt,), under the model in training.
        sequence: (learnt,), the sequence of each; ``sequences``: how many there are.
        reference: (learnt,), under the reference model, where the loss needs one.
        labels: (sequences,), what people said of each, where they did.
        divergence: mean log-ratio to the reference on replies to other prompts, over the whole optimizer step.
    """

    tokens: torch.Tensor
    sequence: torch.Tensor
    sequences: int
    reference: torch.Tensor | None = None
    labels: torch.Tensor | None = None
    divergence: float | None = None

    def sums(self) -> torch.Tensor:
        """Return the log-probability of each sequence: (sequences,)."""
        return self.tokens.new_zeros(self.sequences).index_add(0, self.sequence, self.tokens)

    def lengths(self) -> torch.Tensor:
        """Return the learnt tokens of each sequence: (sequences,)."""
        return self.tokens.new_zeros(self.sequences).index_add(0, self.sequence, torch.ones_like(self.tokens))

    def means(self) -> torch.Tensor:
        """Return the mean log-probability of each sequence's tokens: (sequences,)."""
        return self.sums() / self.lengths()

    def ratios(self) -> torch.Tensor:
        """Return log of model over reference for each sequence: (sequences,)."""
        if self.reference is None:
            raise ValueError("this loss needs log-probabilities of a reference model")
        difference = self.tokens - self.reference
        return self.tokens.new_zeros(self.sequences).index_add(0, self.sequence, difference)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of a reward model.

    Attributes:
        values: (scores,), of replies or of steps.
        labels: (scores,) for steps: whether each is right; (pairs,) for pairs: by how much the chosen one is better.
    """

    values: torch.Tensor
    labels: torch.Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A loss before it is normalised.

    Attributes:
        loss: the sum over units. units: how many there are.
        metrics: sums over units of what a person wants to see.
    """

    loss: torch.Tensor
    units: int
    metrics: Mapping[str, torch.Tensor] = field(default_factory=dict)


def nll(logprobs: LogProbs) -> Terms:
    """Negative log-likelihood of each learnt token."""
    return Terms(-logprobs.tokens.sum(), len(logprobs.tokens))


def dft(logprobs: LogProbs) -> Terms:
    """Dynamic fine-tuning: each token's loss times its own probability, without gradient (arXiv 2508.05629)."""
    weights = logprobs.tokens.detach().exp()
    return Terms(-(weights * logprobs.tokens).sum(), len(logprobs.tokens), {"nll": -logprobs.tokens.detach().sum()})


def dpo(logprobs: LogProbs, *, beta: float, label_smoothing: float = 0.0) -> Terms:
    """Direct preference optimization (Rafailov et al. 2023, arXiv 2305.18290, eq. 7).

    With label smoothing: conservative DPO, for labels that are wrong with that probability (Mitchell 2023).
    """
    margin = beta * _gap(logprobs.ratios())
    loss = -(1 - label_smoothing) * F.logsigmoid(margin) - label_smoothing * F.logsigmoid(-margin)
    return _preference(logprobs, loss, beta)


def robust_dpo(logprobs: LogProbs, *, beta: float, label_smoothing: float) -> Terms:
    """Provably robust DPO: unbiased under labels flipped with a known probability (arXiv 2403.00409)."""
    margin = beta * _gap(logprobs.ratios())
    loss = -(1 - label_smoothing) * F.logsigmoid(margin) + label_smoothing * F.logsigmoid(-margin)
    return _preference(logprobs, loss / (1 - 2 * label_smoothing), beta)


def ipo_summed(logprobs: LogProbs, *, beta: float) -> Terms:
    """Identity preference optimization on summed log-probabilities, as published (arXiv 2310.12036, eq. 17)."""
    loss = (_gap(logprobs.ratios()) - 1 / (2 * beta)) ** 2
    return _preference(logprobs, loss, beta)


def ipo_averaged(logprobs: LogProbs, *, beta: float) -> Terms:
    """IPO on log-ratios averaged over each reply's tokens, which its authors told TRL is what their results are of.

    The two disagree for replies of more than one token; TRL averages, OpenRLHF sums.
    """
    loss = (_gap(logprobs.ratios() / logprobs.lengths()) - 1 / (2 * beta)) ** 2
    return _preference(logprobs, loss, beta)


def hinge(logprobs: LogProbs, *, beta: float) -> Terms:
    """SLiC's hinge on DPO's margin (arXiv 2305.10425; in this form arXiv 2309.06657)."""
    return _preference(logprobs, F.relu(1 - beta * _gap(logprobs.ratios())), beta)


def apo_zero(logprobs: LogProbs, *, beta: float) -> Terms:
    """APO-zero, for chosen replies better than what the model writes itself (arXiv 2408.06266, eq. 7)."""
    chosen, rejected = _halves(beta * logprobs.ratios())
    return _preference(logprobs, 1 - chosen.sigmoid() + rejected.sigmoid(), beta)


def apo_down(logprobs: LogProbs, *, beta: float) -> Terms:
    """APO-down, for chosen replies worse than what the model writes itself (arXiv 2408.06266, eq. 8)."""
    chosen, rejected = _halves(beta * logprobs.ratios())
    return _preference(logprobs, chosen.sigmoid() + 1 - (chosen - rejected).sigmoid(), beta)


def normalised_dpo(logprobs: LogProbs, *, beta: float) -> Terms:
    """DPO on log-ratios averaged over each reply's tokens (Tülu 3, arXiv 2411.15124)."""
    margin = beta * _gap(logprobs.ratios() / logprobs.lengths())
    return _preference(logprobs, -F.logsigmoid(margin), beta)


def simpo(logprobs: LogProbs, *, beta: float, margin: float) -> Terms:
    """Simple preference optimization: mean log-probabilities, no reference (arXiv 2405.14734, eq. 6).

    Args:
        logprobs: of pairs.
        beta: scale of the reward.
        margin: the target reward margin, gamma in the paper.
    """
    rewards = beta * logprobs.means()
    return _ranked(rewards, -F.logsigmoid(_gap(rewards) - margin))


def cpo(logprobs: LogProbs, *, beta: float, nll_weight: float = 1.0) -> Terms:
    """Contrastive preference optimization: DPO's loss without the reference, and likelihood (arXiv 2401.08417).

    Args:
        logprobs: of pairs.
        beta: scale of the reward.
        nll_weight: weight of the chosen reply's negative log-likelihood, averaged over its tokens.
    """
    rewards = beta * logprobs.sums()
    chosen, _ = _halves(logprobs.means())
    return _ranked(rewards, -F.logsigmoid(_gap(rewards)) - nll_weight * chosen)


def orpo(logprobs: LogProbs, *, weight: float) -> Terms:
    """Odds-ratio preference optimization: likelihood of the chosen and a log odds ratio (arXiv 2403.07691, eq. 6).

    Args:
        logprobs: of pairs.
        weight: of the odds ratio, lambda in the paper (which calls it beta in code).
    """
    means = logprobs.means()
    chosen, _ = _halves(means)
    # log odds = log p - log(1 - p), with p the mean probability of a token of the reply.
    odds = means - torch.log1p(-torch.exp(means))
    return _ranked(weight * odds, -chosen - weight * F.logsigmoid(_gap(odds)))


def kto(logprobs: LogProbs, *, beta: float, desirable_weight: float, undesirable_weight: float) -> Terms:
    """Kahneman-Tversky optimization on single replies, each good or bad (arXiv 2402.01306, eq. 8).

    A reply is compared with ``z0``, how far the model has gone from the reference in general: the mean log-ratio on
    replies to other prompts, not below 0, without gradient. It is taken over the whole optimizer step.

    Args:
        logprobs: of replies, with labels (1 good, 0 bad) and divergence.
        beta: scale of the reward.
        desirable_weight: of good replies, lambda D in the paper.
        undesirable_weight: of bad replies, lambda U in the paper.
    """
    if logprobs.labels is None or logprobs.divergence is None:
        raise ValueError("this loss needs labels, and the divergence on replies to other prompts")
    zero = max(0.0, logprobs.divergence)
    ratios = logprobs.ratios()
    signs = 2 * logprobs.labels - 1
    weights = torch.where(signs > 0, desirable_weight, undesirable_weight)
    loss = weights * (1 - torch.sigmoid(beta * signs * (ratios - zero)))
    rewards = beta * ratios.detach()
    metrics = {
        "accuracy": (signs * (ratios.detach() - zero) > 0).float().sum(),
        "signed_reward": (signs * rewards).sum(),
        "divergence": torch.full_like(rewards, zero).sum(),
    }
    return Terms(loss.sum(), len(loss), metrics)


def bradley_terry(scores: Scores, *, centring: float = 0.0) -> Terms:
    """Return the loss of a reward model on scores of chosen and rejected replies in turn.

    Negative log-likelihood of the preference (Bradley and Terry 1952; InstructGPT, arXiv 2203.02155, eq. 1), with the
    margin of Llama 2 (arXiv 2307.09288, eq. 2) and a pull of the scores' sum to zero (arXiv 2312.09244).

    Args:
        scores: (2 pairs,), labelled with the margin of each pair, 0 where none is known.
        centring: weight of the squared sum.
    """
    chosen, rejected = _halves(scores.values)
    loss = -F.logsigmoid(chosen - rejected - scores.labels) + centring * (chosen + rejected) ** 2
    return _ranked(scores.values, loss)


def process_reward(scores: Scores) -> Terms:
    """Return the loss of a reward model on steps: cross-entropy of whether each is right (arXiv 2305.20050, sec. 2.6).

    A score is the log-odds that the reply is right up to there; two logits and a softmax, as TRL has it, are the same
    with their difference.
    """
    loss = F.binary_cross_entropy_with_logits(scores.values, scores.labels, reduction="sum")
    right = (scores.values.detach() > 0) == (scores.labels > 0)
    return Terms(loss, len(scores.values), {"accuracy": right.float().sum()})


def _halves(values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what belongs to the chosen, and what belongs to the rejected sequences, which take turns."""
    return values[0::2], values[1::2]


def _gap(values: torch.Tensor) -> torch.Tensor:
    chosen, rejected = _halves(values)
    return chosen - rejected


def _preference(logprobs: LogProbs, loss: torch.Tensor, beta: float) -> Terms:
    return _ranked(beta * logprobs.ratios(), loss)


def _ranked(rewards: torch.Tensor, loss: torch.Tensor) -> Terms:
    chosen, rejected = _halves(rewards.detach())
    metrics = {
        "accuracy": (chosen > rejected).float().sum(),
        "margin": (chosen - rejected).sum(),
        "chosen_reward": chosen.sum(),
        "rejected_reward": rejected.sum(),
    }
    return Terms(loss.sum(), len(loss), metrics)
