"""Two runs of one suite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adhere.errors import UsageError
from adhere.evals import Run, compare_runs, evaluate
from adhere.models import Completion, Request, Sampling
from adhere.stats import PairedVerdict
from scripted import ScriptedModel, failed
from small_suite import answer, make_suite

if TYPE_CHECKING:
    from pathlib import Path

SAMPLING = Sampling(max_tokens=20)


def run(path: Path, said: dict[str, str | None] | None = None, *, tasks: int = 6) -> Run:
    """Measure a model that answers well but for ``said``; None there is a failure."""

    def script(request: Request, index: int) -> str | Completion:
        reply = (said or {}).get(request.id, answer(request, index))
        return failed(request, index, "HTTP 500") if reply is None else reply

    return evaluate(ScriptedModel(script), make_suite(tasks), out=path, sampling=SAMPLING)


def test_what_was_fixed_and_what_was_broken_is_named(tmp_path: Path) -> None:
    # t0 and t3 hold a comma in the first run; t1, t3 and t5 must hold the river.
    before = run(tmp_path / "before")
    after = run(tmp_path / "after", {"t0": "Dry reply", "t1": "Dry reply", "t3": "Dry reply"})
    compared = compare_runs(before, after)
    assert (compared.fixed, compared.broken) == (("t0",), ("t1",))
    assert (compared.overall.fixed, compared.overall.broken, compared.overall.difference.value) == (1, 1, 0)
    assert compared.overall.difference.clusters == 3
    assert compared.overall.verdict is PairedVerdict.NOT_DISTINGUISHABLE
    by_type = compared.by_type
    assert by_type["punctuation:no_comma"].comparison.fixed == 2
    assert (by_type["keywords:existence"].comparison.broken, by_type["keywords:existence"].comparison.difference.n) == (
        2,
        3,
    )


def test_a_run_does_not_differ_from_itself(tmp_path: Path) -> None:
    one = run(tmp_path)
    compared = compare_runs(one, one)
    assert compared.overall.verdict is PairedVerdict.NOT_DISTINGUISHABLE
    assert compared.overall.p_value == 1
    assert not compared.fixed
    assert not compared.broken


def test_types_are_judged_by_adjusted_p_values(tmp_path: Path) -> None:
    dry = {f"t{n}": "Dry reply" for n in range(20)}
    before, after = run(tmp_path / "before", dry, tasks=20), run(tmp_path / "after", tasks=20)
    by_type = compare_runs(before, after).by_type
    small, large = sorted(by_type.values(), key=lambda one: one.comparison.p_value)
    assert small.p_adjusted == pytest.approx(2 * small.comparison.p_value)
    assert large.p_adjusted == pytest.approx(large.comparison.p_value)
    assert by_type["keywords:existence"].verdict is PairedVerdict.BETTER
    assert by_type["punctuation:no_comma"].verdict is PairedVerdict.WORSE
    # One river more in ten is a difference by no standard.
    before = run(tmp_path / "one", {"t1": "Dry reply"}, tasks=20)
    assert compare_runs(before, after).by_type["keywords:existence"].verdict is PairedVerdict.NOT_DISTINGUISHABLE


def test_what_is_a_difference_alone_may_be_none_among_many(tmp_path: Path) -> None:
    before = run(tmp_path / "before", dict.fromkeys(("t1", "t5", "t7", "t11"), "Dry reply"), tasks=20)
    river = compare_runs(before, run(tmp_path / "after", tasks=20)).by_type["keywords:existence"]
    assert river.comparison.verdict is PairedVerdict.BETTER
    assert river.comparison.p_value < 0.05 < river.p_adjusted
    assert river.verdict is PairedVerdict.NOT_DISTINGUISHABLE


def test_tasks_measured_on_one_side_only_are_counted(tmp_path: Path) -> None:
    before, after = run(tmp_path / "before", {"t2": None}), run(tmp_path / "after", {"t4": None, "t5": None})
    compared = compare_runs(before, after)
    assert (compared.missing_before, compared.missing_after) == (("t2",), ("t4", "t5"))
    assert compared.overall.difference.n == 3


def test_runs_of_different_suites_and_runs_without_a_common_task_are_refused(tmp_path: Path) -> None:
    one = run(tmp_path / "one")
    with pytest.raises(UsageError, match=r"small 1\.0 .* 6 tasks.*small 1\.0 .* 4 tasks"):
        compare_runs(one, run(tmp_path / "other", tasks=4))
    nothing = run(tmp_path / "nothing", {f"t{n}": None for n in range(6)})
    with pytest.raises(UsageError, match="no task was measured in both"):
        compare_runs(one, nothing)


def test_a_comparison_is_json(tmp_path: Path) -> None:
    record = json.loads(json.dumps(compare_runs(run(tmp_path / "a"), run(tmp_path / "b")).to_dict(), allow_nan=False))
    assert record["overall"]["verdict"] == "not_distinguishable"
    assert record["by_type"]["keywords:existence"]["difference"]["n"] == 3


def test_runs_and_comparisons_show_themselves_in_a_line_each_and_not_their_samples(tmp_path: Path) -> None:
    one, other = run(tmp_path / "a"), run(tmp_path / "b", {"t0": "Dry reply", "t5": None})
    assert repr(one).startswith("<Run: scripted on small 1.0, finished, 6 of 6 tasks>\n  prompt-level strict: 66.7 %")
    assert "5 of 6 tasks, 1 failed" in repr(other)
    assert "prompt-level strict  +20.0 (" in repr(compare_runs(one, other))
    assert max(len(repr(one)), len(repr(compare_runs(one, other)))) < 600
    hostile = run(tmp_path / "c")
    object.__setattr__(hostile.manifest, "model", "<script>")
    assert "<script>" not in hostile._repr_html_()
    assert "+20.0" in compare_runs(one, other)._repr_html_()
    nothing = run(tmp_path / "d", {f"t{n}": None for n in range(6)})
    assert repr(nothing) == "<Run: scripted on small 1.0, finished, 0 of 6 tasks, 6 failed>"
