"""Recognition with a model for what the patterns leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.constraints.recognition.model_reading import ModelReading, Refused, answer_schema, question, read_answer
from adhere.models import Request, Sampling, StopReason

if TYPE_CHECKING:
    from adhere.chat import Conversation
    from adhere.constraints.recognition import Recognition
    from adhere.models import Model

MAX_TOKENS = 2048
"""Of an answer: some dozens of constraints."""


def read_rest(model: Model, messages: Conversation, recognition: Recognition) -> ModelReading:
    """Ask a model for the constraints in what ``recognition`` left for a judge.

    The request carries the grammar of the answer, which an endpoint holds the model to; whoever ignores it is caught
    when the answer is read. A call that fails leaves everything as it was, and is told in ``refused``.

    Args:
        model: who reads.
        messages: what ``recognition`` is of.
        recognition: what the patterns found and left.
    """
    if not recognition.requirements:
        return ModelReading(recognition)
    asked = question(messages, recognition.requirements)
    request = Request("recognise", asked, Sampling(max_tokens=MAX_TOKENS), reply_schema=answer_schema())
    (completion,) = model.generate([request])
    if completion.stop is not StopReason.STOP:
        reason = completion.error or f"the answer was not finished ({completion.stop.value})"
        return ModelReading(recognition, (Refused(completion.text[:200], reason),))
    return read_answer(completion.text, recognition)
