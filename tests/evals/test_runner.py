"""The runner: records, resuming, limits, failures."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from adhere.errors import AdhereError, UpstreamError, UsageError
from adhere.evals import Limits, ProgressUpdate, ReplyStatus, Run, RunStatus, checking, evaluate
from adhere.models import Completion, Price, Request, Sampling, StopReason, Usage
from scripted import ScriptedModel, failed
from small_suite import answer, make_suite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from adhere.evals import Sample

SAMPLING = Sampling(max_tokens=20)


class InterruptedModel(ScriptedModel):
    """Answers ``count`` requests, then raises ``error``."""

    count: int
    error: BaseException

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        for number, completion in enumerate(super().generate(requests)):
            if number == self.count:
                raise self.error
            yield completion


def interrupted(count: int, error: BaseException) -> InterruptedModel:
    model = InterruptedModel(answer)
    model.count, model.error = count, error
    return model


def timeless(samples: Sequence[Sample]) -> list[Sample]:
    return [replace(sample, usage=replace(sample.usage, seconds=0.0)) for sample in samples]


def whole(path: Path) -> Run:
    return evaluate(ScriptedModel(answer), make_suite(), out=path, sampling=SAMPLING)


def test_a_run_holds_every_task_in_the_order_of_the_suite_however_they_finish(tmp_path: Path) -> None:
    backwards = ScriptedModel(answer, order=lambda completions: list(completions)[::-1])
    run = evaluate(backwards, make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    assert [sample.task for sample in run.samples] == [task.id for task in make_suite().tasks]
    assert [sample.strict for sample in run.samples] == [False, True, True, False, True, True]
    assert run.complete
    assert run.manifest.status is RunStatus.FINISHED
    assert run.samples == Run.open(tmp_path / "run").samples == whole(tmp_path / "forwards").samples


def test_the_table_and_the_journal_hold_the_same_samples(tmp_path: Path) -> None:
    run = whole(tmp_path)
    (tmp_path / "samples.parquet").unlink()
    assert Run.open(tmp_path).samples == run.samples


def test_the_manifest_tells_what_was_measured_and_with_what(tmp_path: Path) -> None:
    run = whole(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["suite"]["digest"] == make_suite().digest
    assert manifest["identity"] == {"weights": "none"}
    assert manifest["sampling"]["seed"] == 0
    assert manifest["ledger"] == {"tasks": 6, "finished": 6, "failed": {}, "remaining": 0, "torn": 0}
    assert manifest["packages"]["numpy"]
    assert run.manifest.spent.usage.completion_tokens == sum(s.usage.completion_tokens for s in run.samples)


def test_ctrl_c_keeps_what_was_measured_and_says_how_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt, match=r"stopped after 2 of 6 tasks.*folder"):
        evaluate(interrupted(2, KeyboardInterrupt()), make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    stopped = Run.open(tmp_path / "run")
    assert (stopped.manifest.status, stopped.manifest.reason) == (RunStatus.STOPPED, "interrupted")
    assert (stopped.ledger.finished, stopped.ledger.remaining) == (2, 4)
    assert (tmp_path / "run" / "samples.parquet").exists()

    model = ScriptedModel(answer)
    resumed = evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    assert [request.id for request in model.calls[0]] == ["t2", "t3", "t4", "t5"]
    assert resumed.samples == whole(tmp_path / "other").samples


@pytest.mark.parametrize("error", [UpstreamError("no such host"), RuntimeError("bug")])
def test_a_model_that_breaks_down_loses_nothing(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)):
        evaluate(interrupted(3, error), make_suite(), out=tmp_path, sampling=SAMPLING)
    stopped = Run.open(tmp_path)
    assert stopped.manifest.status is RunStatus.STOPPED
    assert str(error) in (stopped.manifest.reason or "")
    assert len(stopped.samples) == 3
    assert whole(tmp_path).complete


def test_a_finished_run_is_not_measured_again(tmp_path: Path) -> None:
    first = whole(tmp_path)
    model = ScriptedModel(answer)
    assert evaluate(model, make_suite(), out=tmp_path, sampling=SAMPLING).samples == first.samples
    assert model.calls in ([], [[]])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"sampling": Sampling(max_tokens=20, seed=1)}, "sampling seed: 0 there, 1 here"),
        ({"model": ScriptedModel(answer, identity={"weights": "other"})}, "model weights: 'none' there, 'other' here"),
        ({"suite": make_suite(4)}, "suite: "),
    ],
)
def test_another_run_in_the_folder_is_refused_and_what_differs_is_named(
    tmp_path: Path, changed: dict[str, object], named: str
) -> None:
    before = whole(tmp_path).samples
    call: dict[str, object] = {"model": ScriptedModel(answer), "suite": make_suite(), "sampling": SAMPLING, **changed}
    with pytest.raises(UsageError, match="holds another run") as caught:
        evaluate(out=tmp_path, **call)  # type: ignore[arg-type]
    assert named in str(caught.value)
    assert Run.open(tmp_path).samples == before


def test_a_reply_that_failed_is_a_failure_and_is_tried_again(tmp_path: Path) -> None:
    def flaky(request: Request, index: int) -> str | Completion:
        return failed(request, index, "HTTP 500") if request.id == "t1" else answer(request, index)

    run = evaluate(ScriptedModel(flaky), make_suite(), out=tmp_path, sampling=SAMPLING)
    assert run.manifest.status is RunStatus.FINISHED
    assert not run.complete
    assert run.ledger.failed == {"model": 1}
    assert [(sample.task, sample.error) for sample in run.failures] == [("t1", "HTTP 500")]
    metrics = run.metrics()
    assert metrics.prompt_strict.n == 5
    assert metrics.failed == {"model": 1}
    assert metrics.statuses[ReplyStatus.ERROR] == 1

    model = ScriptedModel(answer)
    mended = evaluate(model, make_suite(), out=tmp_path, sampling=SAMPLING)
    assert [request.id for request in model.calls[0]] == ["t1"]
    assert mended.samples == whole(tmp_path / "other").samples
    # What the failed call cost was spent all the same.
    assert mended.manifest.spent.usage.calls == 7


def test_a_checker_that_raises_is_a_failure_with_its_name_and_the_reply_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = checking.check_both

    def broken(constraint: object, document: object) -> object:
        if document.raw.endswith("reply 1."):  # type: ignore[attr-defined]
            raise ZeroDivisionError("boom")
        return sound(constraint, document)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check_both", broken)
    run = evaluate(ScriptedModel(answer), make_suite(), out=tmp_path, sampling=SAMPLING)
    (failure,) = run.failures
    assert (failure.task, failure.failure, failure.checked) == ("t1", "checker", ())
    assert "punctuation:no_comma" in (failure.error or "")
    assert "task t1" in (failure.error or "")
    assert failure.reply == "The river and reply 1."
    assert not failure.strict
    assert not failure.loose
    assert run.ledger.failed == {"checker": 1}

    monkeypatch.undo()
    assert whole(tmp_path).complete


def test_replies_of_all_kinds_are_told_apart(tmp_path: Path) -> None:
    replies = {
        "t0": Completion("t0", 0, "", StopReason.STOP, Usage()),
        "t1": Completion("t1", 0, "<think>hm, a river</think>\n", StopReason.STOP, Usage()),
        "t2": Completion("t2", 0, "I'm sorry, but I can't help with that.", StopReason.STOP, Usage()),
        "t3": Completion("t3", 0, "The river runs on and", StopReason.LENGTH, Usage()),
        "t4": Completion("t4", 0, "long and dry " * 80_000, StopReason.STOP, Usage()),
        "t5": Completion("t5", 0, "half a pair \ud83d and a river", StopReason.STOP, Usage()),
    }
    run = evaluate(ScriptedModel(lambda request, _: replies[request.id]), make_suite(), out=tmp_path, sampling=SAMPLING)
    statuses = [sample.status.value for sample in run.samples]
    assert statuses == ["empty", "reasoning_only", "refused", "truncated", "answered", "answered"]
    # None of the first three holds a comma, and none satisfies anything.
    assert [sample.strict for sample in run.samples] == [False, False, False, True, True, True]
    assert run.metrics().constraint_strict.value == pytest.approx(5 / 9)
    assert len(run.samples[4].reply) > 1_000_000
    assert run.samples[5].reply == "half a pair \ufffd and a river"


@pytest.mark.parametrize(
    ("limits", "price", "named"),
    [
        (Limits(tokens=15), None, "15 tokens"),
        (Limits(dollars=1.5e-5), Price(1.0, 1.0), "1.5e-05 dollars"),
        (Limits(seconds=1e-9), None, "1e-09 seconds"),
    ],
)
def test_a_limit_stops_the_run_and_a_higher_one_goes_on(
    tmp_path: Path, limits: Limits, price: Price | None, named: str
) -> None:
    model = ScriptedModel(answer, price=price)
    run = evaluate(model, make_suite(), out=tmp_path / "run", sampling=SAMPLING, limits=limits)
    assert run.manifest.status is RunStatus.STOPPED
    assert named in (run.manifest.reason or "")
    assert 0 < run.ledger.finished < 6
    assert run.ledger.finished + run.ledger.remaining == 6
    assert model.closed

    # The bound is on the whole run: the same one lets nothing more through.
    again = evaluate(
        ScriptedModel(answer, price=price), make_suite(), out=tmp_path / "run", sampling=SAMPLING, limits=limits
    )
    assert again.ledger.finished == run.ledger.finished
    done = evaluate(ScriptedModel(answer, price=price), make_suite(), out=tmp_path / "run", sampling=SAMPLING)
    assert done.complete
    assert done.samples == whole(tmp_path / "other").samples


def test_a_limit_of_money_needs_a_price_and_a_limit_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the model's price"):
        evaluate(ScriptedModel(answer), make_suite(), out=tmp_path / "x", sampling=SAMPLING, limits=Limits(dollars=1))
    assert not (tmp_path / "x").exists()
    with pytest.raises(UsageError, match="tokens is 0"):
        Limits(tokens=0)
    with pytest.raises(UsageError, match="seconds is nan"):
        Limits(seconds=float("nan"))


def test_a_model_that_answers_too_little_or_something_else_is_found_out(tmp_path: Path) -> None:
    lazy = ScriptedModel(answer, order=lambda completions: list(completions)[:4])
    run = evaluate(lazy, make_suite(), out=tmp_path / "lazy", sampling=SAMPLING)
    assert run.manifest.status is RunStatus.STOPPED
    assert run.manifest.reason == "the model left 2 tasks without an answer"
    eager = ScriptedModel(answer, order=lambda completions: [first := next(iter(completions)), first])
    with pytest.raises(AdhereError, match="'t0'"):
        evaluate(eager, make_suite(), out=tmp_path / "eager", sampling=SAMPLING)


def test_progress_counts_up_from_what_is_there_and_estimates_the_rest(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        evaluate(interrupted(2, KeyboardInterrupt()), make_suite(), out=tmp_path, sampling=SAMPLING)
    updates: list[ProgressUpdate] = []
    evaluate(ScriptedModel(answer), make_suite(), out=tmp_path, sampling=SAMPLING, on_progress=updates.append)
    assert [update.done for update in updates] == [2, 3, 4, 5, 6]
    assert updates[0].seconds_left is None
    assert updates[-1].seconds_left == 0
    assert all(update.total == 6 and update.label == "scripted on small" for update in updates)
