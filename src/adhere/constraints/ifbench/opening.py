"""What a reply opens with: a verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import prose
from adhere.constraints.domain import Domain
from adhere.constraints.function_words import (
    ARTICLES,
    BE_HAVE_DO,
    MODALS,
    NEVER_VERBS,
    REFLEXIVE,
    word_set,
)
from adhere.constraints.ifbench.letters import folded
from adhere.constraints.ifbench.verbs import ALWAYS_VERBS, OFTEN_VERBS
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_OBJECT_BEGINS = ARTICLES | REFLEXIVE | {"this", "these", "each", "every"}
"""What an object begins with, and hardly a clause that belongs to a noun ("books you love", "light that shines")."""

_VERBS_IN_LY = word_set(
    "ally apply belly bully butterfly comply dally fly imply jelly misapply multiply outfly oversupply ply rally "
    "reapply rely reply resupply sully supply tally"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartVerb:
    """The first word is a verb, in any form; Markdown and quotation marks before it do not matter.

    Sure are verbs that are nothing else ("imagine", "is"), and words that can be a verb where an object follows
    ("picture a world", "building the"); sure not to be verbs are the function words ("the", "in", "she") and adverbs in
    -ly. All others are undecided: a word alone does not show whether it is a verb ("design", "light", any name).
    """

    id: ClassVar[str] = "words:start_verb"

    def check(self, reply: Document) -> Verdict:
        words = folded(reply)
        if not words:
            return violated("the reply has no words")
        first, after = words[0], words[1] if len(words) > 1 else ""
        evidence = mark(reply.words[:1], "first word")
        if _head(first) in BE_HAVE_DO | MODALS | ALWAYS_VERBS:
            return satisfied(f"{quoted([first])} is a verb", evidence)
        if first in NEVER_VERBS or not first[0].isalpha() or _is_adverb(first):
            return violated(f"{quoted([first])} is no verb", 0.0, evidence)
        if after in _OBJECT_BEGINS and (first in OFTEN_VERBS or _stem(first)):
            return satisfied(f"{quoted([first])} is a verb before {quoted([after])}", evidence)
        return undecided(f"{quoted([first])} may be a verb or not")

    def wordings(self) -> tuple[str, ...]:
        return (
            "The response must start with a verb.",
            "Begin your answer with a verb.",
            "Let the first word of your reply be a verb.",
            "Open your response with a verb, such as Imagine or Consider.",
            "The very first word that you write must be a verb.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        opening = rng.choice(("Consider this.", "Imagine the best.", "Remember where it began.", "Let us begin."))
        return f"{opening} {prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        yield f"The {text}"
        yield f"Here we go. {text}"
        yield f"3 {text}"

    def domain(self) -> Domain:
        return Domain(language="en")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _head(word: str) -> str:
    """Return the verb of a contraction: ``do`` of "don't", ``let`` of "let's"."""
    return word.removesuffix("n't") if word.endswith("n't") else word.removesuffix("'s")


def _is_adverb(word: str) -> bool:
    """Whether ``word`` ends as adverbs do and is none of the few verbs in -ly."""
    return word.endswith("ly") and word not in _VERBS_IN_LY


def _stem(word: str) -> bool:
    """Whether ``word`` is the -ing form of a verb that is listed."""
    stem = word.removesuffix("ing")
    verbs = ALWAYS_VERBS | OFTEN_VERBS
    return stem != word and bool({stem, f"{stem}e", stem[:-1]} & verbs)
