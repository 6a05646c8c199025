"""The proof of the checkers: how often each is wrong, measured on texts whose truth is known."""

from adhere.constraints.proof.edits import ALWAYS, Edit, edits_for
from adhere.constraints.proof.figures import Failure, Tally, TypeProof
from adhere.constraints.proof.proving import prove_type

__all__ = ["ALWAYS", "Edit", "Failure", "Tally", "TypeProof", "edits_for", "prove_type"]
