"""The model of a training: loaded with its new tokens and adapters, and put together again where it is sharded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch

from adhere.errors import UsageError
from adhere.models.local.weights import end_tokens, load_weights, precision, quiet
from adhere.training.adapters import Adapted
from adhere.training.checkpoint import put_in, trained
from adhere.training.methods import Reads
from adhere.training.scorer import load_scorer
from adhere.training.sharding import collect

if TYPE_CHECKING:
    from collections.abc import Collection

    from adhere.training.ranks import Ranks
    from adhere.training.training import Plan, Ready

_CPU = torch.device("cpu")


def is_sharded(plan: Plan, ranks: Ranks) -> bool:
    """Return whether the ranks hold parts of the model."""
    return plan.shard and ranks.count > 1


def load(plan: Plan, tokenizer: Any, ranks: Ranks) -> tuple[Any, Adapted | None]:  # noqa: ANN401 - transformers is untyped
    """Load the model as it is trained, and give the tokenizer the new tokens, too.

    Returns:
        The model; its adapters, where they are trained.

    Raises:
        UsageError: the model cannot be trained, or adapters are to be sharded.
    """
    if plan.lora and plan.shard:
        raise UsageError(
            "adapters cannot be trained in a sharded model", hint="leave out --shard: each process holds the model"
        )
    # A model that is to be sharded need not fit on one device.
    model, new = _load(plan, tokenizer, ranks.device, _CPU if is_sharded(plan, ranks) else ranks.device)
    adapted = None
    if plan.lora:
        torch.manual_seed(plan.settings.seed)  # half of the adapters are drawn, on every rank the same
        adapted = Adapted.of(model, plan.lora, scores=plan.method.reads is Reads.SCORES, new_tokens=new)
    if plan.recompute:
        model.activation_checkpointing_enable({"use_reentrant": False})
    return model, adapted


def put_together(ready: Ready) -> Any:  # noqa: ANN401 - transformers is untyped
    """Return the model that can be exported; of a sharded one the first rank gets a copy that is whole.

    All ranks call it.
    """
    if not is_sharded(ready.plan, ready.ranks):
        return ready.model
    weights = collect(trained(ready.model), ready.ranks)
    if not ready.ranks.is_first:
        return ready.model
    model, _ = _load(ready.plan, ready.tokenizer, ready.ranks.device, _CPU)
    put_in(model, weights)
    return model


def _load(
    plan: Plan,
    tokenizer: Any,  # noqa: ANN401 - transformers is untyped
    computing: torch.device,
    device: torch.device,
) -> tuple[Any, list[int]]:
    """Load the model onto ``device``, in the precision for ``computing`` with it, and return the ids of new tokens."""
    wanted = precision(plan.dtype, computing)
    # Without bfloat16 instructions the arithmetic is float32, and so are the weights that are trained.
    if plan.method.reads is Reads.LOGPROBS:
        model = load_weights(plan.base, replace(wanted, weights=wanted.arithmetic), device)
    else:
        model = load_scorer(plan.base, wanted.arithmetic, device, seed=plan.settings.seed)
        _pad_apart(tokenizer, end_tokens(model, tokenizer))
        model.config.pad_token_id = tokenizer.pad_token_id
    return model, _add_tokens(model, tokenizer, plan)


def _pad_apart(tokenizer: Any, ends: Collection[int]) -> None:  # noqa: ANN401 - transformers is untyped
    """Pad with what begins a text where the padding also ends replies.

    Sequence classifiers of transformers read the score at the last token that is no padding, and training reads it at
    the end of the reply: both must mean the same token.
    """
    begin = tokenizer.bos_token_id
    if (tokenizer.pad_token_id is None or tokenizer.pad_token_id in ends) and begin is not None and begin not in ends:
        tokenizer.pad_token = tokenizer.bos_token


def _add_tokens(model: Any, tokenizer: Any, plan: Plan) -> list[int]:  # noqa: ANN401 - transformers is untyped
    """Add the plan's new tokens; their embeddings begin at the mean of the others (Hewitt 2021)."""
    if not plan.new_tokens:
        return []
    tokenizer.add_tokens(list(plan.new_tokens), special_tokens=True)
    if len(tokenizer) > model.get_input_embeddings().weight.shape[0]:
        torch.manual_seed(plan.settings.seed)  # they are drawn around the mean
        with quiet():
            model.resize_token_embeddings(len(tokenizer))
    found: list[int] = tokenizer.convert_tokens_to_ids(list(plan.new_tokens))
    return found
