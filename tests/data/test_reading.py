"""Formats are recognised by their fields, and each row is an example or named with its reason."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from adhere.chat import Message
from adhere.data import FORMATS, Example, Labelled, Pair, Stepwise, read_examples
from adhere.errors import UsageError

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
ASKED, ANSWERED = Message("user", "Why?"), Message("assistant", "Because.")
OTHER = Message("assistant", "No idea.")
EXAMPLE = (ASKED, ANSWERED)
WITH_INPUT = (Message("user", "Why?\n\nThe sky."), ANSWERED)
SHOWN: dict[str, tuple[dict[str, Any], Any]] = {
    "chat": (
        {"messages": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Because."}]},
        EXAMPLE,
    ),
    "sharegpt": (
        {
            "conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "Because."}],
            "system": "Be brief",
        },
        (Message("system", "Be brief"), *EXAMPLE),
    ),
    "alpaca": ({"instruction": "Why?", "input": "The sky.", "output": "Because."}, WITH_INPUT),
    "dolly": ({"instruction": "Why?", "context": "The sky.", "response": "Because.", "category": "open"}, WITH_INPUT),
    "self-instruct": ({"instruction": "Why?", "instances": [{"input": "", "output": "Because."}]}, EXAMPLE),
    "preference": ({"prompt": "Why?", "chosen": "Because.", "rejected": "No idea."}, None),
    "sharegpt-preference": (
        {
            "conversations": [{"from": "human", "value": "Why?"}],
            "chosen": {"from": "gpt", "value": "Because."},
            "rejected": {"from": "gpt", "value": "No idea."},
        },
        None,
    ),
    "alpaca-preference": ({"instruction": "Why?", "input": "", "chosen": "Because.", "rejected": "No idea."}, None),
    "implicit-preference": (
        {
            "chosen": "\n\nHuman: Why?\n\nAssistant: Because.",
            "rejected": "\n\nHuman: Why?\n\nAssistant: No idea.",
        },
        None,
    ),
    "labelled": ({"prompt": "Why?", "completion": "Because.", "label": True}, None),
    "labelled-chat": ({"messages": [ASKED.to_dict(), ANSWERED.to_dict()], "label": True}, None),
    "stepwise": ({"prompt": "Why?", "completions": ["First.", "So."], "labels": [True, False]}, None),
}


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_recognised_and_read(name: str, tmp_path: Path) -> None:
    record, conversation = SHOWN[name]
    found = read_examples(write(tmp_path / "data.jsonl", [record, record]))
    assert found.format == name
    (example, _) = found.examples
    match example:
        case Example():
            assert example.conversation == conversation
        case Pair():
            assert (example.prompt, example.chosen, example.rejected) == ((ASKED,), (ANSWERED,), (OTHER,))
        case Labelled():
            assert (example.prompt, example.completion, example.desirable) == ((ASKED,), (ANSWERED,), True)
        case Stepwise():
            assert (example.prompt, example.steps, example.right) == ((ASKED,), ("First.", "So."), (True, False))
    assert example.source.endswith("data.jsonl:1")


def test_an_array_and_parquet_are_read_as_lines_are(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [SHOWN["alpaca"][0]] * 3
    (tmp_path / "data.json").write_text(json.dumps(rows), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "data.parquet")
    wanted = [WITH_INPUT] * 3
    for name in ("data.json", "data.parquet"):
        assert [example.conversation for example in read_examples(tmp_path / name).of(Example)] == wanted


def test_every_malformed_row_is_named_with_its_reason(tmp_path: Path) -> None:
    good = SHOWN["chat"][0]
    path = write(
        tmp_path / "data.jsonl",
        [
            *[good] * 4,
            {"messages": []},
            {"messages": [ASKED.to_dict()]},
            {"messages": [{"role": "wizard", "content": "Abracadabra"}]},
            {"messages": [ASKED.to_dict(), {"role": "assistant", "content": " "}]},
            {"messages": [ASKED.to_dict(), {"role": "assistant", "content": None, "tool_calls": [1]}]},
            {"text": "no messages"},
            [1, 2],
        ],
    )
    with path.open("ab") as file:
        file.write(b'{"messages": \xff}\n')
    found = read_examples(path)
    assert len(found.examples) == 4
    assert [(row.number, row.reason) for row in found.rejected] == [
        (5, "messages is no list of turns"),
        (6, "messages does not end with the assistant's turn"),
        (7, "messages holds a turn of the unknown role 'wizard'"),
        (8, "messages holds an empty turn of the assistant"),
        (9, "messages holds a call of a tool without a name"),
        (10, "messages is missing"),
        (11, "not a JSON object"),
        (12, "not UTF-8 (byte 14 of the line)"),
    ]
    assert sum(found.reasons.values()) == 8


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"text": "raw"}], "is of no known format: the fields of its first rows are text"),
        ([SHOWN["chat"][0], SHOWN["alpaca"][0]], "is of no known format"),
        ([{"messages": []}], "holds no example: messages is no list of turns"),
        ([], "is of no known format"),
    ],
)
def test_what_holds_no_examples_is_an_error(rows: list[Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_examples(write(tmp_path / "data.jsonl", rows))
    assert said in caught.value.message


def test_several_instances_of_a_task_are_several_examples(tmp_path: Path) -> None:
    task = {"instruction": "Add.", "instances": [{"input": "1 1", "output": "2"}, {"input": "1 2", "output": "3"}]}
    found = read_examples(write(tmp_path / "data.jsonl", [task]))
    assert [example.conversation[1].content for example in found.of(Example)] == ["2", "3"]


def test_a_method_gets_the_kind_of_example_that_it_learns_from(tmp_path: Path) -> None:
    found = read_examples(write(tmp_path / "data.jsonl", [SHOWN["alpaca"][0]]))
    with pytest.raises(UsageError, match="learns from pair examples") as caught:
        found.of(Pair)
    assert "preference" in str(caught.value.hint)


def test_replies_that_repeat_the_prompt_lose_it(tmp_path: Path) -> None:
    turns = [ASKED.to_dict()]
    row = {"prompt": turns, "chosen": [*turns, ANSWERED.to_dict()], "rejected": [*turns, OTHER.to_dict()]}
    (pair,) = read_examples(write(tmp_path / "data.jsonl", [row])).of(Pair)
    assert (pair.chosen, pair.rejected) == ((ANSWERED,), (OTHER,))


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the real data is not on this machine (ADHERE_REAL_DATA)")
@pytest.mark.parametrize(
    ("file", "format_", "examples", "rejected"),
    [
        ("dolly/dolly_3k.json", "alpaca", 2996, 0),
        ("self_instruct/seed_tasks.jsonl", "self-instruct", 175, 0),
        ("alpaca/random_9k.json", "alpaca", 9225, 4),
        ("preference/dpo_en_demo.json", "sharegpt-preference", 300, 0),
        ("preference/instruction-data-with-preference.json", "alpaca-preference", 1094, 6),
        ("preference/kto_en_demo.json", "labelled-chat", 300, 0),
    ],
)
def test_real_files_are_read(file: str, format_: str, examples: int, rejected: int) -> None:
    found = read_examples(REAL_DATA / file)
    assert (found.format, len(found.examples), len(found.rejected)) == (format_, examples, rejected)
