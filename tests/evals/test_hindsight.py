"""Pairs whose constraints are drawn in hindsight: one reply satisfies them, the other does not."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from adhere.constraints import load
from adhere.data.shaping import shapes
from adhere.evals import load_suite
from adhere.evals.hindsight import make_hindsight_pairs
from adhere.evals.suites.generated import base_tasks, half_of
from adhere.models import Completion, Request, Sampling, StopReason, Usage
from adhere.text import Document
from scripted import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.evals.pairs import MadePairs

SUITE = load_suite("generated", half="train", limit=24)
SAMPLING = Sampling(max_tokens=64, temperature=1.0, seed=3)
WORDS = ("the tea is warm", "rain fell on the old bridge", "why not ask her", "it was late", "we saw a quiet river")


def speak(request: Request, index: int) -> str:
    rng = Random(f"{request.id}/{index}")
    text = [rng.choice(WORDS).capitalize() + rng.choice((".", "!", ", and so on.")) for _ in range(rng.randint(1, 6))]
    return rng.choice((" ", "\n\n")).join(text)


def made(samples: int = 6, edited: float = 0.0) -> MadePairs:
    model = ScriptedModel(speak, name="fake")
    return make_hindsight_pairs(model, SUITE, "train", samples=samples, sampling=SAMPLING, edited=edited)


def replies(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["chosen"][0]["content"], row["rejected"][0]["content"]


@pytest.mark.parametrize("edited", [0.0, 0.5, 1.0])
def test_the_chosen_reply_satisfies_everything_and_the_rejected_does_not(edited: float) -> None:
    pairs = made(edited=edited)
    prompts = {base.id: base.prompt for base in base_tasks("train")}
    assert len(pairs.rows) > len(SUITE.tasks)
    for row in pairs.rows:
        constraints = [load(spec) for spec in row["constraints"]]
        chosen, rejected = map(Document, replies(row))
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
        said = [reply for row in pairs.rows if row["task"] == base for reply in replies(row)]
        assert len(set(said)) == len(said)


def test_an_edited_reply_is_chosen_over_itself_and_what_cannot_be_edited_is_paired_as_ever() -> None:
    said = {speak(Request(task.id, task.messages, SAMPLING), index) for task in SUITE.tasks for index in range(6)}
    edited = [row for row in made(edited=1.0).rows if replies(row)[0] not in said]
    assert len(edited) > len(SUITE.tasks)
    for row in edited:
        chosen, rejected = replies(row)
        assert rejected in said
        assert set(row["violated"]) & set(shapes())
        words, kept = ({*re.findall(r"[a-z]+", text.casefold())} for text in (rejected, chosen))
        assert len(words & kept) > len(words) / 2
    assert not {replies(row)[0] for row in made().rows} - said
    assert {row["task"] for row in made(edited=1.0).rows} == {row["task"] for row in made().rows}


@pytest.mark.parametrize("edited", [0.0, 0.5])
def test_the_same_replies_give_the_same_pairs(edited: float) -> None:
    assert made(edited=edited) == made(edited=edited)


def test_words_to_avoid_and_limits_are_drawn_from_what_the_rejected_reply_does() -> None:
    asked = Counter(name for row in made().rows for name in row["violated"])
    assert {"keywords:forbidden_words", "keywords:letter_frequency", "length_constraints:number_words"} <= set(asked)
    for row in made().rows:
        chosen, rejected = replies(row)
        for spec in row["constraints"]:
            if spec["id"] == "keywords:forbidden_words" and spec["id"] in row["violated"]:
                assert any(word in rejected for word in load(spec).words)
                assert not any(word in chosen for word in load(spec).words)


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
