"""What is sent to an OpenAI-compatible endpoint and what its answer means (chat completions API)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from adhere.models.protocol import StopReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.models.protocol import Request

LimitField = Literal["max_tokens", "max_completion_tokens"]

# Servers agree on little here; what is not listed ended by itself.
_STOPS = {
    "length": StopReason.LENGTH,
    "max_tokens": StopReason.LENGTH,
    "model_length": StopReason.LENGTH,
    "content_filter": StopReason.REFUSED,
    "refusal": StopReason.REFUSED,
}
_SEEDS = 2**31
_SEED_STRIDE = 1_000_003


class MalformedAnswerError(ValueError):
    """The endpoint answered, but not with a chat completion."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply as an endpoint gave it; token counts are 0 and ``logprobs`` empty where it did not tell them."""

    text: str
    stop: StopReason
    prompt_tokens: int
    completion_tokens: int
    logprobs: tuple[float, ...]


def payload(request: Request, index: int, model: str, limit_field: LimitField) -> dict[str, object]:
    """Return the body that asks for sample ``index`` of ``request``, one sample a call.

    Many servers ignore ``n``; a call a sample also lets each be cached and retried by itself. Seeds of different
    samples and of neighbouring base seeds never coincide.
    """
    sampling = request.sampling
    body: dict[str, object] = {
        "model": model,
        "messages": [message.to_dict() for message in request.messages],
        limit_field: sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": (sampling.seed * _SEED_STRIDE + index) % _SEEDS,
    }
    if sampling.stop:
        body["stop"] = list(sampling.stop)
    if request.reply_schema is not None:
        schema = {"name": "reply", "strict": True, "schema": json.loads(request.reply_schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body


def parse(body: bytes) -> Answer:
    """Read the body of a successful response.

    Raises:
        MalformedAnswerError: it is empty, not JSON, or lacks what a chat completion must have.
    """
    if not body.strip():
        raise MalformedAnswerError("an empty body")
    try:
        data = json.loads(body)
    except ValueError as error:
        raise MalformedAnswerError(f"no JSON: {excerpt(body)}") from error
    data = _object(data, "the body")
    if data.get("error"):
        raise MalformedAnswerError(f"an error instead of a completion: {excerpt(body)}")
    choices = data.get("choices")
    if not isinstance(choices, list) or not choices:
        raise MalformedAnswerError(f"a body without choices: {excerpt(body)}")
    choice = _object(choices[0], "choices[0]")
    message = _object(choice.get("message"), "choices[0].message")
    refusal = _text(message, "refusal")
    stop = StopReason.REFUSED if refusal else _STOPS.get(str(choice.get("finish_reason")), StopReason.STOP)
    if not {"content", "refusal", "reasoning_content", "reasoning", "tool_calls"} & message.keys():
        raise MalformedAnswerError(f"a message without content: {excerpt(body)}")
    usage = data.get("usage")
    return Answer(
        text=_with_reasoning(message, _text(message, "content") or refusal, stop),
        stop=stop,
        prompt_tokens=_count(usage, "prompt_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        logprobs=_logprobs(choice.get("logprobs")),
    )


def excerpt(body: bytes, length: int = 200) -> str:
    """Return the beginning of a body as one line that a terminal can show."""
    text = " ".join(body[: 4 * length].decode(errors="replace").split())
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown if len(shown) <= length else f"{shown[:length]}..."


def _with_reasoning(message: Mapping[str, Any], content: str, stop: StopReason) -> str:
    """Put reasoning that the server split off back in front, marked as models mark it."""
    reasoning = _text(message, "reasoning_content") or _text(message, "reasoning")
    if not reasoning:
        return content
    if not content and stop is StopReason.LENGTH:  # cut off while it was still thinking
        return f"<think>\n{reasoning}"
    return f"<think>\n{reasoning}\n</think>\n\n{content}"


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MalformedAnswerError(f"{where} that is no object")
    return value


def _text(message: Mapping[str, Any], name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    if isinstance(value, list):  # content in parts
        parts = [part.get("text") for part in value if isinstance(part, dict) and part.get("type") == "text"]
        return "".join(part for part in parts if isinstance(part, str))
    if not isinstance(value, str):
        raise MalformedAnswerError(f"a message whose {name} is no text")
    return value


def _count(usage: object, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and value > 0 else 0


def _logprobs(value: object) -> tuple[float, ...]:
    content = value.get("content") if isinstance(value, dict) else None
    if not isinstance(content, list):
        return ()
    numbers = [entry.get("logprob") if isinstance(entry, dict) else None for entry in content]
    if not all(isinstance(number, int | float) for number in numbers):
        return ()
    return tuple(float(number) for number in numbers if number is not None)
