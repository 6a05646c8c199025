"""Requests that get what their replies do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.cli.app import run as adhere
from adhere.constraints import load
from adhere.constraints.keywords import KeywordExistence
from adhere.data import Example, read_examples
from adhere.data.constraining import constrain, counts, suited_types
from adhere.text import Document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REPLIES = (
    "Water boils at a hundred degrees. Steam rises, and the kettle whistles. Pour the water slowly, then wait.",
    "* tea\n* milk\n* sugar\n* a spoon",
    "the morning was quiet and nobody said a word",
    "First, warm the pot.\n\nThen add the leaves, one spoon a cup.\n\nFinally wait four minutes and serve.",
    "I AM SO HAPPY TO HELP WITH THIS QUESTION ABOUT TEA",
    "Tea is tea.",
)
EXAMPLES = tuple(
    Example((Message("user", f"How is tea made? {place}"), Message("assistant", reply)), f"rows:{place}")
    for place, reply in enumerate(REPLIES * 3)
)
TYPES = suited_types(published=True)


def test_replies_satisfy_what_is_asked_and_stay_what_they_were() -> None:
    made = list(constrain(EXAMPLES, seed=1, types=TYPES))
    assert [one.example.source for one in made] == [example.source for example in EXAMPLES]
    assert sum(len(one.constraints) for one in made) >= len(EXAMPLES)
    for before, one in zip(EXAMPLES, made, strict=True):
        (request, reply), (asked, answered) = before.conversation, one.example.conversation
        assert answered == reply
        assert asked.content.startswith(request.content)
        assert (asked == request) is not bool(one.constraints)
        for constraint in one.constraints:
            assert constraint.check(Document(reply.content)).satisfied
            assert any(wording in asked.content for wording in constraint.wordings())
        assert len({constraint.id for constraint in one.constraints}) == len(one.constraints)


def test_what_nearly_every_reply_does_is_not_asked_for() -> None:
    asked = [constraint for one in constrain(EXAMPLES, seed=1, types=TYPES) for constraint in one.constraints]
    replies = [Document(reply) for reply in REPLIES]
    for constraint in asked:
        assert sum(constraint.check(reply).satisfied for reply in replies) < len(replies)


def test_the_seed_decides_everything() -> None:
    first, again, other = (list(constrain(EXAMPLES, seed=seed, types=TYPES)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_keywords_are_words_of_the_reply_that_the_request_does_not_name() -> None:
    found = list(constrain(EXAMPLES, seed=3, types={KeywordExistence.id: KeywordExistence}))
    words = [one.keywords for made in found for one in made.constraints if isinstance(one, KeywordExistence)]
    assert words
    assert all(word not in "how is tea made?" for group in words for word in group)
    assert counts(found) == {KeywordExistence.id: len(words)}


def test_types_that_no_open_reply_has_are_left_out() -> None:
    assert "detectable_format:constrained_response" not in suited_types(published=False)
    assert suited_types(published=True).keys() < suited_types(published=False).keys()


def test_the_command_writes_rows_that_training_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(
            json.dumps({"instruction": f"Make tea {place}.", "input": "", "output": reply}) + "\n"
            for place, reply in enumerate(REPLIES)
        )
    )
    out = tmp_path / "constrained.jsonl"
    command = ["data", "constrain", str(rows), "--out", str(out), "--shortest", "5", "--types", "ifeval", "--json"]
    assert adhere(command) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["format"]) == (5, "alpaca")  # "Tea is tea." is too short
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert sum(said["added"].values()) == sum(len(row["constraints"]) for row in written)
    for row in written:
        assert all(load(spec).check(Document(row["messages"][-1]["content"])).satisfied for spec in row["constraints"])
    assert len(read_examples(out).of(Example)) == 5


def test_no_fitting_row_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"instruction": "Hi", "input": "", "output": "Hello."}\n')
    assert adhere(["data", "constrain", str(rows), "--out", str(tmp_path / "o"), "--shortest", "9"]) == 2
    assert "no row has a reply of this length" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_tools_are_kept_and_what_a_tool_answered_is_not_asked_for_a_form(tmp_path: Path) -> None:
    call = {"function": {"name": "kettle", "arguments": "{}"}}
    asked = {"role": "user", "content": "Make tea."}
    calling = {"role": "assistant", "content": "", "tool_calls": [call]}
    found = {"role": "tool", "content": "hot"}
    answer = {"role": "assistant", "content": REPLIES[0]}
    rows = tmp_path / "rows.jsonl"
    tools = [{"type": "function", "function": {"name": "kettle"}}]
    lines = [{"messages": [asked, answer], "tools": tools}, {"messages": [asked, calling, found, answer]}]
    rows.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = tmp_path / "constrained.jsonl"
    assert adhere(["data", "constrain", str(rows), "--out", str(out), "--no-progress"]) == 0
    (written,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert written["tools"] == tools
    assert len(written["messages"]) == 2
