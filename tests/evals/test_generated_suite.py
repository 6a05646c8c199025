"""The generated suite: what its tasks are, and that its halves share nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from adhere.constraints import dump
from adhere.constraints.conflicts import compatible
from adhere.errors import UsageError
from adhere.evals import load_suite
from adhere.evals.suites.generated import base_tasks, half_of

if TYPE_CHECKING:
    from adhere.evals import Task

GOLDEN = {
    "held-out": "30aefbc4e27ce8c19254684eb4da25770dd3511ee7c7f03b533838b98ff18dde",
    "train": "4759da9f1f6f2efbf9cf944993f7214d89969bc8792c6d73cb7955c980c11c08",
}


def combination(task: Task) -> str:
    return json.dumps(sorted(json.dumps(dump(constraint), sort_keys=True) for constraint in task.constraints))


def test_there_are_at_least_150_base_tasks_over_12_kinds_and_no_two_alike() -> None:
    tasks = [*base_tasks("train"), *base_tasks("held-out")]
    assert len(tasks) >= 150
    counts = Counter(task.kind for task in tasks)
    assert len(counts) == 12
    assert min(counts.values()) >= 13
    assert len({task.id for task in tasks}) == len(tasks)
    for one, other in combinations(tasks, 2):
        if one.kind == other.kind:
            words = one.prompt.lower().split(), other.prompt.lower().split()
            assert SequenceMatcher(None, *words, autojunk=False).ratio() < 0.7, (one.prompt, other.prompt)


def test_base_tasks_leave_the_form_to_the_constraints() -> None:
    for task in [*base_tasks("train"), *base_tasks("held-out")]:
        assert task.prompt == task.prompt.strip()
        assert task.prompt.isascii() or "é" in task.prompt
        ask = task.prompt.split("\n")[0]
        assert not {"list", "bullet", "words", "sentence", "paragraph", "title"} & set(
            ask.lower().rstrip(".").split()
        ), ask


def test_the_halves_share_no_base_task_and_no_combination_whatever_the_seeds() -> None:
    train = [task for seed in (0, 1) for task in load_suite("generated", half="train", seed=seed, limit=384).tasks]
    held_out = [
        task for seed in (0, 2) for task in load_suite("generated", half="held-out", seed=seed, limit=384).tasks
    ]
    assert not {task.cluster for task in train} & {task.cluster for task in held_out}
    assert not {combination(task) for task in train} & {combination(task) for task in held_out}
    assert all(half_of(task.constraints) == "train" for task in train)


@pytest.mark.parametrize("half", ["train", "held-out"])
def test_tasks_are_made_of_one_to_four_constraints_that_go_together(half: str) -> None:
    tasks = load_suite("generated", half=half, limit=384).tasks  # type: ignore[arg-type]
    assert {len(task.constraints) for task in tasks} == {1, 2, 3, 4}
    bases = {base.id: base for base in base_tasks(half)}  # type: ignore[arg-type]
    for task in tasks:
        assert compatible(task.constraints)
        message = task.messages[0].content
        assert message.startswith(bases[task.cluster].prompt)
        assert all(any(wording in message for wording in c.wordings()) for c in task.constraints)
    types = {constraint.id for task in tasks for constraint in task.constraints}
    assert len(types) >= 20


def test_every_prefix_is_balanced_and_no_longer_one_changes_it() -> None:
    tasks = load_suite("generated").tasks
    assert len(tasks) == 96
    for size in (24, 48, 64, 96):
        prefix = load_suite("generated", limit=size).tasks
        assert prefix == tasks[:size]
        kinds = Counter(task.kind for task in prefix)
        assert max(kinds.values()) - min(kinds.values()) <= 1
        assert len(kinds) == 12
        numbers = Counter(len(task.constraints) for task in prefix)
        assert numbers == {1: size // 2, 2: size // 4, 3: size // 8, 4: size // 8}
    by_kind = Counter((task.kind, len(task.constraints)) for task in tasks)
    assert {number for (_, count), number in by_kind.items() if count == 1} == {4}
    assert {number for (_, count), number in by_kind.items() if count == 4} == {1}
    whole = load_suite("generated", limit=384).tasks
    assert whole[:96] == tasks
    assert len({task.id for task in whole}) == 384
    assert set(Counter(task.cluster for task in whole).values()) == {4}


def test_other_seeds_give_other_tasks_of_the_same_base() -> None:
    first, second = load_suite("generated", seed=0), load_suite("generated", seed=1)
    assert first.digest != second.digest
    assert [task.cluster for task in first.tasks] == [task.cluster for task in second.tasks]


@pytest.mark.parametrize("half", ["train", "held-out"])
def test_the_suite_is_the_same_everywhere(half: str) -> None:
    code = f"from adhere.evals import load_suite; print(load_suite('generated', half={half!r}).digest)"
    for hashing in ("0", "1"):
        out = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": hashing}, capture_output=True, text=True, check=True
        )
        assert out.stdout.strip() == GOLDEN[half], "the suite has changed: give it a new version"


def test_wrong_options_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown suite 'generatd'") as caught:
        load_suite("generatd")
    assert caught.value.hint == "did you mean 'generated'?"
    with pytest.raises(UsageError, match="no half 'training'"):
        load_suite("generated", half="training")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="384 tasks, not 385"):
        load_suite("generated", limit=385)
    with pytest.raises(UsageError, match="0 tasks measures nothing"):
        load_suite("generated", limit=0)
    with pytest.raises(UsageError, match="is made, not read"):
        load_suite("generated", data="x")
    with pytest.raises(UsageError, match="is fixed"):
        load_suite("ifeval", half="train")
