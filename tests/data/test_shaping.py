"""Replies edited into a form: what they say stays, and the checkers agree."""

from __future__ import annotations

import json
import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adhere.chat import Message
from adhere.cli.app import run as adhere
from adhere.constraints.catalogue import CATALOGUE, IFEVAL
from adhere.data import Example
from adhere.data.constraining import constrain, suited_types
from adhere.data.shaping import shape, shapes
from adhere.text import Document

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = "How is tea made?"
REPLY = (
    'Boil 300 ml of fresh water, as Grandmother Rosa says, "until it sings". Warm the pot, then add 2 spoons. '
    "Pour the water slowly. Wait for 4 minutes. Serve the tea with milk, or with a slice of lemon from Sicily."
)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("name", shapes())
def test_each_form_is_reached_and_confirmed_by_its_checker(name: str) -> None:
    reached = 0
    for seed in range(10):
        edited, made = shape(Random(seed), REQUEST, REPLY, [IFEVAL[name]])
        reached += len(made)
        assert all(constraint.check(Document(edited)).satisfied for constraint in made)
        assert made or edited == REPLY
    assert reached


@pytest.mark.parametrize("name", sorted(set(shapes()) - {"detectable_content:number_placeholders"}))
def test_no_word_of_the_reply_is_lost(name: str) -> None:
    for seed in range(10):
        edited, _ = shape(Random(seed), REQUEST, REPLY, [IFEVAL[name]])
        left = _words(edited)
        for word in _words(REPLY):
            left.remove(word)


def test_placeholders_stand_for_names_and_numbers() -> None:
    kind = IFEVAL["detectable_content:number_placeholders"]
    edited, (constraint,) = shape(Random(1), REQUEST, REPLY, [kind])
    assert len(re.findall(r"\[(?:name|number)\]", edited)) == getattr(constraint, "minimum", None)
    assert shape(Random(1), REQUEST, "Tea is made with water.", [kind]) == ("Tea is made with water.", ())


def test_json_holds_the_reply_as_it_was() -> None:
    edited, made = shape(Random(0), REQUEST, REPLY, [IFEVAL["detectable_format:json_format"]])
    assert len(made) == 1
    assert list(json.loads(edited.removeprefix("```json").removesuffix("```")).values()) == [REPLY]


def test_what_a_later_edit_would_break_is_not_asked_for() -> None:
    kinds = [IFEVAL[name] for name in ("change_case:english_lowercase", "change_case:english_capital")]
    edited, made = shape(Random(0), REQUEST, REPLY, kinds)
    assert [constraint.id for constraint in made] == ["change_case:english_capital"]
    assert edited == REPLY.upper()


@pytest.mark.parametrize("reply", ["", " ", "...", "A\n\n\nB", "One sentence only", "[x] *a* <<b>> ***"])
def test_replies_that_allow_no_edit_stay(reply: str) -> None:
    for name in shapes():
        edited, made = shape(Random(0), REQUEST, reply, [IFEVAL[name]])
        assert made or edited == reply


@given(
    reply=st.text(st.characters(codec="utf-8"), max_size=200) | st.just(REPLY),
    names=st.lists(st.sampled_from(shapes()), unique=True, max_size=4),
    seed=st.integers(0, 99),
)
def test_whatever_the_reply_every_form_that_is_named_is_there(reply: str, names: list[str], seed: int) -> None:
    edited, made = shape(Random(seed), REQUEST, reply, [CATALOGUE[name] for name in names])
    assert {constraint.id for constraint in made} <= set(names)
    assert all(constraint.check(Document(edited)).satisfied for constraint in made)
    assert made or edited == reply


def test_a_share_of_the_replies_is_edited_and_each_says_for_what() -> None:
    examples = [
        Example((Message("user", f"How is tea number {place} made?"), Message("assistant", REPLY)), f"rows:{place}")
        for place in range(80)
    ]
    made = list(constrain(examples, seed=0, types=suited_types(published=True), edited=0.5))
    edited = [one for one in made if one.edited]
    assert 25 <= len(edited) <= 55
    for one in made:
        reply = one.example.conversation[-1].content
        assert (reply != REPLY) is bool(one.edited)
        assert set(one.edited) <= {constraint.id for constraint in one.constraints}
        assert len({constraint.id for constraint in one.constraints}) == len(one.constraints)
        assert all(constraint.check(Document(reply)).satisfied for constraint in one.constraints)
    assert all(one.edited for one in constrain(examples, seed=0, types=suited_types(published=True), edited=1))


@pytest.mark.parametrize(
    "reply",
    [
        "\n\nBoil water first. Add tea leaves. Pour it out. Serve it hot.",
        "Boil water first.\r\nAdd tea leaves.\r\nPour it out, then serve.",
        "<think>What is tea, after all?</think>Boil water first. Add tea leaves. Pour it out, then serve.",
        "Run this first.\n\n```python\nimport random\n```\n\nThen wait, and read. It prints a number.",
        "1. Boil the water, and wait.\n2. Add the tea.\n3. Pour it.",
        "# Tea\n\nBoil the water, and wait. Add the tea.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nThat is all, more or less. It is short.",
        "See https://example.com/tea, where Rosa explains it. Read it twice.",
        "Call `return value`, then wait. It is quick.",
        "",
        " ",
    ],
)
@pytest.mark.parametrize("name", shapes())
def test_only_plain_prose_is_edited(name: str, reply: str) -> None:
    assert shape(Random(0), REQUEST, reply, [IFEVAL[name]]) == (reply, ())


@pytest.mark.parametrize("reply", ["The points are (1,2) and that is all, really.", "It costs 3,000 dollars, or more."])
def test_commas_that_are_part_of_something_stay(reply: str) -> None:
    assert shape(Random(0), REQUEST, reply, [IFEVAL["punctuation:no_comma"]]) == (reply, ())


def test_titles_and_inches_are_written_as_they_are() -> None:
    edited, _ = shape(Random(0), "What's the best tea?", REPLY, [IFEVAL["detectable_format:title"]])
    assert edited.startswith("<<What's The Best Tea>>\n\n")
    wide = 'A cup is 5" wide.'
    assert shape(Random(0), REQUEST, wide, [IFEVAL["startend:quotation"]]) == (wide, ())


def test_a_request_that_is_blank_and_a_call_of_a_tool_get_nothing(tmp_path: Path) -> None:
    calling = {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "kettle", "arguments": "{}"}}]}
    rows = tmp_path / "rows.jsonl"
    lines: list[dict[str, object]] = [
        {"messages": [{"role": "user", "content": " "}, {"role": "assistant", "content": REPLY}]},
        {"messages": [{"role": "user", "content": REQUEST}, calling]},
        {"messages": [{"role": "user", "content": REQUEST}, {"role": "assistant", "content": REPLY}]},
    ]
    rows.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = tmp_path / "constrained.jsonl"
    assert adhere(["data", "constrain", str(rows), "--out", str(out), "--edited", "1", "--no-progress"]) == 0
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [message["content"] for message in written[0]["messages"]][1:] == [""]
    assert len(written) == 2
