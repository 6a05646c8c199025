"""Constraints that tell two replies apart, since their parameters are drawn from both.

Drawn blindly, a word that is to be avoided or a limit on a letter is one that hardly any reply breaks, so that pairs
would ask to use words far more often than to avoid them, and that is what would be learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.keywords import ForbiddenWords, LetterFrequency
from adhere.constraints.length import NumberSentences, NumberWords
from adhere.data.constraining import telling_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints import Constraint
    from adhere.text import Document

_LETTER = re.compile(r"[a-z]")
_MOST_WORDS = 3


def tell_apart(rng: Random, request: str, chosen: Document, rejected: Document) -> Iterator[Constraint]:
    """Yield constraints, one of a type, that the first reply to the request satisfies and the second does not."""
    words = sorted(set(telling_words(request, rejected)) - set(telling_words(request, chosen)))
    if words:
        forbidden = rng.sample(words, min(len(words), rng.randint(1, _MOST_WORDS)))
        yield from _if_apart(ForbiddenWords(words=tuple(forbidden)), chosen, rejected)
    letter = rng.choice(sorted({*_LETTER.findall(rejected.text.casefold())}) or ["e"])
    for counted in (LetterFrequency(letter=letter, minimum=1), NumberWords(minimum=1), NumberSentences(minimum=1)):
        yield from _between(rng, counted, chosen, rejected)


def _between(
    rng: Random, counted: LetterFrequency | NumberWords | NumberSentences, chosen: Document, rejected: Document
) -> Iterator[Constraint]:
    """Yield what is counted with a limit between what two replies have of it, if they differ."""
    wanted, other = counted.count(chosen), counted.count(rejected)
    if wanted > other:
        limit = replace(counted, minimum=rng.randint(other + 1, wanted))
    elif wanted < other and wanted >= counted.least:
        limit = replace(counted, minimum=0, maximum=rng.randint(wanted, other - 1))
    else:
        return
    yield from _if_apart(limit, chosen, rejected)


def _if_apart(constraint: Constraint, chosen: Document, rejected: Document) -> Iterator[Constraint]:
    if constraint.check(chosen).satisfied and not constraint.check(rejected).satisfied:
        yield constraint
