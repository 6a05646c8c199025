"""Turns that call tools, and the turns that answer them."""

from __future__ import annotations

import json

import pytest
from template_families import CHATML
from test_tokens import ENDS, encode, learnt_texts, template

from adhere.chat import Message, RenderError, ToolCall, render

# As Qwen and Hermes write them.
WITH_TOOLS = (
    "{% if tools %}<|im_start|>system\n{% for t in tools %}{{ t | tojson }}\n{% endfor %}<|im_end|>\n{% endif %}"
    "{% for m in messages %}{% if m.role == 'tool' %}<|im_start|>user\n<tool_response>\n{{ m.content }}\n"
    "</tool_response><|im_end|>\n{% else %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "{% for c in m.tool_calls or [] %}<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n</tool_call>{% endfor %}'
    "<|im_end|>\n{% endif %}{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WEATHER = json.dumps({"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}})
CALL = ToolCall("weather", '{"city": "Bonn"}', "call-1")
ASKED = Message("user", "Rain in Bonn?")
CALLING = Message("assistant", "", (CALL,))
FOUND = Message("tool", "none", tool_call_id="call-1")
ANSWER = Message("assistant", "No rain.")


def test_a_call_is_learnt_and_the_answer_of_the_tool_is_not() -> None:
    (rendered,) = render(
        template(WITH_TOOLS), encode, (ASKED, CALLING, FOUND, ANSWER), end_tokens=ENDS, tools=(WEATHER,)
    )
    call = '<tool_call>\n{"name": "weather", "arguments": {"city": "Bonn"}}\n</tool_call><|im_end|>'
    assert learnt_texts(rendered) == [call, "No rain.<|im_end|>"]


def test_the_prompt_says_which_tools_there_are() -> None:
    (rendered,) = render(template(WITH_TOOLS), encode, (ASKED, CALLING), end_tokens=ENDS, tools=(WEATHER,))
    asked = template(WITH_TOOLS).render((ASKED,), tools=(WEATHER,))
    assert list(rendered.tokens[: rendered.prompt_length]) == encode(asked)
    assert WEATHER in asked


@pytest.mark.parametrize("turns", [(ASKED, CALLING), (ASKED, CALLING, FOUND, ANSWER)])
def test_a_template_that_would_drop_a_call_is_refused(turns: tuple[Message, ...]) -> None:
    with pytest.raises(RenderError, match="does not write calls of tools"):
        render(template(CHATML), encode, turns, end_tokens=ENDS)


def test_a_template_that_would_drop_the_tools_is_refused() -> None:
    with pytest.raises(RenderError, match="does not write which tools there are"):
        render(template(CHATML), encode, (ASKED, ANSWER), end_tokens=ENDS, tools=(WEATHER,))


def test_the_chat_interface_gets_arguments_as_text_and_templates_get_an_object() -> None:
    (call,) = CALLING.to_dict()["tool_calls"]
    assert call == {
        "id": "call-1",
        "type": "function",
        "function": {"name": "weather", "arguments": '{"city": "Bonn"}'},
    }
    (call,) = CALLING.for_template()["tool_calls"]
    assert call["function"]["arguments"] == {"city": "Bonn"}
    assert FOUND.to_dict() == {"role": "tool", "content": "none", "tool_call_id": "call-1"}
    assert ANSWER.to_dict() == {"role": "assistant", "content": "No rain."}
