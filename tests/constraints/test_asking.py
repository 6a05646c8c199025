"""How a request and its constraints become one message."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from adhere.constraints.asking import ask


class Asked(NamedTuple):
    """Stands for a constraint that has one wording."""

    wording: str

    def wordings(self) -> tuple[str, ...]:
        return (self.wording,)


def messages(prompt: str, *wordings: str) -> set[str]:
    constraints = [Asked(wording) for wording in wordings]
    return {ask(Random(seed), prompt, constraints) for seed in range(60)}  # type: ignore[arg-type]  # wordings suffice


def test_one_constraint_goes_on_in_the_paragraph_or_has_one_of_its_own() -> None:
    assert messages("Name a tree.", "Be brief.") == {"Name a tree. Be brief.", "Name a tree.\n\nBe brief."}


def test_several_constraints_may_be_a_list_too() -> None:
    assert messages("Name a tree.", "Be brief.", "Be kind.") == {
        "Name a tree. Be brief. Be kind.",
        "Name a tree.\n\nBe brief. Be kind.",
        "Name a tree.\n\nYour reply must meet these requirements:\n- Be brief.\n- Be kind.",
        "Name a tree.\n\nFollow these rules:\n1. Be brief.\n2. Be kind.",
    }


def test_after_a_passage_the_constraint_stands_apart() -> None:
    assert messages("Sum this up:\nTrees grow.", "Be brief.") == {"Sum this up:\nTrees grow.\n\nBe brief."}
