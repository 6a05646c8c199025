"""The picture of a training shows its steps, its looks and its learning rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adhere.evals.report.curve import curve, write_picture

if TYPE_CHECKING:
    from pathlib import Path


def steps(count: int, *, every: int = 5) -> list[dict[str, Any]]:
    found = []
    for step in range(1, count + 1):
        found.append({"kind": "train", "step": step, "loss": float(step % 7), "learning_rate": 1e-4})
        if step % every == 0:
            found.append({"kind": "held-out", "step": step, "loss": 3.0, "learning_rate": None})
    return found


def losses(spec: dict[str, Any], name: str) -> list[tuple[int, float]]:
    return [(row["step"], row["loss"]) for row in spec["data"]["values"] if row["of"] == name]


def test_every_step_and_look_is_drawn() -> None:
    spec = curve(steps(100))
    assert losses(spec, "each step") == [(step, float(step % 7)) for step in range(1, 101)]
    assert losses(spec, "held out") == [(step, 3.0) for step in range(5, 101, 5)]
    assert [row["step"] for row in spec["vconcat"][1]["data"]["values"]] == list(range(1, 101))


def test_the_mean_is_of_the_steps_on_both_sides() -> None:
    means = dict(losses(curve(steps(100)), "mean of the steps around"))
    assert list(means) == list(range(5, 97))
    assert means[50] == pytest.approx(sum(step % 7 for step in range(46, 55)) / 9)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_picture_is_written_for_any_number_of_steps(count: int, tmp_path: Path) -> None:
    write_picture(steps(count), tmp_path / "curve.svg")
    image = (tmp_path / "curve.svg").read_text(encoding="utf-8")
    assert image.startswith("<svg")
    for word in ("each step", "learning rate", "optimizer step"):
        assert word in image
    assert ("mean of the steps around" in image) == (count == 60)
    assert ("held out" in image) == (count >= 5)
