"""Facts about words of closed classes and lists: verbs, pronouns, conjunctions, names of persons."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import Facts, Measure, is_ordinary
from adhere.constraints.contradictions.sound_words import phrases, word_rule
from adhere.constraints.function_words import COORDINATORS, PRONOUNS
from adhere.text import Document

if TYPE_CHECKING:
    from adhere.constraints.ifbench.named_words import PersonNames
    from adhere.constraints.ifbench.opening import StartVerb
    from adhere.constraints.ifbench.word_classes import Conjunctions, Pronouns


def start_verb(constraint: StartVerb) -> Facts:
    """A verb, perhaps with "n't" behind it; which it is, the words decide."""

    def begins(run: str) -> bool:
        return any(constraint.check(Document(f"{verb} the")).satisfied for verb in (run, f"{run}'t"))

    return replace(word_rule(constraint), some=begins)


def person_names(constraint: PersonNames) -> Facts:
    """At least so many words, each with a letter; which names, the words themselves decide."""
    plain = all(name.isalpha() and is_ordinary(name) for name in constraint.names)
    names = frozenset(map(str.casefold, constraint.names))
    return Facts(
        counts=dict.fromkeys(((Measure.WORDS, ""), (Measure.LETTERS, "")), Bounds(int(constraint.minimum > 0))),
        exact=("A",) if constraint.minimum and all(name[0].isupper() for name in constraint.names) else (),
        # With a capital in front of each word there are the most names.
        decides=(lambda text: len(constraint.find(Document(text.title()))) >= constraint.minimum) if plain else None,
        some=names.__contains__ if plain and constraint.minimum else None,
    )


def pronouns(constraint: Pronouns) -> Facts:
    """Words of a closed class, of which each has another letter than a, n and d."""
    minimum = constraint.minimum
    counts = {(Measure.WORDS, ""): Bounds(minimum), (Measure.OTHER_LETTERS, ""): Bounds(minimum)}
    # In lower case no pronoun can be a name: more of them are found in no other writing of the same words.
    return Facts(
        counts=counts,
        decides=lambda text: len(constraint.find(Document(text.lower()))) >= minimum,
        cases=(tuple(phrases([pronoun]) for pronoun in sorted(PRONOUNS)),) if minimum else (),
    )


def conjunctions(constraint: Conjunctions) -> Facts:
    """Different words, of which all but "and" have another letter than a, n and d."""
    minimum = constraint.minimum
    counts = {(Measure.DIFFERENT_WORDS, ""): minimum, (Measure.OTHER_LETTERS, ""): max(0, minimum - 1)}
    return Facts(
        counts={key: Bounds(count) for key, count in counts.items()},
        decides=lambda text: len(set(Document(text).folded_words) & set(COORDINATORS)) >= minimum,
        cases=(tuple(map(phrases, combinations(sorted(COORDINATORS), minimum))),) if minimum else (),
    )
