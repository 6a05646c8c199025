"""Mutation testing of the checkers: small faults are put into their code, and the tests must notice.

``python -m benchmarks.mutants`` prints what it finds on stderr and one JSON object as the last line of stdout. Of all
faults that fit (``mutations``), a seeded sample is tried, one at a time (``mutant_trials``), in rounds:

- ``exact verdicts``: what ``tests/constraints/test_exact_*.py`` do, for all types that rest on the faulty file;
- ``tests``: the other tests of the room that name the file or one of its types;
- ``proof``: what ``tests/constraints/test_proof.py`` does, for the types of the first round;
- ``lifecycle``: ``tests/constraints/test_lifecycle.py``, for at most six of the types;
- ``long proof``: the beginning of what ``adhere constraints prove`` does, for these six.

All but the last are part of ``make test``. Mutants that survive are looked up in ``equivalent_mutants.toml``: the share
of the killed is of those that are not equivalent, and the share of all that were tried is given, too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from random import Random

from adhere.stats import wilson
from benchmarks.mutant_trials import Warm
from benchmarks.mutations import Mutant, find_mutants, read_equivalents


def say(text: str) -> None:
    """Print a line for people."""
    print(text, file=sys.stderr, flush=True)


def shares(killed: int, tried: int, equivalent: int) -> dict[str, float]:
    """Return the share of the killed, with Wilson's 95 % interval, without and with the equivalent ones."""
    share, of_all = wilson(killed, tried - equivalent), wilson(killed, tried)
    return {
        "tried": tried,
        "equivalent": equivalent,
        "killed": killed,
        "share": killed / (tried - equivalent),
        "low": share.low,
        "high": share.high,
        "share_of_all": killed / tried,
        "low_of_all": of_all.low,
        "high_of_all": of_all.high,
    }


def main() -> None:
    """Try a sample and print what survived."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=250, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60, help="stop after so many")
    parser.add_argument("--only", default="", help="files whose path in constraints/ holds this")
    options = parser.parse_args()
    known, reasons, warm = find_mutants(options.only), read_equivalents(), Warm()
    warm.check_tests()
    start = time.monotonic()
    killers: Counter[str] = Counter()
    survived: list[Mutant] = []
    equivalent = 0
    for mutant in Random(options.seed).sample(known, min(options.sample, len(known))):
        if time.monotonic() - start > 60 * options.minutes:
            break
        killer = warm.killer_of(mutant)
        reason = reasons.get((mutant.file, mutant.was, mutant.becomes))
        if killer:
            killers[killer] += 1
        elif reason:
            equivalent += 1
        else:
            survived.append(mutant)
        verdict = f"killed by {killer}" if killer else f"equivalent ({reason})" if reason else "SURVIVED"
        if killer and reason:
            verdict += ", and yet listed as equivalent"
        say(f"{verdict}: {mutant.file}:{mutant.line}: {mutant.was}  ->  {mutant.becomes}")
    tried = killers.total() + equivalent + len(survived)
    figures = shares(killers.total(), tried, equivalent)
    for end, of in (("", "that are not equivalent"), ("_of_all", "of all")):
        share, low, high = (figures[f"{name}{end}"] for name in ("share", "low", "high"))
        say(f"killed {of}: {share:.1%} ({low:.1%} to {high:.1%})")
    say("{killed} of {tried} killed, {equivalent} are equivalent".format(**figures))
    result = {"known": len(known), "seed": options.seed, "seconds": round(time.monotonic() - start), **figures}
    print(json.dumps({**result, "killers": dict(killers), "survived": [asdict(each) for each in survived]}))


if __name__ == "__main__":
    main()
