"""The reference is computed once, kept by what decides it, and computed again where what is kept is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from grown_trees import draw_trees

import tiny_models
from adhere.training import reference
from adhere.training.packing import pack
from adhere.training.policy import Policy
from adhere.training.reference import Reference

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = {"base": "0", "new_tokens": [], "dtype": "float32", "settings": "whatever"}
TREES = draw_trees(4, 6, branches=2)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Policy:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    return Policy(tiny_models.network(tiny_models.CONFIGS["llama"]()))


def test_what_is_kept_is_read_and_only_for_what_decides_it(
    policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Reference(policy, IDENTITY, 50).logprobs(TREES)
    assert [len(values) for values in first] == [tree.learnt for tree in TREES]
    with monkeypatch.context() as patched:
        patched.setattr(reference, "reference_logprobs", lambda *_: pytest.fail("computed again"))
        again = Reference(policy, IDENTITY | {"settings": "others"}, 900).logprobs(TREES)
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))
    (kept,) = (tmp_path / "reference").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    mended = Reference(policy, IDENTITY, 50).logprobs(TREES)
    assert all(torch.equal(one, other) for one, other in zip(first, mended, strict=True))
    Reference(policy, IDENTITY | {"base": "1"}, 50).logprobs(TREES)
    Reference(policy, IDENTITY, 50).logprobs(TREES[::-1])
    assert len(list((tmp_path / "reference").iterdir())) == 3


@torch.no_grad()
def test_entropies_are_those_of_the_whole_distribution(policy: Policy) -> None:
    packed = pack(TREES, [0], torch.device("cpu"))
    tree = TREES[0]
    found = policy.entropies(packed)
    policy.model.set_attn_implementation("eager")
    logits = policy.model(input_ids=torch.tensor([tree.trunk + tree.branches[0].tokens])).logits[0].float()
    whole = torch.distributions.Categorical(logits=logits).entropy()
    own = whole[len(tree.trunk) - 1 : -1][torch.tensor(tree.branches[0].learnt)]
    torch.testing.assert_close(found[: len(own)], own, rtol=0, atol=1e-4)


def test_recomputed_activations_give_the_same_gradient(policy: Policy) -> None:
    found = []
    packed = pack(TREES, range(6), torch.device("cpu"))
    for recompute in (False, True):
        if recompute:
            policy.model.activation_checkpointing_enable({"use_reentrant": False})
        policy.model.train()
        policy.model.zero_grad()
        policy.logprobs(packed).sum().backward()
        found.append(policy.model.get_input_embeddings().weight.grad.clone())
    assert policy.model.is_activation_checkpointing
    torch.testing.assert_close(found[0], found[1], rtol=1e-5, atol=1e-6)
