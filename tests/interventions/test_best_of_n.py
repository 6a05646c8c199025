"""Best of n: how many are drawn, with which seeds, and which one is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from making import LOWERCASE, NO_COMMA, constraints

from adhere.chat import Message
from adhere.errors import UsageError
from adhere.interventions import BestOfN, Evidence
from adhere.interventions.catalogue import CATALOGUE, load
from adhere.models import Completion, Request, Sampling, StopReason, Usage
from scripted import ScriptedModel, failed

if TYPE_CHECKING:
    from collections.abc import Sequence


def best(model: ScriptedModel, *, n: int = 4, specs: Sequence[dict[str, object]] = (NO_COMMA, LOWERCASE)) -> Completion:
    request = Request(
        "a", (Message("user", "Write."),), Sampling(max_tokens=9, seed=5), constraints=constraints(*specs)
    )
    (reply,) = BestOfN(n).apply(model, Evidence()).generate([request])
    return reply


def candidates(first: str, *others: str) -> ScriptedModel:
    """Return a model that says ``first`` when it is greedy and ``others`` when it samples."""
    return ScriptedModel(lambda request, index: first if request.sampling.temperature == 0 else others[index])


def test_a_first_reply_that_satisfies_everything_is_kept_and_nothing_else_is_drawn() -> None:
    model = candidates("all fine")
    assert best(model).text == "all fine"
    assert len(model.calls) == 1


def test_the_reply_with_most_constraints_satisfied_is_kept() -> None:
    model = candidates("Big, worse", "Big", "small and fine", "small, though")
    assert best(model).text == "small and fine"


def test_among_equals_the_earlier_candidate_is_kept() -> None:
    assert best(candidates("Big, one", "Big, two", "Big, six", "Big, ten")).text == "Big, one"


def test_partial_credit_decides_where_the_number_satisfied_does_not() -> None:
    assert best(candidates("BIG BAD", "Big", "SMALL and big", "BIG")).text == "SMALL and big"


def test_the_others_share_one_request_at_the_sampling_temperature_with_another_seed() -> None:
    model = candidates("Big, bad", "a, B", "a, B", "a, B")
    best(model)
    (first,), (others,) = model.calls
    assert (first.n, first.sampling) == (1, Sampling(max_tokens=9, seed=5))
    assert (others.n, others.sampling.temperature, others.sampling.top_p) == (3, 0.8, 0.95)
    assert others.sampling.seed != first.sampling.seed
    assert others.sampling.max_tokens == 9


def test_the_cost_of_all_candidates_is_counted() -> None:
    reply = best(candidates("Big, bad", "a, B", "a, B", "a, B"))
    assert reply.usage == Usage(prompt_tokens=4, completion_tokens=8, seconds=2.0, calls=4)


@pytest.mark.parametrize(
    "nothing", ["", "<think>a plan without commas</think>", "I'm sorry, but I can't help with that."]
)
def test_no_reply_is_never_better_than_one_that_satisfies_something(nothing: str) -> None:
    assert best(candidates("Big, BAD", "Big", nothing, nothing), n=4).text == "Big"


def test_without_constraints_the_first_reply_is_the_reply() -> None:
    model = candidates("Anything, at all")
    assert best(model, specs=()).text == "Anything, at all"
    assert len(model.calls) == 1


def test_a_failed_candidate_fails_the_reply() -> None:
    def script(request: Request, index: int) -> str | Completion:
        return "Big, bad" if request.sampling.temperature == 0 else failed(request, index, "HTTP 500")

    reply = best(ScriptedModel(script))
    assert (reply.stop, reply.error) == (StopReason.ERROR, "HTTP 500")


@pytest.mark.parametrize("n", [0, -1])
def test_a_number_of_candidates_below_one_is_refused(n: int) -> None:
    with pytest.raises(UsageError, match="candidates"):
        BestOfN(n)


def test_every_intervention_of_the_catalogue_has_its_own_name() -> None:
    assert {name: load(name).name for name in CATALOGUE} == {name: name for name in CATALOGUE}


def test_an_unknown_intervention_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UsageError) as raised:
        load("best-of-4")
    assert raised.value.hint == "did you mean 'best-of-n'?"
