"""Constraints: requirements that a program can verify, and their whole life."""

from adhere.constraints.protocol import Constraint, Evidence, Outcome, Verdict

__all__ = ["Constraint", "Evidence", "Outcome", "Verdict"]
