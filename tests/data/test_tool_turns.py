"""Calls of tools in training rows, as the several sources write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from adhere.chat import Message, ToolCall
from adhere.data import Dataset, Example, read_examples

if TYPE_CHECKING:
    from pathlib import Path

WEATHER = {"type": "function", "function": {"name": "weather"}}
CALL = ToolCall("weather", '{"city": "Bonn"}', "call-1")
OPENAI_CALL = {"id": "call-1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Bonn"}'}}
ASKED = {"role": "user", "content": "Rain?"}
ANSWER = {"role": "assistant", "content": "No."}


def read(tmp_path: Path, *rows: dict[str, Any]) -> Dataset:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return read_examples(file)


def test_openai_rows(tmp_path: Path) -> None:
    calling = {"role": "assistant", "content": None, "tool_calls": [OPENAI_CALL]}
    found = {"role": "tool", "content": "none", "tool_call_id": "call-1"}
    (example,) = read(tmp_path, {"messages": [ASKED, calling, found, ANSWER], "tools": [WEATHER]}).of(Example)
    assert example.conversation[1:3] == (
        Message("assistant", "", (CALL,)),
        Message("tool", "none", tool_call_id="call-1"),
    )
    assert [json.loads(tool) for tool in example.tools] == [WEATHER]
    assert example.conversation[1].to_dict()["tool_calls"] == [OPENAI_CALL]


def test_sharegpt_rows(tmp_path: Path) -> None:
    turns = [
        {"from": "human", "value": "Rain?"},
        {"from": "function_call", "value": '{"name": "weather", "arguments": {"city": "Bonn"}}'},
        {"from": "observation", "value": "none"},
        {"from": "gpt", "value": "No."},
    ]
    (example,) = read(tmp_path, {"conversations": turns, "tools": json.dumps([WEATHER])}).of(Example)
    assert [turn.role for turn in example.conversation] == ["user", "assistant", "tool", "assistant"]
    assert example.conversation[1].tool_calls == (ToolCall("weather", '{"city": "Bonn"}'),)
    assert [json.loads(tool) for tool in example.tools] == [WEATHER]


@pytest.mark.parametrize(
    ("calls", "reason"),
    [
        ([1], "messages holds a call of a tool without a name"),
        ([{"function": {"arguments": "{}"}}], "messages holds a call of a tool without a name"),
        ([{"name": "weather", "arguments": "{"}], "messages holds a call of a tool whose arguments are not JSON"),
        ([{"name": "weather", "arguments": "[1]"}], "messages holds a call of a tool whose arguments are no object"),
        ("{", "messages holds a call of a tool that is not JSON"),
    ],
)
def test_a_malformed_call_is_named(tmp_path: Path, calls: object, reason: str) -> None:
    calling = {"role": "assistant", "content": "", "tool_calls": calls}
    data = read(tmp_path, {"messages": [ASKED, ANSWER]}, {"messages": [ASKED, calling]})
    assert [(row.number, row.reason) for row in data.rejected] == [(2, reason)]


@pytest.mark.parametrize("tools", [{"name": "weather"}, "weather", [1]])
def test_malformed_tools_are_named(tmp_path: Path, tools: object) -> None:
    data = read(tmp_path, {"messages": [ASKED, ANSWER]}, {"messages": [ASKED, ANSWER], "tools": tools})
    ((number, reason),) = [(row.number, row.reason) for row in data.rejected]
    assert number == 2
    assert reason.startswith("tools is no")
