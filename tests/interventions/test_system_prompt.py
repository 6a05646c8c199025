"""The system prompt: where it goes, and what it changes."""

from __future__ import annotations

from adhere.chat import Message
from adhere.interventions import Change, Evidence, SystemPrompt
from adhere.models import Request, Sampling
from scripted import ScriptedModel


def sent(intervention: SystemPrompt, *messages: Message) -> Request:
    model = ScriptedModel(lambda request, index: "fine")
    request = Request("a", messages, Sampling(max_tokens=7, seed=3))
    (reply,) = intervention.apply(model, Evidence()).generate([request])
    assert reply.request == "a"
    assert reply.text == "fine"
    return model.calls[0][0]


def test_it_comes_first_and_leaves_the_rest_alone() -> None:
    asked = Message("user", "Write a poem.")
    request = sent(SystemPrompt("Obey."), asked)
    assert request.messages == (Message("system", "Obey."), asked)
    assert request.sampling == Sampling(max_tokens=7, seed=3)


def test_the_systems_own_message_stays_and_comes_first() -> None:
    asked = Message("user", "Write a poem.")
    request = sent(SystemPrompt("Obey."), Message("system", "You are a poet."), asked)
    assert request.messages == (Message("system", "You are a poet.\n\nObey."), asked)


def test_another_text_is_another_model() -> None:
    model = ScriptedModel(lambda request, index: "")
    one, other = (SystemPrompt(text).apply(model, Evidence()) for text in ("Obey.", "Obey!"))
    assert one.name == other.name == "scripted + system-prompt"
    assert one.identity != other.identity
    assert SystemPrompt().changes is Change.PROMPT
