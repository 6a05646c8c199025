"""The templates that have a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from template_families import SPECIAL
from test_tokens import ENDS, TOKENIZER, conversation, encode, learnt_texts

from adhere.chat import Message, render
from adhere.chat.named import NAMED_TEMPLATES, read_template
from adhere.chat.template import ChatTemplate
from adhere.errors import UsageError

SYSTEM = Message("system", "Be kind.")
ALPACA = (
    "<s>Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n"
    "### Instruction:\na\n\n### Response:\n"
)


def named(name: str) -> ChatTemplate:
    return ChatTemplate(read_template(name), origin=name, special_tokens={"bos_token": "<s>", "eos_token": "</s>"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alpaca", f"{ALPACA}b</s>\n\n### Instruction:\nc\n\n### Response:\n"),
        (
            "chatml",
            (
                "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb<|im_end|>\n<|im_start|>user\nc<|im_end|>\n"
                "<|im_start|>assistant\n"
            ),
        ),
        (
            "gemma",
            (
                "<s><start_of_turn>user\na<end_of_turn>\n<start_of_turn>model\nb<end_of_turn>\n<start_of_turn>user\nc"
                "<end_of_turn>\n<start_of_turn>model\n"
            ),
        ),
    ],
)
def test_a_conversation_is_written_as_the_format_is_published(name: str, expected: str) -> None:
    assert named(name).render(conversation("a", "b", "c")) == expected


def test_system_messages_have_their_place() -> None:
    turns = (SYSTEM, *conversation("a"))
    assert named("alpaca").render(turns) == "<s>Be kind.\n\n### Instruction:\na\n\n### Response:\n"
    assert named("gemma").render(turns) == (
        "<s><start_of_turn>user\nBe kind.\n\na<end_of_turn>\n<start_of_turn>model\n"
    )
    assert named("chatml").render(turns).startswith("<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\na")


@pytest.mark.parametrize(("name", "end"), [("alpaca", "</s>"), ("chatml", "<|im_end|>"), ("gemma", "<end_of_turn>")])
def test_every_reply_and_its_end_are_learnt(name: str, end: str) -> None:
    (rendered,) = render(named(name), encode, conversation("a", "b", "c", "d"), end_tokens=ENDS)
    assert learnt_texts(rendered) == [f"b{end}", f"d{end}"]
    assert end in SPECIAL
    assert rendered.tokens.count(TOKENIZER.token_to_id("<s>")) == (name != "chatml")


@pytest.mark.parametrize("turns", [(Message("tool", "x"),), (*conversation("a"), Message("user", "b"))])
def test_what_gemma_has_no_turn_for_is_refused(turns: tuple[Message, ...]) -> None:
    with pytest.raises(UsageError, match="alternate"):
        named("gemma").render(turns)


def test_a_role_that_alpaca_has_not_is_refused() -> None:
    with pytest.raises(UsageError, match="no turn of the role tool"):
        named("alpaca").render((*conversation("a"), Message("tool", "x")))


def test_a_name_goes_before_a_file_and_a_slip_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMED_TEMPLATES:
        Path(name).write_text("mine")
        assert read_template(name) != "mine"
        assert read_template(f"./{name}") == "mine"
    with pytest.raises(UsageError, match="cannot read") as caught:
        read_template("alpacca")
    assert "did you mean alpaca?" in str(caught.value.hint)
