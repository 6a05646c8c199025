"""What every constraint type promises: one test per promise, over all types."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from drawn_constraints import PARAMETERS, TOPICS, constraints_of
from drawn_form_families import FORBIDDING, NEEDS_PROMPT
from drawn_structure_families import STRUCTURE_FORBIDDING
from drawn_surface_families import FORBIDDING as SURFACE_FORBIDDING
from drawn_training_families import FORBIDDING as TRAINING_FORBIDDING
from drawn_training_families import NEEDS_PROMPT as TRAINING_NEEDS_PROMPT
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE, Outcome, check_loose, check_strict, dump, load
from adhere.constraints.proof import edits_for
from adhere.text import Document

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

# What an empty reply meets is decided by no constraint; those that only limit or forbid leave it undecided.
NEGATIVE = {
    "keywords:forbidden_words",
    "punctuation:no_comma",
    "words:repeats",
    "words:no_consecutive",
    "ratio:stop_words",
    *TRAINING_FORBIDDING,
    *STRUCTURE_FORBIDDING,
    *SURFACE_FORBIDDING,
}
UNDECIDED_WHEN_EMPTY = (
    NEGATIVE
    | FORBIDDING
    | {
        "language:response_language",
        "change_case:english_capital",
        "change_case:english_lowercase",
    }
)
EVERY_TYPE = pytest.mark.parametrize("type_id", CATALOGUE)
MODEST = settings(max_examples=25, deadline=None, derandomize=True)


def test_every_type_is_tested() -> None:
    assert set(PARAMETERS) == set(CATALOGUE)


@EVERY_TYPE
@MODEST
@given(data=st.data(), topic=TOPICS, seed=st.integers(0, 10**6))
def test_the_witness_passes_and_every_mutant_fails(type_id: str, data: DataObject, topic: str, seed: int) -> None:
    constraint = data.draw(constraints_of(type_id))
    text = constraint.witness(Random(seed), topic)
    assert constraint.check(Document(text)).satisfied, text
    mutants = list(constraint.mutants(text))
    assert mutants
    for mutant in mutants:
        assert not constraint.check(Document(mutant)).satisfied, mutant


@EVERY_TYPE
@MODEST
@given(data=st.data(), topic=TOPICS, seed=st.integers(0, 10**6))
def test_edits_that_keep_the_meaning_keep_the_verdict(type_id: str, data: DataObject, topic: str, seed: int) -> None:
    constraint = data.draw(constraints_of(type_id))
    text = constraint.witness(Random(seed), topic)
    for edit in edits_for(constraint):
        edited = edit.apply(text, Random(seed))
        assert constraint.check(Document(edited)).satisfied, (edit.name, edited)
    for broken in constraint.mutants(text):
        assert not constraint.check(Document(broken.replace("\n", "\r\n") + "\n")).satisfied


@EVERY_TYPE
@MODEST
@given(data=st.data(), topic=TOPICS, seed=st.integers(0, 10**6), reply=st.text(max_size=200))
def test_verdicts_are_deterministic_and_sound(
    type_id: str, data: DataObject, topic: str, seed: int, reply: str
) -> None:
    constraint = data.draw(constraints_of(type_id))
    text = constraint.witness(Random(seed), topic)
    assert text == constraint.witness(Random(seed), topic)
    for candidate in (text, reply, *constraint.mutants(text)):
        document = Document(candidate)
        verdict = check_strict(constraint, document)
        assert verdict == check_strict(constraint, Document(candidate))
        assert 0 <= verdict.score <= 1
        assert (verdict.score == 1) == verdict.satisfied
        assert verdict.reason
        assert "\n" not in verdict.reason
        if verdict.outcome is Outcome.UNDECIDED:
            assert verdict.score == 0
        spans = [evidence.span for evidence in verdict.evidence]
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
        if verdict.satisfied:
            assert check_loose(constraint, document)


@EVERY_TYPE
@MODEST
@given(data=st.data(), blank=st.sampled_from(("", "  \n\t ", "\u200b", "<think>All of it.</think>", "<think>open")))
def test_an_empty_reply_satisfies_nothing(type_id: str, data: DataObject, blank: str) -> None:
    constraint = data.draw(constraints_of(type_id))
    verdict = constraint.check(Document(blank))
    only_limits = getattr(constraint, "minimum", 1) == 0
    undecided = type_id in UNDECIDED_WHEN_EMPTY or only_limits
    assert verdict.outcome is (Outcome.UNDECIDED if undecided else Outcome.VIOLATED)
    assert not check_loose(constraint, Document(blank))


@pytest.mark.parametrize("type_id", sorted(UNDECIDED_WHEN_EMPTY - NEGATIVE - {"format:no_whitespace"}))
@pytest.mark.parametrize("reply", ["42", "3.14 + 1 = 4.14", "😀 😀", "...", "12 / 7", "🇫🇷"])
def test_digits_and_emoji_show_neither_case_nor_language(type_id: str, reply: str) -> None:
    constraint = CATALOGUE[type_id](**({"language": "fr"} if type_id.startswith("language") else {}))
    assert constraint.check(Document(reply)).outcome is Outcome.UNDECIDED


@EVERY_TYPE
@MODEST
@given(data=st.data())
def test_every_wording_states_every_parameter(type_id: str, data: DataObject) -> None:
    constraint = data.draw(constraints_of(type_id))
    wordings = constraint.wordings()
    assert len(set(wordings)) == len(wordings) >= 5
    for wording in wordings:
        assert wording[0].isupper()
        assert wording[-1] in '."', wording
        for stated in parameters_in_words(constraint):
            assert stated in wording


def parameters_in_words(constraint: object) -> list[str]:
    spec = dump(constraint)["params"]
    if "language" in spec:
        return [constraint.name]
    stated: list[str] = []
    for name, value in spec.items():
        if name == "nth":
            stated.append(f"paragraph {value}")
        elif value == 0 and name == "maximum":
            continue  # "no bullet points"
        elif not isinstance(value, bool):
            stated += [str(each) for each in (value if isinstance(value, list) else [value])]
    return stated


@EVERY_TYPE
@MODEST
@given(data=st.data())
def test_a_constraint_survives_its_spec(type_id: str, data: DataObject) -> None:
    constraint = data.draw(constraints_of(type_id))
    spec = dump(constraint)
    assert spec["id"] == type_id == constraint.id
    assert load(spec) == constraint
    assert hash(load(spec)) == hash(constraint)


@EVERY_TYPE
@pytest.mark.parametrize("prompt", ["Write a poem about cats.", "", "Say also, always, amazing and because."])
def test_drawing_depends_on_the_seed_alone(type_id: str, prompt: str) -> None:
    kind = CATALOGUE[type_id]
    if type_id in {"combination:repeat_prompt", *NEEDS_PROMPT, *TRAINING_NEEDS_PROMPT} and not prompt:
        return
    for seed in range(20):
        drawn = kind.draw(Random(seed), prompt)
        assert drawn == kind.draw(Random(seed), prompt)
        assert drawn.check(Document(drawn.witness(Random(seed), prompt))).satisfied
