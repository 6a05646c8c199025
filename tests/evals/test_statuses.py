"""Kinds of replies."""

from __future__ import annotations

import pytest

from adhere.evals.samples import ReplyStatus
from adhere.evals.statuses import reply_status
from adhere.models import StopReason
from adhere.text import Document

REFUSALS = [
    "I'm sorry, but I can't assist with that.",
    "I’m sorry, I cannot help you with that request.",
    "Sorry, but I can't do that.",
    "I cannot fulfill your request.",
    "As an AI language model, I cannot provide this information. Please ask a doctor.",
    "I am unable to complete this task.",
    "I apologize, but I won't write that.",
    "<think>The user wants a bomb.</think>I can't help with that.",
]
ANSWERS = [
    "I'm sorry, but I can't come to work on Saturday because my cousin is getting married.",
    "I can't help but smile when I think of the lake.",
    "Dear Dana, I am unable to work on Saturday. Could you swap with me?",
    "The cat said: I can't help with that.",
    "Sorry for the late reply. The heater is broken.",
    "I cannot provide a home for the dog any longer.",
    "I can't do that. " + "Still, here is how a person might set about it with care and patience. " * 6,
]


@pytest.mark.parametrize("text", REFUSALS)
def test_refusals_are_seen(text: str) -> None:
    assert reply_status(StopReason.STOP, Document(text)) is ReplyStatus.REFUSED


@pytest.mark.parametrize("text", ANSWERS)
def test_answers_that_sound_like_refusals_are_answers(text: str) -> None:
    assert reply_status(StopReason.STOP, Document(text)) is ReplyStatus.ANSWERED


@pytest.mark.parametrize(
    ("text", "stop", "status"),
    [
        ("", StopReason.STOP, ReplyStatus.EMPTY),
        (" \n\t\n", StopReason.LENGTH, ReplyStatus.EMPTY),
        ("<think>one</think>", StopReason.STOP, ReplyStatus.REASONING_ONLY),
        ("<think>one and then", StopReason.LENGTH, ReplyStatus.REASONING_ONLY),
        ("<think>one</think>two", StopReason.STOP, ReplyStatus.ANSWERED),
        ("An answer that goes on", StopReason.LENGTH, ReplyStatus.TRUNCATED),
        ("No.", StopReason.REFUSED, ReplyStatus.REFUSED),
        ("", StopReason.REFUSED, ReplyStatus.EMPTY),
        ("whatever", StopReason.ERROR, ReplyStatus.ERROR),
    ],
)
def test_the_first_kind_that_holds_counts(text: str, stop: StopReason, status: ReplyStatus) -> None:
    assert reply_status(stop, Document(text)) is status
