"""Packs: shared out well, and what is in one cannot be seen by its neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from grown_trees import VOCABULARY, draw_trees
from hypothesis import given
from hypothesis import strategies as st

import tiny_models
from adhere.chat import Rendered
from adhere.training.packing import distribute, pack
from adhere.training.policy import Policy
from adhere.training.trees import Branch, Tree, grow, single, truncate

CPU = torch.device("cpu")
EVERY_KIND = pytest.mark.parametrize("kind", tiny_models.CONFIGS)


def policy(kind: str) -> Policy:
    return Policy(tiny_models.network(tiny_models.CONFIGS[kind]()))


def alone(kind: str, tree: Tree) -> list[torch.Tensor]:
    """The log-probabilities of each branch by transformers' own forward."""
    model = tiny_models.network(tiny_models.CONFIGS[kind]())
    model.set_attn_implementation("eager")
    found = []
    for branch in tree.branches:
        tokens = torch.tensor([tree.trunk + branch.tokens])
        logprobs = model(input_ids=tokens).logits[0, :-1].float().log_softmax(-1)
        own = logprobs.gather(1, tokens[0, 1:, None])[len(tree.trunk) - 1 :, 0]
        found.append(own[torch.tensor(branch.learnt)])
    return found


@EVERY_KIND
@torch.no_grad()
def test_a_pack_gives_what_each_sequence_gives_alone(kind: str) -> None:
    trees = draw_trees(1, 3, branches=2, trunk=30)
    packed = pack(trees, range(3), CPU)
    ours = policy(kind).logprobs(packed)
    theirs = torch.cat([values for tree in trees for values in alone(kind, tree)])
    torch.testing.assert_close(ours, theirs, rtol=0, atol=5e-4)


@EVERY_KIND
@torch.no_grad()
def test_an_example_does_not_change_its_neighbours(kind: str) -> None:
    trees = draw_trees(2, 3, branches=2)
    reader = policy(kind)
    before = pack(trees, range(3), CPU)
    first = reader.logprobs(before)
    other = [trees[0], draw_trees(3, 1, branches=2)[0], trees[2]]
    changed = pack(other, range(3), CPU)
    second = reader.logprobs(changed)
    for sequence in (0, 1, 4, 5):
        torch.testing.assert_close(
            first[before.sequence == sequence], second[changed.sequence == sequence], rtol=0, atol=1e-5
        )
    middle = [values[packed.sequence == 2] for values, packed in ((first, before), (second, changed))]
    assert middle[0].shape != middle[1].shape or not torch.allclose(*middle)


def test_logits_in_chunks_give_the_same_loss_and_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for chunk in (2**26, 4 * VOCABULARY * 5):
        monkeypatch.setattr("adhere.training.policy._CHUNK", chunk)
        reader = policy("llama")
        loss = -reader.logprobs(pack(draw_trees(4, 4), range(4), CPU)).sum()
        loss.backward()
        found.append((loss.detach(), reader.model.get_input_embeddings().weight.grad))
    torch.testing.assert_close(found[0], found[1], rtol=1e-5, atol=1e-5)


@given(sizes=st.lists(st.integers(1, 30), max_size=40), capacity=st.integers(1, 40))
def test_every_tree_is_in_one_pack_and_no_pack_is_overfull(sizes: list[int], capacity: int) -> None:
    packs = distribute(sizes, capacity)
    assert sorted(index for one in packs for index in one) == list(range(len(sizes)))
    for one in packs:
        assert sum(sizes[index] for index in one) <= capacity or len(one) == 1
    assert list(packs) == sorted(packs)
    # Two packs that are both at most half full would have been one.
    assert sum(2 * sum(sizes[index] for index in one) <= capacity for one in packs) <= 1


def test_the_trunk_is_what_the_prompts_share_and_never_learnt() -> None:
    first = Rendered((1, 2, 3, 4, 5), (False, False, False, True, True))
    second = Rendered((1, 2, 3, 4, 6), (False, False, False, True, True))
    assert grow([first, second]) == Tree((1, 2, 3), (Branch((4, 5), (True, True)), Branch((4, 6), (True, True))))
    other = replace(second, tokens=(1, 9, 3, 4, 6))
    assert grow([first, other]).trunk == (1,)
    assert grow([first, other]).learnt == 4


def test_the_first_token_of_all_is_never_learnt() -> None:
    tree = single(Rendered((1, 2, 3), (True, True, True)))
    packed = pack([tree], [0], CPU)
    assert packed.targets.tolist() == [2, 3]
    assert tree.learnt == 2


def test_cutting_leaves_what_can_be_learnt() -> None:
    tree = Tree((1, 2), (Branch((3, 4, 5), (False, True, True)),))
    cut = truncate(tree, 4)
    assert cut == Tree((1, 2), (Branch((3, 4), (False, True)),))
    assert truncate(tree, 3) is None
    assert truncate(tree, 2) is None


def test_positions_start_anew_and_go_on_from_the_trunk() -> None:
    trees = [Tree((1, 2), (Branch((3,), (True,)), Branch((4, 5), (True, True)))), *draw_trees(5, 1)]
    packed = pack(trees, [0, 1], CPU)
    assert packed.positions[:5].tolist() == [0, 1, 2, 2, 3]
    assert packed.positions[5] == 0
    assert packed.sequences == 3
    # The last token of the trunk predicts the first of both branches.
    assert packed.reads[:3].tolist() == [1, 1, 3]
