"""Recognition where replies are checked, and with a model behind an endpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from adhere.chat import Message
from adhere.constraints.recognition import recognise
from adhere.data.rows import Rejected, Row
from adhere.evals.recognising import read_rest
from adhere.evals.replies import CheckedReply, check_rows
from adhere.evals.requirements import of_record, or_recognised
from adhere.models import Request
from adhere.models.cached import completion_key
from adhere.models.openai import OpenAIModel
from models.endpoint_stub import Say, completion, endpoint

if TYPE_CHECKING:
    from adhere.evals.replies import CheckedReply as Reply

PROMPT = "Describe the tides. Use the imperative mood in each sentence."


def checked(record: dict[str, Any]) -> Reply:
    (result,) = check_rows([Row(1, record)], or_recognised(of_record))
    assert isinstance(result, CheckedReply), result
    return result


def test_a_row_without_constraints_is_checked_by_what_its_prompt_states() -> None:
    result = checked({"prompt": "Describe the sea. Do not use any commas.", "reply": "Wide, and blue."})
    assert [one.id for one in result.sample.checked] == ["punctuation:no_comma"]
    assert not result.sample.strict
    assert result.to_record()["unchecked"] == ["Describe the sea."]


def test_system_and_messages_count() -> None:
    system = {"system": "Never use commas.", "prompt": "Describe the sea.", "reply": "Wide, and blue."}
    turns = [{"role": "system", "content": "Never use commas."}, {"role": "user", "content": "Describe the sea."}]
    spoken = [*turns, {"role": "assistant", "content": "Do not use any digits. Wide, and blue."}]
    for record in (
        system,
        {"messages": spoken, "reply": "Wide, and blue."},
        {"messages": turns, "reply": "Wide, blue."},
    ):
        assert [one.id for one in checked(record).sample.checked] == ["punctuation:no_comma"]


def test_constraints_that_a_row_states_itself_are_not_touched() -> None:
    record = {
        "prompt": "Do not use any commas.",
        "reply": "x",
        "constraints": [{"id": "change_case:english_lowercase"}],
    }
    result = checked(record)
    assert [one.id for one in result.sample.checked] == ["change_case:english_lowercase"]
    assert "unchecked" not in result.to_record()


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"prompt": "Describe the sea.", "reply": "x"}, "no constraint was recognised"),
        ({"reply": "x"}, "'prompt'"),
        ({"messages": [], "reply": "x"}, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}], "reply": "x"}, "robot"),
        ({"messages": [{"role": "user", "content": 3}], "reply": "x"}, "no text"),
    ],
)
def test_a_row_of_which_nothing_is_known_says_so(record: dict[str, Any], reason: str) -> None:
    (result,) = check_rows([Row(1, record)], or_recognised(of_record))
    assert isinstance(result, Rejected)
    assert reason in result.reason


def ask(*says: Say) -> tuple[Any, list[dict[str, Any]]]:
    recognition = recognise(PROMPT)
    with endpoint(lambda body, calls: says[min(calls, len(says) - 1)]) as stub:
        read = read_rest(OpenAIModel(stub.url, "reader"), (Message("user", PROMPT),), recognition)
    return read, stub.bodies


def test_an_endpoint_is_held_to_the_grammar_and_its_answer_is_loaded() -> None:
    items = [
        {"requirement": 1, "id": "length_constraints:number_words", "params": {"minimum": 5, "maximum": None}},
        {"requirement": 2, "id": "no:such", "params": {}, "complete": True},
    ]
    read, bodies = ask(completion(json.dumps({"constraints": items})))
    told = bodies[0]["response_format"]
    assert (told["type"], told["json_schema"]["strict"]) == ("json_schema", True)
    assert told["json_schema"]["schema"]["required"] == ["constraints"]
    assert [one.constraint.id for one in read.recognition.found] == ["length_constraints:number_words"]
    assert [one.reason for one in read.refused] == ["unknown constraint 'no:such'"]
    assert read.recognition.requirements == recognise(PROMPT).requirements


@pytest.mark.parametrize("say", [completion("I will not.", finish="length"), completion("No JSON here.")])
def test_an_endpoint_that_does_not_answer_in_form_changes_nothing(say: Say) -> None:
    read, _ = ask(say)
    assert read.recognition == recognise(PROMPT)
    assert len(read.refused) == 1


def test_nobody_is_asked_where_nothing_is_left() -> None:
    recognition = recognise("Do not use any commas.")
    assert not recognition.requirements
    read = read_rest(OpenAIModel("http://127.0.0.1:9/v1", "nobody"), (), recognition)
    assert read.recognition == recognition


def test_a_schema_is_part_of_what_a_cached_reply_answers() -> None:
    plain, bound = Request("r", (Message("user", "x"),)), Request("r", (Message("user", "x"),), reply_schema="{}")
    assert completion_key(plain, 0, {}) != completion_key(bound, 0, {})
