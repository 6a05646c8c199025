"""Random trees over the vocabulary of the tiny models."""

from __future__ import annotations

from random import Random

from adhere.training.trees import Branch, Tree

VOCABULARY = 320


def draw_branch(rng: Random, length: int) -> Branch:
    learnt = [rng.random() < 0.7 for _ in range(length)]
    learnt[-1] = True
    return Branch(tuple(rng.randrange(VOCABULARY) for _ in range(length)), tuple(learnt))


def draw_trees(seed: int, count: int, branches: int = 1, *, trunk: int = 6) -> list[Tree]:
    """Trees of a trunk of 1 to ``trunk`` tokens and branches of 2 to 9."""
    rng = Random(seed)
    return [
        Tree(
            tuple(rng.randrange(VOCABULARY) for _ in range(rng.randint(1, trunk))),
            tuple(draw_branch(rng, rng.randint(2, 9)) for _ in range(branches)),
        )
        for _ in range(count)
    ]
