"""The whole verdict on replies, at the limits of what is asked: JSON, patterns, tables, Markdown, tags and lines."""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

OBJECT = {
    "schema": (
        '{"type": "object", "properties": {"a": {"type": "integer", "minimum": 2}, '
        '"b": {"type": "string", "pattern": "^x+$"}}, "required": ["a", "b"], '
        '"additionalProperties": false}'
    )
}
ARRAY = {"schema": '{"type": "array", "uniqueItems": true, "items": {"multipleOf": 0.1}}'}
PATTERNS = {
    "schema": ('{"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": {"type": "string"}}')
}
PATTERNS_IN_BLOCK = {
    "schema": ('{"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": {"type": "string"}}'),
    "in_block": True,
}
CASES = (
    Exact("markdown:headings_in_order", {"headings": ["12"]}, "⟦# 12⟧", YES, 1),
    Exact("lines:count", {"maximum": 1}, "⟦a⟧", YES, 1),
    Exact("json:schema", OBJECT, '⟦{"a": 2, "b": "xx"}⟧', YES, 1),
    Exact("json:schema", OBJECT, '{"a": 1, "b": "xy", "c": 1}', NO, 7 / 11),
    Exact("json:schema", OBJECT, "{}", NO, 8 / 11),
    Exact("json:schema", OBJECT, '{"a": 2}', NO, 9 / 11),
    Exact("json:schema", OBJECT, 'So: {"a": 2, "b": "xx"}.', NO, 1 / 2),
    Exact("json:schema", OBJECT, 'So: {"a": 2}.', NO, 9 / 22),
    Exact("json:schema", OBJECT, "[]", NO, 9 / 11),
    Exact("json:schema", ARRAY, "⟦[0.3, 0.5, 1]⟧", YES, 1),
    Exact("json:schema", ARRAY, "[1, 1.0, 0.25]", NO, 1 / 2),
    Exact("json:schema", ARRAY, '⟦[true, "a"]⟧', YES, 1),
    Exact("json:schema", PATTERNS, '⟦{"x1": 1, "y": "a"}⟧', YES, 1),
    Exact("json:schema", PATTERNS, '{"x1": "b", "y": 1}', NO, 1 / 2),
    Exact("json:schema", PATTERNS_IN_BLOCK, 'So:\n\n```json\n⟦{"x1": 1}⟧\n```', YES, 1),
    Exact("json:schema", PATTERNS_IN_BLOCK, "```json\n{}\n```\n\n```json\n{}\n```", NO, 0),
    Exact("json:schema", PATTERNS_IN_BLOCK, "```text\nso\n```\n\n```json\n⟦{}⟧\n```", YES, 1),
    Exact("json:schema", PATTERNS_IN_BLOCK, '{"x1": 1}', NO, 0),
    Exact("json:keys", {"keys": ["a", "b"]}, '⟦{"a": 1, "b": 2, "c": 3}⟧', YES, 1),
    Exact("json:keys", {"keys": ["a", "b"]}, '{"a": 1}', NO, 1 / 2),
    Exact("json:keys", {"keys": ["a", "b"], "only": True}, '{"a": 1, "b": 2, "c": 3}', NO, 2 / 3),
    Exact("json:keys", {"keys": ["a", "b"], "only": True}, '⟦{"b": 1, "a": 2}⟧', YES, 1),
    Exact("json:keys", {"keys": ["a", "b"]}, "[]", NO, 0),
    Exact("json:keys", {"keys": ["a", "b"]}, "", NO, 0),
    Exact("json:array_length", {"minimum": 2, "maximum": 3}, "[1]", NO, 1 / 2),
    Exact("json:array_length", {"minimum": 2, "maximum": 3}, "⟦[1, 2, 3]⟧", YES, 1),
    Exact("json:array_length", {"minimum": 2, "maximum": 3}, "[1, 2, 3, 4]", NO, 4 / 5),
    Exact("json:array_length", {"minimum": 2, "maximum": 3, "key": "a"}, '⟦{"a": [1, 2]}⟧', YES, 1),
    Exact("json:array_length", {"minimum": 2, "maximum": 3, "key": "a"}, '{"b": [1, 2]}', NO, 0),
    Exact("json:array_length", {"minimum": 2, "maximum": 3, "key": "a"}, '{"a": 1}', NO, 0),
    Exact("json:array_length", {"minimum": 2, "maximum": 3}, '{"a": 1}', NO, 0),
    Exact("regex:full_match", {"pattern": "[a-c]+"}, "  ⟦abc⟧", YES, 1),
    Exact("regex:full_match", {"pattern": "[a-c]+"}, "⟦abc⟧d", NO, 27 / 50),
    Exact("regex:full_match", {"pattern": "[a-c]+"}, "xyz", NO, 0),
    Exact("regex:contains", {"pattern": "[0-9]+"}, "So ⟦12⟧ is ⟦3⟧.", YES, 1),
    Exact("regex:contains", {"pattern": "[0-9]+"}, "So it is.", NO, 0),
    Exact("regex:absent", {"pattern": "[0-9]+"}, "So ⟦12⟧ is ⟦3⟧.", NO, 1 / 3),
    Exact("regex:absent", {"pattern": "[0-9]+"}, "So it is.", YES, 1),
    Exact("regex:absent", {"pattern": "[0-9]+"}, "", OPEN, 0),
    Exact("regex:line_each", {"pattern": "[a-z]+"}, "abc\n\nde  \nf", YES, 1),
    Exact("regex:line_each", {"pattern": "[a-z]+"}, "abc\n⟦D1⟧\nf\n⟦2⟧", NO, 1 / 2),
    Exact(
        "table:shape", {"rows": 2, "columns": 2}, "So:\n\n⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧\n\nYes.", YES, 1
    ),
    Exact("table:shape", {"rows": 3, "columns": 2}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 3 / 5),
    Exact("table:shape", {"rows": 2, "columns": 3}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 3 / 5),
    Exact("table:shape", {"rows": 1}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 2 / 5),
    Exact("table:shape", {"columns": 2}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", YES, 1),
    Exact(
        "table:shape",
        {"rows": 3},
        (
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nSo:\n\n⟦| a | b |\n|---|---|\n| "
            "1 | 2 |\n| 3 | 4 |\n| 5 | 6 |⟧"
        ),
        YES,
        1,
    ),
    Exact("table:shape", {"rows": 2}, "No table | here.", NO, 0),
    Exact("table:columns", {"columns": ["A", "B"]}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", YES, 1),
    Exact("table:columns", {"columns": ["A", "C"]}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 1 / 3),
    Exact("table:columns", {"columns": ["A"]}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 1 / 3),
    Exact("table:columns", {"columns": ["A", "B", "C"]}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", NO, 1 / 2),
    Exact(
        "table:columns",
        {"columns": ["B"]},
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nSo:\n\n⟦| **b** |\n|---|\n| 1 |⟧",
        YES,
        1,
    ),
    Exact("table:columns", {"columns": ["B"]}, "None.", NO, 0),
    Exact("table:columns", {"columns": ["B"]}, "⟦|  | b |\n|---|---|\n| 1 | 2 |⟧", NO, 0),
    Exact("table:only", {}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧", YES, 1),
    Exact("table:only", {}, "⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧\n\nSo it is.", NO, 351 / 500),
    Exact(
        "table:only",
        {},
        ("⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧\n\n⟦| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |⟧"),
        NO,
        351 / 800,
    ),
    Exact("table:only", {}, "None.", NO, 0),
    Exact("markdown:heading_depth", {"minimum": 2, "maximum": 3}, "## One\n\nSo.\n\n### Two", YES, 1),
    Exact(
        "markdown:heading_depth", {"minimum": 2, "maximum": 3}, "⟦# One⟧\n\nSo.\n\n### Two\n\n⟦#### Three⟧", NO, 2 / 5
    ),
    Exact("markdown:heading_depth", {"minimum": 2, "maximum": 3}, "So.", NO, 0),
    Exact("markdown:heading_count", {"minimum": 2, "maximum": 2}, "⟦# One⟧\n\n⟦## Two⟧", YES, 1),
    Exact("markdown:heading_count", {"minimum": 2, "maximum": 2}, "# One\n\n## Two\n\n⟦# Three⟧", NO, 3 / 4),
    Exact("markdown:heading_count", {"minimum": 2, "maximum": 2, "level": 2}, "# One\n\n⟦## Two⟧\n\n#", NO, 1 / 2),
    Exact("markdown:headings_in_order", {"headings": ["Tea", "Milk"]}, "⟦# 1. Tea:⟧\n\n## Jam\n\n⟦# **Milk**⟧", YES, 1),
    Exact("markdown:headings_in_order", {"headings": ["Tea", "Milk"]}, "# Milk\n\n⟦# Tea⟧", NO, 1 / 2),
    Exact("markdown:headings_in_order", {"headings": ["Tea", "Milk"]}, "⟦# Milk⟧\n\n# Jam", NO, 1 / 2),
    Exact("markdown:headings_in_order", {"headings": ["Tea", "Milk"]}, "# Tea 1\n\n⟦# Milk⟧", NO, 1 / 2),
    Exact("markdown:code_language", {"programming_language": "python"}, "```py\nx\n```\n\n~~~Python\ny\n~~~", YES, 1),
    Exact(
        "markdown:code_language",
        {"programming_language": "python"},
        "```py\nx\n```\n\n⟦```\ny\n```⟧\n\n⟦```js\nz\n```⟧",
        NO,
        2 / 5,
    ),
    Exact("markdown:code_language", {"programming_language": "python"}, "    x = 1", NO, 0),
    Exact("markdown:code_block_count", {"minimum": 1, "maximum": 1}, "So:\n\n⟦```py\nx\n```⟧", YES, 1),
    Exact("markdown:code_block_count", {"minimum": 1, "maximum": 1}, "```py\nx\n```\n\n⟦~~~\ny\n~~~⟧", NO, 2 / 3),
    Exact("markdown:list_kind", {"ordered": True}, "1. tea\n2. milk", YES, 1),
    Exact("markdown:list_kind", {"ordered": True}, "1. tea\n   - milk\n2. jam", YES, 1),
    Exact("markdown:list_kind", {"ordered": False}, "* tea\n\n⟦1. milk⟧", NO, 1 / 2),
    Exact("markdown:list_kind", {"ordered": False}, "tea", NO, 0),
    Exact("markdown:list_depth", {"minimum": 2, "maximum": 2}, "* tea\n  * milk\n    ⟦* jam⟧", NO, 3 / 4),
    Exact("markdown:list_depth", {"minimum": 2, "maximum": 2}, "⟦* tea\n  ⟦1. milk⟧⟧", YES, 1),
    Exact("markdown:list_depth", {"minimum": 2, "maximum": 2}, "⟦* tea⟧\n\nSo.\n\n* milk", NO, 1 / 2),
    Exact("markdown:list_depth", {"minimum": 2}, "tea", NO, 0),
    Exact("markdown:link_count", {"minimum": 2}, "See ⟦[a](b)⟧ and ⟦<https://c.org>⟧, ![d](e).", YES, 1),
    Exact("markdown:link_count", {"minimum": 2}, "See ⟦[a](b)⟧ and https://c.org.", NO, 1 / 2),
    Exact("markdown:bold_count", {"minimum": 2}, "So ⟦**it**⟧ is *a* ⟦__b__⟧.", YES, 1),
    Exact("markdown:bold_count", {"minimum": 2}, "So ⟦**it**⟧ is *a*.", NO, 1 / 2),
    Exact("markdown:no_markdown", {}, "⟦# One⟧\n\n⟦* tea⟧\n\nSo ⟦`it`⟧ is ⟦*a*⟧.\n\n⟦> so⟧", NO, 1 / 6),
    Exact("markdown:no_markdown", {}, "2 * 3 is #1.\n\n1. tea", YES, 1),
    Exact("tags:wrapped", {"tag": "answer"}, "⟦<answer>So it is.</answer>⟧", YES, 1),
    Exact("tags:wrapped", {"tag": "answer"}, "So: ⟦<answer>it is.</answer>⟧", NO, 43 / 54),
    Exact("tags:wrapped", {"tag": "answer"}, "<answer>it is.", NO, 1 / 10),
    Exact("tags:wrapped", {"tag": "answer"}, "<answer>...</answer>", NO, 1 / 10),
    Exact("tags:wrapped", {"tag": "answer"}, "So it is.", NO, 0),
    Exact("tags:wrapped", {"tag": "answer"}, "⟦<answer>a</answer>⟧ ⟦<answer>b</answer>⟧", NO, 20 / 37),
    Exact("tags:contains", {"tags": ["a1", "b1"]}, "⟦<a1>so</a1>⟧ ⟦<b1>it</b1>⟧ ⟦<b1>is</b1>⟧", YES, 1),
    Exact("tags:contains", {"tags": ["a1", "b1"]}, "⟦<a1>so</a1>⟧ <b1>it", NO, 1 / 2),
    Exact("tags:contains", {"tags": ["a1", "b1"]}, "⟦<a1>so</a1>⟧ ⟦<b1></b1>⟧", NO, 1 / 2),
    Exact("tags:contains", {"tags": ["a1", "b1"]}, "So.", NO, 0),
    Exact("lines:count", {"minimum": 2, "maximum": 3}, "⟦a⟧\n\n⟦b⟧", YES, 1),
    Exact("lines:count", {"minimum": 2, "maximum": 3}, "⟦a⟧", NO, 1 / 2),
    Exact("lines:count", {"minimum": 2, "maximum": 3}, "a\nb\nc\n⟦  d⟧\n⟦e⟧", NO, 2 / 3),
    Exact("lines:max_length", {"maximum": 4}, "abcd  \nabc", YES, 1),
    Exact("lines:max_length", {"maximum": 4}, "abcd\n⟦abcde⟧\nabcd\n⟦ abcd⟧", NO, 1 / 2),
    Exact("lines:key_value", {"keys": ["Name", "Age"]}, "So:\n⟦- **name**: Bo⟧\n⟦AGE: 7⟧", YES, 1),
    Exact("lines:key_value", {"keys": ["Name", "Age"]}, "⟦Name: Bo⟧\nAge:", NO, 1 / 2),
    Exact("lines:front_matter", {"keys": ["Name", "Age"]}, "---\n⟦Name: Bo⟧\n⟦Age: 7⟧\n---\nSo.", YES, 1),
    Exact("lines:front_matter", {"keys": ["Name", "Age"]}, "---\n⟦Name: Bo⟧\n---\nAge: 7", NO, 1 / 2),
    Exact("lines:front_matter", {"keys": ["Name", "Age"]}, "Name: Bo\nAge: 7", NO, 0),
    Exact("order:parts", {"parts": ["tea", "milk", "jam"]}, "Milk, ⟦tea⟧, ⟦milk⟧, ⟦jam⟧.", YES, 1),
    Exact("order:parts", {"parts": ["tea", "milk", "jam"]}, "Milk, ⟦tea⟧, ⟦jam⟧.", NO, 2 / 3),
    Exact("order:parts", {"parts": ["tea", "milk", "jam"]}, "Jam and ⟦milk⟧.", NO, 1 / 3),
    Exact("regex:contains", {"pattern": "\\bx*"}, "⟦xx⟧ so", YES, 1),
    Exact("markdown:headings_in_order", {"headings": ["Tea cup"]}, "⟦# 1. Tea cup⟧", YES, 1),
    Exact("markdown:headings_in_order", {"headings": ["Tea cup"]}, "# 1 Tea cup: now", NO, 0),
    Exact("tags:wrapped", {"tag": "a"}, '⟦<a x="1">so <a>it</a> is</a>⟧', YES, 1),
    Exact("tags:wrapped", {"tag": "a"}, "</a> ⟦<a>so</a>⟧", NO, 13 / 20),
    Exact("tags:wrapped", {"tag": "a"}, "</a> so", NO, 1 / 10),
    Exact("tags:contains", {"tags": ["a1"]}, "</a1> ⟦<a1>so</a1>⟧", NO, 0),
    Exact("json:keys", {"keys": ["a"], "in_block": True}, '```\n⟦{"a": 1}⟧\n```\n\nSo.', YES, 1),
    Exact("json:keys", {"keys": ["a"], "in_block": True}, '```json\n{"b": 1}\n```', NO, 0),
    Exact("json:array_length", {"maximum": 1}, "⟦[]⟧", YES, 1),
    Exact("json:array_length", {"minimum": 1}, "So: [1, 2] it is.", NO, 1 / 2),
    Exact("lines:max_length", {"maximum": 3}, "", OPEN, 0),
    Exact("markdown:heading_depth", {"minimum": 1, "maximum": 1}, "# One\n\n#", YES, 1),
    Exact("markdown:list_kind", {"ordered": False}, "⟦1. tea\n   - milk⟧\n\nSo.\n\n- jam", NO, 1 / 2),
    Exact("table:shape", {"rows": 1, "columns": 1}, "> ⟦| a |\n> |---|\n> | 1 |⟧", YES, 1),
    Exact("table:shape", {"rows": 1, "columns": 2}, "⟦| a \\| c | b |\n|---|---|\n| 1 | 2 |⟧", YES, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
