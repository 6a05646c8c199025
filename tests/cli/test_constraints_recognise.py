"""``adhere constraints recognise``: prompts in files and on standard input."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Describe the tides. Use at most three sentences, and no commas."


def test_finds_are_shown_with_their_words_scope_and_confidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.txt").write_text(TEXT, encoding="utf-8")
    assert main(["constraints", "recognise", str(tmp_path / "p.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        'length_constraints:number_sentences {"maximum": 3}',
        "  user message, this reply, confidence 0.95",
        "  24-47: at most three sentences",
        "punctuation:no_comma",
        "  user message, this reply, confidence 0.95",
        "  53-62: no commas",
        "for a judge",
        "  user message, this reply",
        "  0-19: Describe the tides.",
    ]


def test_standard_input_is_read_and_json_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["constraints", "recognise", "-", "--role", "system", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in record["constraints"]] == [
        "length_constraints:number_sentences",
        "punctuation:no_comma",
    ]
    assert {one["scope"] for one in record["constraints"]} == {"from now on"}
    assert record["refused"] == []


def test_rows_give_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"prompt": TEXT}, {"messages": [{"role": "user", "content": "Do not use any commas."}]}]
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    assert main(["constraints", "recognise", str(tmp_path / "p.jsonl"), "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["row"], len(one["constraints"])) for one in records] == [(1, 2), (2, 1)]


def test_nothing_asked_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.txt").write_text("", encoding="utf-8")
    assert main(["constraints", "recognise", str(tmp_path / "p.txt")]) == 0
    assert capsys.readouterr().out == "nothing is asked for\n"


@pytest.mark.parametrize(
    ("name", "content"), [("no.txt", None), ("p.txt", b"\xff"), ("p.jsonl", b"{\n"), ("p.jsonl", b"{}\n")]
)
def test_a_file_that_is_no_prompt_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["constraints", "recognise", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_hostile_text_does_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.txt").write_text('Include the word "\x1b[2J\u202e" at least twice.', encoding="utf-8")
    main(["constraints", "recognise", str(tmp_path / "p.txt")])
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
