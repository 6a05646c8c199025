"""A better system prompt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from adhere.chat import Message
from adhere.interventions.driving import DrivenModel
from adhere.interventions.protocol import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.interventions.protocol import Evidence, Flow
    from adhere.models import Model, Request

TEXT = (
    "You are an assistant that follows instructions exactly. A request says what to write and sets requirements for "
    "how to write it: length, format, language, letter case, punctuation, words to use or avoid, how to begin and end. "
    "Every requirement is binding. Before you answer, note each one; then write a reply that meets all of them at "
    "once. Give only the reply itself, without comments about the requirements."
)


@dataclass(frozen=True, slots=True)
class SystemPrompt:
    """Tell the model, in its system message, to meet every stated requirement.

    A system message that the conversation already has stays, and comes first.
    """

    text: str = TEXT
    name: str = "system-prompt"
    changes: ClassVar[Change] = Change.PROMPT
    calls: ClassVar[int] = 1
    uses_evidence: ClassVar[bool] = False

    def recipe(self, evidence: Evidence) -> Mapping[str, object]:  # noqa: ARG002 - the text needs no evidence
        """Return the text."""
        return {"text": self.text}

    def apply(self, model: Model, evidence: Evidence) -> Model:
        """Return ``model`` behind the system prompt."""
        return DrivenModel(model, self.name, self.recipe(evidence), self._flow)

    def _flow(self, request: Request) -> Flow:
        own = [m for m in request.messages if m.role == "system"]
        rest = tuple(m for m in request.messages if m.role != "system")
        text = "\n\n".join([*(m.content for m in own), self.text])
        (completion,) = yield [replace(request, messages=(Message("system", text), *rest))]
        return completion
