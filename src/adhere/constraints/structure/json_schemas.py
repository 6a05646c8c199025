"""JSON Schema in bounded time, without the network: what a schema says of a value, and how much of it is broken."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from adhere.constraints.json_reading import JsonFaultError, read_json
from adhere.constraints.structure.json_keywords import REPLACED, TooMuchWorkError
from adhere.constraints.structure.regular import compiled
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator
    from referencing import Resource
    from referencing._core import Resolver

    from adhere.constraints.structure.json_keywords import Keyword

MAX_STEPS = 50_000
"""Keywords applied to one value, beyond which it is not judged.

A reply of a few pages takes a few hundred; a schema that refers to itself in two branches takes two to the power of a
value's depth.
"""
_MAX_FAULTS = 50
_SHOWN = 300
_SIZE = 200
# A keyword that writes a message copies the value: so many characters or items cost one more step.


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
        _check_parts(schema)
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
    except OverflowError as error:
        raise TooMuchWorkError("it holds a number too large for the schema to judge") from error
    finally:
        _WORK.reset(token)
    if not broken:
        return None
    asked = _asked(text)
    return Faults(min(len(broken), asked), asked, " ".join(next(iter(broken.values())).split())[:_SHOWN])


@lru_cache(maxsize=256)
def _asked(text: str) -> int:
    """Count what a schema asks for: its keywords that validate, each property that is required for itself."""
    schema = parsed_schema(text)
    count = 0
    for part, _ in _parts(_resource(schema), _resolver(schema)):
        required = part.get("required")
        count += sum(name in _latest().VALIDATORS for name in part)
        count += len(required) - 1 if isinstance(required, list) else 0
    return max(1, count)


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

    replaced = {name: keyword for name, keyword in REPLACED.items() if name in kind.VALIDATORS}
    known: dict[str, Keyword] = {**kind.VALIDATORS, **replaced}
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


def _resource(schema: dict[str, Any]) -> Resource[Any]:
    from referencing import Resource
    from referencing.jsonschema import DRAFT202012

    return Resource.from_contents(schema, default_specification=DRAFT202012)


def _resolver(schema: dict[str, Any]) -> Resolver[Any]:
    from jsonschema_specifications import REGISTRY

    resolver: Resolver[Any] = REGISTRY.resolver_with_root(_resource(schema))
    return resolver


def _parts(resource: Resource[Any], resolver: Resolver[Any]) -> Iterator[tuple[dict[str, Any], Resolver[Any]]]:
    """Yield the schema and all schemas inside it that are objects, each with what resolves its references."""
    if isinstance(resource.contents, dict):
        yield resource.contents, resolver
    for part in resource.subresources():
        yield from _parts(part, resolver.in_subresource(part))


def _check_parts(schema: dict[str, Any]) -> None:
    """Refuse references that lead out of the schema, and patterns that cannot be matched in bounded time."""
    from referencing.exceptions import Unresolvable

    names: set[str] = set()
    for part, resolver in _parts(_resource(schema), _resolver(schema)):
        names |= part.keys()
        for reference in (part[name] for name in ("$ref", "$dynamicRef") if name in part):
            try:
                resolver.lookup(reference)
            except Unresolvable as error:
                raise UsageError(
                    f"the JSON Schema refers to {reference!r}, which is not in it",
                    hint="put what it refers to under $defs: nothing is ever fetched",
                ) from error
        for pattern in (*part.get("patternProperties", ()), *filter(None, [part.get("pattern")])):
            try:
                compiled(pattern)
            except ValueError as error:
                raise UsageError(f"the JSON Schema's pattern {pattern!r} is refused: {error}", hint=_RE2) from error
    if {"patternProperties", "unevaluatedProperties"} <= names:
        raise UsageError("the JSON Schema has both patternProperties and unevaluatedProperties", hint=_ADDITIONAL)


_ADDITIONAL = "use additionalProperties: jsonschema matches the names for the other without a limit on time"
_RE2 = "write it in RE2's syntax: no look-around, no back-references"
