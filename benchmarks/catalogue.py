"""Time of the checks of every type in the catalogue on real replies of about 200 words."""

from __future__ import annotations

import time
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from adhere.constraints import CATALOGUE
from adhere.constraints.readings import check_both
from adhere.errors import UsageError
from adhere.text import Document
from benchmarks.replies import real_replies, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.constraints import Constraint

LENGTH = range(180, 221)
"""Words, as white space parts them, of the replies."""
TOGETHER = 10
"""Constraints that one reply is judged by."""
EACH = 15
"""Replies that each type is timed on."""
TARGET = 1.0
"""Milliseconds that a reply and its ten constraints may take."""
VIEWS = (
    "is_empty",
    "words",
    "folded_words",
    "tokens",
    "paragraphs",
    "blocks",
    "inlines",
    "code",
    "sentences",
    "quotations",
)


def measure_catalogue() -> dict[str, Any]:
    """Time each type on parsed replies, ten constraints at once on fresh ones, and all of them strict and loose."""
    rng = Random(0)
    replies = [(prompt, reply) for prompt, reply in real_replies() if len(reply.split()) in LENGTH]
    rng.shuffle(replies)
    types = {kind: time_type(kind, rng, replies[:EACH]) for kind in CATALOGUE}
    slowest = dict(sorted(types.items(), key=lambda pair: -pair[1])[:10])
    say(f"a check of a parsed reply: median of {len(types)} types {median(types.values()):.0f} microseconds")
    say(f"the slowest: {', '.join(f'{kind} {time:.0f}' for kind, time in slowest.items())}")
    together = sorted(time_together(rng, prompt, reply) for prompt, reply in replies[EACH:])
    middle, high = median(together), quantiles(together, n=10)[-1]
    say(f"{TOGETHER} constraints on a reply of 200 words: median {middle:.2f} ms (target {TARGET}), p90 {high:.2f} ms")
    return {
        "types": len(types),
        "check_microseconds": {"median": round(median(types.values()), 1), "slowest": slowest},
        "ten_constraints_milliseconds": {"median": round(middle, 3), "p90": round(high, 3), "replies": len(together)},
        "catalogue_verdicts_per_second": round(speed_of_all(rng, replies[:EACH])),
    }


def time_type(kind: str, rng: Random, replies: Iterable[tuple[str, str]]) -> float:
    """Return how many microseconds a check takes once the reply is parsed: the median over the replies."""
    taken: list[float] = []
    for prompt, reply in replies:
        constraint = drawn(kind, rng, prompt)
        if constraint is None:
            continue
        constraint.check(Document(reply))  # compiles what it needs
        document = Document(reply)
        for view in VIEWS:
            getattr(document, view)
        start = time.process_time()
        constraint.check(document)
        taken.append(1e6 * (time.process_time() - start))
    return round(median(taken), 1)


def time_together(rng: Random, prompt: str, reply: str) -> float:
    """Return how many milliseconds a reply takes that is parsed and judged by constraints of ten different types.

    The constraints have judged another text before, as in a run over many replies; the reply is new.
    """
    constraints: list[Constraint] = []
    for kind in rng.sample(list(CATALOGUE), len(CATALOGUE)):
        constraint = drawn(kind, rng, prompt)
        if constraint is not None and len(constraints) < TOGETHER:
            constraints.append(constraint)
    for constraint in constraints:
        constraint.check(Document(prompt))
    start = time.process_time()
    document = Document(reply)
    for constraint in constraints:
        constraint.check(document)
    return 1e3 * (time.process_time() - start)


def speed_of_all(rng: Random, replies: Iterable[tuple[str, str]]) -> float:
    """Return how many verdicts, strict and loose counted apart, a second of one core gives over all types."""
    count, seconds = 0, 0.0
    for prompt, reply in replies:
        constraints = [one for kind in CATALOGUE if (one := drawn(kind, rng, prompt)) is not None]
        start = time.process_time()
        document = Document(reply)
        for constraint in constraints:
            count += len(check_both(constraint, document))
        seconds += time.process_time() - start
    say(f"all types, strict and loose: {count / seconds:,.0f} verdicts a second of one core")
    return count / seconds


def drawn(kind: str, rng: Random, prompt: str) -> Constraint | None:
    """Draw a constraint of the type; None where it does not suit the prompt."""
    try:
        return CATALOGUE[kind].draw(rng, prompt)
    except UsageError:
        return None
