"""``adhere constraints divergences``: the list, the figures, the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from adhere.cli.app import run
from adhere.constraints.repaired import DIVERGENCES

if TYPE_CHECKING:
    from pathlib import Path

ITEM = {
    "prompt": "Where to? ",
    "instruction_id_list": ["format:options", "format:no_whitespace"],
    "kwargs": [{"options": "north or floor", "sep": None}, {}],
}
REPLIES = [
    {"prompt": "Where to?", "response": "floor"},
    {"prompt": "Where to?", "response": "flo"},
    {"instruction": "Another prompt", "output": "floor"},
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    items, replies = tmp_path / "items.jsonl", tmp_path / "replies.jsonl"
    items.write_text(json.dumps(ITEM), encoding="utf-8")
    replies.write_text("\n".join(map(json.dumps, REPLIES)), encoding="utf-8")
    return ["--items", str(items), "--replies", str(replies)]


def test_without_files_every_divergence_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "divergences"]) == 0
    out = capsys.readouterr().out
    assert all(one.id in out and one.repair in out for one in DIVERGENCES)


def test_flips_are_counted_on_replies_asked_and_dealt(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "divergences", *files, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    [options] = [one for one in record["divergences"] if one["id"] == "format:options"]
    assert options["asked_strict"] == {"judged": 2, "passed": 1, "to_pass": 1, "to_fail": 1}
    assert options["dealt_strict"] == {"judged": 3, "passed": 1, "to_pass": 2, "to_fail": 1}
    assert record["total"]["asked_strict"] == {"judged": 4, "passed": 3, "to_pass": 1, "to_fail": 1}
    assert record["replies"] == 3


def test_the_page_holds_the_figures(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "divergences", *files, "--markdown"]) == 0
    page = capsys.readouterr().out
    assert "3 of 4 verdicts pass officially, 3 repaired (+1 -1 of 4)" in page
    [row] = [line for line in page.splitlines() if line.startswith("| `format:options`")]
    assert row.endswith("| +1 -1 of 2 | +1 -1 of 2 | +2 -1 of 3 |")
    assert sum(line.startswith("| `") for line in page.splitlines()) == len(DIVERGENCES)


@pytest.mark.parametrize(
    ("items", "replies", "named"),
    [
        ('{"prompt": "a"}', '{"prompt": "a", "reply": "b"}', "items.jsonl:1"),
        (json.dumps(ITEM), '{"prompt": "a"}', "replies.jsonl:1"),
        (json.dumps(ITEM), "nonsense", "replies.jsonl:1"),
    ],
)
def test_a_row_that_is_none_is_named(
    items: str, replies: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "items.jsonl").write_text(items, encoding="utf-8")
    (tmp_path / "replies.jsonl").write_text(replies, encoding="utf-8")
    given = ["--items", str(tmp_path / "items.jsonl"), "--replies", str(tmp_path / "replies.jsonl")]
    assert run(["constraints", "divergences", *given]) == 2
    assert named in capsys.readouterr().err


def test_one_file_alone_is_no_comparison(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "divergences", *files[:2]]) == 2
    assert "--replies" in capsys.readouterr().err
