"""JSON Schema's keywords that jsonschema's own functions judge in unbounded time, or wrongly for some numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from adhere.constraints.structure.regular import is_feasible, is_found

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

Keyword: TypeAlias = Callable[..., Iterator[Any] | None]
"""Yields the faults of an instance: takes the validator, the keyword's value, the instance and the whole schema."""

_SHOWN = 100


class TooMuchWorkError(Exception):
    """A value that would take the schema too long, or too deep."""


def _fault(message: str) -> ValidationError:
    from jsonschema import ValidationError

    return ValidationError(message)


def _found(pattern: str, text: str) -> bool:
    if not is_feasible(pattern, text):
        raise TooMuchWorkError("it holds a text too long for a pattern of the schema")
    return is_found(pattern, text)


def _pattern(_validator: Validator, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _found(pattern, instance):
        yield _fault(f"{instance[:_SHOWN]!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Validator, patterns: Mapping[str, Any], instance: object, _schema: object
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    for pattern, subschema in patterns.items():
        for key, value in instance.items():
            if _found(pattern, key):
                yield from validator.descend(value, subschema, path=key, schema_path=pattern)


def _additional_properties(
    validator: Validator, rest: object, instance: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for key, value in instance.items():
        if key in known or any(_found(pattern, key) for pattern in patterns):
            continue
        if isinstance(rest, dict):
            yield from validator.descend(value, rest, path=key)
        elif not rest:
            yield _fault(f"{key[:_SHOWN]!r} is no property that the schema allows")


def _unique_items(
    _validator: Validator, unique: object, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """Compare by what the items write: jsonschema compares all pairs where they cannot be sorted."""
    if unique and isinstance(instance, list):
        written = {json.dumps(_canonical(item), sort_keys=True) for item in instance}
        if len(written) < len(instance):
            yield _fault(f"{len(instance) - len(written)} items are not unique")


def _canonical(value: object) -> object:
    """Return ``value`` with numbers that are equal written alike."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    return value


def _multiple_of(_validator: Validator, step: float, instance: object, _schema: object) -> Iterator[ValidationError]:
    """Divide the numbers as they are written: 0.3 is a multiple of 0.1, and 1e999 is one of nothing."""
    if isinstance(instance, bool) or not isinstance(instance, int | float):
        return
    endless = isinstance(instance, float) and not math.isfinite(instance)
    if endless or (Fraction(repr(instance)) / Fraction(repr(step))).denominator != 1:
        yield _fault(f"{str(instance)[:_SHOWN]} is not a multiple of {step}")


REPLACED: Mapping[str, Keyword] = MappingProxyType(
    {
        "additionalProperties": _additional_properties,
        "multipleOf": _multiple_of,
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "uniqueItems": _unique_items,
    }
)
"""The functions by keyword; a draft that has no such keyword does without."""
