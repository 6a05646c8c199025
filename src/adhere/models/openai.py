"""Any endpoint that speaks the OpenAI chat completions API."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Self

from adhere.errors import UpstreamError, UsageError
from adhere.models.endpoint import Endpoint
from adhere.models.failures import Failure, Remedy, of_exception, of_response
from adhere.models.openai_wire import Answer, LimitField, MalformedAnswerError, parse, payload
from adhere.models.protocol import Completion, StopReason, Usage
from adhere.models.retry import DEFAULT_POLICY, SYSTEM_CLOCK
from adhere.models.streaming import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx

    from adhere.models.protocol import Price, Request
    from adhere.models.retry import Clock, RetryPolicy


class OpenAIModel:
    """A model behind an endpoint.

    Args:
        url: base address (``https://api.openai.com/v1``).
        model: the name that the endpoint knows it by.
        concurrency: most requests under way at once.
        timeout: time for one try, in seconds.
        retry: how long to go on after failures.
        price: what its tokens cost.
        clock: time and chance, for tests.

    Raises:
        UsageError: the URL or the model's name is unusable.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        concurrency: int = 16,
        timeout: float = 180.0,
        retry: RetryPolicy = DEFAULT_POLICY,
        price: Price | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        if not model:
            raise UsageError("the endpoint's model is not named", hint="write openai:URL#MODEL")
        if concurrency < 1:
            raise UsageError(f"concurrency is {concurrency}: at least 1 is needed")
        self._endpoint = Endpoint.at(url)
        self._model = model
        self._concurrency = concurrency
        self._timeout = timeout
        self._retry = retry
        self._price = price
        self._clock = clock

    @classmethod
    def from_name(cls, name: str, *, concurrency: int = 16) -> Self:
        """Return the model called ``openai:URL#MODEL``."""
        url, _, model = name.removeprefix("openai:").partition("#")
        return cls(url, model, concurrency=concurrency)

    def __repr__(self) -> str:
        return f"OpenAIModel({self._endpoint.url!r}, {self._model!r})"

    @property
    def name(self) -> str:
        """``openai:URL#MODEL``."""
        return f"openai:{self._endpoint.url}#{self._model}"

    @property
    def identity(self) -> Mapping[str, str]:
        """The address and the model's name: all that an endpoint tells about what it runs.

        Whoever serves another model under the same name has to leave the cache out.
        """
        return {"engine": "openai", "url": self._endpoint.url, "model": self._model}

    @property
    def price(self) -> Price | None:
        """What tokens cost, if it was given."""
        return self._price

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield completions in the order in which they finish; closing the iterator cancels what is under way.

        Raises:
            UpstreamError: before the first answer, the endpoint proved to be unreachable or closed to this user.
        """
        jobs = [_Job(request, index) for request in requests for index in range(request.n)]
        return stream(lambda emit: self._answer_all(jobs, emit)) if jobs else iter(())

    async def _answer_all(self, jobs: Sequence[_Job], emit: Callable[[Completion], None]) -> None:
        import httpx

        headers = {"User-Agent": f"adhere/{version('adhere')}"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        limits = httpx.Limits(max_connections=self._concurrency)
        timeout = httpx.Timeout(self._timeout, pool=None)
        waiting = iter(jobs)
        async with httpx.AsyncClient(headers=headers, limits=limits, timeout=timeout) as client:
            session = _Session(client)

            async def work() -> None:
                for job in waiting:
                    emit(await self._answer(job, session))

            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(self._concurrency, len(jobs))):
                        group.create_task(work())
            except BaseExceptionGroup as errors:
                raise errors.exceptions[0] from None

    async def _answer(self, job: _Job, session: _Session) -> Completion:
        tries = _Tries(began=self._clock.now())
        try:
            async with asyncio.timeout(self._retry.deadline):
                outcome = await self._try_until_settled(job, session, tries)
        except TimeoutError:
            before = f"; before that: {tries.told}" if tries.failures else ""
            outcome = f"no reply within {self._retry.deadline:g} s{before}"
        seconds = self._clock.now() - tries.began
        if isinstance(outcome, str):
            error = self._endpoint.redacted(outcome)
            return Completion(job.request.id, job.index, "", StopReason.ERROR, Usage(seconds=seconds), error=error)
        usage = Usage(outcome.prompt_tokens, outcome.completion_tokens, seconds)
        return Completion(job.request.id, job.index, outcome.text, outcome.stop, usage, logprobs=outcome.logprobs)

    async def _try_until_settled(self, job: _Job, session: _Session, tries: _Tries) -> Answer | str:
        """Return the answer, or what went wrong once no further try is worth it."""
        while True:
            outcome = await self._try(job, session)
            if isinstance(outcome, Answer):
                session.answered = True
                return outcome
            if session.adapt(outcome):
                continue
            tries.failures.append(outcome)
            delay = self._retry.delay(len(tries.failures), asked=outcome.wait, draw=self._clock.draw())
            if not outcome.remedy.may_pass or len(tries.failures) >= self._retry.attempts:
                self._raise_if_hopeless(outcome, session)
                return tries.told
            if self._clock.now() - tries.began + delay > self._retry.deadline:
                return f"{tries.told}; the next try would come after the deadline of {self._retry.deadline:g} s"
            await self._clock.sleep(delay)

    async def _try(self, job: _Job, session: _Session) -> Answer | Failure:
        import httpx

        body = payload(job.request, job.index, self._model, session.limit_field)
        try:
            response = await session.client.post(self._endpoint.completions, json=body)
        except httpx.HTTPError as error:
            return of_exception(error)
        if not response.is_success:
            return of_response(response, now=time.time())
        try:
            return parse(response.content)
        except MalformedAnswerError as error:
            return Failure(f"the endpoint answered with {error}", Remedy.RETRY)

    def _raise_if_hopeless(self, failure: Failure, session: _Session) -> None:
        hopeless = failure.remedy in {Remedy.NONE_FOR_ENDPOINT, Remedy.RETRY_CONNECTION}
        if hopeless and not session.answered:
            message = self._endpoint.redacted(f"{self._endpoint.url} does not answer: {failure.message}")
            raise UpstreamError(message, hint=failure.hint)


@dataclass(frozen=True, slots=True)
class _Job:
    request: Request
    index: int


@dataclass(slots=True)
class _Tries:
    """The tries of one request that failed."""

    began: float
    failures: list[Failure] = field(default_factory=list)

    @property
    def told(self) -> str:
        """What the last one came to, and how many there were."""
        count = len(self.failures)
        return self.failures[-1].message + (f" (tried {count} times)" if count > 1 else "")


@dataclass(slots=True)
class _Session:
    """What one ``generate`` learns about the endpoint while it works."""

    client: httpx.AsyncClient
    answered: bool = False
    limit_field: LimitField = "max_tokens"

    def adapt(self, failure: Failure) -> bool:
        """Take the newer name of the length limit if the endpoint insists on it; return whether anything changed."""
        refused = failure.remedy is Remedy.NONE_FOR_REQUEST and "max_completion_tokens" in failure.message
        if not refused or self.limit_field == "max_completion_tokens":
            return False
        self.limit_field = "max_completion_tokens"
        return True
