"""Pairs whose constraints are drawn in hindsight: one reply satisfies them, the other does not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from adhere.constraints import load
from adhere.evals import load_suite
from adhere.evals.hindsight import make_hindsight_pairs
from adhere.evals.suites.generated import base_tasks, half_of
from adhere.models import Completion, Request, Sampling, StopReason, Usage
from adhere.text import Document
from scripted import ScriptedModel

if TYPE_CHECKING:
    from adhere.evals.pairs import MadePairs

SUITE = load_suite("generated", half="train", limit=24)
SAMPLING = Sampling(max_tokens=64, temperature=1.0, seed=3)
WORDS = ("the tea is warm", "rain fell on the old bridge", "why not ask her", "it was late", "we saw a quiet river")


def speak(request: Request, index: int) -> str:
    rng = Random(f"{request.id}/{index}")
    text = [rng.choice(WORDS).capitalize() + rng.choice((".", "!", ", and so on.")) for _ in range(rng.randint(1, 6))]
    return rng.choice((" ", "\n\n")).join(text)


def made(samples: int = 6) -> MadePairs:
    return make_hindsight_pairs(ScriptedModel(speak, name="fake"), SUITE, "train", samples=samples, sampling=SAMPLING)


def test_the_chosen_reply_satisfies_everything_and_the_rejected_does_not() -> None:
    pairs = made()
    prompts = {base.id: base.prompt for base in base_tasks("train")}
    assert len(pairs.rows) > len(SUITE.tasks)
    for row in pairs.rows:
        constraints = [load(spec) for spec in row["constraints"]]
        chosen, rejected = (Document(row[name][0]["content"]) for name in ("chosen", "rejected"))
        assert all(constraint.check(chosen).satisfied for constraint in constraints)
        broken = [one.id for one in constraints if not one.check(rejected).satisfied]
        assert broken == row["violated"] != []
        (asked,) = row["prompt"]
        assert asked["content"].startswith(prompts[row["task"]])
        assert all(any(wording in asked["content"] for wording in one.wordings()) for one in constraints)
        assert half_of(constraints) == "train"


def test_a_reply_is_in_one_pair_and_every_base_task_is_accounted_for() -> None:
    pairs = made()
    bases = {task.cluster for task in SUITE.tasks}
    assert pairs.tasks == len(bases) == pairs.paired + sum(pairs.without.values())
    for base in bases:
        said = [row[name][0]["content"] for row in pairs.rows if row["task"] == base for name in ("chosen", "rejected")]
        assert len(set(said)) == len(said)


def test_the_same_replies_give_the_same_pairs() -> None:
    assert made() == made()


def test_replies_that_were_cut_are_in_no_pair() -> None:
    def cut(request: Request, index: int) -> Completion:
        return Completion(request.id, index, speak(request, index), StopReason.LENGTH, Usage())

    pairs = make_hindsight_pairs(ScriptedModel(cut, name="fake"), SUITE, "train", samples=4, sampling=SAMPLING)
    assert pairs.rows == ()
    assert pairs.without == {"no two whole replies": pairs.tasks}


def test_replies_that_are_all_alike_give_nothing() -> None:
    model = ScriptedModel(lambda request, index: "Yes.", name="fake")
    pairs = make_hindsight_pairs(model, SUITE, "train", samples=4, sampling=SAMPLING)
    assert pairs.rows == ()
