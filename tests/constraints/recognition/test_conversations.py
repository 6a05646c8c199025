"""Conversations: whose words bind the next reply, and where they stand."""

from __future__ import annotations

from adhere.chat import Message
from adhere.constraints import load
from adhere.constraints.recognition import Scope, recognise_conversation, to_record


def conversation(*turns: tuple[str, str]) -> tuple[Message, ...]:
    return tuple(Message(role, content) for role, content in turns)  # type: ignore[arg-type]


def found(*turns: tuple[str, str]) -> list[tuple[str, int]]:
    recognition = recognise_conversation(conversation(*turns))
    return [(one.constraint.id, one.origin.message) for one in recognition.found]


def test_a_system_message_and_the_last_user_message_bind() -> None:
    assert found(("system", "Never use commas."), ("user", "Answer in at most 3 sentences.")) == [
        ("punctuation:no_comma", 0),
        ("length_constraints:number_sentences", 1),
    ]


def test_an_earlier_user_message_binds_only_by_what_outlives_its_reply() -> None:
    turns = (
        ("user", "Answer in at most 3 sentences. From now on, do not use any commas."),
        ("assistant", "Yes. Always write in all capital letters."),
        ("user", "And tides?"),
    )
    assert found(*turns) == [("punctuation:no_comma", 0)]
    assert found(*turns[:2]) == [("length_constraints:number_sentences", 0), ("punctuation:no_comma", 0)]


def test_what_is_asked_twice_is_found_once_where_it_was_asked_first() -> None:
    assert found(("system", "Never use commas."), ("user", "Do not use any commas.")) == [("punctuation:no_comma", 0)]


def test_requirements_of_all_binding_messages_are_kept() -> None:
    recognition = recognise_conversation(conversation(("system", "Be kind."), ("user", "Write a poem about bees.")))
    assert [(one.text, one.scope, one.origin.message) for one in recognition.requirements] == [
        ("Be kind.", Scope.FROM_NOW_ON, 0),
        ("Write a poem about bees.", Scope.THIS_REPLY, 1),
    ]


def test_a_conversation_without_anybody_who_asks_asks_for_nothing() -> None:
    assert found(("assistant", "Do not use any commas.")) == []
    assert found() == []


def test_a_record_says_where_each_find_stands_and_loads_again() -> None:
    text = "Write a poem about bees. Do not use any commas."
    record = to_record(recognise_conversation(conversation(("user", text))))
    (constraint,) = record["constraints"]
    ((start, end),) = constraint["spans"]
    assert text[start:end] == "not use any commas"
    assert load({"id": constraint["id"], "params": constraint["params"]}).id == "punctuation:no_comma"
    assert constraint["origin"] == {"message": 0, "role": "user", "span": [25, 47]}
    assert [one["text"] for one in record["requirements"]] == ["Write a poem about bees."]
