"""Values that a JSON Schema allows, drawn for the schemas that people commonly write."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.constraints.composing import phrase_about
from adhere.constraints.structure.json_keywords import TooMuchWorkError
from adhere.constraints.structure.json_schemas import faults, parsed_schema
from adhere.constraints.structure.regular_samples import sample
from adhere.errors import UsageError

if TYPE_CHECKING:
    from random import Random

_ATTEMPTS = 20
_MAX_DEPTH = 12
_MAX_ITEMS = 200
_MAX_LENGTH = 10_000
_TYPE_OF_KEYWORD = {
    "properties": "object", "required": "object", "minProperties": "object", "patternProperties": "object",
    "items": "array", "prefixItems": "array", "minItems": "array", "contains": "array", "uniqueItems": "array",
    "minimum": "number", "maximum": "number", "multipleOf": "number", "exclusiveMinimum": "number",
    "minLength": "string", "maxLength": "string", "pattern": "string", "format": "string",
}  # fmt: skip
_FORMATS = {
    "date": "2024-02-29", "date-time": "2024-02-29T12:30:00Z", "time": "12:30:00Z", "email": "ann@example.com",
    "uri": "https://example.com/a", "uuid": "6f1c2a52-7c1e-4f0e-9a39-3c1f3b0a7c11", "ipv4": "192.0.2.1",
}  # fmt: skip


class _NoSampleError(Exception):
    """A part of a schema that no value is drawn for."""


def draw_value(rng: Random, schema_text: str, topic: str) -> object:
    """Return a value that the schema allows: drawn, or one of the schema's own examples, or its default.

    Raises:
        UsageError: none was found.
    """
    schema = parsed_schema(schema_text)
    given = [*schema.get("examples", ()), *(schema[name] for name in ("default",) if name in schema)]
    for attempt in range(_ATTEMPTS):
        try:
            value = _Drawing(rng, schema, topic, sparing=attempt >= _ATTEMPTS // 2).value(schema, 0)
        except (_NoSampleError, UsageError, OverflowError):
            continue
        if _is_valid(schema_text, value):
            return value
    for value in given:
        if _is_valid(schema_text, value):
            return value
    raise UsageError(
        "no value was found that the JSON Schema allows",
        hint="replies are checked by it all the same; to have witnesses, give it examples",
    )


def _is_valid(schema_text: str, value: object) -> bool:
    try:
        return faults(schema_text, value) is None
    except TooMuchWorkError:
        return False


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Values for the parts of one schema; a sparing one leaves out what is not required."""

    rng: Random
    root: dict[str, Any]
    topic: str
    sparing: bool

    def value(self, schema: object, depth: int) -> Any:  # noqa: ANN401 - any JSON value
        if depth > _MAX_DEPTH or schema is False:
            raise _NoSampleError
        merged = self._merged(schema if isinstance(schema, dict) else {}, depth)
        for name in ("const", "default"):
            if name in merged:
                return merged[name]
        if choices := merged.get("enum") or merged.get("examples"):
            return self.rng.choice(choices)
        kind = merged.get("type") or next((_TYPE_OF_KEYWORD[k] for k in merged if k in _TYPE_OF_KEYWORD), "string")
        kind = self.rng.choice(kind) if isinstance(kind, list) else kind
        if kind == "object":
            return self._object(merged, depth)
        if kind == "array":
            return self._array(merged, depth)
        return self._scalar(kind, merged)

    def _merged(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        """Return the schema with what it refers to, with all of ``allOf``, and with one branch of a choice."""
        if depth > _MAX_DEPTH:
            raise _NoSampleError
        parts: list[object] = list(schema.get("allOf", ()))
        parts += [self.rng.choice(schema[name]) for name in ("anyOf", "oneOf") if name in schema]
        if "$ref" in schema:
            parts.append(self._referred(schema["$ref"]))
        merged = {key: value for key, value in schema.items() if key not in {"allOf", "anyOf", "oneOf", "$ref"}}
        for part in parts:
            for key, value in self._merged(part if isinstance(part, dict) else {}, depth + 1).items():
                merged[key] = _both(key, merged[key], value) if key in merged else value
        return merged

    def _referred(self, reference: str) -> object:
        """Follow a JSON pointer within the schema (RFC 6901)."""
        found: object = self.root
        if not reference.startswith("#"):
            raise _NoSampleError
        for step in filter(None, reference[1:].split("/")):
            name = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or name not in found:
                raise _NoSampleError
            found = found[name]
        return found

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", [])
        wanted = {key: None for key in [*properties, *required] if key in required or self._wants(depth)}
        drawn = {key: self.value(properties.get(key, True), depth + 1) for key in wanted}
        rest = schema.get("additionalProperties", True)
        while len(drawn) < min(schema.get("minProperties", 0), _MAX_ITEMS):
            drawn[f"key_{len(drawn) + 1}"] = self.value(rest, depth + 1)
        return drawn

    def _wants(self, depth: int) -> bool:
        return not self.sparing and depth < _MAX_DEPTH // 2 and self.rng.random() < 3 / 4

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        first = schema.get("prefixItems", [])
        filled = self._wants(depth) or "contains" in schema
        low = int(max(schema.get("minItems", 0), filled))
        high = int(schema.get("maxItems", low + 2))
        if low > _MAX_ITEMS:
            raise _NoSampleError
        count = max(low, min(high, low + self.rng.randint(0, 2) * filled))
        rest = schema.get("contains", schema.get("items", True))
        drawn: list[Any] = []
        written: set[str] = set()
        for _ in range(10 * count):
            if len(drawn) == count:
                break
            item = self.value(first[len(drawn)] if len(drawn) < len(first) else rest, depth + 1)
            if not (schema.get("uniqueItems") and json.dumps(item) in written):
                drawn.append(item)
                written.add(json.dumps(item))
        return drawn

    def _scalar(self, kind: str, schema: dict[str, Any]) -> object:
        if kind == "boolean":
            return self.rng.random() < 1 / 2
        if kind == "null":
            return None
        if kind in {"integer", "number"}:
            return self._number(kind, schema)
        if "pattern" in schema:
            return sample(self.rng, schema["pattern"])
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        low, high = schema.get("minLength", 0), schema.get("maxLength", math.inf)
        if low > _MAX_LENGTH:
            raise _NoSampleError
        text = phrase_about(self.rng, self.topic)
        while len(text) < low:
            text = f"{text} and {phrase_about(self.rng, self.topic)}"
        return text if len(text) <= high else text[: int(high)]

    def _number(self, kind: str, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - an integer or a decimal
        step = schema.get("multipleOf", 1)
        least = schema.get("minimum", schema.get("exclusiveMinimum"))
        most = schema.get("maximum", schema.get("exclusiveMaximum"))
        low = least if least is not None else (most - 100 if most is not None else 0)
        high = most if most is not None else low + 100
        count = self.rng.randint(math.ceil(low / step), max(math.ceil(low / step), math.floor(high / step)))
        if low < count * step < high or kind == "integer":
            return count * step
        return (low + high) / 2


def _both(key: str, one: Any, other: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return what meets two values of one keyword; the later one where no rule is known: what is drawn is checked."""
    if key in {"properties", "$defs"}:
        return {**one, **other}
    if key == "required":
        return [*one, *other]
    if key.startswith(("min", "exclusiveMin")):
        return max(one, other)
    if key.startswith(("max", "exclusiveMax")):
        return min(one, other)
    if key == "enum":
        return [choice for choice in one if choice in other] or one
    return other
