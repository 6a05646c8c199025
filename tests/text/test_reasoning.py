from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.text import Document, ReasoningSplit, split_reasoning


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Just a reply.", ("Just a reply.", (), False)),
        ("<think>plan</think>Reply", ("Reply", ("plan",), False)),
        (" \n<think>\nplan\n</think>\n\nReply", ("\n\nReply", ("\nplan\n",), False)),
        ("<THINKING>a</thinking>b", ("b", ("a",), False)),
        ("<reasoning>a</reasoning><reflection>b</reflection>c", ("c", ("a", "b"), False)),
        ("<|think|>a<|/think|>b", ("b", ("a",), False)),
        ("<seed:think>a</seed:think>b", ("b", ("a",), False)),
        ("[THINK]a[/THINK]b", ("b", ("a",), False)),
        ("◁think▷a◁/think▷b", ("b", ("a",), False)),
        ("<|begin_of_thought|>a<|end_of_thought|>b", ("b", ("a",), False)),
        ("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b", ("b", ("a",), False)),
        ("plan began in the prompt</think>Reply", ("Reply", ("plan began in the prompt",), False)),
        ("<think>still thinking", ("", ("still thinking",), True)),
        ("<think>a</think><think>b", ("", ("a", "b"), True)),
        ("<think>a <think> b</think> c</think>d", ("d", ("a <think> b", " c"), False)),
        ("<think>a</thinking>b", ("", ("a</thinking>b",), True)),
        ("Reply about <think>tags</think>.", ("Reply about <think>tags</think>.", (), False)),
        ("It ends with `</think>` always.", ("It ends with `</think>` always.", (), False)),
        ("", ("", (), False)),
    ],
)
def test_reasoning_is_taken_from_the_start_of_a_reply(raw: str, expected: tuple[str, tuple[str, ...], bool]) -> None:
    assert split_reasoning(raw) == ReasoningSplit(*expected)


def test_a_document_never_shows_reasoning_as_the_reply() -> None:
    document = Document("<think>No commas, please.</think>\n\nYes")
    assert (document.text, document.reasoning, document.reasoning_open) == ("Yes", ("No commas, please.",), False)
    assert [word.of(document.text) for word in document.words] == ["Yes"]


def test_a_document_of_reasoning_alone_is_empty_and_says_why() -> None:
    document = Document("<think>I should")
    assert document.is_empty
    assert document.reasoning_open


PIECES = st.sampled_from(
    ["<think>", "</think>", "<thinking>", "</thinking>", "[THINK]", "[/THINK]", "a", " ", "\n", "`"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_is_left_is_the_end_of_the_raw_text_and_has_no_more_reasoning(raw: str) -> None:
    split = split_reasoning(raw)
    assert raw.endswith(split.reply)
    assert split_reasoning(split.reply) == ReasoningSplit(split.reply, (), open=False)
    assert not (split.open and split.reply)
