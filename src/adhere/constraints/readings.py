"""The two readings of a verdict: strict, on the reply as it is, and loose, on trimmed variants of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.constraints.protocol import Constraint, Verdict
    from adhere.text import Document


def check_strict(constraint: Constraint, document: Document) -> Verdict:
    """Judge the reply as it is."""
    return constraint.check(document)


def check_loose(constraint: Constraint, document: Document) -> bool:
    """Whether any of the field's eight variants satisfies; one of them is the reply itself, so strict implies loose."""
    return check_both(constraint, document)[1]


def check_both(constraint: Constraint, document: Document) -> tuple[Verdict, bool]:
    """Return the strict and the loose verdict; the reply as it is gets judged once for both."""
    strict = check_strict(constraint, document)
    return strict, strict.satisfied or any(constraint.check(variant).satisfied for variant in document.variants)
