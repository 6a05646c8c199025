"""Oracles for the types that users ask for and no benchmark has, and for rules about each word, sentence or line."""

from __future__ import annotations

import re
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adhere.constraints.domain import Quantity
from adhere.constraints.proof.oracle_terms import counted, folded, times_of, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from adhere.constraints.proof.oracle_terms import Oracle
    from adhere.constraints.proof.texts import Plan

_FIRST_PERSON = {"i", "my", "we"}
_SECOND_PERSON = {"you", "your"}
_CONTRACTIONS = {"don't", "it's"}


def _lines(plan: Plan) -> list[str]:
    return [line for line in plan.text.split("\n") if line]


def _longest_line(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (a constraint of its type)
    return max(map(len, _lines(plan))) <= int(constraint.maximum)


def _list_kind(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    return plan.counts[Quantity.BULLETS] > 0 and not constraint.ordered


def _no_markdown(_: object, plan: Plan) -> bool:
    marked = (Quantity.BULLETS, Quantity.HIGHLIGHTS, Quantity.PARTS)
    return not any(plan.counts[quantity] for quantity in marked)


def _no_mark(mark: str) -> Oracle:
    def judge(_: object, plan: Plan) -> bool:
        return all(sentence.mark != mark for sentence in plan.sentences)

    return judge


def _without(words: Iterable[str]) -> Oracle:
    def judge(_: object, plan: Plan) -> bool:
        return not set(folded(plan)) & set(words)

    return judge


def _no_digits(_: object, plan: Plan) -> bool:
    return not any(map(str.isdigit, plan.words))


def _in_words(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    numbers = [int(word) for word in plan.words if word.isdigit()]
    return not [number for number in numbers if constraint.up_to is None or number <= constraint.up_to]


def _no_repeated_sentence(_: object, plan: Plan) -> bool:
    said = [tuple(word.casefold() for word in sentence.words) for sentence in plan.sentences]
    return len(set(said)) == len(said)


def _each(sizes: Callable[[Plan], Iterable[int]]) -> Oracle:
    def judge(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
        return all(within(constraint, size) for size in sizes(plan))

    return judge


def _where_undivided(oracle: Oracle) -> Oracle:
    """Leave plans with dividers open: whether one is a paragraph the request does not say."""

    def judge(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
        return None if plan.counts[Quantity.PARTS] else oracle(constraint, plan)

    return judge


def _sentence_words(plan: Plan) -> list[int]:
    return [len(sentence.words) for sentence in plan.sentences]


def _paragraph_sentences(plan: Plan) -> list[int]:
    return [len(paragraph) for paragraph in plan.paragraphs]


def _paragraph_words(plan: Plan) -> list[int]:
    return [sum(len(sentence.words) for sentence in paragraph) for paragraph in plan.paragraphs]


def _word_letters(plan: Plan) -> list[int]:
    return [sum(map(str.isalnum, word)) for word in plan.words]


def _any_of(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = [times_of(phrase, plan.words) for phrase in constraint.phrases]
    return None if None in times else sum(map(bool, times)) >= constraint.minimum


def _none_of(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = [times_of(phrase, plan.words) for phrase in constraint.phrases]
    return None if None in times else not any(times)


def _consonants(_: object, plan: Plan) -> bool:
    return all(map(_has_cluster, folded(plan)))


def _has_cluster(word: str) -> bool:
    letters = re.sub("y(?![aeiou])", "i", re.sub("[^a-z]", "", word))
    return re.search("[^aeiou]{2}", letters) is not None


def _conjunctions(plan: Plan) -> int:
    return len(set(folded(plan)) & {"and", "but", "nor", "or"})


def _pronouns(plan: Plan) -> int:
    known = {"she", "they", "we", "nobody", "everyone", "himself", "it's", "i", "you", "my", "your"}
    return sum(word in known for word in folded(plan))


def _no_adjacent(_: object, plan: Plan) -> bool | None:
    initials = [word[0] for word in folded(plan)]
    if len(initials) < len("ab") or not all(map(str.isalpha, initials)):
        return None
    return all(ord(other) - ord(one) != 1 for one, other in pairwise(initials))


_NONE = counted(lambda _: 0)

USER_ORACLES: Mapping[str, Oracle] = MappingProxyType(
    {
        "lines:count": counted(lambda plan: len(_lines(plan))),
        "lines:max_length": _longest_line,
        "markdown:list_kind": _list_kind,
        "markdown:list_depth": counted(lambda plan: int(plan.counts[Quantity.BULLETS] > 0)),
        "markdown:heading_count": _NONE,
        "markdown:code_block_count": _NONE,
        "markdown:link_count": _NONE,
        "markdown:no_markdown": _no_markdown,
        "surface:no_first_person": _without(_FIRST_PERSON),
        "surface:no_second_person": _without(_SECOND_PERSON),
        "surface:no_contractions": _without(_CONTRACTIONS),
        "surface:no_exclamation": _no_mark("!"),
        "surface:no_question": _no_mark("?"),
        "surface:no_digits": _no_digits,
        "surface:no_repeated_sentence": _no_repeated_sentence,
        "number:in_words": _in_words,
        "length:characters": counted(lambda plan: len(plan.text)),
        "length:sentence_words": _each(_sentence_words),
        "length:paragraph_sentences": _where_undivided(_each(_paragraph_sentences)),
        "length:paragraph_words": _where_undivided(_each(_paragraph_words)),
        "length:word_letters": _each(_word_letters),
        "keywords:any_of": _any_of,
        "keywords:none_of_phrases": _none_of,
        "words:consonants": _consonants,
        "count:conjunctions": counted(_conjunctions),
        "count:pronouns": counted(_pronouns),
        "keywords:no_adjacent_consecutive": _no_adjacent,
    }
)
"""These oracles by the type's id."""
