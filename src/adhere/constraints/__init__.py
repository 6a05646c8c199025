"""Constraints: requirements that a program can verify, and their whole life."""

from adhere.constraints.catalogue import CATALOGUE, dump, load
from adhere.constraints.combine import combine
from adhere.constraints.conflicts import compatible, conflict
from adhere.constraints.contradictions import Decision, Satisfiability, decide
from adhere.constraints.domain import Domain
from adhere.constraints.protocol import Constraint, Evidence, Outcome, Verdict
from adhere.constraints.published import from_published
from adhere.constraints.readings import check_both, check_loose, check_strict

__all__ = [
    "CATALOGUE",
    "Constraint",
    "Decision",
    "Domain",
    "Evidence",
    "Outcome",
    "Satisfiability",
    "Verdict",
    "check_both",
    "check_loose",
    "check_strict",
    "combine",
    "compatible",
    "conflict",
    "decide",
    "dump",
    "from_published",
    "load",
]
