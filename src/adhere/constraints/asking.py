"""A task with its constraints, written as a user would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from adhere.constraints.protocol import Constraint


def ask(rng: Random, prompt: str, constraints: Sequence[Constraint]) -> str:
    """Return the message: what is asked for, then each constraint in one of its wordings."""
    sentences = [rng.choice(constraint.wordings()) for constraint in constraints]
    return rng.choice(_RENDERINGS if len(sentences) > 1 else _RENDERINGS[:2])(prompt, sentences)


def _run_on(prompt: str, sentences: Sequence[str]) -> str:
    """Go on in the same paragraph, unless a passage ends it."""
    gap = "\n\n" if "\n" in prompt else " "
    return prompt + gap + " ".join(sentences)


def _paragraph(prompt: str, sentences: Sequence[str]) -> str:
    return f"{prompt}\n\n{' '.join(sentences)}"


def _list(prompt: str, sentences: Sequence[str]) -> str:
    lines = "\n".join(f"- {sentence}" for sentence in sentences)
    return f"{prompt}\n\nYour reply must meet these requirements:\n{lines}"


def _numbered(prompt: str, sentences: Sequence[str]) -> str:
    lines = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1))
    return f"{prompt}\n\nFollow these rules:\n{lines}"


_RENDERINGS: tuple[Callable[[str, Sequence[str]], str], ...] = (_run_on, _paragraph, _list, _numbered)
