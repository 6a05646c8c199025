"""What a template wrote is read back, over the template families."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from template_families import CHATML, FAMILIES, QWEN_3

from adhere.chat import Conversation, Message, ParseError, TemplateParser
from adhere.chat.template import ChatTemplate
from adhere.errors import UsageError

WITHOUT_SYSTEM = {"llama-2", "gemma", "mistral"}  # which refuse one, or write it as if the user had said it


def template(source: str) -> ChatTemplate:
    return ChatTemplate(source, origin="test", special_tokens={"bos_token": "<s>", "eos_token": "</s>"})


PARSERS = {family: TemplateParser(template(source)) for family, source in FAMILIES.items()}
# Blanks at the ends are trimmed by some families; what else is said may be anything but their own marks.
TEXTS = (
    st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text and "<" not in text and "[" not in text)
)


@st.composite
def conversations(draw: st.DrawFn, family: str) -> Conversation:
    system = family not in WITHOUT_SYSTEM and draw(st.booleans())
    texts = draw(st.lists(TEXTS, min_size=1, max_size=5))
    turns = [Message("assistant" if place % 2 else "user", text) for place, text in enumerate(texts)]
    return (*([Message("system", draw(TEXTS))] if system else []), *turns)


@pytest.mark.parametrize("family", FAMILIES)
@given(data=st.data())
def test_what_a_family_writes_is_read_back(family: str, data: st.DataObject) -> None:
    said = data.draw(conversations(family))
    for asks in {False, said[-1].role != "assistant"}:
        text = template(FAMILIES[family]).render(said, add_generation_prompt=asks)
        assert PARSERS[family].parse(text) == said


@given(reasoning=TEXTS, answer=TEXTS)
def test_the_reasoning_of_the_last_turn_is_part_of_what_it_says(reasoning: str, answer: str) -> None:
    said = (Message("user", "How many?"), Message("assistant", f"<think>\n{reasoning}\n</think>\n\n{answer}"))
    assert PARSERS["qwen-3"].parse(template(QWEN_3).render(said, add_generation_prompt=False)) == said


def test_an_answer_of_a_tool_is_a_turn() -> None:
    said = (
        Message("user", "Rain?"),
        Message("assistant", "I ask."),
        Message("tool", "no"),
        Message("assistant", "No."),
    )
    assert PARSERS["chatml"].parse(template(CHATML).render(said, add_generation_prompt=False)) == said


def test_a_system_prompt_that_the_template_adds_itself_is_not_said() -> None:
    with_own = template(
        "{% if messages[0].role != 'system' %}<|im_start|>system\nBe kind.<|im_end|>\n{% endif %}" + CHATML
    )
    said = (Message("user", "Hello"),)
    assert TemplateParser(with_own).parse(with_own.render(said)) == said


@pytest.mark.parametrize(
    "text", ["", "Hello", "<|im_start|>user\nHello", "<|im_start|>user\nHello<|im_end|>\n<|im_start|>"]
)
def test_a_text_of_another_making_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="writes no conversation as this text"):
        PARSERS["chatml"].parse(text)


def test_a_text_full_of_borders_is_given_up_in_time() -> None:
    with pytest.raises(ParseError):
        PARSERS["chatml"].parse("<|im_start|>user\n" + "<|im_end|>\n<|im_start|>user\n" * 3000 + "x")


def test_families_without_a_system_prompt_are_those_that_refuse_it() -> None:
    said = (Message("system", "Be kind."), Message("user", "Hello"))
    for family, source in FAMILIES.items():
        if family in WITHOUT_SYSTEM - {"mistral"}:
            with pytest.raises(UsageError):
                template(source).render(said)
        elif family != "mistral":
            assert PARSERS[family].parse(template(source).render(said)) == said
