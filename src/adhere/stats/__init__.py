"""Intervals, paired comparisons, power and multiple testing, with prompts as clusters."""

from adhere.stats.bootstrap import paired_bootstrap
from adhere.stats.estimates import Estimate, Interval, mean, proportion, ratio, wilson
from adhere.stats.multiple import holm
from adhere.stats.paired import PairedComparison, PairedVerdict, compare_paired, mcnemar_exact, score_interval
from adhere.stats.power import minimum_detectable_effect, pairs_needed

__all__ = [
    "Estimate",
    "Interval",
    "PairedComparison",
    "PairedVerdict",
    "compare_paired",
    "holm",
    "mcnemar_exact",
    "mean",
    "minimum_detectable_effect",
    "paired_bootstrap",
    "pairs_needed",
    "proportion",
    "ratio",
    "score_interval",
    "wilson",
]
