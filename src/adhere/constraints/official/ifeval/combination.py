"""combination: two responses, and the prompt repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def two_responses(_: Arguments, text: str) -> bool:
    """Two different chunks between six asterisks, with nothing blank between them."""
    chunks = [chunk.strip() for chunk in text.split("******")]
    responses = [chunk for chunk in chunks if chunk]
    return all(chunks[1:-1]) and len(responses) == 2 and responses[0] != responses[1]  # noqa: PLR2004 (two are asked)


def repeat_prompt(arguments: Arguments, text: str) -> bool:
    """The text begins with the prompt, whatever the case."""
    return text.strip().lower().startswith(arguments.text("prompt_to_repeat").strip().lower())
