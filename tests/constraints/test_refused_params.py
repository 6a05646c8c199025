"""Where a constraint's parameters end: the last that is taken, and the first that is refused."""

from __future__ import annotations

import pytest

from adhere.constraints import load
from adhere.errors import UsageError

EDGES: tuple[tuple[str, dict[str, object], dict[str, object]], ...] = (
    ("count:unique_word_count", {"maximum": 1}, {"maximum": 0}),
    ("count:unique_word_count", {"minimum": 1}, {"minimum": 0}),
    ("count:word_count_range", {"minimum": 3, "maximum": 3}, {"minimum": 3, "maximum": 2}),
    ("length_constraints:number_words", {"maximum": 1}, {"maximum": 0}),
    ("length_constraints:number_sentences", {"maximum": 1}, {"maximum": 0}),
    ("length_constraints:number_paragraphs", {"maximum": 1}, {"maximum": 0}),
    ("length_constraints:number_words", {"minimum": 0, "maximum": 5}, {"minimum": -1, "maximum": 5}),
    ("length:characters", {"maximum": 1}, {"maximum": 0}),
    ("length:tokens", {"maximum": 1}, {"maximum": 0}),
    ("paragraphs:paragraphs2", {"minimum": 1, "maximum": 1}, {"minimum": 0, "maximum": 0}),
    ("json:array_length", {"maximum": 0}, {"maximum": -1}),
    ("count:numbers", {"maximum": 0}, {"maximum": -1}),
    ("markdown:heading_depth", {"minimum": 2, "maximum": 6}, {"minimum": 2, "maximum": 7}),
    ("markdown:heading_depth", {"minimum": 6}, {"minimum": 1, "maximum": 6}),
    ("markdown:heading_count", {"minimum": 1, "level": 6}, {"minimum": 1, "level": 7}),
    ("words:keywords_specific_position", {"keyword": "tea", "sentence": 1, "position": 1},
     {"keyword": "tea!", "sentence": 1, "position": 1}),
    ("words:words_position", {"keyword": "tea-cup"}, {"keyword": "tea cup"}),
    ("ratio:stop_words", {"percentage": 0}, {"percentage": -1}),
    ("ratio:stop_words", {"percentage": 99}, {"percentage": 100}),
    ("ratio:overlap", {"reference": "one two three", "percentage": 100}, {"reference": "one two three",
                                                                         "percentage": 101}),
    ("format:parentheses", {"depth": 1}, {"depth": 0}),
    ("citation:sources", {"sources": ["a" * 80]}, {"sources": ["a" * 81]}),
    ("regex:contains", {"pattern": "a" * 2000}, {"pattern": "a" * 2001}),
    ("regex:contains", {"pattern": r"\p{L}{100}"}, {"pattern": r"\p{L}{140}"}),
    ("json:schema", {"schema": '{"type": "object"}'}, {"schema": "{}"}),
    ("json:schema", {"schema": '{"type": "object"}'}, {"schema": "true"}),
    ("json:schema", {"schema": '{"unevaluatedProperties": false}'},
     {"schema": '{"unevaluatedProperties": false, "patternProperties": {"a": {}}}'}),
    ("tags:wrapped", {"tag": "answer"}, {"tag": "an swer"}),
    ("tags:wrapped", {"tag": "answer"}, {"tag": "think"}),
)  # fmt: skip


@pytest.mark.parametrize(("type_id", "taken", "refused"), EDGES)
def test_parameters_end_there(type_id: str, taken: dict[str, object], refused: dict[str, object]) -> None:
    load({"id": type_id, "params": taken})
    with pytest.raises(UsageError):
        load({"id": type_id, "params": refused})
