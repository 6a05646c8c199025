"""The local engine writes what transformers' own generate writes, whoever shares the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM

import tiny_models
from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.models import Completion, Request, Sampling, StopReason
from adhere.models.local import LocalModel
from adhere.models.local.stems import plan_stems

if TYPE_CHECKING:
    from pathlib import Path

    from transformers import PreTrainedModel

PROMPTS = ("hi", "the quick brown fox", "the quick brown fox jumps over the lazy dog " * 4, "zzz" * 25)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {kind: tiny_models.save(tmp_path_factory.mktemp(kind), kind) for kind in tiny_models.CONFIGS}


@pytest.fixture(scope="module")
def llama(folders: dict[str, Path]) -> LocalModel:
    return LocalModel(folders["llama"], name="tiny", dtype="float32", slots=3)


def ask(prompt: str, identifier: str = "", *, n: int = 1, **sampling: object) -> Request:
    return Request(identifier or prompt, (Message("user", prompt),), Sampling(**sampling), n=n)  # type: ignore[arg-type]


def by_key(completions: list[Completion]) -> dict[tuple[str, int], Completion]:
    return {(completion.request, completion.index): completion for completion in completions}


def prompt_ids(prompt: str) -> list[int]:
    text = f"<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
    return list(tiny_models.tokenizer()(text, add_special_tokens=False)["input_ids"])


def recomputed(theirs: PreTrainedModel, completion: Completion) -> torch.Tensor:
    """The log-probabilities of a reply by one pass of transformers over all of it."""
    ids = prompt_ids(completion.request)
    with torch.no_grad():
        logits = theirs(torch.tensor([[*ids, *completion.tokens]])).logits[0, len(ids) - 1 : -1]
    return logits.log_softmax(-1).gather(-1, torch.tensor(completion.tokens)[:, None]).squeeze(-1)


@pytest.mark.parametrize("kind", tiny_models.CONFIGS)
def test_greedy_replies_are_those_of_transformers(folders: dict[str, Path], kind: str) -> None:
    """In a batch of all prompts, and with two slots, where replies make room for others."""
    requests = [ask(prompt, max_tokens=30) for prompt in PROMPTS]
    few, many = (
        by_key(list(LocalModel(folders[kind], name=kind, dtype="float32", slots=slots).generate(requests)))
        for slots in (2, 64)
    )
    theirs = AutoModelForCausalLM.from_pretrained(folders[kind], attn_implementation="eager")
    for prompt in PROMPTS:
        ids = prompt_ids(prompt)
        wanted = theirs.generate(
            torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)), max_new_tokens=30, do_sample=False
        )
        assert list(few[prompt, 0].tokens) == wanted[0, len(ids) :].tolist()
        assert few[prompt, 0].tokens == many[prompt, 0].tokens
        assert few[prompt, 0].usage.prompt_tokens == len(ids)


@pytest.mark.parametrize("kind", tiny_models.CONFIGS)
def test_log_probabilities_are_those_of_a_full_forward_pass(folders: dict[str, Path], kind: str) -> None:
    """Sampled replies, some of which outgrow the first capacity of the cache."""
    model = LocalModel(folders[kind], name=kind, dtype="float32", slots=4)
    requests = [ask(prompt, max_tokens=80, temperature=0.7, seed=5, n=2) for prompt in PROMPTS]
    theirs = AutoModelForCausalLM.from_pretrained(folders[kind], attn_implementation="eager")
    lengths = []
    for completion in model.generate(requests):
        lengths.append(completion.usage.prompt_tokens + completion.usage.completion_tokens)
        assert torch.allclose(torch.tensor(completion.logprobs), recomputed(theirs, completion), atol=1e-4)
    assert max(lengths) > 128


@pytest.mark.parametrize("kind", tiny_models.CONFIGS)
def test_replies_over_shared_beginnings_have_the_same_log_probabilities(folders: dict[str, Path], kind: str) -> None:
    """Two prompts that begin alike, two samples each: a stem for all, and one for each pair on top of it."""
    prompts = ["the quick brown fox jumps over " * 9 + topic * 140 for topic in ("dog ", "fox ")]
    samples = [np.array(prompt_ids(prompt)) for prompt in prompts for _ in range(2)]
    assert [len(list(stem.chain())) for stem in plan_stems(samples) if stem] == [2] * 4
    model = LocalModel(folders[kind], name=kind, dtype="float32", slots=3)
    theirs = AutoModelForCausalLM.from_pretrained(folders[kind], attn_implementation="eager")
    requests = [ask(prompt, max_tokens=12, temperature=1.0, seed=2, n=2) for prompt in prompts]
    for completion in model.generate(requests):
        assert torch.allclose(torch.tensor(completion.logprobs), recomputed(theirs, completion), atol=1e-4)


def test_a_reply_does_not_depend_on_its_neighbours(llama: LocalModel) -> None:
    requests = [ask(prompt, max_tokens=40, temperature=1.0, top_p=0.9, seed=3, n=2) for prompt in PROMPTS]
    together = by_key(list(llama.generate(requests)))
    for request in requests:
        alone = by_key(list(llama.generate([request])))
        assert {key: c.tokens for key, c in alone.items()} == {key: together[key].tokens for key in alone}


def test_samples_differ_by_index_and_by_seed_and_repeat_by_both(llama: LocalModel) -> None:
    first, again, other = (
        by_key(list(llama.generate([ask("hi", n=3, max_tokens=20, temperature=1.0, seed=seed)]))) for seed in (1, 1, 2)
    )
    assert first.keys() == {("hi", index) for index in range(3)}
    assert len({c.tokens for c in (*first.values(), *other.values())}) == 6
    assert all(first[key].tokens == again[key].tokens for key in first)


def test_a_shared_beginning_is_read_once(llama: LocalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    network = llama._network
    inner = network.logits
    monkeypatch.setattr(network, "logits", lambda passed: (read.append(passed.tokens.numel()), inner(passed))[1])
    shared = "the quick brown fox jumps over the lazy dog " * 3
    prompts = [shared + end for end in ("one", "two", "three")]
    replies = list(llama.generate([ask(prompt, max_tokens=2, n=2) for prompt in prompts]))
    lengths = [len(prompt_ids(prompt)) for prompt in prompts]
    assert len(replies) == 6
    assert lengths[0] <= sum(read) < lengths[0] + 6 * 12


def test_a_reply_ends_at_the_limit_of_tokens_or_of_the_context(llama: LocalModel) -> None:
    (short,) = llama.generate([ask("zzz", max_tokens=1)])
    assert (short.stop, len(short.tokens)) == (StopReason.LENGTH, 1)
    prompt = "z" * 480
    (full,) = llama.generate([ask(prompt, max_tokens=1000)])
    assert full.stop is StopReason.STOP or len(full.tokens) + len(prompt_ids(prompt)) == 512


def test_requests_that_cannot_be_answered_fail_alone(llama: LocalModel) -> None:
    requests = [
        ask("z" * 600, "long", n=2),
        ask("hi", "fine", max_tokens=3),
        ask("hi", "none", max_tokens=0),
        ask("hi", "cold", temperature=-1.0),
        ask("hi", "empty", top_p=0.0),
    ]
    replies = by_key(list(llama.generate(requests)))
    errors = {key for key, completion in replies.items() if completion.stop is StopReason.ERROR}
    assert errors == {("long", 0), ("long", 1), ("none", 0), ("cold", 0), ("empty", 0)}
    assert "512" in (replies["long", 0].error or "")
    assert replies["fine", 0].tokens


def test_a_conversation_that_the_template_refuses_fails_alone(folders: dict[str, Path]) -> None:
    strict = "{% if messages[0].role == 'system' %}{{ raise_exception('no system turn') }}{% endif %}x"
    model = LocalModel(
        folders["llama"], name="strict", template=ChatTemplate(strict, origin="a test", special_tokens={})
    )
    refused = Request("refused", (Message("system", "be kind"), Message("user", "hi")))
    replies = by_key(list(model.generate([refused, ask("hi", max_tokens=2)])))
    assert "no system turn" in (replies["refused", 0].error or "")
    assert replies["hi", 0].error is None


def test_stop_strings_end_a_reply_and_are_no_part_of_it(llama: LocalModel) -> None:
    (free,) = llama.generate([ask("the quick", max_tokens=60)])
    at = len(free.text) // 2
    stop = free.text[at : at + 4]
    (cut,) = llama.generate([ask("the quick", max_tokens=60, stop=("", "never written", stop))])
    assert cut.stop is StopReason.STOP
    assert cut.text == free.text[: free.text.index(stop)]
    assert cut.tokens == free.tokens[: len(cut.tokens)]
    assert len(cut.tokens) < len(free.tokens)


def test_closing_the_iterator_stops_the_work(llama: LocalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    inner = llama._network.logits
    monkeypatch.setattr(llama._network, "logits", lambda passed: (passes.append(1), inner(passed))[1])
    requests = [ask("hi", "short", max_tokens=1), *(ask(p, max_tokens=100) for p in PROMPTS)]
    completions = llama.generate(requests)
    assert next(completions).request == "short"
    completions.close()
    assert len(passes) == 1
    assert torch.is_inference_mode_enabled() is False


def test_replies_come_in_the_order_in_which_they_finish(llama: LocalModel) -> None:
    requests = [ask("zzz", f"{tokens}", max_tokens=tokens) for tokens in (9, 5, 2, 3)]
    order = [completion.request for completion in llama.generate(requests)]
    assert order.index("2") < order.index("5") < order.index("9")


def test_bfloat16_rounds_the_weights(folders: dict[str, Path]) -> None:
    model = LocalModel(folders["llama"], name="tiny", dtype="bfloat16")
    (ours,) = model.generate([ask("over the lazy dog", max_tokens=30)])
    theirs = AutoModelForCausalLM.from_pretrained(folders["llama"], dtype=torch.bfloat16).float()
    tolerance = 1e-4 if "float32" in model.identity["dtype"] else 0.2
    assert torch.allclose(torch.tensor(ours.logprobs), recomputed(theirs, ours), atol=tolerance)
