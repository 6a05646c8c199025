"""The proof finds no error in any checker, and finds those that are planted."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import pytest

from adhere.constraints import CATALOGUE, load
from adhere.constraints.domain import Quantity
from adhere.constraints.judging import satisfied, undecided, violated
from adhere.constraints.length import NumberWords
from adhere.constraints.proof import ALWAYS, Tally, edits_for, prove_type
from adhere.constraints.proof.edits import MEANT
from adhere.constraints.proof.oracles import ORACLES
from adhere.constraints.proof.texts import planned, wild
from adhere.constraints.punctuation import NoComma
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from adhere.constraints import Constraint, Verdict

FEW = 24
WORDS = "length_constraints:number_words"


@pytest.mark.parametrize("type_id", CATALOGUE)
def test_no_checker_is_wrong(type_id: str) -> None:
    proof = prove_type(type_id, texts=FEW)
    assert not proof.failures
    assert proof.errors == 0
    assert proof.false_fails.texts >= FEW
    assert proof.false_passes.texts >= FEW
    assert proof.relations.texts


def test_oracles_and_exemptions_are_of_types_that_exist() -> None:
    assert set(ORACLES) <= set(CATALOGUE)
    assert all(set(types) <= set(CATALOGUE) for types in MEANT.values())


def test_the_same_seed_gives_the_same_figures() -> None:
    assert prove_type(WORDS, texts=FEW).to_dict() == prove_type(WORDS, texts=FEW).to_dict()
    assert prove_type(WORDS, texts=FEW).sources != prove_type(WORDS, texts=FEW, seed=1).sources


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown"):
        prove_type("length_constraints:number_wrods", texts=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore(NumberWords):
    """Counts a word too many."""

    def count(self, reply: Document) -> int:
        return NumberWords.count(self, reply) + 1

    def evidence(self, reply: Document, count: int) -> tuple[()]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksCount(NumberWords):
    """Counts line feeds as words, so that edits which mean nothing change the verdict."""

    def count(self, reply: Document) -> int:
        return NumberWords.count(self, reply) + reply.raw.count("\n")

    def evidence(self, reply: Document, count: int) -> tuple[()]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlwaysPasses(NoComma):
    """Says yes to everything."""

    def check(self, reply: Document) -> Verdict:
        return satisfied("fine")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverSays(NoComma):
    """Decides nothing."""

    def check(self, reply: Document) -> Verdict:
        return undecided("who knows")


@dataclass(frozen=True, slots=True, kw_only=True)
class FullScoreForNothing(NoComma):
    """Violated, and yet with full score."""

    def check(self, reply: Document) -> Verdict:
        return violated("no", 1.0)


def errors_of(kind: type[Constraint], monkeypatch: pytest.MonkeyPatch) -> tuple[bool, bool, bool]:
    monkeypatch.setattr("adhere.constraints.proof.proving.find_type", lambda _: kind)
    proof = prove_type(kind.id, texts=60)
    assert proof.failures
    assert load(proof.failures[0].spec)
    return bool(proof.false_fails.errors), bool(proof.false_passes.errors), bool(proof.relations.errors)


def test_an_error_of_one_is_found_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors_of(OneMore, monkeypatch)[:2] == (True, True)


def test_what_edits_change_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fails, _, broken = errors_of(BlanksCount, monkeypatch)
    assert (fails, broken) == (True, True)


def test_a_checker_that_says_yes_to_everything_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors_of(AlwaysPasses, monkeypatch) == (False, True, False)


def test_a_checker_that_decides_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors_of(NeverSays, monkeypatch) == (True, False, False)


def test_a_score_that_contradicts_its_verdict_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors_of(FullScoreForNothing, monkeypatch)[2]


def test_two_thousand_texts_without_an_error_show_a_rate_under_the_target() -> None:
    interval = Tally(texts=2000).interval
    assert interval is not None
    assert interval.high < 0.003
    assert Tally().interval is None


@pytest.mark.parametrize("edit", edits_for(load({"id": WORDS, "params": {"minimum": 1}})), ids=lambda edit: edit.name)
def test_each_edit_rewrites_a_text(edit: object) -> None:
    text = 'She said "go on".\n\nIt isn\'t far to the river.'
    apply: Callable[[str, Random], str] = edit.apply
    assert any(apply(text, Random(seed)) != text for seed in range(5))


def test_emphasis_spares_the_words_of_a_phrase() -> None:
    constraint = load({"id": "startend:end_checker", "params": {"phrase": "That is all."}})
    (emphasis,) = (edit for edit in edits_for(constraint) if edit.name == "emphasis")
    assert emphasis not in ALWAYS
    for seed in range(20):
        edited = emphasis.apply("We sing. That is all.", Random(seed))
        assert edited.endswith("That is all.")
        assert edited != "We sing. That is all."


def test_code_keeps_its_marks() -> None:
    for edit in edits_for(load({"id": WORDS, "params": {"minimum": 1}})):
        if edit not in ALWAYS:
            assert edit.apply("```\nSay 'so'\n```", Random(0)) == "```\nSay 'so'\n```"


def test_plans_know_what_their_texts_hold() -> None:
    constraint = load({"id": "keywords:existence", "params": {"keywords": ["harbor"]}})
    titles = bullets = 0
    for seed in range(300):
        plan = planned(Random(seed), constraint)
        assert [span.of(plan.text) for span in Document(plan.text).words] == plan.words
        assert plan.text.count("\n* ") + plan.text.startswith("* ") == plan.counts[Quantity.BULLETS]
        assert plan.text.count(",") == plan.counts[Quantity.COMMAS]
        assert plan.text.count("***") == plan.counts[Quantity.PARTS]
        titles += "<<" in plan.text
        bullets += bool(plan.counts[Quantity.BULLETS])
    assert titles
    assert bullets


def test_wild_texts_hold_words_of_the_parameters_and_of_the_witness() -> None:
    constraint = load({"id": "keywords:existence", "params": {"keywords": ["harbor"]}})
    texts = [wild(Random(seed), constraint, "One two three.") for seed in range(200)]
    assert sum("harbor" in text for text in texts) > 10
    assert sum("One" in text for text in texts) > 10
    assert len(set(texts)) > 150
