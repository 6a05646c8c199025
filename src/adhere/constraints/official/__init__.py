"""The official reading: the verdicts of IFEval's published checkers (Zhou et al. 2023), with all their quirks.

Written from their documented and observed behaviour; https://github.com/google-research/google-research/tree/master/
instruction_following_eval. Where they draw at random (language detection, a letter frequency of something that is no
letter), this reading is seeded; where they would draw a missing argument, it refuses.
"""

from __future__ import annotations

from adhere.constraints.official.reading import OFFICIAL_IDS, loose_verdict, verdict
from adhere.text import loose_variants

__all__ = ["OFFICIAL_IDS", "loose_variants", "loose_verdict", "verdict"]
