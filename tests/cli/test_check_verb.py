"""``adhere check``: streams, files, bad rows."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from adhere.cli import main

if TYPE_CHECKING:
    from pathlib import Path

NO_COMMA = {"id": "punctuation:no_comma"}
GOOD = {"reply": "Fine.", "constraints": [NO_COMMA]}
BAD = {"reply": "Fine, too.", "constraints": [NO_COMMA]}


def jsonl(path: Path, *records: object) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_verdicts_go_to_stdout_and_the_rest_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(jsonl(tmp_path / "r.jsonl", GOOD, BAD))]) == 0
    captured = capsys.readouterr()
    assert [json.loads(line)["strict"] for line in captured.out.splitlines()] == [True, False]
    assert captured.err.splitlines() == [
        "punctuation:no_comma: 1 of 2 satisfied",
        "2 rows: 1 satisfied (loose: 1), 1 violated, 0 without a reply, 0 rejected",
    ]


def test_bad_rows_are_told_and_counted_and_the_others_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = jsonl(
        tmp_path / "r.jsonl", GOOD, "{broken", {"reply": "x"}, {**GOOD, "constraints": [{"id": "no:such"}]}, BAD
    )
    assert main(["check", str(file)]) == 0
    captured = capsys.readouterr()
    assert [json.loads(line)["row"] for line in captured.out.splitlines()] == [1, 5]
    rejected = [line for line in captured.err.splitlines() if "rejected:" in line]
    assert [line.split(":")[0] for line in rejected] == ["row 2 rejected", "row 3 rejected", "row 4 rejected"]
    assert "5 rows: 1 satisfied (loose: 1), 1 violated, 0 without a reply, 3 rejected" in captured.err


def test_verdicts_and_rejects_can_go_to_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = jsonl(tmp_path / "r.jsonl", GOOD, "{broken")
    out, rejects = tmp_path / "v.jsonl", tmp_path / "x.jsonl"
    assert main(["check", str(file), "--out", str(out), "--rejects", str(rejects), "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    totals = json.loads(captured.err)
    assert (totals["rows"], totals["satisfied"], totals["rejected"]) == (2, 1, 1)
    assert json.loads(out.read_text(encoding="utf-8"))["row"] == 1
    assert json.loads(rejects.read_text(encoding="utf-8"))["row"] == 2


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(BAD).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["check", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["strict"] is False


def test_parquet_with_nested_columns_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pa.Table.from_pylist(
        [
            {
                "prompt": "Say it.",
                "response": "Fine, one two.",
                "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
                "kwargs": [{"num_words": None, "relation": None}, {"num_words": 3, "relation": "at least"}],
            }
        ]
    )
    pq.write_table(table, tmp_path / "r.parquet")
    assert main(["check", str(tmp_path / "r.parquet")]) == 0
    checked = json.loads(capsys.readouterr().out)["checked"]
    assert [(c["strict"]["outcome"], c["official_strict"]) for c in checked] == [
        ("violated", False),
        ("satisfied", True),
    ]


def test_constraints_for_every_reply_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps([NO_COMMA]), encoding="utf-8")
    file = jsonl(tmp_path / "r.jsonl", {"reply": "a, b"}, {"reply": "a b"})
    assert main(["check", str(file), "--constraints", str(spec)]) == 0
    assert [json.loads(line)["strict"] for line in capsys.readouterr().out.splitlines()] == [False, True]


def test_replies_to_ifeval_are_matched_by_their_prompts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        {"key": key, "prompt": f"Say {key}.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
        for key in (1, 2)
    ]
    data = jsonl(tmp_path / "input_data.jsonl", *items)
    replies = [{"prompt": f"Say {key}.", "response": "Well, here."} for key in (2, 3)]
    assert main(["check", str(jsonl(tmp_path / "r.jsonl", *replies)), "--data", str(data)]) == 0
    captured = capsys.readouterr()
    (record,) = map(json.loads, captured.out.splitlines())
    assert [(c["strict"]["outcome"], c["official_strict"]) for c in record["checked"]] == [("violated", False)]
    assert "row 2 rejected: the prompt is none of the 2 of ifeval" in captured.err
    assert main(["check", str(tmp_path / "r.jsonl"), "--data", str(data), "--no-official"]) == 0
    (record,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(c["strict"]["outcome"], c["official_strict"]) for c in record["checked"]] == [("violated", None)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[]", "holds no constraints"),
        ("[3]", "holds no constraints"),
        ('[{"id": "punctuation:no_coma"}]', "unknown constraint"),
        ('[{"id": "length_constraints:number_words", "params": {"minimum": -3}}]', "minimum"),
        (None, "cannot read"),
    ],
)
def test_a_wrong_file_of_constraints_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    spec = tmp_path / "spec.json"
    if content is not None:
        spec.write_text(content, encoding="utf-8")
    assert main(["check", str(jsonl(tmp_path / "r.jsonl", GOOD)), "--constraints", str(spec)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err.splitlines()[0]
    assert captured.err.splitlines()[1].startswith("hint: ")


@pytest.mark.parametrize(
    ("records", "code"), [([GOOD], 0), ([GOOD, BAD], 1), ([GOOD, "{"], 1), ([{**GOOD, "reply": ""}], 1)]
)
def test_fail_makes_anything_but_satisfied_an_exit_code(tmp_path: Path, records: list[object], code: int) -> None:
    assert main(["check", str(jsonl(tmp_path / "r.jsonl", *records)), "--fail"]) == code


def test_a_missing_file_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.jsonl")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_file_is_never_overwritten_by_its_own_verdicts(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "r.jsonl", GOOD)
    before = file.read_bytes()
    assert main(["check", str(file), "--out", str(file)]) == 2
    assert file.read_bytes() == before


def test_a_broken_input_leaves_no_half_written_verdicts(tmp_path: Path) -> None:
    file, out = tmp_path / "r.parquet", tmp_path / "v.jsonl"
    file.write_bytes(b"PAR1 and no more")
    assert main(["check", str(file), "--out", str(out)]) == 2
    assert not out.exists()


def test_hostile_text_does_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[2J\u202e,"
    rows = (
        {"id": hostile, "reply": hostile, "constraints": [NO_COMMA]},
        {"reply": "x", "constraints": [{"id": hostile}]},
    )
    main(["check", str(jsonl(tmp_path / "r.jsonl", *rows))])
    captured = capsys.readouterr()
    assert not {"\x1b", "\u202e"} & set(captured.out + captured.err)
    assert json.loads(captured.out)["id"] == hostile


def test_files_folders_and_globs_are_read_and_rows_say_which_file_they_are_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    jsonl(folder / "b.jsonl", BAD)
    jsonl(folder / "a.jsonl", GOOD, "{broken")
    for names in ([str(folder)], [f"{folder}/*.jsonl"], [str(folder / "a.jsonl"), str(folder / "b.jsonl")]):
        assert main(["check", *names]) == 0
        captured = capsys.readouterr()
        records = [json.loads(line) for line in captured.out.splitlines()]
        assert [(one["file"], one["row"], one["strict"]) for one in records] == [
            (str(folder / "a.jsonl"), 1, True),
            (str(folder / "b.jsonl"), 1, False),
        ]
        assert f"{folder / 'a.jsonl'}: row 2 rejected: not JSON" in captured.err


def test_flags_are_not_taken_for_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = jsonl(tmp_path / "r.jsonl", GOOD)
    assert main(["check", str(file), "--workers", "1", "--no-such-flag"]) == 2
    assert "no-such-flag" in capsys.readouterr().err


def test_rejects_are_kept_beside_the_verdicts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = jsonl(tmp_path / "r.jsonl", GOOD, "", "{broken")
    assert main(["check", str(file), "--out", str(tmp_path / "v.jsonl")]) == 0
    err = capsys.readouterr().err
    assert json.loads((tmp_path / "v.rejects.jsonl").read_text(encoding="utf-8"))["reason"].startswith("not JSON")
    assert str(tmp_path / "v.rejects.jsonl") in err
    assert "3 lines = 2 rows + 1 blank" in err
    assert main(["check", str(jsonl(file, GOOD)), "--out", str(tmp_path / "v.jsonl")]) == 0
    assert (tmp_path / "v.rejects.jsonl").read_bytes() == b"", "what another job rejected is not left there"


def test_a_dry_run_says_what_would_be_read_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = jsonl(tmp_path / "r.jsonl", GOOD, BAD), tmp_path / "v.jsonl"
    assert main(["check", str(file), "--out", str(out), "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("1 files, 0.0 MB, 2 rows\n")
    assert main(["check", str(file), "--dry-run", "--json", "--workers", "3"]) == 0
    estimate = json.loads(capsys.readouterr().out)
    assert (estimate["lines"], estimate["workers"], estimate["bytes"]) == (2, 3, file.stat().st_size)
    assert estimate["replies_per_second"] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.jsonl"]
    assert main(["check", "-", "--dry-run"]) == 2


def test_prompts_are_read_for_constraints_only_if_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = jsonl(tmp_path / "r.jsonl", {"prompt": "Describe rain. Do not use any commas.", "reply": "Wet, cold."}, GOOD)
    assert main(["check", str(file)]) == 0
    assert "row 1 rejected: no requirements" in capsys.readouterr().err
    assert main(["check", str(file), "--recognise"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["strict"], first["unchecked"]) == (False, ["Describe rain."])
    assert "unchecked" not in second


def test_verdicts_with_and_without_free_requirements_fit_in_one_table(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "r.jsonl", {"prompt": "Describe rain. Do not use any commas.", "reply": "Wet, cold."}, GOOD)
    assert main(["check", str(file), "--recognise", "--out", str(tmp_path / "v.parquet"), "--json"]) == 0
    assert [one["unchecked"] for one in pq.read_table(tmp_path / "v.parquet").to_pylist()] == [["Describe rain."], None]


def test_standard_input_is_checked_by_several_workers_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "".join(json.dumps(record) + "\n" for record in [GOOD, BAD] * 300)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["check", "-", "--workers", "2"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["row"], one["strict"]) for one in records] == [(n, n % 2 == 1) for n in range(1, 601)]
