"""Contradictions: whether constraints can be met together, with a witness, or with the smallest set that cannot."""

from adhere.constraints.contradictions.deciding import decide
from adhere.constraints.contradictions.decision import Decision, Satisfiability

__all__ = ["Decision", "Satisfiability", "decide"]
