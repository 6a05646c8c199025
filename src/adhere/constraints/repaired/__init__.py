"""The repaired reading: the published checkers of IFEval and IFBench, each known defect mended in the narrowest way.

It is neither the official reading, whose figures compare with published ones, nor adhere's own: what is not listed in
``DIVERGENCES`` is judged as published.
"""

from __future__ import annotations

from adhere.constraints.repaired.flips import Asked, Flips, count_flips
from adhere.constraints.repaired.table import DIVERGENCES, REPAIRED, Divergence

verdict, loose_verdict = REPAIRED.verdict, REPAIRED.loose_verdict

__all__ = ["DIVERGENCES", "REPAIRED", "Asked", "Divergence", "Flips", "count_flips", "loose_verdict", "verdict"]
