"""The driver: rounds, order, usage, failures, identity."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.chat import Message
from adhere.interventions.driving import DrivenModel
from adhere.models import Price, Request, Sampling, StopReason, Usage
from scripted import ScriptedModel, failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.interventions import Flow
    from adhere.models import Completion


def ask(name: str, *, n: int = 1, seed: int = 0) -> Request:
    return Request(name, (Message("user", name),), Sampling(seed=seed), n)


def once(request: Request) -> Flow:
    (completion,) = yield [request]
    return completion


def twice(request: Request) -> Flow:
    """Ask, then ask again with what came; the reply is the second one."""
    (draft,) = yield [request]
    (final,) = yield [replace(request, messages=(*request.messages, Message("assistant", draft.text)))]
    return final


def two_at_once(request: Request) -> Flow:
    completions = yield [replace(request, n=2), request]
    texts = "|".join(completion.text for completion in completions)
    return replace(completions[0], text=texts)


def echo(request: Request, index: int) -> str:
    return f"{request.messages[-1].content} {index}"


def backwards(completions: Iterator[Completion]) -> list[Completion]:
    return list(completions)[::-1]


def driven(model: ScriptedModel, flow: object = once) -> DrivenModel:
    return DrivenModel(model, "test", {"a": 1}, flow)  # type: ignore[arg-type]


def test_replies_come_in_the_order_in_which_they_finish() -> None:
    model = ScriptedModel(echo, order=backwards)
    replies = list(driven(model).generate([ask("a"), ask("b"), ask("c")]))
    assert [reply.request for reply in replies] == ["c", "b", "a"]
    assert [reply.text for reply in replies] == ["c 0", "b 0", "a 0"]


def test_a_reply_is_given_while_others_still_run() -> None:
    model = ScriptedModel(echo)
    stream = driven(model).generate([ask("a"), ask("b")])
    assert next(stream).request == "a"
    assert not model.closed


def test_closing_the_stream_stops_the_inner_model() -> None:
    model = ScriptedModel(echo)
    stream = driven(model).generate([ask("a"), ask("b")])
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert model.closed


def test_the_second_step_of_all_flows_is_one_batch() -> None:
    model = ScriptedModel(echo)
    replies = list(driven(model, twice).generate([ask("a"), ask("b")]))
    assert [len(calls) for calls in model.calls] == [2, 2]
    assert {reply.request: reply.text for reply in replies} == {"a": "a 0 0", "b": "b 0 0"}


def test_usage_is_the_sum_of_all_calls() -> None:
    (reply,) = driven(ScriptedModel(echo), twice).generate([ask("a")])
    assert reply.usage == Usage(prompt_tokens=1 + 2, completion_tokens=2 + 3, seconds=1.0, calls=2)


def test_a_flow_receives_the_completions_of_a_step_in_the_order_of_its_requests() -> None:
    model = ScriptedModel(
        lambda request, index: f"{request.n}.{index}", order=lambda completions: list(completions)[::-1]
    )
    (reply,) = driven(model, two_at_once).generate([ask("a")])
    assert reply.text == "2.0|2.1|1.0"
    assert reply.usage.calls == 3


def test_each_sample_of_a_request_is_a_flow_with_a_seed_of_its_own() -> None:
    model = ScriptedModel(lambda request, index: str(request.sampling.seed))
    replies = list(driven(model).generate([ask("a", n=3, seed=7)]))
    assert [reply.index for reply in replies] == [0, 1, 2]
    assert replies[0].text == "7"
    assert len({reply.text for reply in replies}) == 3


def test_a_failed_call_makes_the_reply_a_failure_and_leaves_the_others_alone() -> None:
    def script(request: Request, index: int) -> object:
        return failed(request, index, "HTTP 500") if request.messages[-1].content == "b" else echo(request, index)

    replies = {r.request: r for r in driven(ScriptedModel(script), twice).generate([ask("a"), ask("b")])}  # type: ignore[arg-type]
    assert replies["b"].stop is StopReason.ERROR
    assert replies["b"].error == "HTTP 500"
    assert replies["b"].usage == Usage(seconds=0.1)
    assert replies["a"].text == "a 0 0"


def test_a_failure_among_several_calls_is_not_hidden_by_the_others() -> None:
    def script(request: Request, index: int) -> object:
        return failed(request, index, "timeout") if index == 1 else echo(request, index)

    (reply,) = driven(ScriptedModel(script), two_at_once).generate([ask("a")])  # type: ignore[arg-type]
    assert (reply.stop, reply.error, reply.usage.calls) == (StopReason.ERROR, "timeout", 3)


def test_a_model_that_forgets_a_sample_gives_a_failure_and_not_silence() -> None:
    model = ScriptedModel(echo, order=lambda completions: list(completions)[:-1])
    replies = list(driven(model, two_at_once).generate([ask("a")]))
    assert [reply.stop for reply in replies] == [StopReason.ERROR]
    assert "fewer completions" in str(replies[0].error)


def test_names_and_identities_tell_every_intervention_in_order() -> None:
    price = Price(1.0, 2.0)
    model = ScriptedModel(echo, name="m", price=price)
    outer = DrivenModel(DrivenModel(model, "x", {"k": 3}, once), "y", {"n": 4, "t": 0.8}, once)
    assert outer.name == "m + x + y"
    assert outer.identity == {"weights": "none", "interventions": "x(k=3) > y(n=4, t=0.8)"}
    assert outer.price is price


def test_texts_are_in_the_identity_by_their_hash() -> None:
    identities = {
        DrivenModel(ScriptedModel(echo), "x", {"text": text}, once).identity["interventions"]
        for text in ("Be brief. " * 50, "Be brief! " * 50)
    }
    assert len(identities) == 2
    assert all(len(applied) < 40 for applied in identities)


@settings(max_examples=50, deadline=None)
@given(counts=st.lists(st.integers(1, 4), max_size=5), order=st.randoms(use_true_random=False))
def test_whatever_the_order_each_sample_gets_exactly_one_reply_with_its_own_text(counts, order) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    def shuffle(completions: Iterator[Completion]) -> list[Completion]:
        listed = list(completions)
        return order.sample(listed, len(listed))

    requests = [ask(f"r{number}", n=n) for number, n in enumerate(counts)]
    replies = list(driven(ScriptedModel(echo, order=shuffle), twice).generate(requests))
    wanted = Counter((request.id, index) for request in requests for index in range(request.n))
    assert Counter((reply.request, reply.index) for reply in replies) == wanted
    assert all(reply.text.startswith(reply.request) for reply in replies)
