"""The local engine on SmolLM2-135M, where `adhere pull smollm2-135m` has put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from adhere.chat import Message
from adhere.models import Completion, Request, Sampling, StopReason
from adhere.models.home import home
from adhere.models.local import LocalModel
from adhere.models.record import is_complete

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.model

QUESTIONS = (
    "What is the capital of France?",
    "Write one sentence about the sea.",
    "List three colours, one a line. Answer with nothing but the list, and do not number the lines of it.",
)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = home() / "models" / "smollm2-135m"
    if not is_complete(found):
        pytest.skip("smollm2-135m is not on this machine: adhere pull smollm2-135m")
    return found


def requests(**sampling: float) -> list[Request]:
    settings = Sampling(max_tokens=24, **sampling)  # type: ignore[arg-type]
    return [Request(question, (Message("user", question),), settings, n=2) for question in QUESTIONS]


def test_greedy_replies_and_log_probabilities_are_those_of_transformers(folder: Path) -> None:
    replies = list(LocalModel(folder, name="smollm2-135m", dtype="float32").generate(requests()))
    assert len(replies) == 2 * len(QUESTIONS)
    for reply, logits in zip(replies, of_transformers(folder, replies), strict=True):
        assert logits.argmax(-1).tolist() == list(reply.tokens)
        assert torch.allclose(torch.tensor(reply.logprobs), logits.log_softmax(-1).amax(-1), atol=1e-3)


def test_replies_in_bfloat16_are_likely_ones_in_float32(folder: Path) -> None:
    """Which of two tokens is taken that are as good as equally likely depends on the processor's rounding."""
    replies = list(LocalModel(folder, name="smollm2-135m", dtype="bfloat16").generate(requests()))
    for reply, logits in zip(replies, of_transformers(folder, replies), strict=True):
        logprobs = logits.log_softmax(-1)
        given = logprobs.gather(-1, torch.tensor(reply.tokens)[:, None])[:, 0]
        assert (logprobs.amax(-1) - given).max() < 0.5
        assert (given - torch.tensor(reply.logprobs)).abs().mean() < 0.2


def of_transformers(folder: Path, replies: list[Completion]) -> Iterator[torch.Tensor]:
    """Yield what transformers' forward makes of each reply in float32, (tokens, vocabulary)."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    theirs = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    for reply in replies:
        ids = tokenizer.apply_chat_template(
            [{"role": "user", "content": reply.request}], add_generation_prompt=True, return_dict=False
        )
        with torch.no_grad():
            yield theirs(torch.tensor([[*ids, *reply.tokens]])).logits[0, len(ids) - 1 : -1]


def test_a_question_is_answered_and_the_reply_ends(folder: Path) -> None:
    model = LocalModel(folder, name="smollm2-135m", dtype="float32")
    (reply, _) = model.generate(requests()[:1])
    assert "Paris" in reply.text
    assert reply.stop is StopReason.STOP
    assert "<|im_end|>" not in reply.text


def test_sampled_replies_do_not_depend_on_their_neighbours(folder: Path) -> None:
    model = LocalModel(folder, name="smollm2-135m", dtype="float32")
    wanted = requests(temperature=0.9, top_p=0.95)
    together = {(reply.request, reply.index): reply.tokens for reply in model.generate(wanted)}
    alone = {(reply.request, reply.index): reply.tokens for request in wanted for reply in model.generate([request])}
    assert together == alone
    assert len(set(together.values())) == len(together)
