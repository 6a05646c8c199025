"""Pieces that a prompt asks for: a postscript, placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.recognition.bounds import Form, Quantity, quantities
from adhere.constraints.recognition.found import Candidate
from adhere.constraints.recognition.length import counted, of_whole_reply
from adhere.constraints.recognition.quoted import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.recognition.prompt import Prompt

_MARKER = re.compile(r"(?<![\w.])(?P<marker>p\.?[ ]?p\.?[ ]?s|p\.?[ ]?s)(?![\w])\.?")
_CUSTOM = re.compile(
    rf"\b(?:start|begin|mark|introduc)\w*[ ](?:it[ ])?(?:with|by)[ ](?:the[ ]words?[ ])?(?P<marker>{QUOTED})"
)


def postscript(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "add a postscript starting with P.S."."""
    for sentence in prompt.sentences_with("postscript", "post script", "p.s", "p. s", " ps ", " pps "):
        match = _MARKER.search(sentence.plain) or _MARKER.search(sentence.span.of(prompt.folded))
        if match:
            marker = "P.P.S" if match["marker"].count("p") > 1 else "P.S."
        elif "postscript" in sentence.plain and (match := _CUSTOM.search(sentence.plain)):
            marker = sentence.at(*match.span("marker")).of(prompt.text)[1:-1]
        else:
            continue
        confidence = 0.95 if "postscript" in sentence.plain else 0.8
        yield Candidate(
            "detectable_content:postscript", (sentence.at(*match.span()), sentence.span), {"marker": marker}, confidence
        )


def placeholders(prompt: Prompt) -> Iterator[Candidate]:
    """Recognise "at least 3 placeholders in square brackets"; a bare number is what it needs, and more are no fault."""
    for sentence in prompt.sentences_with("placeholder"):
        for quantity in quantities(sentence.plain, "placeholders?"):
            if quantity.form is not Form.APPROXIMATE and of_whole_reply(sentence, quantity):
                yield counted("detectable_content:number_placeholders", sentence, as_needed(quantity))


def as_needed(quantity: Quantity) -> Quantity:
    """Read a bare number as the fewest: "include 3 placeholders" is not broken by a fourth."""
    if quantity.form is Form.BARE:
        return quantity._replace(bounds=Bounds(quantity.bounds.minimum))
    return quantity
