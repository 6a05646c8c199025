"""Learning from single replies (KTO) and from steps (process reward): what a tree carries, and what a step does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
from grown_trees import draw_trees
from transformers import LlamaForSequenceClassification

import tiny_models
from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.data import Labelled, Pair, Stepwise
from adhere.training.checkpoint import Checkpoints
from adhere.training.fit import Job, Material, Step, fit
from adhere.training.growing import Renderer, trees_of
from adhere.training.methods import METHODS
from adhere.training.optimizer import MasterAdamW
from adhere.training.packing import pack
from adhere.training.policy import Policy
from adhere.training.reference import reference_logprobs
from adhere.training.scorer import Scorer
from adhere.training.settings import Settings
from adhere.training.trees import Tree, mismatch, truncate

if TYPE_CHECKING:
    from pathlib import Path

CPU = torch.device("cpu")
SETTINGS = Settings(learning_rate=1e-2, epochs=1, batch=12, pack_tokens=60)
ASK = (Message("user", "two plus two"),)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    tokenizer = tiny_models.tokenizer()
    template = ChatTemplate(tiny_models.TEMPLATE, origin="a test", special_tokens={})
    return Renderer(template, lambda text: tokenizer(text, add_special_tokens=False)["input_ids"], {1})


def labelled_trees(count: int, every_bad: int = 2) -> list[Tree]:
    """Trees with labels, of which every so many is of a bad reply; 0 for none."""
    return [
        replace(tree, branches=(replace(tree.branches[0], labels=(float(not every_bad or number % every_bad > 0),)),))
        for number, tree in enumerate(draw_trees(9, count))
    ]


def learn(folder: Path, settings: Settings, *, every_bad: int = 2) -> list[Step]:
    """Teach a tiny model replies of which every so many is bad."""
    policy = Policy(tiny_models.network(tiny_models.CONFIGS["llama"]()))
    trees = labelled_trees(12, every_bad)
    others = mismatch(trees)
    mismatched = Material(others, reference_logprobs(policy, others, 60))
    training = Material(trees, reference_logprobs(policy, trees, 60), mismatched)
    steps: list[Step] = []
    job = Job(policy, METHODS["kto"], settings, training, Material(()))
    fit(job, MasterAdamW(policy.model), Checkpoints(folder, {}), on_step=steps.append)
    return steps


def test_good_replies_become_likelier_and_bad_ones_less(tmp_path: Path) -> None:
    steps = learn(tmp_path, replace(SETTINGS, epochs=40))
    # A reply and its reference say the same at first: the loss of each is one half.
    assert steps[0].loss == pytest.approx(0.5, abs=1e-4)
    assert steps[0].metrics["divergence"] == pytest.approx(0.0, abs=1e-3)
    assert steps[-1].loss < 0.2
    assert steps[-1].metrics["accuracy"] == pytest.approx(1.0)


def test_the_divergence_is_of_the_whole_step_however_it_is_packed(tmp_path: Path) -> None:
    small = learn(tmp_path / "small", replace(SETTINGS, epochs=4, pack_tokens=1), every_bad=0)
    large = learn(tmp_path / "large", replace(SETTINGS, epochs=4, pack_tokens=4000), every_bad=0)
    assert large[-1].metrics["divergence"] != 0
    for one, other in zip(small, large, strict=True):
        assert one.loss == pytest.approx(other.loss, rel=2e-4)
        assert one.metrics["divergence"] == pytest.approx(other.metrics["divergence"], rel=2e-3, abs=1e-4)


def test_a_mismatched_reply_is_that_to_another_prompt() -> None:
    first, second, third = labelled_trees(3)
    twin = replace(first, branches=second.branches)
    found = mismatch([first, twin, third])
    assert [tree.trunk for tree in found] == [first.trunk, twin.trunk, third.trunk]
    # The twin answers the same prompt: the reply comes from the one after it.
    assert found[0].branches == third.branches
    assert found[2].branches == first.branches


def test_a_label_travels_with_its_reply(renderer: Renderer) -> None:
    reply = (Message("assistant", "four"),)
    for good in (True, False):
        (tree,) = trees_of(Labelled(ASK, reply, good, "a test"), renderer, scored=False)
        assert tree.branches[0].labels == (float(good),)
        assert all(tree.branches[0].learnt)
    assert pack(labelled_trees(4), [3, 0], CPU).labels.tolist() == [1.0, 0.0]


def test_a_pair_is_scored_where_each_reply_ends(renderer: Renderer) -> None:
    pair = Pair(ASK, (Message("assistant", "four"),), (Message("assistant", "five or six"),), "a test", margin=2.5)
    (tree,) = trees_of(pair, renderer, scored=True)
    assert [branch.scored for branch in tree.branches] == [(len(branch.tokens) - 1,) for branch in tree.branches]
    assert pack([tree], [0], CPU).labels.tolist() == [2.5]
    assert truncate(tree, tree.size - 1 - len(tree.branches[0].tokens)) is None


def test_a_step_is_scored_at_its_end_whatever_comes_after(renderer: Renderer) -> None:
    steps = ("two plus two", "is three", "so five")
    (tree,) = trees_of(Stepwise(ASK, steps, (True, False, False), "a test"), renderer, scored=True)
    (branch,) = tree.branches
    assert branch.labels == (1.0, 0.0, 0.0)
    text = [tiny_models.tokenizer().decode(branch.tokens[: place + 1]) for place in branch.scored]
    assert text == ["two plus two\n", "two plus two\nis three\n", "two plus two\nis three\nso five\n"]
    (shorter,) = trees_of(Stepwise(ASK, steps[:2], (True, False), "a test"), renderer, scored=True)
    assert branch.tokens[: len(shorter.branches[0].tokens)] == shorter.branches[0].tokens


def test_a_model_learns_which_steps_are_right(renderer: Renderer, tmp_path: Path) -> None:
    config = tiny_models.CONFIGS["llama"]()
    config.num_labels = 1
    torch.manual_seed(0)
    scorer = Scorer(LlamaForSequenceClassification(config))
    words = ("fox", "dog", "quick", "lazy", "brown", "jumps")
    examples = [
        Stepwise(ASK, (f"the {word}", wrong), (True, "over" not in wrong), "a test")
        for word in words
        for wrong in ("over", "lazy dog")
    ]
    trees = [tree for example in examples for tree in trees_of(example, renderer, scored=True)]
    steps: list[Step] = []
    job = Job(scorer, METHODS["process-reward"], replace(SETTINGS, epochs=30), Material(trees), Material(()))
    fit(job, MasterAdamW(scorer.model), Checkpoints(tmp_path, {}), on_step=steps.append)
    assert steps[0].units == 24
    assert steps[-1].metrics["accuracy"] == pytest.approx(1.0)


def test_rounding_is_judged_by_what_scores_are_like() -> None:
    config = tiny_models.CONFIGS["llama"]()
    config.num_labels = 1
    torch.manual_seed(0)
    model = LlamaForSequenceClassification(config).eval()
    tokens = torch.randint(config.vocab_size, (9,), generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.model.norm.weight.mul_(1e5)
        read = [torch.cat([tokens[:3], reply]) for reply in (tokens[3:6], tokens[6:])]
        hidden = torch.stack([model.model(input_ids=one[None]).last_hidden_state[0, -1] for one in read])
        # A head at right angles to what it is shown: its scores are near zero, sums of terms that are not.
        basis, _ = torch.linalg.qr(hidden.T)
        model.score.weight.sub_(model.score.weight @ basis @ basis.T)
    assert Scorer(model.to(torch.bfloat16)).device.type == "cpu"
