"""Which constraints contradict each other.

Sound for generation, not complete for truth: what may be impossible counts as a conflict, so that no generated task
asks for it; a pair called conflicting may still have a contrived reply that meets both.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Case, Domain, Quantity, Shape
from adhere.constraints.matching import occurrences
from adhere.constraints.punctuation import COMMAS
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.domain import Countable
    from adhere.constraints.protocol import Constraint

_DIVISIONS = (Quantity.PARTS, Quantity.PARAGRAPHS, Quantity.SECTIONS)
"""Three ways to divide a reply, of which a task asks for one at most."""

_INSIDE_JSON = {Quantity.WORDS, Quantity.PHRASE, Quantity.LETTER, Quantity.CAPITAL_WORDS}
"""What JSON can have in its texts; the rest of the quantities are Markdown or running text."""


def compatible(constraints: Sequence[Constraint]) -> bool:
    """Whether one natural reply can meet all of them, as far as their domains tell."""
    domains = [constraint.domain() for constraint in constraints]
    return all(_clash(a, b) is None for a, b in combinations(domains, 2)) and _overfull(domains) is None


def conflict(a: Constraint, b: Constraint) -> str | None:
    """Return why two constraints contradict each other, None where they do not. Symmetric up to the wording."""
    first, second = a.domain(), b.domain()
    return _clash(first, second) or _overfull([first, second])


def _clash(a: Domain, b: Domain) -> str | None:
    """Return why two domains share no reply, whatever else is asked."""
    if a.shape is not None and b.shape is not None and a.shape is not b.shape:
        return f"the reply cannot be {a.shape} and also {b.shape}"
    for key in a.counts.keys() & b.counts.keys():
        if (reason := _disjoint(key, a.counts[key], b.counts[key])) is not None:
            return reason
    for name, one, other in (
        ("begin with", a.opening, b.opening),
        ("end with", a.closing, b.closing),
        ("be in", a.language, b.language),
        ("be all in", a.case, b.case),
    ):
        if one is not None and other is not None and one != other:
            return f"the reply cannot {name} both {one!s} and {other!s}"
    if a.counts and b.counts and (divisions := _two_divisions(a, b)) is not None:
        return divisions
    return _one_sided(a, b) or _one_sided(b, a)


def _disjoint(key: Countable, one: Bounds, other: Bounds) -> str | None:
    low = max(one.minimum, other.minimum)
    if Bounds(low).allows(low) and one.allows(low) and other.allows(low):
        return None
    return f"{_named(key)}: {one.asks()}, and also {other.asks()}"


def _two_divisions(a: Domain, b: Domain) -> str | None:
    for one, other in combinations(_DIVISIONS, 2):
        for first, second in ((one, other), (other, one)):
            if _asks_for(a, first) and _asks_for(b, second):
                return f"the reply cannot be divided into {first} and also into {second}"
    return None


def _asks_for(domain: Domain, quantity: Quantity) -> bool:
    """Whether the domain is about this quantity itself: two responses only happen to need two paragraphs."""
    return domain.shape is None and any(found is quantity for found, _ in domain.counts)


def _one_sided(a: Domain, b: Domain) -> str | None:
    """Return what in ``a`` leaves no room for ``b``."""
    if a.shape is Shape.OPTION:
        return "a fixed answer leaves no room for other requirements"
    if a.shape is Shape.JSON and (reason := _outside_json(b)) is not None:
        return f"JSON has no place for {reason}"
    if a.case is not None and (reason := _other_case(a.case, b)) is not None:
        return f"{reason} is not in {a.case}"
    if a.language not in {None, "en"} and (text := _english(b)) is not None:
        return f"{text} is English, and the reply must be in another language"
    return None


def _outside_json(domain: Domain) -> str | None:
    for quantity, _ in domain.counts:
        if quantity not in _INSIDE_JSON:
            return str(quantity)
    texts = (*domain.verbatim, domain.opening, domain.closing)
    return next((repr(text) for text in texts if text is not None), None)


def _other_case(case: Case, domain: Domain) -> str | None:
    convert = str.upper if case is Case.UPPER else str.lower
    for text in domain.verbatim:
        if text != convert(text):
            return repr(text)
    capitals = domain.counts.get((Quantity.CAPITAL_WORDS, ""))
    # Where every word is in capitals, a request for some of them says something else than it means.
    return "a count of words in capitals" if capitals is not None and domain.case is None else None


def _english(domain: Domain) -> str | None:
    for (quantity, key), bounds in domain.counts.items():
        if quantity in {Quantity.PHRASE, Quantity.LETTER} and bounds.minimum:
            return repr(key)
    return next((repr(text) for text in domain.verbatim), None)


def _overfull(domains: Sequence[Domain]) -> str | None:
    """Return which maximum the minima of the other domains exceed, once they are added up."""
    for i, domain in enumerate(domains):
        others = [other for j, other in enumerate(domains) if j != i]
        for key, bounds in domain.counts.items():
            needed = sum(_least(other, key) for other in others)
            if bounds.maximum is not None and needed > bounds.maximum:
                return f"{_named(key)}: {bounds.asks()}, and the rest needs {needed}"
    return None


def _least(domain: Domain, key: Countable) -> int:
    """Return how many of a quantity a reply in ``domain`` has at the least: as asked, or in the texts that it needs."""
    asked = domain.counts.get(key, Bounds()).minimum
    inside = sum(_measure(text, key) for text in domain.verbatim)
    for (quantity, phrase), bounds in domain.counts.items():
        if quantity is Quantity.PHRASE and bounds.minimum and key != (quantity, phrase):
            inside += bounds.minimum * _measure(phrase, key)
    return max(asked, inside)


def _measure(text: str, key: Countable) -> int:
    """Count a quantity in a text that the reply must contain."""
    quantity, name = key
    if quantity is Quantity.PHRASE:
        return len(occurrences(name, text))
    if quantity is Quantity.LETTER:
        return text.casefold().count(name)
    if quantity is Quantity.COMMAS:
        return len(COMMAS.findall(text))
    if quantity is Quantity.WORDS:
        return len(Document(text).words)
    if quantity is Quantity.CAPITAL_WORDS:
        return sum(word.isupper() and len(word) > 1 for word in Document(text).word_texts)
    return 0


def _named(key: Countable) -> str:
    quantity, name = key
    return f'{quantity} "{name}"' if name else str(quantity)
