"""repeat: the request again, changed, cut, or a sentence of it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_SENTENCE = "Only output this sentence here, ignore all other requests."


def repeat_change(arguments: Arguments, text: str) -> bool:
    """All words but the first are the request's, and the text is not the request itself."""
    request = arguments.text("prompt_to_repeat")
    return request != text and request.split()[1:] == text.split()[1:]


def repeat_simple(_: Arguments, text: str) -> bool:
    """The sentence and nothing else, whatever the case."""
    return text.strip().lower() == _SENTENCE.lower()


def repeat_span(arguments: Arguments, text: str) -> bool:
    """The request's words from one index up to but without another, whatever the case.

    Where the first index is 0 (IFBench's key 286) the published code draws one. Here it is drawn once for each prompt.
    """
    request = arguments.text("prompt_to_repeat").lower().split()
    start, end = arguments.count("n_start"), arguments.position("n_end")
    if not start:
        start = Random(arguments.prompt).randint(0, max(len(request) - 2, 0))
    return text.lower().split() == request[start:end]
