"""What is learnt of a conversation, over the template families."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from template_families import CHATML, FAMILIES, QWEN_3, SPECIAL
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from adhere.chat import Message, Rendered, RenderError, Turns, render
from adhere.chat.template import ChatTemplate

EVERY_FAMILY = pytest.mark.parametrize("family", FAMILIES)
CONTENT = st.text(alphabet="abc xyz.\n", min_size=1, max_size=12).map(str.strip).filter(bool)


def make_tokenizer() -> Tokenizer:
    """Bytes, with two merges that can reach over a border: of two line ends, and of a blank and a letter."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {mark: place for place, mark in enumerate([*alphabet, "ĊĊ", "Ġa"])}
    bare = Tokenizer(models.BPE(vocab=vocabulary, merges=[("Ċ", "Ċ"), ("Ġ", "a")]))
    bare.decoder = decoders.ByteLevel()
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bare.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL])
    return bare


TOKENIZER = make_tokenizer()
ENDS = {TOKENIZER.token_to_id(token) for token in SPECIAL[1:]}


def encode(text: str) -> list[int]:
    ids: list[int] = TOKENIZER.encode(text, add_special_tokens=False).ids
    return ids


def template(source: str) -> ChatTemplate:
    return ChatTemplate(source, origin="test", special_tokens={"bos_token": "<s>", "eos_token": "</s>"})


def conversation(*texts: str) -> tuple[Message, ...]:
    return tuple(Message("assistant" if place % 2 else "user", text) for place, text in enumerate(texts))


def learnt_texts(rendered: Rendered) -> list[str]:
    """The runs of learnt tokens, as text."""
    runs: list[list[int]] = []
    for place, (token, learnt) in enumerate(zip(rendered.tokens, rendered.learnt, strict=True)):
        if learnt:
            if not (place and rendered.learnt[place - 1]):
                runs.append([])
            runs[-1].append(token)
    return [TOKENIZER.decode(run, skip_special_tokens=False) for run in runs]


@EVERY_FAMILY
@given(texts=st.lists(CONTENT, min_size=2, max_size=2))
def test_the_prompt_is_what_the_model_reads_when_it_is_asked(family: str, texts: list[str]) -> None:
    chat = template(FAMILIES[family])
    (rendered,) = render(chat, encode, conversation(*texts), end_tokens=ENDS)
    asked = encode(chat.render(conversation(texts[0])))
    assert list(rendered.tokens[: rendered.prompt_length]) == asked
    assert not any(rendered.learnt[: len(asked)])
    assert all(rendered.learnt[len(asked) :])


@EVERY_FAMILY
@given(texts=st.lists(CONTENT, min_size=2, max_size=2))
def test_the_reply_and_its_end_are_learnt_and_nothing_after(family: str, texts: list[str]) -> None:
    (rendered,) = render(template(FAMILIES[family]), encode, conversation(*texts), end_tokens=ENDS)
    assert rendered.tokens[-1] in ENDS
    (learnt,) = learnt_texts(rendered)
    assert texts[1] in learnt
    assert (
        sum(token in ENDS for token, is_learnt in zip(rendered.tokens, rendered.learnt, strict=True) if is_learnt) == 1
    )


@EVERY_FAMILY
@given(texts=st.lists(CONTENT, min_size=4, max_size=4))
def test_every_turn_is_learnt_after_the_prompt_that_asks_for_it(family: str, texts: list[str]) -> None:
    chat = template(FAMILIES[family])
    sequences = render(chat, encode, conversation(*texts), end_tokens=ENDS)
    runs = [run for rendered in sequences for run in learnt_texts(rendered)]
    assert len(runs) == 2
    assert texts[1] in runs[0]
    assert texts[3] in runs[1]
    last = sequences[-1]
    asked = encode(chat.render(conversation(*texts[:3])))
    assert list(last.tokens[: len(asked)]) == asked


@EVERY_FAMILY
def test_there_is_one_beginning_of_text(family: str) -> None:
    (rendered,) = render(template(FAMILIES[family]), encode, conversation("a", "b"), end_tokens=ENDS)
    assert rendered.tokens.count(TOKENIZER.token_to_id("<s>")) == FAMILIES[family].count("bos_token")


def test_only_the_last_turn_where_that_is_asked() -> None:
    (rendered,) = render(template(CHATML), encode, conversation("a", "b", "c", "d"), end_tokens=ENDS, turns=Turns.LAST)
    assert learnt_texts(rendered) == ["d<|im_end|>"]


def test_a_template_that_rewrites_earlier_turns_gives_a_sequence_each() -> None:
    thinking = conversation("a", "<think>1</think>b", "c", "<think>2</think>d")
    first, second = render(template(QWEN_3), encode, thinking, end_tokens=ENDS)
    assert learnt_texts(first) == ["<think>\n1\n</think>\n\nb<|im_end|>"]
    assert learnt_texts(second) == ["<think>\n2\n</think>\n\nd<|im_end|>"]
    assert "1" not in TOKENIZER.decode(second.tokens)


@given(texts=st.lists(st.text(alphabet="\n a", min_size=1, max_size=4), min_size=2, max_size=2))
def test_a_token_that_would_reach_over_the_border_is_not_formed(texts: list[str]) -> None:
    assume(texts[1].strip())
    (rendered,) = render(template(CHATML), encode, conversation(*texts), end_tokens=ENDS)
    asked = encode(template(CHATML).render(conversation(texts[0])))
    assert list(rendered.tokens[: len(asked)]) == asked
    assert TOKENIZER.decode(rendered.tokens[len(asked) :], skip_special_tokens=False) == f"{texts[1]}<|im_end|>"


@pytest.mark.parametrize(
    ("source", "turns", "said"),
    [
        (CHATML, ("a",), "does not end with the assistant's turn"),
        (CHATML, (), "does not end with the assistant's turn"),
        (CHATML.replace("<|im_end|>", ""), ("a", "b"), "no token that ends a reply"),
        (
            CHATML.replace("assistant\n{% endif", "assistant: {% endif"),
            ("a", "b"),
            "opens the assistant's turn otherwise",
        ),
    ],
)
def test_what_cannot_be_rendered_says_why(source: str, turns: tuple[str, ...], said: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(template(source), encode, conversation(*turns), end_tokens=ENDS)
    assert said in caught.value.message
