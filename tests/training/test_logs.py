"""What the logs get is what the curve has."""

from __future__ import annotations

import csv
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from adhere.errors import UsageError
from adhere.training.fit import Step
from adhere.training.logs import LOGS
from adhere.training.record import Curve

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = Step(1, 2, 1.5, {"margin": 0.25}, 8, 1e-3, 0.5, 100, 40, 2.0)
LOOK = Step(1, 2, 1.25, {"accuracy": 1.0}, 8, None, None, 50, 20, 1.0)
LATER = Step(2, 2, 1.0, {"margin": 0.5}, 8, 5e-4, 0.25, 100, 40, 2.0)


def test_the_table_has_a_row_for_each_step_of_every_session(tmp_path: Path) -> None:
    curve = Curve(tmp_path / "curve.jsonl")
    curve.begin(0)
    curve.add(TRAIN)
    curve.add(LOOK)
    log = LOGS["csv"](tmp_path)  # a session later
    curve.add(LATER)
    log.add(LATER)
    log.close()
    with (tmp_path / "curve.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["1", "1", "2"]
    assert [row["train/loss"] for row in rows] == ["1.5", "", "1.0"]
    assert [row["held-out/loss"] for row in rows] == ["", "1.25", ""]
    assert [row["held-out/accuracy"] for row in rows] == ["", "1.0", ""]
    assert [row["train/learning_rate"] for row in rows] == ["0.001", "", "0.0005"]


def test_a_training_that_ended_before_its_first_step_has_no_table(tmp_path: Path) -> None:
    LOGS["csv"](tmp_path).close()
    assert not (tmp_path / "curve.csv").exists()


class FakeWriter:
    made: list[FakeWriter] = []  # noqa: RUF012 - one list for all, on purpose

    def __init__(self, folder: str, *, purge_step: int) -> None:
        self.folder, self.purge_step, self.closed = folder, purge_step, False
        self.scalars: list[tuple[str, float, int]] = []
        FakeWriter.made.append(self)

    def add_scalar(self, name: str, value: float, step: int) -> None:
        self.scalars.append((name, value, step))

    def close(self) -> None:
        self.closed = True


def test_tensorboard_drops_what_a_torn_session_wrote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = ModuleType("torch.utils.tensorboard")
    fake.SummaryWriter = FakeWriter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tensorboard", ModuleType("tensorboard"))
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", fake)
    monkeypatch.setattr(FakeWriter, "made", [])
    log = LOGS["tensorboard"](tmp_path)
    log.add(LATER)
    log.close()
    (writer,) = FakeWriter.made
    assert (writer.folder, writer.purge_step, writer.closed) == (str(tmp_path / "tensorboard"), 2, True)
    assert ("train/loss", 1.0, 2) in writer.scalars
    assert ("train/margin", 0.5, 2) in writer.scalars


def test_trackio_goes_on_in_the_same_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[Any] = []
    fake = ModuleType("trackio")
    fake.init = lambda **settings: told.append(settings)  # type: ignore[attr-defined]
    fake.log = lambda figures, step: told.append((figures, step))  # type: ignore[attr-defined]
    fake.finish = lambda: told.append("finished")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trackio", fake)
    log = LOGS["trackio"](tmp_path / "tuned")
    log.add(LOOK)
    log.close()
    settings, (figures, step), end = told
    assert settings == {"project": "adhere", "name": "tuned", "resume": "allow"}
    assert figures["held-out/loss"] == 1.25
    assert "held-out/learning_rate" not in figures
    assert (step, end) == (1, "finished")


@pytest.mark.parametrize("name", ["tensorboard", "trackio"])
def test_a_log_whose_package_is_missing_names_it(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=f"the log needs the package {name}") as caught:
        LOGS[name](tmp_path)
    assert caught.value.hint == f"pip install {name}"
