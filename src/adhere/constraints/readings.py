"""The two readings of a verdict: strict, on the reply as it is, and loose, on trimmed variants of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.text import Document

if TYPE_CHECKING:
    from adhere.constraints.protocol import Constraint, Verdict


def check_strict(constraint: Constraint, document: Document) -> Verdict:
    """Judge the reply as it is."""
    return constraint.check(document)


def check_loose(constraint: Constraint, document: Document) -> bool:
    """Whether any of the field's eight variants satisfies; one of them is the reply itself, so strict implies loose."""
    if constraint.check(document).satisfied:
        return True
    variants = dict.fromkeys(loose_variants(document.text)[1:])
    return any(constraint.check(Document(variant)).satisfied for variant in variants if variant != document.text)


def loose_variants(text: str) -> tuple[str, ...]:
    """Return IFEval's variants (Zhou et al. 2023, section 2.2): without first line, last line, both; and without ``*``.

    The first is ``text`` itself; some of the eight may be equal.
    """
    lines = text.split("\n")
    trimmed = (text, "\n".join(lines[1:]).strip(), "\n".join(lines[:-1]).strip(), "\n".join(lines[1:-1]).strip())
    return (*trimmed, *(variant.replace("*", "") for variant in trimmed))
