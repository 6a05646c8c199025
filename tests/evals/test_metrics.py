"""The figures of a run, by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adhere.chat import Message
from adhere.constraints import Outcome, Verdict
from adhere.errors import UsageError
from adhere.evals import Checked, ReplyStatus, Sample
from adhere.evals.metrics import compute_metrics
from adhere.models import StopReason, Usage


def verdict(*, outcome: bool | None) -> Verdict:
    if outcome is None:
        return Verdict(Outcome.UNDECIDED, 0.5, "no ground to judge")
    return Verdict(Outcome.SATISFIED if outcome else Outcome.VIOLATED, float(outcome), "counted")


def sample(
    task: str, *outcomes: tuple[str, bool | None, bool], status: str = "answered", kind: str = "story"
) -> Sample:
    checked = tuple(Checked(name, {}, verdict(outcome=strict), loose) for name, strict, loose in outcomes)
    kept = ReplyStatus(status)
    stop = StopReason.ERROR if kept is ReplyStatus.ERROR else StopReason.STOP
    error = "HTTP 500" if stop is StopReason.ERROR else None
    messages = (Message("user", "Do it."),)
    return Sample(task, f"c{task}", kind, messages, "text", stop, kept, Usage(10, 5, 2.0, 3), checked, error)


SAMPLES = [
    sample("1", ("a", True, True), ("b", True, True)),
    sample("2", ("a", True, True), ("b", False, True)),
    sample("3", ("a", False, False), ("a", True, True), status="truncated"),
    sample("4", ("a", True, True), status="refused", kind="email"),
    sample("5", ("b", None, False), kind="email"),
    sample("6", status="error", kind="email"),
]


def test_every_figure_by_hand() -> None:
    metrics = compute_metrics(SAMPLES)
    # Task 1 of five; the failure is no measurement; the refusal satisfies nothing.
    assert (metrics.prompt_strict.value, metrics.prompt_strict.n) == (pytest.approx(1 / 5), 5)
    assert metrics.prompt_loose.value == pytest.approx(2 / 5)
    assert (metrics.constraint_strict.value, metrics.constraint_strict.n) == (pytest.approx(4 / 8), 8)
    assert metrics.constraint_strict.clusters == 5
    assert metrics.constraint_loose.value == pytest.approx(5 / 8)
    assert {name: (one.value, one.n) for name, one in metrics.by_type.items()} == {
        "a": (pytest.approx(3 / 5), 5),
        "b": (pytest.approx(1 / 3), 3),
    }
    assert {name: one.n for name, one in metrics.by_kind.items()} == {"email": 2, "story": 3}
    assert metrics.statuses == {
        ReplyStatus.ANSWERED: 3,
        ReplyStatus.TRUNCATED: 1,
        ReplyStatus.EMPTY: 0,
        ReplyStatus.REFUSED: 1,
        ReplyStatus.REASONING_ONLY: 0,
        ReplyStatus.ERROR: 1,
    }
    assert metrics.failed == {"model": 1}
    assert metrics.undecided == 1
    assert (metrics.tokens_per_reply, metrics.seconds_per_reply, metrics.calls_per_reply) == (15, 2, 3)
    assert metrics.official_prompt_strict is None


def test_the_official_reading_is_reported_beside_where_every_constraint_has_it() -> None:
    def official(one: Sample, verdicts: list[bool]) -> Sample:
        pairs = zip(one.checked, verdicts, strict=True)
        return replace(one, checked=tuple(replace(c, official_strict=v, official_loose=True) for c, v in pairs))

    metrics = compute_metrics([official(SAMPLES[0], [True, False]), official(SAMPLES[3], [True])])
    assert metrics.official_prompt_strict is not None
    # The published program knows no refusals: it judges what is there.
    assert metrics.official_prompt_strict.value == pytest.approx(1 / 2)
    assert metrics.official_constraint_strict is not None
    assert metrics.official_constraint_strict.value == pytest.approx(2 / 3)
    assert metrics.official_prompt_loose is not None
    assert metrics.official_prompt_loose.value == 1
    half = compute_metrics([official(SAMPLES[0], [True, False]), SAMPLES[3]])
    assert half.official_prompt_strict is None


def test_nothing_measured_is_an_error_that_says_why() -> None:
    with pytest.raises(UsageError, match="nothing was measured, 1 tasks failed: HTTP 500"):
        compute_metrics([SAMPLES[5]])


def test_figures_are_json() -> None:
    figures = json.loads(json.dumps(compute_metrics(SAMPLES).to_dict(), allow_nan=False))
    assert figures["prompt_strict"]["n"] == 5
    assert figures["statuses"]["refused"] == 1
    assert figures["by_type"]["b"]["n"] == 3
    assert figures["usage"]["prompt_tokens"] == 50
