"""Whether a model computes on packs what transformers computes on single sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import AttentionInterface

from adhere.models import kernels
from adhere.training import attention
from adhere.training.blocks import use_blocks
from adhere.training.norms import use_norms
from adhere.training.packing import pack
from adhere.training.trees import Branch, Tree, judged_at_the_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from adhere.errors import UsageError
    from adhere.training.packing import Pack

_PROMPT, _REPLY = 3, 3  # tokens


@torch.no_grad()
def use_packs(
    model: Any,  # noqa: ANN401 - transformers is untyped
    what: str,
    *,
    read: Callable[[Pack], torch.Tensor],
    alone: Callable[[torch.Tensor, int], torch.Tensor],
    tolerance: Callable[[torch.Tensor], float],
    unsupported: Callable[[str], UsageError],
) -> None:
    """Change ``model`` to this room's modules, and compare a tree of two branches with its own forward.

    Args:
        model: of transformers.
        what: what is compared, for messages.
        read: what the model says of a pack.
        alone: what it says of one sequence, (1, tokens), with so many tokens of prompt, in transformers' attention.
        tolerance: the largest difference allowed, from what transformers says.
        unsupported: the error for a reason.

    Raises:
        UsageError: they differ, or the architecture cannot be computed on packs at all.
    """
    draw = torch.Generator().manual_seed(0)
    size = (_PROMPT + 2 * _REPLY,)
    tokens = torch.randint(model.config.get_text_config().vocab_size, size, generator=draw).tolist()
    prompt, replies = tokens[:_PROMPT], (tokens[_PROMPT:-_REPLY], tokens[-_REPLY:])
    branches = (Branch(tuple(reply), (True,) * _REPLY) for reply in replies)
    tree = judged_at_the_end(Tree(tuple(prompt), tuple(branches)))
    training = model.training
    model.eval()
    # In bfloat16 plain attention rounds otherwise than every fused kernel; only it knows soft caps.
    softcap = getattr(model.config.get_text_config(), "attn_logit_softcapping", None)
    model.set_attn_implementation("sdpa" if softcap is None else "eager")
    wanted = torch.cat([alone(torch.tensor([prompt + reply], device=model.device), _PROMPT) for reply in replies])
    kernels.match_threads()
    use_blocks(model)
    use_norms(model)
    AttentionInterface.register(attention.NAME, attention.attend)
    model.set_attn_implementation(attention.NAME)
    try:
        found = read(pack([tree], [0], model.device))
    except (TypeError, AttributeError, RuntimeError, IndexError) as error:
        raise unsupported(str(error)) from error
    finally:
        model.train(training)
    if not torch.allclose(found, wanted, rtol=0, atol=tolerance(wanted)):
        raise unsupported(f"{what} differ by {(found - wanted).abs().max().item():.2g}")
