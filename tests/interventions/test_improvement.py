"""The main job, with models from a script: what is measured, how it goes on, and what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from making import NO_COMMA, task

from adhere.errors import UpstreamError, UsageError
from adhere.evals import Limits, ProgressUpdate, Suite
from adhere.evals.report import render
from adhere.interventions import BestOfN, Experiment, InContextExamples, SystemPrompt, improve
from adhere.interventions.improvement import IncompleteError
from adhere.models import Completion, Request, Sampling
from adhere.stats import PairedVerdict
from scripted import ScriptedModel, failed

if TYPE_CHECKING:
    from pathlib import Path

TASKS = 24
TRAINED = 4


@pytest.fixture(autouse=True)
def _quick_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing to the test that looks at the report."""
    monkeypatch.setattr("adhere.interventions.improvement.render", lambda report: report.title)


def suite(name: str, size: int) -> Suite:
    tasks = tuple(task(f"{name}-{number:02}", NO_COMMA) for number in range(size))
    return Suite("tiny", "1", f"digest of {name}", tasks, max_tokens=20)


def experiment(**changes: object) -> Experiment:
    whole = Experiment(
        held_out=suite("held-out", TASKS),
        training=suite("training", TRAINED),
        interventions=(SystemPrompt("Obey."), InContextExamples(2), BestOfN(2)),
        sampling=Sampling(max_tokens=20),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def speak(request: Request, index: int) -> str:
    """Use commas, except in training tasks, where told to obey, and in one of two samples."""
    asked = request.messages[-1].content
    if "training" in asked or request.messages[0].content == "Obey.":
        return "Without."
    return "Without, with." if request.sampling.temperature == 0 or int(asked[-2]) % 2 else "Without."


def model() -> ScriptedModel:
    return ScriptedModel(speak)


def test_every_intervention_is_measured_on_the_same_tasks_and_ranked(tmp_path: Path) -> None:
    found = improve(model(), experiment(), out=tmp_path)
    assert [entry.variant.name for entry in found.ranking] == ["system-prompt", "best-of-n", "in-context-examples"]
    gains = [entry.variant.comparison.overall.difference.value for entry in found.ranking]
    assert gains[0] == 1.0 > gains[1] > gains[2] == 0.0
    assert found.best is found.ranking[0]
    assert {run.manifest.suite.digest for run in found.runs} == {"digest of held-out", "digest of training"}
    assert len({run.manifest.sampling for run in found.runs}) == 1


def test_demonstrations_come_from_the_training_half_only(tmp_path: Path) -> None:
    spoken = model()
    improve(spoken, experiment(interventions=(InContextExamples(2),)), out=tmp_path)
    demonstrations = {m.content for calls in spoken.calls for r in calls for m in r.messages[:-1] if m.role == "user"}
    assert len(demonstrations) == 2
    assert all("training" in text for text in demonstrations)


def test_the_report_and_the_summary_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adhere.interventions.improvement.render", render)
    found = improve(model(), experiment(), out=tmp_path)
    summary = json.loads(found.summary.read_text(encoding="utf-8"))
    assert summary["best"] == "system-prompt"
    assert summary["ranking"][0]["comparison"]["fixed"] == [t.id for t in experiment().held_out.tasks]
    assert summary["ranking"][0]["comparison"]["overall"]["difference"]["n"] == TASKS
    assert summary["baseline"]["metrics"]["prompt_strict"]["value"] == 0.0
    assert summary["ranking"][1]["metrics"]["calls_per_reply"] == 2.0
    assert summary["ranking"][0]["recipe"] == {"text": "Obey."}
    assert [m["role"] for m in summary["ranking"][2]["recipe"]["messages"]] == ["user", "assistant"] * 2
    report = found.report.read_text(encoding="utf-8")
    assert report.startswith("<!doctype html>")
    assert "best-of-n" in report


def test_calls_by_chance_are_corrected_for_their_number(tmp_path: Path) -> None:
    found = improve(model(), experiment(), out=tmp_path)
    for entry in found.ranking:
        assert entry.p_adjusted >= entry.variant.comparison.overall.p_value
    assert found.ranking[-1].verdict is PairedVerdict.NOT_DISTINGUISHABLE


class Interrupted(ScriptedModel):
    """Answers ``answers`` requests, then the user presses Ctrl-C."""

    answers = 40

    def complete(self, request: Request, index: int) -> Completion:
        self.answers -= 1
        if self.answers < 0:
            raise KeyboardInterrupt
        return ScriptedModel.complete(self, request, index)


@pytest.mark.parametrize("answers", [0, 5, TASKS + 2, 2 * TASKS + TRAINED + 9, 90])
def test_an_interrupted_job_goes_on_and_comes_out_the_same(tmp_path: Path, answers: int) -> None:
    broken = Interrupted(speak)
    broken.answers = answers
    with pytest.raises(KeyboardInterrupt):
        improve(broken, experiment(), out=tmp_path / "a")
    resumed = model()
    found = improve(resumed, experiment(), out=tmp_path / "a")
    whole = model()
    wanted = improve(whole, experiment(), out=tmp_path / "b")
    assert [e.variant.comparison for e in found.ranking] == [e.variant.comparison for e in wanted.ranking]
    assert sum(len(calls) for calls in resumed.calls) < sum(len(calls) for calls in whole.calls) or answers == 0


def test_a_finished_job_asks_nothing_when_it_is_called_again(tmp_path: Path) -> None:
    improve(model(), experiment(), out=tmp_path)
    again = model()
    improve(again, experiment(), out=tmp_path)
    assert not any(again.calls)


def test_another_experiment_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    improve(model(), experiment(), out=tmp_path)
    with pytest.raises(UsageError, match="another run"):
        improve(model(), experiment(sampling=Sampling(max_tokens=21)), out=tmp_path)


def test_an_intervention_without_evidence_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    stubborn = ScriptedModel(lambda request, index: "Always, always.")
    found = improve(stubborn, experiment(), out=tmp_path)
    assert list(found.skipped) == ["in-context-examples"]
    assert "none of 4 training replies" in found.skipped["in-context-examples"]
    assert {entry.variant.name for entry in found.ranking} == {"system-prompt", "best-of-n"}
    assert found.best is None
    assert json.loads(found.summary.read_text(encoding="utf-8"))["skipped"] == dict(found.skipped)


@pytest.mark.parametrize("limits", [Limits(tokens=100), Limits(tokens=250), Limits(tokens=400)])
def test_a_limit_is_one_of_all_runs_and_loses_nothing(tmp_path: Path, limits: Limits) -> None:
    with pytest.raises(IncompleteError, match="tokens is reached") as raised:
        improve(model(), experiment(limits=limits), out=tmp_path)
    assert raised.value.exit_code == 3
    found = improve(model(), experiment(), out=tmp_path)
    assert sum(run.manifest.spent.tokens for run in found.runs) > 400


def test_failed_tasks_are_counted_and_the_rest_is_compared(tmp_path: Path) -> None:
    def unreliable(request: Request, index: int) -> str | Completion:
        return (
            failed(request, index, "HTTP 500")
            if request.messages[-1].content.endswith("03.")
            else speak(request, index)
        )

    found = improve(ScriptedModel(unreliable), experiment(), out=tmp_path)
    assert [len(run.failures) for run in found.runs] == [1, 1, 1, 1, 1]
    assert found.ranking[0].variant.comparison.overall.difference.n == TASKS - 1


def test_progress_is_that_of_the_whole_job(tmp_path: Path) -> None:
    seen: list[ProgressUpdate] = []
    improve(model(), experiment(), out=tmp_path, on_progress=seen.append)
    assert {update.total for update in seen} == {TRAINED + 4 * TASKS}
    assert [u.done for u in seen] == sorted(u.done for u in seen)
    assert seen[-1].done == seen[-1].total
    assert list(dict.fromkeys(u.label for u in seen)) == [
        "baseline",
        "training",
        "system-prompt",
        "in-context-examples",
        "best-of-n",
    ]


def test_training_tasks_are_answered_only_where_an_intervention_looks_at_them(tmp_path: Path) -> None:
    spoken = model()
    found = improve(spoken, experiment(interventions=(SystemPrompt("Obey."),)), out=tmp_path)
    assert found.training is None
    assert not any("training" in r.messages[-1].content for calls in spoken.calls for r in calls)


def test_halves_that_share_a_base_task_are_refused() -> None:
    with pytest.raises(UsageError, match="share the base task"):
        experiment(training=suite("held-out", 2))


@pytest.mark.parametrize("twice", [(BestOfN(2), BestOfN(4)), (BestOfN(2, name="baseline"),)])
def test_two_runs_of_one_name_are_refused(twice: tuple[BestOfN, ...]) -> None:
    with pytest.raises(UsageError, match="two runs"):
        experiment(interventions=twice)


def test_a_model_that_always_fails_is_asked_once_and_not_for_every_intervention(tmp_path: Path) -> None:
    broken = ScriptedModel(lambda request, index: failed(request, index, "HTTP 500"))
    with pytest.raises(UpstreamError, match="no task of baseline could be measured: HTTP 500"):
        improve(broken, experiment(), out=tmp_path)
    assert len(broken.calls) == 1
    assert improve(model(), experiment(), out=tmp_path).best is not None


def test_the_result_shows_itself(tmp_path: Path) -> None:
    found = improve(ScriptedModel(speak, name="<b>m</b>"), experiment(), out=tmp_path)
    assert "system-prompt +100.0" in repr(found)
    html = found._repr_html_()
    assert "<b>m" not in html
    assert "&lt;b&gt;m&lt;/b&gt;" in html
    assert "not distinguishable" in html
