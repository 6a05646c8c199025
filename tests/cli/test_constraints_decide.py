"""``adhere constraints decide``: outcomes, exit codes, and what is wrong with the input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adhere.cli import main
from adhere.constraints import load
from adhere.text import Document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REPEAT = {"id": "combination:repeat_prompt", "params": {"prompt": "Write about tea, please."}}


def test_a_witness_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    ids = ["punctuation:no_comma", "startend:quotation"]
    assert main(["constraints", "decide", *ids, "--json"]) == 0
    decision = json.loads(capsys.readouterr().out)
    assert decision["outcome"] == "satisfiable"
    assert all(load({"id": each}).check(Document(decision["witness"])).satisfied for each in ids)


def test_a_contradiction_names_its_core(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "specs.json"
    file.write_text(json.dumps([REPEAT, {"id": "detectable_format:title"}]))
    assert main(["constraints", "decide", '{"id": "punctuation:no_comma"}', "--file", str(file)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("unsatisfiable: commas: at least 1, and at most 0\n")
    assert "detectable_format:title" not in out
    assert json.dumps(REPEAT) in out


def test_what_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "specs.json"
    for content in ("{broken", '{"id": "punctuation:no_comma"}', "[1]"):
        file.write_text(content)
        assert main(["constraints", "decide", "--file", str(file)]) == 2
        assert "hint:" in capsys.readouterr().err
    assert main(["constraints", "decide", "{broken"]) == 2
    assert main(["constraints", "decide", "punctuation:no_coma"]) == 2
    assert "did you mean punctuation:no_comma?" in capsys.readouterr().err
    assert main(["constraints", "decide", "--file", str(tmp_path / "none.json")]) == 2
