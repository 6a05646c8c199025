"""Parameters of the families json, regex, table, markdown, tags, lines and order, far beyond those that draws give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    Bounds = Callable[..., st.SearchStrategy[dict[str, int]]]

SCHEMAS = st.sampled_from(
    (
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"type": "array", "items": {"type": "integer", "minimum": -3, "maximum": 3}, "minItems": 2, "maxItems": 2},
        {"type": "array", "items": {"enum": ["x", "y", "z"]}, "uniqueItems": True, "minItems": 3},
        {
            "type": "object",
            "required": ["id", "tags"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "pattern": r"^[A-Z]{2}-\d+$"},
                "tags": {"$ref": "#/$defs/tags"},
                "note": {"type": ["string", "null"]},
            },
            "$defs": {"tags": {"type": "array", "items": {"type": "string"}}},
        },
        {
            "type": "object",
            "required": ["child"],
            "properties": {"child": {"oneOf": [{"type": "null"}, {"$ref": "#"}]}},
        },
        {"type": "string", "minLength": 40, "maxLength": 60},
        {"type": "integer", "multipleOf": 7, "exclusiveMinimum": 7},
        {
            "type": "object",
            "allOf": [
                {"type": "object", "required": ["a"]},
                {"required": ["b"], "properties": {"b": {"const": 1}}},
            ],
        },
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "minProperties": 2,
            "additionalProperties": {"type": "boolean"},
        },
        {"type": "object", "not": {"required": ["x"]}, "default": {"y": "naïve"}},
    )
).map(json.dumps)
PATTERNS = st.sampled_from(
    (
        r"[A-Z]{2,4}-\d{3}",
        r"(?i)answer: (yes|no)",
        r"^\d+(\.\d+)?%?$",
        r"[^aeiou\s]{5}",
        r"(x+x+)+y",
        r"\bcat\b",
        r"(?:ab|cd){2,}[.!]?",
        r"\$[0-9]+,[0-9]{2}",
        r"é+|ü",
        r"\(\w+\)",
    )
)
TEXTS = st.sampled_from(
    (("Name", "Price"), ("R2-D2",), ("C++", "New York", "don't know"), ("école", "naïve", "a.b"), ("it", "50%", "Über"))
)
TAGS = st.sampled_from((("answer",), ("a", "ab"), ("final_answer", "summary", "x-1")))


def _shape(draw: st.DrawFn) -> dict[str, object]:
    rows, columns = draw(st.sampled_from(((1, 1), (3, None), (None, 4), (12, 7), (None, 1))))
    return {"rows": rows, "columns": columns}


def _levels(draw: st.DrawFn) -> dict[str, object]:
    low, high = sorted((draw(st.integers(1, 6)), draw(st.integers(1, 6))))
    return {"minimum": low, "maximum": high - (low == 1 and high == 6)}


def _schema(draw: st.DrawFn) -> dict[str, object]:
    return {"schema": draw(SCHEMAS), "in_block": draw(st.booleans())}


def _keys(draw: st.DrawFn) -> dict[str, object]:
    return {"keys": draw(TEXTS), "only": draw(st.booleans()), "in_block": draw(st.booleans())}


def structure_families(bounds: Bounds) -> dict[str, st.SearchStrategy[dict]]:
    """Return the parameters by id, with counts drawn by ``bounds``."""
    lengths = st.tuples(bounds(6), st.sampled_from(("", "items", "a b")), st.booleans())
    counted = {"markdown:code_block_count": 5, "markdown:link_count": 6, "markdown:bold_count": 6}
    leveled = st.tuples(bounds(6), st.one_of(st.none(), st.integers(1, 6)))
    return {
        "json:schema": st.composite(_schema)(),
        "json:keys": st.composite(_keys)(),
        "json:array_length": lengths.map(lambda drawn: {**drawn[0], "key": drawn[1], "in_block": drawn[2]}),
        **{f"regex:{name}": PATTERNS.map(lambda pattern: {"pattern": pattern}) for name in ("contains", "absent")},
        **{
            f"regex:{name}": PATTERNS.filter(lambda pattern: r"\b" not in pattern).map(lambda p: {"pattern": p})
            for name in ("full_match", "line_each")
        },
        "table:shape": st.composite(_shape)(),
        "table:columns": TEXTS.map(lambda texts: {"columns": texts}),
        "table:only": st.just({}),
        "markdown:heading_depth": st.composite(_levels)(),
        "markdown:heading_count": leveled.map(lambda drawn: {**drawn[0], "level": drawn[1]}),
        "markdown:headings_in_order": TEXTS.map(lambda texts: {"headings": texts}),
        "markdown:code_language": st.sampled_from(("python", "C++", "js", "objective-c")).map(
            lambda name: {"programming_language": name}
        ),
        **{type_id: bounds(highest) for type_id, highest in counted.items()},
        "markdown:list_kind": st.booleans().map(lambda ordered: {"ordered": ordered}),
        "markdown:list_depth": bounds(5),
        "markdown:no_markdown": st.just({}),
        "tags:wrapped": TAGS.map(lambda tags: {"tag": tags[-1]}),
        "tags:contains": TAGS.map(lambda tags: {"tags": tags}),
        "lines:count": bounds(20, least=1),
        "lines:max_length": st.integers(1, 120).map(lambda longest: {"maximum": longest}),
        "lines:key_value": TEXTS.map(lambda texts: {"keys": texts}),
        "lines:front_matter": TEXTS.map(lambda texts: {"keys": texts}),
        "order:parts": TEXTS.filter(lambda texts: len(texts) > 1).map(lambda texts: {"parts": texts}),
    }


STRUCTURE_FORBIDDING = {"regex:absent", "markdown:no_markdown", "lines:max_length"}
"""Types that an empty reply leaves undecided."""
