"""Pairs made by the checkers: the chosen reply satisfies, the rejected does not, and every task is accounted for."""

from __future__ import annotations

from random import Random

import pytest

from adhere.chat import Message
from adhere.constraints import load
from adhere.data.formats import FORMATS
from adhere.evals import Suite, Task, load_suite
from adhere.evals.pairs import make_pairs
from adhere.models import Completion, Request, Sampling, StopReason, Usage
from adhere.text import Document
from scripted import ScriptedModel

SUITE = load_suite("generated", half="train", limit=12)
SAMPLING = Sampling(max_tokens=64, temperature=1.0)


def speak(request: Request, index: int) -> str:
    """Say the witness of the request's constraints on every third sample, nothing of use on the others."""
    satisfying = index % 3 == 0 and len(request.constraints) == 1
    return request.constraints[0].witness(Random(index), "the sea") if satisfying else f"Well, {index}."


def test_chosen_satisfies_rejected_does_not_and_tasks_balance() -> None:
    made = make_pairs(ScriptedModel(speak, name="fake"), SUITE, samples=6, each=1, sampling=SAMPLING)
    assert made.rows
    assert made.tasks == len(SUITE.tasks) == made.paired + sum(made.without.values())
    assert made.paired == len(made.rows)
    tasks = {task.id: task for task in SUITE.tasks}
    for row in made.rows:
        constraints = [load(spec) for spec in row["constraints"]]
        assert tuple(constraints) == tasks[row["task"]].constraints
        chosen, rejected = (Document(row[name][0]["content"]) for name in ("chosen", "rejected"))
        assert all(constraint.check(chosen).satisfied for constraint in constraints)
        assert row["violated"]
        assert not all(constraint.check(rejected).satisfied for constraint in constraints)
        assert FORMATS["preference"].fits(row)


def test_what_was_cut_is_not_chosen() -> None:
    def cut(request: Request, index: int) -> Completion:
        return Completion(request.id, index, speak(request, index), StopReason.LENGTH, Usage())

    made = make_pairs(ScriptedModel(cut, name="fake"), SUITE, samples=6, each=1, sampling=SAMPLING)
    assert made.rows == ()
    assert made.without == {"no reply satisfies every constraint": len(SUITE.tasks)}


def test_of_all_pairs_the_closest_in_length_is_taken() -> None:
    task = Task("0", (Message("user", "Go on."),), (load({"id": "punctuation:no_comma"}),), kind="talk", cluster="0")
    replies = ("Yes.", "It is as you say and more.", "No, no, no, no, no, no, no.", "No, never.")
    model = ScriptedModel(lambda request, index: replies[index], name="fake")
    (row,) = make_pairs(model, Suite("one", "1", "0", (task,)), samples=4, each=1, sampling=SAMPLING).rows
    assert (row["chosen"][0]["content"], row["rejected"][0]["content"]) == (replies[1], replies[2])
    assert row["violated"] == ["punctuation:no_comma"]


@pytest.mark.parametrize("samples", [2, 4])
def test_the_same_replies_give_the_same_pairs(samples: int) -> None:
    model = ScriptedModel(speak, name="fake")
    one, other = (make_pairs(model, SUITE, samples=samples, each=1, sampling=SAMPLING) for _ in range(2))
    assert one == other


def test_several_pairs_of_a_task_share_no_reply() -> None:
    made = make_pairs(ScriptedModel(speak, name="fake"), SUITE, samples=9, each=3, sampling=SAMPLING)
    of_task = [row["task"] for row in made.rows]
    assert len(set(of_task)) == made.paired
    assert {of_task.count(task) for task in of_task} == {3}
    for task in set(of_task):
        said = [row[name][0]["content"] for row in made.rows if row["task"] == task for name in ("chosen", "rejected")]
        assert len(set(said)) == len(said)
