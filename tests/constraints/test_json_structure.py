"""JSON Schema, keys and array lengths: hard replies, hard schemas, bounded time, no network."""

from __future__ import annotations

import json
import socket
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from adhere.constraints import Outcome, dump, load
from adhere.constraints.structure.json_keywords import TooMuchWorkError
from adhere.constraints.structure.json_schemas import faults
from adhere.constraints.structure.json_types import JsonArrayLength, JsonKeys, JsonSchema
from adhere.errors import UsageError
from adhere.text import Document

PERSON = json.dumps(
    {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}, "tags": {"type": "array"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
)


def outcome(constraint: JsonSchema | JsonKeys | JsonArrayLength, text: str) -> Outcome:
    return constraint.check(Document(text)).outcome


@pytest.mark.parametrize(
    ("reply", "valid"),
    [
        ('{"name": "Ann", "age": 3}', True),
        ('```json\n{"name": "Ann", "age": 3}\n```', True),
        ('~~~\n{"age": 3.0, "name": ""}\n~~~', True),
        ('Here it is: {"name": "Ann", "age": 3}', False),
        ('{"name": "Ann", "age": NaN}', False),
        ('{"name": "Ann", "age": 3, "age": 4}', False),
        ('{"name": "Ann", "age": -1}', False),
        ('{"name": "Ann", "age": true}', False),
        ('{"name": "Ann", "age": 3, "more": 1}', False),
        ('{"name": "Ann"}', False),
        ("{'name': 'Ann', 'age': 3}", False),
        ('{"name": "Ann", "age": 3,}', False),
        ('{"name": "Ann", "age": 3} {"name": "Bob", "age": 4}', False),
        ('{"name": "Ann", "age": ' + "9" * 5000 + "}", False),
        ("[" * 1_000_000, False),
        ('{"a":' * 200_000, False),
        ("[" * 500_000 + "]" * 500_000, False),
    ],
)
def test_a_reply_is_json_that_the_schema_allows(reply: str, *, valid: bool) -> None:
    verdict = JsonSchema(schema=PERSON).check(Document(reply))
    assert verdict.satisfied is valid
    assert verdict.outcome is not Outcome.UNDECIDED
    assert "\n" not in verdict.reason


def test_each_broken_requirement_costs_and_padding_earns_nothing() -> None:
    constraint = JsonSchema(schema=PERSON)
    replies = ['{"name": "A", "age": 1}', '{"name": "A", "age": -1}', '{"name": 1, "age": -1}', '{"name": 1, "x": -1}']
    scores = [constraint.check(Document(reply)).score for reply in [*replies, '["no object"]', "no JSON"]]
    assert scores[0] == 1
    assert scores[0] > scores[1] > scores[2] > scores[3] > 0
    assert scores[-1] == 0
    required = JsonSchema(schema='{"type": "object", "required": ["a", "b", "c"]}')
    scores = [required.check(Document(reply)).score for reply in ('{"a": 1, "b": 1}', '{"a": 1}', "{}")]
    assert 1 > scores[0] > scores[1] > scores[2] > 0
    items = JsonSchema(schema='{"type": "array", "items": {"type": "integer"}}')
    assert items.check(Document('[1, "a"]')).score == items.check(Document(f'[{"1, " * 500}"a"]')).score
    remarked = constraint.check(Document(f"Sure! {replies[0]}"))
    assert 0 < remarked.score == 0.5 < constraint.check(Document(replies[1])).score


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Text.\n\n```json\n[1]\n```\n\nMore.", Outcome.SATISFIED),
        ("Text.\n\n```\n[1]\n```", Outcome.SATISFIED),
        ("Text.\n\n```json\n[1]\n```\n\n```python\nx\n```", Outcome.SATISFIED),
        ("Text.\n\n```json\n[1]\n```\n\n```json\n[1]\n```", Outcome.VIOLATED),
        ("Text.\n\n```python\nx\n```\n\n```\n[1]\n```", Outcome.VIOLATED),
        ("[1]", Outcome.VIOLATED),
        ("Text: `[1]`", Outcome.VIOLATED),
        ("", Outcome.VIOLATED),
    ],
)
def test_json_may_stand_in_the_one_fenced_block(reply: str, expected: Outcome) -> None:
    assert outcome(JsonSchema(schema='{"type": "array"}', in_block=True), reply) is expected
    assert outcome(JsonArrayLength(minimum=1, in_block=True), reply) is expected


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "not JSON",
        "[]",
        "true",
        "{}",
        '{"type": "strin"}',
        '{"type": "object", "type": "array"}',
        '{"minimum": NaN}',
        '{"minItems": -1}',
        '{"$schema": "https://example.com/my-schema", "type": "object"}',
        '{"$ref": "https://example.com/schema.json"}',
        '{"$ref": "file:///etc/passwd"}',
        '{"properties": {"a": {"items": {"$ref": "#/$defs/missing"}}}}',
        '{"pattern": "(?=a)b"}',
        '{"properties": {"a": {"pattern": "(a)\\\\1"}}}',
        '{"patternProperties": {"(": {}}}',
        '{"allOf": [{"patternProperties": {"a": {}}}], "unevaluatedProperties": false}',
        '{"not": ' * 5000 + "{}" + "}" * 5000,
        "[" * 1_000_000,
    ],
)
def test_what_is_no_usable_schema_is_refused_when_it_is_loaded(schema: str) -> None:
    with pytest.raises(UsageError) as caught:
        load({"id": "json:schema", "params": {"schema": schema}})
    assert caught.value.hint


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a schema went to the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(UsageError, match="not in it"):
        JsonSchema(schema='{"$ref": "https://example.com/schema.json"}')
    with pytest.raises(UsageError, match="not in it"):
        JsonSchema(schema='{"$id": "https://example.com/a", "properties": {"b": {"$ref": "b.json"}}}')
    bundled = JsonSchema(schema='{"$ref": "https://json-schema.org/draft/2020-12/schema"}')
    assert outcome(bundled, '{"type": "object"}') is Outcome.SATISFIED
    assert outcome(bundled, '{"type": "strin"}') is Outcome.VIOLATED
    # A part that no draft knows is not looked into when the schema is loaded: what it refers to stays unknown.
    hidden = JsonSchema(schema='{"$ref": "#/mine/a", "mine": {"a": {"$ref": "https://example.com/x"}}}')
    assert outcome(hidden, "1") is Outcome.UNDECIDED


def test_a_schema_may_stand_in_a_spec_as_an_object() -> None:
    schema = {"type": "object", "required": ["naïve"]}
    constraint = load({"id": "json:schema", "params": {"schema": schema}})
    assert constraint == JsonSchema(schema='{"type": "object", "required": ["naïve"]}')
    assert load(dump(constraint)) == constraint
    for wrong in (3, True, None, ["object"], {"a": {1, 2}}):
        with pytest.raises(UsageError, match="schema is"):
            load({"id": "json:schema", "params": {"schema": wrong}})


def test_the_pattern_of_a_schema_cannot_backtrack() -> None:
    schema = '{"items": {"pattern": "^(x+x+)+y$"}, "patternProperties": {"^(a|aa)+$": {}}}'
    assert outcome(JsonSchema(schema=schema), json.dumps(["x" * 200_000])) is Outcome.VIOLATED
    assert outcome(JsonSchema(schema=schema), json.dumps({"a" * 200_000 + "!": 1})) is Outcome.SATISFIED
    closed = '{"patternProperties": {"^(a|aa)+$": {}}, "additionalProperties": false}'
    assert outcome(JsonSchema(schema=closed), json.dumps({"a" * 200_000 + "!": 1})) is Outcome.VIOLATED
    assert outcome(JsonSchema(schema=closed), json.dumps({"a" * 200_000: 1})) is Outcome.SATISFIED


def test_a_pattern_too_large_for_a_text_leaves_it_undecided() -> None:
    schema = r'{"pattern": "[ab]*a[ab]{900}c", "additionalProperties": {}, "patternProperties": {"a{900}": {}}}'
    constraint = JsonSchema(schema=schema)
    assert outcome(constraint, json.dumps("ab" * 500_000)) is Outcome.UNDECIDED
    assert outcome(constraint, json.dumps({"a" * 1_000_000: 1})) is Outcome.UNDECIDED
    assert outcome(constraint, json.dumps("ab" * 5_000)) is Outcome.VIOLATED


@pytest.mark.parametrize(
    ("step", "number", "multiple"),
    [
        ("0.1", "0.3", True),
        ("0.1", "0.35", False),
        ("0.1", "1e999", False),
        ("0.1", "-1e999", False),
        ("0.1", "9" * 4000, True),
        ("7", "9" * 4000, False),
        ("1e-300", "1e300", True),
        ("2", "true", True),
    ],
)
def test_multiples_are_those_of_the_numbers_as_written(step: str, number: str, *, multiple: bool) -> None:
    constraint = JsonSchema(schema=f'{{"multipleOf": {step}}}')
    assert constraint.check(Document(number)).satisfied is multiple


def test_a_schema_that_refers_to_itself_twice_does_not_run_away() -> None:
    branch = {"type": "array", "items": {"$ref": "#"}}
    constraint = JsonSchema(schema=json.dumps({"anyOf": [branch, branch, {"type": "null"}]}))
    assert outcome(constraint, "[" * 10 + "null" + "]" * 10) is Outcome.SATISFIED
    assert outcome(constraint, "[" * 6 + "1" + "]" * 6) is Outcome.VIOLATED
    assert outcome(constraint, "[" * 60 + "1" + "]" * 60) is Outcome.UNDECIDED
    assert outcome(constraint, "[" * 400 + "null" + "]" * 400) is Outcome.UNDECIDED
    with pytest.raises(TooMuchWorkError):
        faults(constraint.schema, ["x" * 100_000] * 1000)
    endless = JsonSchema(schema='{"$ref": "#"}')
    assert outcome(endless, "1") is Outcome.UNDECIDED


def test_unique_items_of_mixed_kinds_take_no_square_time() -> None:
    constraint = JsonSchema(schema='{"uniqueItems": true}')
    mixed = json.dumps([value for i in range(50_000) for value in (i, f"a{i}", [i])])
    assert outcome(constraint, mixed) is Outcome.SATISFIED
    assert outcome(constraint, "[1, true, 0, false, null, [1], [true]]") is Outcome.SATISFIED
    assert outcome(constraint, "[1, 1.0]") is Outcome.VIOLATED
    assert outcome(constraint, '[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]') is Outcome.VIOLATED


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(-3, 3), st.text("ab-1", max_size=4)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)),
    max_leaves=8,
)
SCHEMAS = st.sampled_from(
    (
        {"type": "object", "required": ["a"], "properties": {"a": {"type": ["integer", "null"]}}},
        {"type": "array", "uniqueItems": True, "items": {"type": "number", "minimum": -2}},
        {"anyOf": [{"type": "string", "pattern": "^a+-?1*$"}, {"type": "array", "contains": {"const": 1}}]},
        {"patternProperties": {"^[ab]$": {"type": "integer"}}, "additionalProperties": {"type": "string"}},
        {"not": {"type": ["object", "array"]}, "if": {"type": "integer"}, "then": {"multipleOf": 2}},
        {"prefixItems": [{"type": "boolean"}], "items": False, "uniqueItems": True},
        {"type": "object", "properties": {"a": {"$ref": "#"}}, "unevaluatedProperties": False},
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(schema=SCHEMAS, value=VALUES)
def test_the_bounded_validator_agrees_with_jsonschema(schema: dict[str, object], value: object) -> None:
    valid = Draft202012Validator(schema).is_valid(value)
    assert (faults(json.dumps(schema), value) is None) is valid


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"$ref": "#"}},
        {"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "required": ["kids"], "properties": {
            "kids": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}}},
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[A-Z]{3}$"},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "number", "maximum": -1000},
        {"type": "array", "contains": {"const": 5}, "minItems": 4},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False, "minItems": 2},
        {"oneOf": [{"type": "integer", "multipleOf": 5}, {"type": "string", "maxLength": 3}]},
        {"enum": [None, "a", 3]},
        {"not": {"type": "string"}, "examples": [7]},
        {"type": "object", "propertyNames": {"maxLength": 3}, "minProperties": 1, "default": {"abc": 1}},
    ],
)  # fmt: skip
def test_common_schemas_have_witnesses(schema: dict[str, object]) -> None:
    constraint = JsonSchema(schema=json.dumps(schema))
    for seed in range(10):
        text = constraint.witness(Random(seed), "growing tomatoes")
        assert constraint.check(Document(text)).satisfied, text


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 5, "maxLength": 4},
        {"type": "string", "minLength": 10**9},
        {"type": "array", "minItems": 10**7},
        {"type": "integer", "minimum": 1e308, "maximum": 2},
        {"not": {"type": "string"}},
        {"type": "string", "pattern": r"\p{Lu}"},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
    ],
)
def test_a_schema_that_nothing_can_be_drawn_for_says_so(schema: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="no value was found"):
        JsonSchema(schema=json.dumps(schema)).witness(Random(0), "cats")


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ('{"a": 1, "b": 2}', 1.0),
        ('{"b": null, "a": {}, "c": 3}', 2 / 3),
        ('{"a": 1}', 1 / 2),
        ('{"A": 1, "B": 2}', 0.0),
        ('[{"a": 1, "b": 2}]', 0.0),
        ('Here: {"a": 1, "b": 2}', 1 / 2),
        ('{"a": 1, "a": 2, "b": 3}', 0.0),
        ("a, b", 0.0),
    ],
)
def test_keys_stand_at_the_top_and_alone_where_asked(reply: str, score: float) -> None:
    assert JsonKeys(keys=("a", "b"), only=True).check(Document(reply)).score == pytest.approx(score)
    free = JsonKeys(keys=("a", "b")).check(Document('{"b": 1, "a": 2, "c": 3}'))
    assert free.satisfied


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        ('{"items": [1, 2, 3]}', 1.0),
        ('{"items": [1, 2]}', 2 / 3),
        ('{"items": [1, 2, 3, 4, 5]}', 5 / 6),
        ('{"items": "three"}', 0.0),
        ('{"Items": [1, 2, 3]}', 0.0),
        ("[1, 2, 3]", 0.0),
    ],
)
def test_the_array_at_a_key_has_a_length(reply: str, score: float) -> None:
    constraint = JsonArrayLength(minimum=3, maximum=4, key="items")
    assert constraint.check(Document(reply)).score == pytest.approx(score)


def test_an_array_of_no_items_can_be_asked_for() -> None:
    constraint = JsonArrayLength(maximum=0)
    assert constraint.witness(Random(1), "cats") in {"[]", "```json\n[]\n```"}
    assert outcome(constraint, "[0]") is Outcome.VIOLATED
    with pytest.raises(UsageError):
        JsonArrayLength()
    with pytest.raises(UsageError):
        JsonKeys(keys=("a", " "))


def test_a_value_is_judged_by_so_many_steps_and_not_by_one_more() -> None:
    numbers = '{"items": {"type": "integer"}}'  # a step for the list, one more for each 200 items, one for each item
    assert faults(numbers, [0] * 49_751) is None
    with pytest.raises(TooMuchWorkError):
        faults(numbers, [0] * 49_752)


def test_no_more_faults_are_counted_than_fifty() -> None:
    names = [f"name{i}" for i in range(60)]
    found = faults(json.dumps({"required": names}), {})
    assert found is not None
    assert (found.broken, found.asked) == (50, 60)
