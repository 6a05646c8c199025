"""The one driver that turns the flow of an intervention into a model."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adhere.interventions.seeds import derive
from adhere.models import Completion, Request, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from adhere.interventions.protocol import Flow
    from adhere.models import Model, Price

NOTHING_SPENT = Usage(calls=0)


@dataclass(frozen=True, slots=True)
class DrivenModel:
    """A model whose every reply is made by a flow over another model.

    A flow sees one request for one sample. Replies are yielded in the order in which they finish, and each one's usage
    is the sum of all calls that led to it. A call that fails ends its flow: the reply is that failure, so that no flow
    can turn an error into an answer.

    Attributes:
        inner: the model that the flows call.
        intervention: short name, appended to the model's.
        recipe: all that decides what the flow does, as JSON's types; part of the model's identity.
        flow: the I/O-free core, called once a sample.
    """

    inner: Model
    intervention: str
    recipe: Mapping[str, object]
    flow: Callable[[Request], Flow]

    @property
    def name(self) -> str:
        """The inner model's name with the intervention appended."""
        return f"{self.inner.name} + {self.intervention}"

    @property
    def identity(self) -> Mapping[str, str]:
        """The inner model's identity, and the interventions on it from the first to the last.

        Numbers stand for themselves, texts and lists for their content by its hash.
        """
        settings = ", ".join(f"{key}={_abridged(value)}" for key, value in sorted(self.recipe.items()))
        applied = f"{self.intervention}({settings})"
        inner = dict(self.inner.identity)
        before = inner.get("interventions")
        return {**inner, "interventions": f"{before} > {applied}" if before else applied}

    @property
    def price(self) -> Price | None:
        """The inner model's price: usage already counts every call."""
        return self.inner.price

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield ``n`` completions a request, in the order in which they finish.

        Calls are made in rounds: what the flows ask first goes to the inner model together, then what they ask next.
        """
        asked: list[_Call] = []
        for request in requests:
            for index in range(request.n):
                reply = _Reply(request, index, self.flow(_for_sample(request, index)))
                finished = reply.advance(asked)
                if finished:
                    yield finished
        while asked:
            calls, asked = asked, []
            yield from self._round(calls, asked)

    def _round(self, calls: Sequence[_Call], asked: list[_Call]) -> Iterator[Completion]:
        """Make ``calls``; yield the replies that they finish and append to ``asked`` what the others ask next."""
        by_id = {str(number): call for number, call in enumerate(calls)}
        stream = self.inner.generate([replace(call.request, id=key) for key, call in by_id.items()])
        with ExitStack() as cleanup:
            cleanup.callback(getattr(stream, "close", lambda: None))  # only generators can be closed
            for completion in stream:
                call = by_id[completion.request]
                call.reply.receive(call, completion)
                if call.reply.is_answered:
                    finished = call.reply.advance(asked)
                    if finished:
                        yield finished
        # A dict keeps each reply once: several calls may belong to one.
        for reply in {id(call.reply): call.reply for call in calls if call.missing}.values():
            yield reply.fail("the model gave fewer completions than it was asked for")


@dataclass(slots=True)
class _Call:
    """One request of a flow, and the completions that came for it."""

    reply: _Reply
    request: Request
    completions: dict[int, Completion] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return self.request.n - len(self.completions)


@dataclass(slots=True)
class _Reply:
    """One sample in the making."""

    request: Request
    index: int
    flow: Flow
    calls: list[_Call] = field(default_factory=list)
    usage: Usage = NOTHING_SPENT

    @property
    def is_answered(self) -> bool:
        """Whether all completions of the last step are in."""
        return not any(call.missing for call in self.calls)

    def receive(self, call: _Call, completion: Completion) -> None:
        call.completions[completion.index] = completion
        self.usage += completion.usage

    def advance(self, asked: list[_Call]) -> Completion | None:
        """Hand the flow its completions; return its reply, or append what it asks next to ``asked``."""
        completions = [call.completions[index] for call in self.calls for index in range(call.request.n)]
        failure = next((c for c in completions if c.stop is StopReason.ERROR), None)
        if failure:
            return self.fail(failure.error or "the model failed without saying why")
        try:
            requests = self.flow.send(completions) if self.calls else next(self.flow)
        except StopIteration as finished:
            reply: Completion = finished.value
            return replace(reply, request=self.request.id, index=self.index, usage=self.usage)
        self.calls = [_Call(self, request) for request in requests]
        asked.extend(self.calls)
        return None

    def fail(self, error: str) -> Completion:
        self.flow.close()
        return Completion(self.request.id, self.index, "", StopReason.ERROR, self.usage, error=error)


def _abridged(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _for_sample(request: Request, index: int) -> Request:
    """Return the request for one of ``n`` samples: the first keeps the seed, each other one has its own."""
    if index == 0:
        return replace(request, n=1)
    sampling = replace(request.sampling, seed=derive(request.sampling.seed, f"sample {index}"))
    return replace(request, n=1, sampling=sampling)
