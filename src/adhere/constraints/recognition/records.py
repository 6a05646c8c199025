"""What was recognised, as JSON's types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adhere.constraints.catalogue import dump

if TYPE_CHECKING:
    from adhere.constraints.recognition.found import Found, Origin, Recognition, Requirement


def to_record(recognition: Recognition) -> dict[str, Any]:
    """Return ``constraints``, each a spec and where it stands, and ``requirements``, which are for a judge."""
    return {
        "constraints": [_found(one) for one in recognition.found],
        "requirements": [_requirement(one) for one in recognition.requirements],
    }


def _found(one: Found) -> dict[str, Any]:
    return {
        **dump(one.constraint),
        "spans": [list(span) for span in one.spans],
        "scope": one.scope.value,
        "origin": _origin(one.origin),
        "confidence": one.confidence,
    }


def _requirement(one: Requirement) -> dict[str, Any]:
    return {"text": one.text, "scope": one.scope.value, "origin": _origin(one.origin)}


def _origin(origin: Origin) -> dict[str, Any]:
    return {"message": origin.message, "role": origin.role, "span": list(origin.span)}
