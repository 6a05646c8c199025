"""In-context examples: which replies become demonstrations, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from making import Reply, sample, task

from adhere.chat import Message
from adhere.errors import UsageError
from adhere.evals import ReplyStatus
from adhere.interventions import Evidence, InContextExamples, NotApplicableError
from adhere.interventions.in_context import choose
from adhere.models import Request
from scripted import ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.models import Model


def chosen(replies: Sequence[Reply], k: int = 3, longest: int = 600) -> list[str]:
    return [s.task for s in choose([sample(reply) for reply in replies], k, longest=longest)]


def apply(model: ScriptedModel, replies: Sequence[Reply], k: int = 3) -> Model:
    evidence = Evidence(tuple(task(reply.name) for reply in replies), tuple(map(sample, replies)))
    return InContextExamples(k).apply(model, evidence)


def test_only_accepted_replies_become_demonstrations() -> None:
    replies = [
        Reply("violated", ("a",), satisfied=False),
        Reply("empty", ("a",), text="", status=ReplyStatus.EMPTY),
        Reply("cut", ("a",), status=ReplyStatus.TRUNCATED),
        Reply("long", ("a",), text="x" * 601),
        Reply("good", ("a",)),
    ]
    assert chosen(replies) == ["good"]


def test_each_choice_covers_what_is_not_covered_yet_and_short_ones_come_first() -> None:
    replies = [
        Reply("long-ab", ("a", "b"), text="xxxxxxxx"),
        Reply("ab", ("a", "b"), text="xx"),
        Reply("a", ("a",), text="x"),
        Reply("c", ("c",), text="xxxx"),
    ]
    assert chosen(replies) == ["ab", "c", "a"]


def test_the_choice_does_not_depend_on_the_order_of_the_replies() -> None:
    replies = [Reply(name, types) for name, types in (("p", ("a",)), ("q", ("b",)), ("r", ("a", "b")), ("s", ("c",)))]
    assert chosen(replies) == chosen(replies[::-1]) == ["r", "s", "p"]


def test_two_demonstrations_never_share_a_base_task() -> None:
    replies = [
        Reply("t/1", ("a",), cluster="t"),
        Reply("t/2", ("b",), cluster="t"),
        Reply("u", ("b",), text="long one"),
    ]
    assert chosen(replies) == ["t/1", "u"]


def test_they_go_between_the_system_message_and_the_request() -> None:
    model = ScriptedModel(lambda request, index: "ok")
    changed = apply(model, [Reply("p", ("a",), text="Pea."), Reply("q", ("b",), text="Queue.")])
    system, asked = Message("system", "Be kind."), Message("user", "Write about z.")
    list(changed.generate([Request("1", (system, asked))]))
    assert model.calls[0][0].messages == (
        system,
        Message("user", "Write about p."),
        Message("assistant", "Pea."),
        Message("user", "Write about q."),
        Message("assistant", "Queue."),
        asked,
    )


def test_fewer_than_wanted_is_told_in_the_identity() -> None:
    model = ScriptedModel(lambda request, index: "ok")
    applied = apply(model, [Reply("p", ("a",))]).identity["interventions"]
    assert "found=1" in applied
    assert "wanted=3" in applied


def test_other_demonstrations_are_another_model() -> None:
    model = ScriptedModel(lambda request, index: "ok")
    one, other = (apply(model, [Reply("p", ("a",), text=text)]).identity for text in ("Pea.", "Pod."))
    assert one != other


def test_none_accepted_is_an_error_and_not_a_change_without_effect() -> None:
    with pytest.raises(NotApplicableError, match="none of 1 training replies") as raised:
        apply(ScriptedModel(lambda request, index: "ok"), [Reply("p", ("a",), satisfied=False)])
    assert "--training" in str(raised.value.hint)


def test_a_reply_to_a_task_that_is_not_of_the_training_half_is_refused() -> None:
    evidence = Evidence((task("p"),), (sample(Reply("p", ("a",))), sample(Reply("held-out", ("a",)))))
    with pytest.raises(UsageError, match="'held-out' is not of the training half"):
        InContextExamples().apply(ScriptedModel(lambda request, index: "ok"), evidence)
