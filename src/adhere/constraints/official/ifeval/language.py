"""language: the language of the whole response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.official.detection import detect_language

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments


def response_language(arguments: Arguments, text: str) -> bool:
    """The detected language is the one asked for; a text in which none can be detected passes."""
    return detect_language(text) in {arguments.text("language"), None}
