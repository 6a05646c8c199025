"""JSON that a schema allows, that has given keys, or that is a list of some length."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun, check_bounds
from adhere.constraints.composing import phrase_about, prose, subject
from adhere.constraints.domain import Domain, Shape
from adhere.constraints.json_reading import JsonFaultError, core_of, read_json, whole_json
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.parameters import check_phrases
from adhere.constraints.structure.code import fenced_blocks
from adhere.constraints.structure.json_keywords import TooMuchWorkError
from adhere.constraints.structure.json_samples import draw_value
from adhere.constraints.structure.json_schemas import faults, parsed_schema
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.parameters import JsonText
    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_AROUND = 0.5
"""What is left of the score where the JSON has remarks around it."""
_ITEMS = Noun("item", "items")
_OTHER_KIND = {"object": "[]", "array": "{}", "string": "[]", "number": "{}", "integer": "{}", "boolean": "[]"}
_SCHEMAS = (
    (
        '{"type": "object", "properties": {"title": {"type": "string"}, "year": {"type": "integer"}}, '
        '"required": ["title", "year"]}'
    ),
    '{"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 5}',
    (
        '{"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}, "reason": {"type": "string"}}, '
        '"required": ["answer", "reason"], "additionalProperties": false}'
    ),
)
"""Schemas that tasks are drawn with."""


def _json_block(reply: Document) -> Span | None:
    """Return where the one fenced block marked as JSON stands, or the one fenced block at all."""
    fenced = fenced_blocks(reply)
    marked = [block for block in fenced if block.info.lower().startswith("json")]
    chosen = marked or fenced
    return chosen[0].inner if len(chosen) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonReply(ABC):
    """A reply that is JSON and nothing else, or that has JSON in its one fenced block where ``in_block`` is true."""

    id: ClassVar[str]
    in_block: bool = False

    @abstractmethod
    def judge(self, value: object) -> Verdict:
        """Judge the value that the JSON writes."""

    @abstractmethod
    def sample(self, rng: Random, topic: str) -> object:
        """Return a value that satisfies."""

    @abstractmethod
    def broken(self, value: object) -> Iterator[object]:
        """Yield values near ``value`` that do not satisfy."""

    @property
    def place(self) -> str:
        """Where the JSON stands, as the end of a sentence."""
        return "in one fenced code block" if self.in_block else "without any text around it"

    def check(self, reply: Document) -> Verdict:
        """Judge a reply by the value that it writes as JSON; with remarks around it, it earns half of that."""
        if reply.is_empty:
            return violated("the reply is empty")
        place = _json_block(reply) if self.in_block else Span(0, len(reply.text)).trimmed(reply.text)
        if place is None:
            return violated("there is no code block of JSON, or more than one")
        text = place.of(reply.text) if self.in_block else whole_json(reply)
        try:
            verdict = self.judge(read_json(text))
        except JsonFaultError as error:
            return self._unreadable(text, str(error))
        except TooMuchWorkError as error:
            return undecided(str(error))
        return satisfied(verdict.reason, mark([place], "JSON")) if verdict.satisfied else verdict

    def _unreadable(self, text: str, fault: str) -> Verdict:
        try:
            return violated(fault, _AROUND * self.judge(read_json(core_of(text))).score)
        except (JsonFaultError, TooMuchWorkError):
            return violated(fault)

    def witness(self, rng: Random, topic: str) -> str:
        text = json.dumps(self.sample(rng, topic), indent=rng.choice((None, 2)), ensure_ascii=False)
        if self.in_block:
            return f"{prose(rng, topic, 1)}\n\n```json\n{text}\n```"
        return f"```json\n{text}\n```" if rng.random() < 1 / 2 else text

    def mutants(self, text: str) -> Iterator[str]:
        before, fence, rest = text.partition("```json\n")
        written = rest.rpartition("\n")[0] if fence else before
        after = "\n```" if fence else ""
        start = f"{before}{fence}" if fence else ""
        for value in self.broken(json.loads(written)):
            yield f"{start}{json.dumps(value, ensure_ascii=False)}{after}"
        yield f"{start}{written}]{after}"
        yield f'{start}{{"a": {written}, "a": NaN}}{after}'
        if not self.in_block:
            yield f"Here it is: {text}"
            yield f"{text}\nI hope this helps."

    def domain(self) -> Domain:
        return Domain(verbatim=("```",)) if self.in_block else Domain(shape=Shape.JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonSchema(JsonReply):
    """The reply is JSON that is valid under the schema; with ``in_block``, the content of its one fenced block is.

    Strict JSON: no NaN, no repeated key. The schema is a JSON text (draft 2020-12 unless ``$schema`` names another);
    formats are not judged, nothing is fetched, patterns are RE2's. A value that takes the schema more than 50,000
    steps is undecided.
    """

    id: ClassVar[str] = "json:schema"
    schema: JsonText

    def __post_init__(self) -> None:
        parsed_schema(self.schema)

    def judge(self, value: object) -> Verdict:
        found = faults(self.schema, value)
        if found is None:
            return satisfied("the JSON is valid under the schema")
        score = 1 - (1 + found.broken) / (2 + found.asked)
        return violated(f"{found.broken} of {found.asked} requirements broken, first: {found.first}", score)

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Answer with JSON {self.place} that is valid under the JSON Schema {self.schema}.",
            f"Write JSON {self.place} and follow this JSON Schema: {self.schema}.",
            f"Your reply must give JSON {self.place} and match the schema {self.schema}.",
            f"Return JSON {self.place} which a validator accepts under the JSON Schema {self.schema}.",
            f"Use JSON {self.place} whose structure conforms to the JSON Schema {self.schema}.",
        )

    def sample(self, rng: Random, topic: str) -> object:
        return draw_value(rng, self.schema, topic)

    def broken(self, value: object) -> Iterator[object]:
        schema = parsed_schema(self.schema)
        required = schema.get("required", ())
        if isinstance(value, dict) and isinstance(required, list):
            yield from ({key: value[key] for key in value if key != name} for name in required)
        if schema.get("type") in _OTHER_KIND:
            yield json.loads(_OTHER_KIND[schema["type"]])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(schema=rng.choice(_SCHEMAS))


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonKeys(JsonReply):
    """The reply is a JSON object with all of the keys, and where ``only`` is true with no others.

    Keys are matched exactly, and at the top of the object. With ``in_block``, the content of the one fenced block is.
    """

    id: ClassVar[str] = "json:keys"
    keys: tuple[str, ...]
    only: bool = False

    def __post_init__(self) -> None:
        check_phrases(self.id, "keys", self.keys)

    def judge(self, value: object) -> Verdict:
        if not isinstance(value, dict):
            return violated("the JSON is no object")
        missing = [key for key in self.keys if key not in value]
        extra = [key for key in value if key not in self.keys] if self.only else []
        if not missing and not extra:
            return satisfied(f"the object has the keys {quoted(self.keys)}")
        faults = [*(f"lacks {key!r}" for key in missing), *(f"has {key[:100]!r} too" for key in extra)]
        share = (len(self.keys) - len(missing)) / (len(self.keys) + len(extra))
        return violated(f"the object {faults[0]}, {len(faults)} such faults", share)

    def wordings(self) -> tuple[str, ...]:
        keys = quoted(self.keys)
        only = " and no others" if self.only else ""
        return (
            f"Answer with a JSON object that has the keys {keys}{only}, {self.place}.",
            f"Your reply must be a JSON object {self.place}, with the keys {keys}{only}.",
            f"Return JSON {self.place}: an object whose keys include {keys}{only}.",
            f"Give the answer as a JSON object {self.place}, with a value for each of {keys}{only}.",
            f"Write one JSON object {self.place} and give it the keys {keys}{only}.",
        )

    def sample(self, rng: Random, topic: str) -> object:
        return {key: phrase_about(rng, topic) for key in self.keys}

    def broken(self, value: object) -> Iterator[object]:
        record = value if isinstance(value, dict) else {}
        yield from ({key: record[key] for key in record if key != name} for name in self.keys)
        yield [value]
        if self.only:
            yield {**record, "one_more_key": 1}

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(keys=draw_words(rng, FITTING, rng.randint(2, 4), prompt))


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonArrayLength(JsonReply):
    """The reply is a JSON array of so many items; where ``key`` is given, an object whose value there is one.

    With ``in_block``, the content of the one fenced block is.
    """

    id: ClassVar[str] = "json:array_length"
    minimum: int = 0
    maximum: int | None = None
    key: str = ""

    def __post_init__(self) -> None:
        check_bounds(self.id, self.bounds, 0)

    @property
    def bounds(self) -> Bounds:
        """The interval of lengths that satisfies."""
        return Bounds(self.minimum, self.maximum)

    def check(self, reply: Document) -> Verdict:
        if reply.is_empty and not self.minimum:
            return undecided("the reply is empty")
        return JsonReply.check(self, reply)

    def judge(self, value: object) -> Verdict:
        found = value.get(self.key) if self.key and isinstance(value, dict) else None if self.key else value
        if not isinstance(found, list):
            return violated(f"there is no array at {self.key!r}" if self.key else "the JSON is no array")
        reason = f"{_ITEMS.counted(len(found))}, {self.bounds.asks()} asked"
        if self.bounds.allows(len(found)):
            return satisfied(reason)
        return violated(reason, self.bounds.score(len(found)))

    def wordings(self) -> tuple[str, ...]:
        number = self.bounds.of(_ITEMS)
        kind = f'a JSON object whose "{self.key}" is an array' if self.key else "a JSON array"
        return (
            f"Answer with {kind} of {number}, {self.place}.",
            f"Your reply must be {kind} with {number}, {self.place}.",
            f"Return {kind} that has {number}, {self.place}.",
            f"Write {kind} {self.place} and give the array {number}.",
            f"Give the answer {self.place}, as {kind} that holds {number}.",
        )

    def sample(self, rng: Random, topic: str) -> object:
        low = self.minimum if self.maximum == 0 else max(1, self.minimum)
        count = rng.randint(low, low + 2 if self.maximum is None else min(self.maximum, low + 2))
        items = [phrase_about(rng, topic) for _ in range(count)]
        return {"topic": subject(topic), self.key: items} if self.key else items

    def broken(self, value: object) -> Iterator[object]:  # noqa: ARG002 - any array of another length
        lengths = [self.minimum - 1] if self.minimum else []
        lengths += [] if self.maximum is None else [self.maximum + 1]
        arrays = [["item"] * length for length in lengths]
        yield from ({self.key: array} if self.key else array for array in arrays)
        yield "no array"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 6)
        return cls(minimum=count, maximum=count)
