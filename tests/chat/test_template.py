from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

from adhere.chat import Message
from adhere.chat.template import FIXED_DATE, ChatTemplate
from adhere.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

# Written for these tests after the shapes that families of models use.
CHATML = (
    "{% for m in messages %}{% if loop.first and m.role != 'system' %}<|im_start|>system\nBe kind.<|im_end|>\n"
    "{% endif %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA = """{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = strftime_now("%d %b %Y") %}
{%- endif %}
{%- set ns = namespace(system="", seen=0) %}
{%- for message in messages %}
    {%- if message.role == "system" %}
        {%- set ns.system = ns.system ~ message.content | trim %}
        {%- continue %}
    {%- endif %}
    {%- set ns.seen = ns.seen + 1 %}
    {%- if ns.seen == 1 %}
        {{- "<|header|>system<|end|>\\n\\nToday: " + date_string + "\\n" + ns.system + eos_token }}
    {%- endif %}
    {{- "<|header|>" + message.role + "<|end|>\\n\\n" + message.content | trim + eos_token }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- "<|header|>assistant<|end|>\\n\\n" }}
{%- endif %}
"""
GEMMA = """{{ bos_token }}{% if messages[0]['role'] == 'system' %}
    {{ raise_exception('System role not supported') }}
{%- endif %}
{%- for message in messages %}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{ raise_exception('Conversation roles must alternate') }}
    {%- endif %}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] %}
    {{- '<turn>' + role + '\n' + message['content'] | trim + '<end>\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '<turn>model\n' }}{% endif %}"""
ZEPHYR = """{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>\n' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>\n' + message['content'] + eos_token }}
{% else %}
{% generation %}{{ '<|assistant|>\n'  + message['content'] + eos_token }}{% endgeneration %}

{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}
{%- generation -%}  x  {%- endgeneration -%}
{{ {"b": "é<&>", "a": [1, none, true]} | tojson }} {{ messages | tojson(indent=1) }} {{ pad_token }}{{ cls_token }}
{{ tools is none }}{{ dict(a=1)['a'] }}"""
TEMPLATES = {"chatml": CHATML, "llama": LLAMA, "gemma": GEMMA, "zephyr": ZEPHYR}
CONVERSATIONS = {
    "one turn": (Message("user", "Hi"),),
    "system": (Message("system", "Be brief. "), Message("user", " Hé 🙂\n\nthere ")),
    "turns": (Message("user", "{{ 7 * 7 }} {% raw %}"), Message("assistant", "<b>&amp;"), Message("user", "")),
}


SPECIAL_TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>"}


def model_folder(folder: Path, source: str | None) -> PreTrainedTokenizerFast:
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()), **SPECIAL_TOKENS)
    tokenizer.chat_template = source
    tokenizer.save_pretrained(folder)
    return tokenizer


@pytest.mark.parametrize("family", TEMPLATES)
@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("end", ["open", "closed"])
def test_a_prompt_is_what_transformers_makes_of_it(
    family: str, name: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = model_folder(tmp_path, TEMPLATES[family])

    class FixedNow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> FixedNow:
            return cls(FIXED_DATE.year, FIXED_DATE.month, FIXED_DATE.day)

    monkeypatch.setattr("transformers.utils.chat_template_utils.datetime", FixedNow)
    messages, opening = CONVERSATIONS[name], end == "open"
    template = ChatTemplate.load(tmp_path)
    if family == "gemma" and name == "system":
        with pytest.raises(UsageError, match="System role not supported"):
            template.render(messages, add_generation_prompt=opening)
        return
    expected = tokenizer.apply_chat_template(
        [message.to_dict() for message in messages], add_generation_prompt=opening, tokenize=False
    )
    assert template.render(messages, add_generation_prompt=opening) == expected


def test_the_day_is_the_same_every_day_and_part_of_the_identity() -> None:
    tokens = {"bos_token": "<s>", "eos_token": "</s>"}
    fixed = ChatTemplate(LLAMA, origin="m", special_tokens=tokens)
    assert "Today: 26 Jul 2024" in fixed.render(CONVERSATIONS["one turn"])
    later = ChatTemplate(LLAMA, origin="m", special_tokens=tokens, day=date(2030, 1, 2))
    assert "Today: 02 Jan 2030" in later.render(CONVERSATIONS["one turn"])
    assert later.sha256 != fixed.sha256
    dateless = [ChatTemplate(CHATML, origin="m", special_tokens={}, day=day) for day in (FIXED_DATE, date(2030, 1, 2))]
    assert dateless[0].sha256 == dateless[1].sha256
    assert dateless[0].sha256 != ChatTemplate(CHATML + " ", origin="m", special_tokens={}).sha256
    assert fixed.sha256 != ChatTemplate(LLAMA, origin="m", special_tokens=tokens | {"eos_token": "<e>"}).sha256


def test_older_layouts_are_read(tmp_path: Path) -> None:
    config = {
        "chat_template": "{{ bos_token }}{{ eos_token }}{{ messages[0].content }}",
        "bos_token": {"content": "<B>"},
    }
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    (tmp_path / "special_tokens_map.json").write_text(json.dumps({"bos_token": "<old>", "eos_token": "<E>"}))
    assert ChatTemplate.load(tmp_path).render(CONVERSATIONS["one turn"]) == "<B><E>Hi"
    named = [{"name": "tool_use", "template": "tools"}, {"name": "default", "template": "default"}]
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"chat_template": named}))
    assert ChatTemplate.load(tmp_path).render(()) == "default"
    (tmp_path / "chat_template.jinja").write_text("newest", encoding="utf-8")
    assert ChatTemplate.load(tmp_path).render(()) == "newest"


def test_a_given_file_is_used_with_the_tokens_of_the_model(tmp_path: Path) -> None:
    model_folder(tmp_path, CHATML)
    file = tmp_path / "mine.jinja"
    file.write_text("{{ bos_token }}é{{ messages[0].content }}", encoding="utf-8")
    assert ChatTemplate.load(tmp_path, chosen=file).render(CONVERSATIONS["one turn"]) == "<s>éHi"


def test_a_model_without_a_template_is_refused_with_the_way_out(tmp_path: Path) -> None:
    model_folder(tmp_path, None)
    with pytest.raises(UsageError, match="no chat template") as caught:
        ChatTemplate.load(tmp_path)
    assert "--template with a name (alpaca, chatml, gemma)" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ messages[5].content }}", "refuses"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ messages[0]['content'] + 1 }}", "refuses"),
        ("{{ messages.append(1) }}", "refuses"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "refuses"),
        ("{{ namespace.__init__.__globals__ }}", "refuses"),
        ("{{ strftime_now.__self__.__class__.fromtimestamp.__self__ }}", "refuses"),
        ("{% include '/etc/passwd' %}", "refuses"),
        ("{% for i in range(10 ** 9) %}x{% endfor %}", "refuses"),
    ],
)
def test_a_template_that_fails_or_reaches_out_gives_one_clear_error(source: str, said: str) -> None:
    template = ChatTemplate(source, origin="folder/m", special_tokens={})
    with pytest.raises(UsageError, match=said) as caught:
        template.render(CONVERSATIONS["one turn"])
    assert "folder/m" in caught.value.message
    assert "user" in caught.value.message
    assert "--template" in str(caught.value.hint)


def test_a_broken_template_is_refused_when_it_is_loaded() -> None:
    with pytest.raises(UsageError, match="line 2"):
        ChatTemplate("{{ bos_token }}\n{% for %}", origin="m", special_tokens={})


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]", b"{"])
def test_unreadable_files_are_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "tokenizer_config.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"tokenizer_config\.json"):
        ChatTemplate.load(tmp_path)
    with pytest.raises(UsageError, match=r"none\.jinja"):
        ChatTemplate.load(tmp_path / "nowhere", chosen=tmp_path / "none.jinja")
