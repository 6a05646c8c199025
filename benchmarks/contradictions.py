"""How many sets of constraints are decided, and how long that takes.

``python -m benchmarks.contradictions`` prints one JSON object on stdout. Pairs and triples of different types are drawn
from IFEval's types and from the whole catalogue, with the parameters that ``draw`` gives for one of a few prompts.
Nothing keeps them from contradicting each other. Every witness is checked again, by the checkers alone. Times are of
one core, of the process itself, after everything is imported and the language identifier is loaded.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from adhere.constraints import CATALOGUE, Satisfiability, decide
from adhere.constraints.catalogue import IFEVAL
from adhere.constraints.language import ResponseLanguage
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints import Constraint

PROMPTS = (
    "Write a short email, to a friend about the weekend.",
    "Describe how bread is made.",
    "What are the pros and cons of working from home? Explain both.",
)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contradictions")
    parser.add_argument("--sets", type=int, default=300, help="pairs, and triples, drawn from each catalogue")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    decide([ResponseLanguage(language="fr")])  # loads the language identifier
    result: dict[str, Any] = {"benchmark": "contradictions", "sets": options.sets, "seed": options.seed}
    for name, kinds in (("ifeval", IFEVAL), ("catalogue", CATALOGUE)):
        figures = {"types": len(kinds)}
        for size, of in ((2, "pairs"), (3, "triples")):
            figures[of] = measure(kinds, size, options.sets, options.seed)
            print(f"{name}, {of}: {figures[of]}", file=sys.stderr, flush=True)
        result[name] = figures
    print(json.dumps(result))


def measure(kinds: Mapping[str, type[Constraint]], size: int, sets: int, seed: int) -> dict[str, Any]:
    """Decide so many sets of constraints; return shares and milliseconds."""
    rng = Random(seed)
    outcomes: Counter[Satisfiability] = Counter()
    undecided: Counter[str] = Counter()
    times = []
    for _ in range(sets):
        drawn = [kinds[id].draw(rng, rng.choice(PROMPTS)) for id in rng.sample(sorted(kinds), size)]  # noqa: A001
        start = time.process_time()
        decision = decide(drawn)
        times.append(1000 * (time.process_time() - start))
        outcomes[decision.outcome] += 1
        if decision.witness is not None:
            document = Document(decision.witness)
            assert all(constraint.check(document).satisfied for constraint in drawn)
        if decision.outcome is Satisfiability.UNDECIDED:
            undecided.update(constraint.id for constraint in drawn)
    return {
        "decided": round(1 - outcomes[Satisfiability.UNDECIDED] / sets, 4),
        "outcomes": {outcome.value: outcomes[outcome] for outcome in Satisfiability},
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "most_undecided": dict(undecided.most_common(5)),
    }


if __name__ == "__main__":
    main()
