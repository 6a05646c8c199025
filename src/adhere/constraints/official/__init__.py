"""The official reading: the verdicts of the published checkers of IFEval and IFBench, with all their quirks.

Written from their documented and observed behaviour. Where they draw at random (language detection, a letter frequency
of something that is no letter, a span that starts at 0), this reading is seeded; where they would draw a missing
argument, it refuses.
"""

from __future__ import annotations

from adhere.constraints.official.reading import IFBENCH_IDS, IFEVAL_IDS, OFFICIAL, OFFICIAL_IDS, Reading
from adhere.text import loose_variants

verdict, loose_verdict = OFFICIAL.verdict, OFFICIAL.loose_verdict

__all__ = [
    "IFBENCH_IDS",
    "IFEVAL_IDS",
    "OFFICIAL",
    "OFFICIAL_IDS",
    "Reading",
    "loose_variants",
    "loose_verdict",
    "verdict",
]
