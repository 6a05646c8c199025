"""Requests, completions, and what every model must do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adhere.chat import Conversation
    from adhere.constraints import Constraint


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to decode.

    Attributes:
        max_tokens: upper bound of new tokens.
        temperature: 0 is greedy.
        top_p: nucleus mass in (0, 1].
        stop: strings that end the reply; none of them is part of it.
        seed: the reply is a function of the prompt, this seed and the sample's index, not of its batch neighbours.
    """

    max_tokens: int = 512
    temperature: float = 0.0
    top_p: float = 1.0
    stop: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One prompt and how many samples of it are wanted.

    Attributes:
        id: the caller's name for it, unique within one ``generate``; comes back in each completion.
        messages: the conversation to answer.
        sampling: how to decode.
        n: number of samples that share the prompt.
        constraints: what the reply is asked to satisfy. Never sent to a model: interventions that verify use it.
        reply_schema: JSON Schema, as text, that the reply has to match. Endpoints are asked to decode by it; the local
            engine does not, so whoever reads the reply has to check it.
    """

    id: str
    messages: Conversation
    sampling: Sampling = field(default_factory=Sampling)
    n: int = 1
    constraints: tuple[Constraint, ...] = ()
    reply_schema: str | None = None


class StopReason(StrEnum):
    """Why a completion ended."""

    STOP = "stop"
    LENGTH = "length"
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost; of all calls that led to it.

    Attributes:
        prompt_tokens: tokens read. completion_tokens: tokens written.
        seconds: time of the reply: from the moment its request is taken up to its last token, calls added.
        calls: number of completions that were generated for it.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    calls: int = 1

    def __add__(self, other: Usage) -> Usage:
        """Add two usages field by field."""
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
            self.calls + other.calls,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """One sample.

    Attributes:
        request: the id of the request. index: which of its n samples, from 0.
        text: the reply as the model wrote it, special tokens removed, reasoning blocks kept.
        stop: why it ended. usage: what it cost.
        tokens: token ids sampled, stop token included, where the model tells them.
        logprobs: natural log-probability of each of ``tokens`` under the model at temperature 1.
        error: what went wrong, when ``stop`` is ``ERROR``.
    """

    request: str
    index: int
    text: str
    stop: StopReason
    usage: Usage
    tokens: tuple[int, ...] = ()
    logprobs: tuple[float, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """Money for a million tokens, in US dollars."""

    prompt: float
    completion: float

    def of(self, usage: Usage) -> float:
        """Return the cost of ``usage`` in US dollars."""
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / 1e6


class Model(Protocol):
    """Something that answers requests."""

    @property
    def name(self) -> str:
        """The name that people gave it (``smollm2-135m``, a folder, ``openai:URL#MODEL``), interventions appended."""
        ...

    @property
    def identity(self) -> Mapping[str, str]:
        """All that decides its replies: weights hash, engine, dtype, template hash, versions. Never a secret."""
        ...

    @property
    def price(self) -> Price | None:
        """What tokens cost, where it is known."""
        ...

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield ``n`` completions a request, in the order in which they finish.

        A request that fails gives completions with ``StopReason.ERROR``; only what makes every request impossible
        (no such host, no credentials) raises ``UpstreamError``. Closing the iterator stops the work.
        """
        ...
