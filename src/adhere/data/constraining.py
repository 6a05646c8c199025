"""Instruction data that ask for what their replies do: verifiable constraints, found in replies that people wrote.

Most instruction data hardly ever ask for a form. Here a request gets constraints that its own reply satisfies, proved
by the checkers, and that most other replies would not, so that a model learns that such requests matter. A share of the
replies can be edited into a form first (see ``shaping``); the others stay what they were. The other way round, from a
reply to its instruction, is Li et al. 2024 (arXiv 2308.06259).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, TypeVar

from adhere.chat import Message
from adhere.constraints.asking import ask
from adhere.constraints.catalogue import CATALOGUE, IFEVAL
from adhere.constraints.combine import UNSUITED
from adhere.constraints.keywords import KeywordExistence, KeywordFrequency
from adhere.constraints.length import NthParagraphFirstWord
from adhere.constraints.startend import EndChecker
from adhere.data.shaping import shape, shapes
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from adhere.constraints import Constraint
    from adhere.data.examples import Example

Drawn = TypeVar("Drawn")

COUNTS = (1, 2, 1, 3)
"""How many constraints a request gets, in turn."""
_DRAWS = 6  # of the parameters of each type
_OTHERS = 24  # replies that say how rare it is to satisfy a constraint
_COMMON = 0.9  # share of them beyond which it says nothing
_LONG_WORD = re.compile(r"\b[a-z]{5,}\b")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Constrained:
    """An example whose request asks for more: its reply satisfies each of the constraints.

    Attributes:
        example: with the request that asks for them.
        constraints: that were added.
        edited: the ids of those that the reply was edited to satisfy.
    """

    example: Example
    constraints: tuple[Constraint, ...]
    edited: tuple[str, ...] = ()


def constrain(
    examples: Sequence[Example], *, seed: int, types: Mapping[str, type[Constraint]], edited: float = 0.0
) -> Iterator[Constrained]:
    """Yield each example with constraints that its last reply satisfies; without any where none is found.

    The constraints of one request are of different types. Those that few replies satisfy come more often, and so do
    types that were seldom added before.

    Args:
        examples: their replies also say how rare a constraint is.
        seed: of all that is drawn.
        types: by id; ``suited_types`` says which make sense.
        edited: share of the replies, in [0, 1], that are tried to be edited into a form that is asked for.
    """
    chooser = Chooser([Document(example.conversation[-1].content) for example in examples], seed, types)
    for place, example in enumerate(examples):
        *before, request, reply = example.conversation
        rng = Random(f"{seed}/{place}/{request.content}")
        count = COUNTS[place % len(COUNTS)]
        forms = chooser.forms(rng, count) if edited and rng.random() < edited else []
        text, shaped, chosen = chooser.shape(rng, request.content, reply.content, forms, count)
        chooser.added.update(constraint.id for constraint in chosen)
        asked = Message(request.role, ask(rng, request.content, chosen)) if chosen else request
        answered = replace(reply, content=text)
        conversation = (*before, asked, answered)
        yield Constrained(replace(example, conversation=conversation), chosen, tuple(one.id for one in shaped))


class Chooser:
    """Says which constraints of a reply are worth asking for.

    Args:
        replies: of which some say how rare it is to satisfy a constraint.
        seed: of which.
        types: that come into question, by id.

    Attributes:
        added: how often each type was chosen before.
    """

    def __init__(self, replies: Sequence[Document], seed: int, types: Mapping[str, type[Constraint]]) -> None:
        self._others = Random(f"{seed}/others").sample(list(replies), min(_OTHERS, len(replies)))
        self._types = types
        self.added: Counter[str] = Counter()

    def forms(self, rng: Random, count: int) -> list[type[Constraint]]:
        """Draw ``count`` types into whose form a reply can be edited; those seldom added before come more often."""
        weights = {kind: 1 / (1 + self.added[name]) for name in shapes() if (kind := self._types.get(name))}
        return list(draw_without(rng, weights, count))

    def shape(
        self, rng: Random, request: str, reply: str, forms: Sequence[type[Constraint]], count: int
    ) -> tuple[str, tuple[Constraint, ...], tuple[Constraint, ...]]:
        """Edit a reply into those of the forms that it allows, and find what else it satisfies.

        Returns:
            The reply, the constraints that it was edited to satisfy, and these with others, up to ``count`` in all.
        """
        text, shaped = shape(rng, request, reply, forms)
        found = self.weights(rng, request, Document(text), without=[one.id for one in shaped])
        return text, shaped, (*shaped, *draw_without(rng, found, count - len(shaped)))

    def weights(
        self, rng: Random, request: str, reply: Document, *, without: Collection[str] = ()
    ) -> dict[Constraint, float]:
        """Return constraints that a reply to the request satisfies, one of a type, with how much each is worth.

        The types ``without`` are left out.
        """
        found: dict[Constraint, float] = {}
        for name, kind in self._types.items():
            if name in without:
                continue
            fitted = _FITTED.get(name)
            drawn = fitted(rng, request, reply) if fitted else (kind.draw(rng, request) for _ in range(_DRAWS))
            satisfied = next((one for one in drawn if one.check(reply).satisfied), None)
            if satisfied is not None and (rarity := 1 - self._share(satisfied)) > 1 - _COMMON:
                found[satisfied] = rarity / (1 + self.added[name])
        return found

    def _share(self, constraint: Constraint) -> float:
        return sum(constraint.check(other).satisfied for other in self._others) / len(self._others)


def draw_without(rng: Random, weights: Mapping[Drawn, float], count: int) -> tuple[Drawn, ...]:
    """Draw up to ``count``, in proportion to their weights, without replacement."""
    left = dict(weights)
    chosen: list[Drawn] = []
    while left and len(chosen) < count:
        (one,) = rng.choices(list(left), weights=list(left.values()))
        del left[one]
        chosen.append(one)
    return tuple(chosen)


def suited_types(*, published: bool) -> dict[str, type[Constraint]]:
    """Return the types that replies to open requests can have; ``published``: only those of IFEval."""
    return {name: kind for name, kind in (IFEVAL if published else CATALOGUE).items() if name not in UNSUITED}


def counts(made: Sequence[Constrained]) -> dict[str, int]:
    """Return how often each type was added, the most frequent first."""
    return dict(Counter(constraint.id for one in made for constraint in one.constraints).most_common())


def telling_words(request: str, reply: Document) -> Counter[str]:
    """Return the longer words of a reply that the request does not have, with how often each occurs."""
    said = Counter(_LONG_WORD.findall(reply.text))
    return Counter({word: count for word, count in said.items() if word not in request.casefold()})


def _keywords(rng: Random, request: str, reply: Document) -> Iterator[Constraint]:
    words = sorted(telling_words(request, reply))
    count = rng.randint(1, 3)
    if len(words) >= count:
        yield KeywordExistence(keywords=tuple(rng.sample(words, count)))


def _frequency(rng: Random, request: str, reply: Document) -> Iterator[Constraint]:
    repeated = sorted((word, count) for word, count in telling_words(request, reply).items() if count > 1)
    if repeated:
        word, count = rng.choice(repeated)
        yield KeywordFrequency(keyword=word, minimum=count)


def _ending(rng: Random, request: str, reply: Document) -> Iterator[Constraint]:
    del request
    words = reply.text.rpartition("\n")[2].split(" ")
    count = rng.randint(3, 6)
    if len(words) > count:
        yield EndChecker(phrase=" ".join(words[-count:]))


def _first_word(rng: Random, request: str, reply: Document) -> Iterator[Constraint]:
    del request
    paragraphs = [part for part in _BLANK_LINE.split(reply.text) if part.strip()]
    nth = rng.randint(1, len(paragraphs)) if len(paragraphs) > 1 else 0
    word = re.match(r"\w+", paragraphs[nth - 1]) if nth else None
    if word:
        yield NthParagraphFirstWord(paragraphs=len(paragraphs), nth=nth, word=word[0].casefold())


_FITTED: Mapping[str, Callable[[Random, str, Document], Iterator[Constraint]]] = {
    KeywordExistence.id: _keywords,
    KeywordFrequency.id: _frequency,
    EndChecker.id: _ending,
    NthParagraphFirstWord.id: _first_word,
}
"""Types whose parameters are words of the reply: drawn blindly they would hardly ever be satisfied."""
