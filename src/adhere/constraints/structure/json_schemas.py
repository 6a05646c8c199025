"""JSON Schema in bounded time, without the network: what a schema says of a value, and how much of it is broken."""

from __future__ import annotations

import json
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from adhere.constraints.json_reading import JsonFaultError, read_json
from adhere.constraints.structure.regular import compiled, is_found
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema.protocols import Validator
    from referencing import Resource
    from referencing._core import Resolver

    Keyword = Callable[..., Iterator[Any] | None]

MAX_STEPS = 50_000
"""Keywords applied to one value, beyond which it is not judged.

A reply of a few pages takes a few hundred; a schema that refers to itself in two branches takes two to the power of a
value's depth.
"""
_MAX_FAULTS = 50
_SIZE = 200
# A keyword that writes a message copies the value: so many characters or items cost one more step.


class TooMuchWorkError(Exception):
    """A value that would take the schema too long, or too deep."""


@dataclass(slots=True)
class _Work:
    left: int


_WORK: ContextVar[_Work] = ContextVar("_WORK")
# How much work is left travels beside the validator, whose keywords are functions without a state of their own.


class Faults(NamedTuple):
    """What of a schema a value breaks.

    Attributes:
        broken: how many of the schema's requirements, each counted once however often the value breaks it.
        asked: how many requirements the schema has.
        first: the first fault in words.
    """

    broken: int
    asked: int
    first: str


@lru_cache(maxsize=256)
def parsed_schema(text: str) -> dict[str, Any]:
    """Return the schema that ``text`` writes; nobody may change it.

    Raises:
        UsageError: it is no JSON Schema, asks for nothing, needs a schema from elsewhere, or has a pattern that cannot
            be matched in bounded time.
    """
    from jsonschema import SchemaError
    from jsonschema.validators import validator_for

    try:
        schema = read_json(text)
    except JsonFaultError as error:
        raise UsageError(f"the JSON Schema is no JSON: {error}", hint="give a JSON object") from error
    if not isinstance(schema, dict) or not schema:
        raise UsageError("the JSON Schema is no object with a requirement", hint='write such as {"type": "object"}')
    kind = validator_for(schema, default=None)
    if "$schema" in schema and kind is None:
        raise UsageError(f"unknown $schema {schema['$schema']!r}", hint="use a published draft, or leave it out")
    try:
        (kind or _latest()).check_schema(schema, format_checker=None)
        _check_parts(_resource(schema), _resolver(schema))
    except SchemaError as error:
        raise UsageError(f"no JSON Schema: {error.message[:200]} at {error.json_path}", hint=_DRAFT) from error
    except RecursionError as error:
        raise UsageError("the JSON Schema is nested too deep to read", hint="write it with $defs") from error
    return schema


_DRAFT = "it is read as draft 2020-12 unless $schema names another"


def faults(text: str, value: object) -> Faults | None:
    """Return what of the schema ``text`` the value breaks, None where it is valid.

    Raises:
        TooMuchWorkError: it would take too long to tell.
    """
    from referencing.exceptions import Unresolvable

    schema = parsed_schema(text)
    token = _WORK.set(_Work(MAX_STEPS))
    try:
        broken: dict[object, str] = {}
        for error in _validator(text).iter_errors(value):
            requirement = error.message if error.validator == "required" else ""
            broken.setdefault((*error.absolute_schema_path, requirement), f"{error.message[:200]} at {error.json_path}")
            if len(broken) >= _MAX_FAULTS:
                break
    except (RecursionError, Unresolvable) as error:
        raise TooMuchWorkError("the schema goes too deep to be followed") from error
    finally:
        _WORK.reset(token)
    if not broken:
        return None
    asked = max(1, _requirements(_resource(schema)))
    return Faults(min(len(broken), asked), asked, " ".join(next(iter(broken.values())).split()))


def _requirements(resource: Resource[Any]) -> int:
    """Count what a schema asks for: its keywords that validate, each property that is required for itself."""
    count = 0
    if isinstance(resource.contents, dict):
        for name, value in resource.contents.items():
            several = name == "required" and isinstance(value, list)
            count += len(value) if several else name in _latest().VALIDATORS
    return count + sum(map(_requirements, resource.subresources()))


@cache
def _latest() -> type[Validator]:
    from jsonschema import Draft202012Validator

    latest: type[Validator] = Draft202012Validator
    return latest


@lru_cache(maxsize=256)
def _validator(text: str) -> Validator:
    from jsonschema.validators import validator_for
    from jsonschema_specifications import REGISTRY

    schema = parsed_schema(text)
    # A registry without a way to retrieve: what is not in the schema or among the published drafts stays unknown.
    return _bounded(validator_for(schema, default=_latest()))(schema, registry=REGISTRY)


@cache
def _bounded(kind: type[Validator]) -> type[Validator]:
    """Return the draft's validator with every keyword counted, and the slow ones replaced."""
    from jsonschema.validators import extend

    replaced = {"pattern": _pattern, "patternProperties": _pattern_properties, "uniqueItems": _unique_items}
    known: Mapping[str, Keyword] = {**kind.VALIDATORS, **replaced}  # type: ignore[dict-item]  # typed as no function
    bounded: type[Validator] = extend(kind, {name: _counted(keyword) for name, keyword in known.items()})
    return bounded


def _counted(keyword: Keyword) -> Keyword:
    def counted(validator: Validator, value: Any, instance: Any, schema: Any) -> Iterator[Any] | None:  # noqa: ANN401
        work = _WORK.get()
        work.left -= 1 + (len(instance) // _SIZE if isinstance(instance, str | list | dict) else 0)
        if work.left < 0:
            raise TooMuchWorkError(f"more than {MAX_STEPS} steps to judge it by the schema")
        return keyword(validator, value, instance, schema)

    return counted


def _pattern(_validator: Validator, pattern: str, instance: object, _schema: object) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not is_found(pattern, instance):
        yield ValidationError(f"{instance[:100]!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Validator, patterns: Mapping[str, Any], instance: object, _schema: object
) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    for pattern, subschema in patterns.items():
        for key, value in instance.items():
            if is_found(pattern, key):
                yield from validator.descend(value, subschema, path=key, schema_path=pattern)


def _unique_items(_validator: Validator, unique: object, instance: object, _schema: object) -> Iterator[Any]:
    """Compare by what the items write: jsonschema compares all pairs where they cannot be sorted."""
    from jsonschema import ValidationError

    if unique and isinstance(instance, list):
        written = {json.dumps(_canonical(item), sort_keys=True) for item in instance}
        if len(written) < len(instance):
            yield ValidationError(f"{len(instance) - len(written)} items are not unique")


def _canonical(value: object) -> object:
    """Return ``value`` with numbers that are equal written alike."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    return value


def _resource(schema: dict[str, Any]) -> Resource[Any]:
    from referencing import Resource
    from referencing.jsonschema import DRAFT202012

    return Resource.from_contents(schema, default_specification=DRAFT202012)


def _resolver(schema: dict[str, Any]) -> Resolver[Any]:
    from jsonschema_specifications import REGISTRY

    resolver: Resolver[Any] = REGISTRY.resolver_with_root(_resource(schema))
    return resolver


def _check_parts(resource: Resource[Any], resolver: Resolver[Any]) -> None:
    """Refuse references that lead out of the schema, and patterns that RE2 does not take."""
    from referencing.exceptions import Unresolvable

    contents = resource.contents
    if isinstance(contents, dict):
        for name in ("$ref", "$dynamicRef"):
            try:
                if name in contents:
                    resolver.lookup(contents[name])
            except Unresolvable as error:
                raise UsageError(
                    f"the JSON Schema refers to {contents[name]!r}, which is not in it",
                    hint="put what it refers to under $defs: nothing is ever fetched",
                ) from error
        for pattern in (*contents.get("patternProperties", ()), *filter(None, [contents.get("pattern")])):
            try:
                compiled(pattern)
            except ValueError as error:
                raise UsageError(f"the JSON Schema's pattern {pattern!r} is refused: {error}", hint=_RE2) from error
    for part in resource.subresources():
        _check_parts(part, resolver.in_subresource(part))


_RE2 = "write it in RE2's syntax: no look-around, no back-references"
