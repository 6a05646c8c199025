"""From a conversation to the tokens that a model reads."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from adhere.errors import UsageError

if TYPE_CHECKING:
    from adhere.chat import Conversation


class Prompts:
    """Renders conversations with a chat template and tokenises them.

    Args:
        tokenizer: the model's.
        template: a Jinja chat template; None takes the tokenizer's own.

    Raises:
        UsageError: there is no template.
    """

    def __init__(self, tokenizer: Any, template: str | None) -> None:  # noqa: ANN401 - transformers is untyped
        self._tokenizer = tokenizer
        chosen = template if template is not None else tokenizer.chat_template
        if not isinstance(chosen, str):
            raise UsageError("the model has no chat template", hint="give one with --template FILE")
        self._template: str = chosen

    @property
    def template_hash(self) -> str:
        """The sha256 of the template."""
        return hashlib.sha256(self._template.encode()).hexdigest()

    def tokens(self, messages: Conversation) -> list[int]:
        """Return the tokens of a conversation up to where the reply begins.

        Raises:
            UsageError: the template refuses the conversation.
        """
        try:
            text: str = self._tokenizer.apply_chat_template(
                [message.to_dict() for message in messages],
                chat_template=self._template,
                add_generation_prompt=True,
                tokenize=False,
            )
        except TemplateError as error:
            raise UsageError(f"the chat template refuses the conversation: {error}") from error
        tokens: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return tokens
