"""Prompts that begin alike share a stem: the longest that pays, and never their last token."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.models.local.stems import Stem, plan_stems, shared_length


def prompt(*ids: int) -> np.ndarray:
    return np.array(ids, dtype=np.int64)


def tokens_of(stem: Stem | None) -> list[int]:
    chain = list(stem.chain())[::-1] if stem else []
    return [token for link in chain for token in link.tokens.tolist()]


@st.composite
def families(draw: st.DrawFn) -> list[np.ndarray]:
    """Prompts that grow out of each other."""
    prompts = [[draw(st.integers(0, 1))]]
    for _ in range(draw(st.integers(0, 14))):
        base = draw(st.sampled_from(prompts))
        kept = draw(st.integers(0, len(base)))
        prompts.append([*base[:kept], *([draw(st.integers(0, 2))] * draw(st.integers(1, 90)))])
    return [prompt(*ids) for ids in prompts]


@settings(max_examples=150, deadline=None)
@given(families())
def test_a_stem_is_a_beginning_and_its_users_are_those_who_begin_with_it(prompts: list[np.ndarray]) -> None:
    planned = plan_stems(prompts)
    users: dict[Stem, int] = {}
    for ids, stem in zip(prompts, planned, strict=True):
        beginning = tokens_of(stem)
        assert beginning == ids[: len(beginning)].tolist()
        assert len(beginning) < len(ids)
        for link in stem.chain() if stem else ():
            assert link.end - link.start == len(link.tokens)
            users[link] = users.get(link, 0) + 1
    assert all(link.users == count >= 2 for link, count in users.items())
    assert all(len(link.tokens) * (count - 1) >= 128 for link, count in users.items())


def test_samples_of_one_prompt_share_all_but_its_last_token() -> None:
    ids = prompt(*range(200))
    (first, second) = plan_stems([ids, ids])
    assert first is second
    assert tokens_of(first) == list(range(199))


def test_a_system_prompt_carries_the_stems_of_what_follows() -> None:
    system = list(range(100))
    asked = [prompt(*system, *range(start, start + 150)) for start in (1000, 2000, 3000)]
    stems = plan_stems([ids for ids in asked for _ in range(2)])
    assert len({*stems}) == 3
    assert {stem.parent for stem in stems if stem} == {stems[0].parent if stems[0] else None}
    assert [stem.end for stem in stems if stem] == [249] * 6
    assert tokens_of(stems[0].parent if stems[0] else None) == system


def test_a_beginning_that_saves_little_is_not_shared() -> None:
    assert plan_stems([prompt(1, 2, 3, 4), prompt(1, 2, 3, 5)]) == [None, None]
    assert plan_stems([prompt(1)]) == [None]
    assert plan_stems([]) == []


def test_what_nobody_needs_any_more_is_dropped() -> None:
    parent = Stem(None, prompt(1, 2), users=2)
    child = Stem(parent, prompt(3), users=1)
    for stem in (parent, child):
        stem.write(0, torch.ones(1, len(stem.tokens), 2), torch.ones(1, len(stem.tokens), 2))
    assert child.whole(0)[0].shape == (1, 3, 2)
    child.leave()
    assert not child._layers
    assert parent._layers
    parent.leave()
    assert not parent._layers


def test_the_last_token_of_a_prompt_is_never_shared() -> None:
    assert shared_length(prompt(1, 2, 3), prompt(1, 2, 3)) == 2
    assert shared_length(prompt(1, 2, 3), prompt(1, 5)) == 1
    assert shared_length(prompt(1, 2, 3), prompt(1, 2)) == 1
    assert shared_length(prompt(1), prompt(1)) == 0
