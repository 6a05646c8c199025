from __future__ import annotations

import json
import logging
import threading
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from endpoint_stub import Say, completion, endpoint, wait_until

from adhere.chat import Message
from adhere.errors import UpstreamError, UsageError
from adhere.models import Completion, Request, Sampling, StopReason
from adhere.models.openai import OpenAIModel
from adhere.models.retry import Clock, RetryPolicy
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ADHERE_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def ask(text: str = "Hi", *, n: int = 1, name: str = "r", **sampling: Any) -> Request:  # noqa: ANN401 - the fields of Sampling
    return Request(name, (Message("user", text),), Sampling(**sampling), n=n)


class Waits:
    """A clock whose sleeps take no time and are written down."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.clock = Clock(sleep=self._sleep, draw=lambda: 0.5)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def answers(
    answer: Callable[[dict[str, Any], int], Say],
    *requests: Request,
    waits: Waits | None = None,
    **options: Any,  # noqa: ANN401 - the options of OpenAIModel
) -> list[Completion]:
    waits = waits or Waits()
    with endpoint(answer) as stub:
        return list(OpenAIModel(stub.url, "m", clock=waits.clock, **options).generate(requests or [ask()]))


def test_a_request_says_what_was_asked_and_the_reply_comes_back_with_its_usage() -> None:
    with endpoint(lambda body, calls: completion("Grüße, 世界 🙂 \u2028")) as stub:
        request = ask("¿Qué?", max_tokens=9, temperature=0.5, top_p=0.9, stop=("END",), seed=3)
        model = OpenAIModel(stub.url, "org/m")
        (reply,) = model.generate([request])
    assert (reply.text, reply.stop, reply.request, reply.index) == ("Grüße, 世界 🙂 \u2028", StopReason.STOP, "r", 0)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.calls) == (7, 3, 1)
    assert 0 < reply.usage.seconds < 10
    sent = stub.bodies[0]
    assert stub.paths == ["/v1/chat/completions"]
    assert sent["messages"] == [{"role": "user", "content": "¿Qué?"}]
    assert {name: sent[name] for name in ("model", "max_tokens", "temperature", "top_p", "stop")} == {
        "model": "org/m",
        "max_tokens": 9,
        "temperature": 0.5,
        "top_p": 0.9,
        "stop": ["END"],
    }
    assert model.name == f"openai:{stub.url}#org/m"
    assert OpenAIModel.from_name(model.name).name == model.name


def test_no_two_samples_of_any_neighbouring_seeds_share_a_seed() -> None:
    with endpoint(lambda body, calls: completion("x")) as stub:
        model = OpenAIModel(stub.url, "m")
        replies = [c for seed in (0, 1, 2) for c in model.generate([ask(n=4, temperature=1.0, seed=seed)])]
    assert sorted(c.index for c in replies) == sorted([0, 1, 2, 3] * 3)
    assert len({body["seed"] for body in stub.bodies}) == 12


def test_replies_stream_in_order_of_finishing() -> None:
    def answer(body: dict[str, Any], calls: int) -> Say:
        slow = body["messages"][0]["content"] == "slow"
        say = completion(body["messages"][0]["content"])
        say.after = 0.4 if slow else 0.0
        return say

    replies = answers(answer, ask("slow", name="a"), ask("quick", name="b"))
    assert [c.request for c in replies] == ["b", "a"]


def test_never_more_requests_at_once_than_allowed() -> None:
    def answer(body: dict[str, Any], calls: int) -> Say:
        say = completion("x")
        say.after = 0.02
        return say

    with endpoint(answer) as stub:
        replies = list(OpenAIModel(stub.url, "m", concurrency=3).generate([ask(n=20)]))
    assert len(replies) == 20
    assert stub.most_at_once == 3


def test_429_waits_as_long_as_the_server_asks() -> None:
    waits = Waits()
    busy = Say(b'{"error": {"message": "slow down"}}', 429, {"Retry-After": "7"})
    (reply,) = answers(lambda body, calls: completion("ok") if calls else busy, waits=waits)
    assert reply.text == "ok"
    assert len(waits.slept) == 1
    assert 7.0 <= waits.slept[0] <= 8.0


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    waits = Waits()
    (reply,) = answers(lambda body, calls: Say(b"", 429, {"Retry-After": "9999"}), waits=waits)
    assert reply.stop is StopReason.ERROR
    assert "deadline" in str(reply.error)
    assert not waits.slept


@pytest.mark.parametrize(
    "bad",
    [
        Say(b"oops", 500),
        Say(b"", 503),
        Say(b"", 0),
        Say(b"<html>not an API</html>"),
        Say(b""),
        Say(b"[]"),
        Say(b'{"choices": []}'),
        Say(b'{"choices": [{"finish_reason": "stop"}]}'),
        Say(b'{"choices": [{"message": {"role": "assistant"}}]}'),
        Say(b'{"choices": [{"message": {"content": 5}}]}'),
        Say(b'{"error": {"message": "upstream overloaded"}}'),
        Say(b'{"choices": [{"message": {"content": "cut o'),
    ],
)
def test_what_may_pass_is_tried_again_with_growing_waits(bad: Say) -> None:
    waits = Waits()
    (reply,) = answers(lambda body, calls: bad if calls < 3 else completion("ok"), waits=waits)
    assert reply.text == "ok"
    assert waits.slept == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (Say(b"on fire", 500), "HTTP 500: on fire"),
        (Say(b"\x1b[31m<html>\n\xff"), "no JSON"),
        (Say(b""), "an empty body"),
        (Say(b"", 0), "the connection broke off"),
    ],
)
def test_what_never_passes_becomes_a_recorded_failure_that_says_why(bad: Say, said: str) -> None:
    (reply,) = answers(lambda body, calls: bad, retry=RetryPolicy(attempts=3))
    assert (reply.stop, reply.text) == (StopReason.ERROR, "")
    assert said in str(reply.error)
    assert "tried 3 times" in str(reply.error)
    assert str(reply.error).isprintable()


def test_one_bad_request_fails_alone_and_at_once() -> None:
    def answer(body: dict[str, Any], calls: int) -> Say:
        too_long = Say(b'{"error": {"message": "context too long"}}', 400)
        return too_long if body["messages"][0]["content"] == "long" else completion("ok")

    waits = Waits()
    replies = answers(answer, ask("long", name="a"), ask("short", name="b"), waits=waits)
    assert {c.request: c.stop for c in replies} == {"a": StopReason.ERROR, "b": StopReason.STOP}
    assert "context too long" in next(str(c.error) for c in replies if c.error)
    assert not waits.slept


def test_a_server_that_hangs_is_given_up_at_the_timeout_and_at_the_deadline() -> None:
    def hang(body: dict[str, Any], calls: int) -> Say:
        return Say(b"", after=30)

    began = time.monotonic()
    (timed_out,) = answers(hang, timeout=0.1, retry=RetryPolicy(attempts=2))
    assert "no answer in time" in str(timed_out.error)
    (late,) = answers(hang, retry=RetryPolicy(deadline=0.2))
    assert str(late.error) == "no reply within 0.2 s"
    assert late.usage.seconds >= 0.2
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_an_upstream_error_and_never_shown(
    status: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ADHERE_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    echo = Say(json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode(), status)
    with endpoint(lambda body, calls: echo) as stub:
        model = OpenAIModel(stub.url, "m")
        with pytest.raises(UpstreamError) as caught:
            list(model.generate([ask(n=5)]))
    assert stub.headers[0]["authorization"] == f"Bearer {KEY}"
    assert "ADHERE_API_KEY" in str(caught.value.hint)
    shown = f"{caught.value!r} {caught.value.hint} {model!r} {model._endpoint!r} {model.name} {model.identity}"
    assert KEY not in shown + caplog.text


def test_a_server_that_repeats_the_key_does_not_bring_it_into_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADHERE_API_KEY", KEY)
    (reply,) = answers(lambda body, calls: Say(f"no quota for {KEY}".encode(), 400))
    assert reply.error == "HTTP 400: no quota for ***"


def test_a_key_refused_after_answers_fails_its_requests_only() -> None:
    replies = answers(
        lambda body, calls: Say(b"", 401) if calls else completion("ok"),
        *[ask(name=str(i)) for i in range(3)],
        concurrency=1,
    )
    assert [c.stop for c in replies] == [StopReason.STOP, StopReason.ERROR, StopReason.ERROR]


@pytest.mark.parametrize(
    ("say", "hint"),
    [
        (Say(b'{"error": "model not found"}', 404), "model's name"),
        (Say(b"", 308, {"Location": "https://elsewhere/v1"}), "https://elsewhere/v1"),
        (Say(b'{"error": {"code": "insufficient_quota"}}', 429), "credit"),
    ],
)
def test_what_makes_every_request_impossible_stops_at_the_first(say: Say, hint: str) -> None:
    with endpoint(lambda body, calls: say) as stub, pytest.raises(UpstreamError) as caught:
        list(OpenAIModel(stub.url, "m", concurrency=1).generate([ask(n=9)]))
    assert len(stub.bodies) == 1
    assert hint in str(caught.value.hint)


def test_no_server_is_an_upstream_error_after_retries() -> None:
    waits = Waits()
    with endpoint(lambda body, calls: completion("x")) as stub:
        pass  # its port is free again
    with pytest.raises(UpstreamError, match="no connection"):
        list(OpenAIModel(stub.url, "m", clock=waits.clock, retry=RetryPolicy(attempts=4)).generate([ask()]))
    assert len(waits.slept) == 3


def test_no_such_host_is_an_upstream_error_at_once() -> None:
    waits = Waits()
    with pytest.raises(UpstreamError, match="no such host"):
        list(OpenAIModel("http://no-such-host.invalid/v1", "m", clock=waits.clock).generate([ask()]))
    assert not waits.slept


@pytest.mark.parametrize(
    ("say", "text", "stop"),
    [
        (completion("cut", finish="length"), "cut", StopReason.LENGTH),
        (completion("half", finish="content_filter"), "half", StopReason.REFUSED),
        (completion(None, refusal="I cannot help."), "I cannot help.", StopReason.REFUSED),
        (completion(None), "", StopReason.STOP),
        (completion([{"type": "text", "text": "in "}, {"type": "text", "text": "parts"}]), "in parts", StopReason.STOP),  # type: ignore[arg-type]
    ],
)
def test_the_reason_a_reply_ended_is_kept(say: Say, text: str, stop: StopReason) -> None:
    (reply,) = answers(lambda body, calls: say)
    assert (reply.text, reply.stop) == (text, stop)


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_reasoning_that_the_server_split_off_is_reasoning_to_the_document(name: str) -> None:
    (reply,) = answers(lambda body, calls: completion("Paris.", **{name: "France, so"}))
    document = Document(reply.text)
    assert (document.text, document.reasoning_open) == ("Paris.", False)
    assert [block.strip() for block in document.reasoning] == ["France, so"]
    (cut,) = answers(lambda body, calls: completion(None, finish="length", **{name: "France, so"}))
    assert Document(cut.text).reasoning_open


def test_log_probabilities_are_kept_where_the_server_tells_them() -> None:
    body = {"choices": [{"message": {"content": "ab"}, "logprobs": {"content": [{"logprob": -0.5}, {"logprob": 0}]}}]}
    (reply,) = answers(lambda sent, calls: Say(json.dumps(body).encode()))
    assert reply.logprobs == (-0.5, 0.0)


def test_a_reply_of_a_megabyte_is_a_reply() -> None:
    (reply,) = answers(lambda body, calls: completion("word " * 200_000))
    assert len(reply.text) == 1_000_000


def test_the_newer_name_of_the_length_limit_is_used_where_the_server_insists() -> None:
    def answer(body: dict[str, Any], calls: int) -> Say:
        if "max_tokens" in body:
            return Say(b'{"error": {"message": "Use max_completion_tokens instead"}}', 400)
        return completion(str(body["max_completion_tokens"]))

    waits = Waits()
    replies = answers(answer, ask(n=3, max_tokens=11), waits=waits, concurrency=1)
    assert [c.text for c in replies] == ["11"] * 3
    assert not waits.slept


def test_closing_the_iterator_cancels_what_is_under_way() -> None:
    def answer(body: dict[str, Any], calls: int) -> Say:
        say = completion("x")
        say.after = 0.0 if calls == 0 else 20.0
        return say

    with endpoint(answer) as stub:
        replies = OpenAIModel(stub.url, "m", concurrency=2).generate([ask(n=50)])
        assert next(iter(replies)).text == "x"
        assert wait_until(lambda: len(stub.bodies) == 3)
        began = time.monotonic()
        replies.close()  # type: ignore[attr-defined]
        assert time.monotonic() - began < 2
        assert len(stub.bodies) == 3
    assert not [thread for thread in threading.enumerate() if thread.name == "adhere stream"]


def test_nothing_is_sent_before_the_first_reply_is_asked_for() -> None:
    with endpoint(lambda body, calls: completion("x")) as stub:
        model = OpenAIModel(stub.url, "m")
        model.generate([ask()])
        assert list(model.generate([])) == []
        assert list(islice(model.generate([ask()]), 0)) == []
        assert not stub.bodies


def test_it_works_inside_a_running_event_loop() -> None:
    import asyncio

    async def notebook_cell() -> list[Completion]:
        with endpoint(lambda body, calls: completion("x")) as stub:
            return list(OpenAIModel(stub.url, "m").generate([ask()]))

    assert [c.text for c in asyncio.run(notebook_cell())] == ["x"]


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://localhost:8000", "http://localhost:8000/v1"),
        ("http://localhost:8000/v1/", "http://localhost:8000/v1"),
        ("https://host/openai/v1/chat/completions", "https://host/openai/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_usual_ways_to_write_the_address_mean_the_same(url: str, base: str) -> None:
    assert OpenAIModel(url, "m").name == f"openai:{base}#m"


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8000", "ftp://host/v1", "http://", "http://host:port/v1", "http://a b/v1", "http://[::1/v1"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        OpenAIModel(url, "m")
    assert caught.value.hint


@pytest.mark.parametrize("url", [f"https://user:{KEY}@host/v1", f"https://host/v1?key={KEY}"])
def test_an_address_with_a_secret_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        OpenAIModel(url, "m")
    assert KEY not in f"{caught.value} {caught.value.hint}"


def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADHERE_API_KEY", f"{KEY}\nX-Other: 1")
    with pytest.raises(UsageError) as caught:
        OpenAIModel("https://host/v1", "m")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "sent"),
    [("https://host/v1", KEY), ("http://localhost/v1", KEY), ("http://127.0.0.9/v1", KEY), ("http://host/v1", "")],
)
def test_the_key_of_other_programs_goes_only_where_nobody_can_read_it(
    url: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert OpenAIModel(url, "m")._endpoint.key == sent
    monkeypatch.setenv("ADHERE_API_KEY", "own")
    assert OpenAIModel(url, "m")._endpoint.key == "own"


def test_a_model_without_a_name_and_no_concurrency_are_refused() -> None:
    with pytest.raises(UsageError, match="not named"):
        OpenAIModel.from_name("openai:https://host/v1")
    with pytest.raises(UsageError, match="concurrency"):
        OpenAIModel("https://host/v1", "m", concurrency=0)
