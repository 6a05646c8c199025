"""What evaluation files ask is read from each of their formats."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adhere.data.prompts import read_prompts
from adhere.errors import UsageError

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ({"key": 1, "prompt": "Why?", "instruction_id_list": []}, ("Why?",)),
        ({"instruction": "Why?", "output": "Because."}, ("Why?",)),
        ({"question": "Why?", "answer": "#### 1"}, ("Why?",)),
        ({"turns": ["Why?", "And how?"]}, ("Why?", "And how?")),
        (
            {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Why?"}]},
            ("Why?",),
        ),
        ({"conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "Because."}]}, ("Why?",)),
    ],
)
def test_every_format_says_what_it_asks(row: dict[str, Any], asked: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps([row]), encoding="utf-8")
    assert read_prompts(tmp_path / "data.jsonl") == read_prompts(tmp_path / "data.json") == asked


@pytest.mark.parametrize("row", ['{"text": "raw"}', '{"prompt": " "}', "[1", '{"turns": [1]}'])
def test_a_row_that_asks_nothing_is_named(row: str, tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(f'{{"prompt": "Why?"}}\n{row}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"data.jsonl:2 holds no prompt"):
        read_prompts(path)


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the real data is not on this machine (ADHERE_REAL_DATA)")
@pytest.mark.parametrize(
    ("file", "prompts"),
    [
        ("ifeval/input_data.jsonl", 541),
        ("ifbench/IFBench_test.jsonl", 300),
        ("gsm8k/test.jsonl", 1319),
        ("alpaca_eval/alpaca_eval.json", 805),
        ("mt_bench/question.jsonl", 160),
    ],
)
def test_real_evaluations_are_read(file: str, prompts: int) -> None:
    assert len(read_prompts(REAL_DATA / file)) == prompts
