"""The Python calls: the same words as the commands, and results that show themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import adhere
from adhere.constraints import load
from adhere.interventions import SystemPrompt
from scripted import ScriptedModel

if TYPE_CHECKING:
    from adhere.models import Request

WORDS = {"id": "length_constraints:number_words", "params": {"minimum": 3}}


def speak(request: Request, index: int) -> str:
    return "all of it is here." if request.messages[0].role == "system" else f"Some, of {request.id}."


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ScriptedModel:
    monkeypatch.chdir(tmp_path)
    found = ScriptedModel(speak, name="fake")
    monkeypatch.setattr("adhere.api.load_model", lambda name: found)
    return found


def test_every_public_name_is_there() -> None:
    for name in adhere.__all__:
        assert getattr(adhere, name) is not None
    assert set(adhere.__all__) <= set(dir(adhere))
    assert adhere.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="no_such"):
        adhere.no_such  # noqa: B018 - the access is the test


def test_check_takes_constraints_in_every_form() -> None:
    published = {"id": "punctuation:no_comma", "kwargs": {}}
    result = adhere.check("One two, three.", [load(WORDS), WORDS, "punctuation:no_comma", published])
    assert [c.strict.satisfied for c in result.checked] == [True, True, False, False]
    assert not result.satisfied
    assert [c.id for c in result.violated] == ["punctuation:no_comma"] * 2


def test_published_constraints_get_the_official_reading_with_their_prompt() -> None:
    repeat = {"id": "combination:repeat_prompt", "kwargs": {"prompt_to_repeat": "Say it twice."}}
    result = adhere.check("Say it twice. I said it.", [repeat], prompt="Say it twice.")
    assert result.satisfied
    assert result.checked[0].official_strict is True
    assert adhere.check("x", ["punctuation:no_comma"]).checked[0].official_strict is None


def test_no_reply_satisfies_nothing() -> None:
    for text, status in (("", "empty"), ("<think>no commas", "reasoning_only")):
        result = adhere.check(text, ["punctuation:no_comma"])
        assert not result.satisfied
        assert result.status == status


@pytest.mark.parametrize(
    ("constraints", "said"),
    [
        ([], "nothing to check"),
        ("punctuation:no_comma", "constraints are a list"),
        (WORDS, "constraints are a list"),
        (["punctuation:no_coma"], "unknown constraint"),
        ([{"id": WORDS["id"], "params": {"minimum": -1}}], "minimum"),
        ([{"kwargs": {}}], "is no constraint"),
        ([{"id": WORDS["id"], "kwargs": 3}], "is no constraint"),
    ],
)
def test_wrong_constraints_are_refused(constraints: list[object], said: str) -> None:
    with pytest.raises(adhere.UsageError, match=said):
        adhere.check("x", constraints)  # type: ignore[arg-type]


def test_a_result_shows_itself_and_nothing_in_it_is_markup() -> None:
    result = adhere.check(
        "<script>, two", ["punctuation:no_comma", {"id": "keywords:existence", "params": {"keywords": ["<b>"]}}]
    )
    assert repr(result).startswith("<CheckResult: answered, 0 of 2 satisfied>")
    assert "punctuation:no_comma" in repr(result)
    html = result._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_evaluate_by_names_measures_and_keeps_a_run(model: ScriptedModel) -> None:
    run = adhere.evaluate("fake", limit=4)
    assert run.complete
    assert run.path.parent == Path("runs")
    assert run.manifest.suite.options["half"] == "held-out"
    adhere.evaluate("fake", limit=4)
    assert sum(len(calls) for calls in model.calls) == 4


def test_evaluate_takes_a_suite_and_a_sampling(model: ScriptedModel) -> None:
    suite = adhere.load_suite("generated", half="train", seed=3, limit=2)
    run = adhere.evaluate(model, suite, out="mine", sampling=adhere.Sampling(max_tokens=5, temperature=0.5, seed=9))
    assert run.path == Path("mine")
    assert model.calls[0][0].sampling == adhere.Sampling(max_tokens=5, temperature=0.5, seed=9)
    assert run.manifest.suite.tasks == 2


def test_different_runs_get_different_folders(model: ScriptedModel) -> None:
    paths = {adhere.evaluate(model, limit=n, sampling=adhere.Sampling(seed=s)).path for n in (1, 2) for s in (0, 1)}
    assert len(paths) == 4


def test_compare_takes_runs_and_folders(model: ScriptedModel) -> None:
    before = adhere.evaluate(model, limit=3, out="before")
    after = adhere.evaluate(model, limit=3, out="after")
    assert adhere.compare(before, after) == adhere.compare("before", Path("after"))
    with pytest.raises(adhere.UsageError, match="not the folder of a run"):
        adhere.compare("before", "nowhere")


def test_improve_takes_names_and_objects(model: ScriptedModel) -> None:
    found = adhere.improve("fake", out="demo", interventions=["best-of-n", SystemPrompt("Obey.")], limit=4, training=2)
    assert {entry.variant.name for entry in found.ranking} == {"best-of-n", "system-prompt"}
    assert Path("demo/report.html").is_file()
    assert found.training is None
