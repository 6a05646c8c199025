"""Facts about structure: JSON, headings, lists of lines, tables, tags, links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import Facts, runs
from adhere.constraints.contradictions.sound_forms import NONE, characters, measures
from adhere.constraints.contradictions.sound_words import phrase
from adhere.constraints.structure.json_schemas import parsed_schema

if TYPE_CHECKING:
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.structure.headings import HeadingCount, HeadingsInOrder
    from adhere.constraints.structure.json_types import JsonArrayLength, JsonKeys, JsonSchema
    from adhere.constraints.structure.lines import FrontMatter, KeyValueLines, LineCount
    from adhere.constraints.structure.markup import LinkCount
    from adhere.constraints.structure.tags import Wrapped

_JSON = Facts(
    counts=measures(BULLETS=NONE, STARRED_LINES=NONE, PARTS=Bounds(0, 1), HEADINGS=NONE, OPEN_BRACKETS=Bounds(1)),
    first=frozenset("{[`~"),
    last=frozenset("}]~"),
    start=frozenset("{[~j"),
)
"""An object or array, or a fence around one: no line of it begins as a bullet or consists of asterisks."""


def json(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """An object or an array and nothing else."""
    return _JSON


def line_count(constraint: LineCount) -> Facts:
    """A line break between any two lines."""
    return Facts(counts=measures(SPACES=Bounds(max(0, constraint.minimum - 1))))


def json_schema(constraint: JsonSchema) -> Facts:
    """JSON, where it is the whole reply and of a kind that has brackets."""
    kind = parsed_schema(constraint.schema).get("type")
    return _json_of(str(kind)) if not constraint.in_block and kind in {"object", "array"} else Facts()


def json_keys(constraint: JsonKeys) -> Facts:
    """An object, where it is the whole reply."""
    return Facts() if constraint.in_block else _json_of("object")


def json_array_length(constraint: JsonArrayLength) -> Facts:
    """An array, or an object that has it."""
    return Facts() if constraint.in_block else _json_of("object" if constraint.key else "array")


def _json_of(kind: str) -> Facts:
    opening, closing = ("{", "}") if kind == "object" else ("[", "]")
    return replace(
        _JSON, first=frozenset({opening, "`", "~"}), last=frozenset({closing, "~"}), unlike=(("the JSON value", kind),)
    )


def heading_count(constraint: HeadingCount) -> Facts:
    """So many headings; at least so many where only those of a level count."""
    least = Bounds(constraint.minimum)
    return Facts(counts=measures(HEADINGS=constraint.bounds if constraint.level is None else least))


def headings_in_order(constraint: HeadingsInOrder) -> Facts:
    """A heading for each text."""
    headings = {key: each for text in constraint.headings for key, each in phrase(text).items()}
    return Facts(
        counts=measures(HEADINGS=Bounds(len(constraint.headings)), SPACES=Bounds(len(constraint.headings) - 1))
        | headings
    )


def wrapped(constraint: Wrapped) -> Facts:
    """The tag at both ends."""
    return Facts(
        counts=measures(WORDS=Bounds(1)) | characters("<</>>"),
        first=frozenset("<"),
        start=frozenset("<"),
        last=frozenset(">"),
        opening=runs(constraint.tag),
        closing=runs(constraint.tag),
    )


def front_matter(constraint: FrontMatter) -> Facts:
    """A line of hyphens, and a line for each key with a colon."""
    keys = len(constraint.keys)
    return Facts(
        counts=measures(SPACES=Bounds(keys + 1)) | characters(":") | characters("-" * 3),
        first=frozenset("-"),
        start=frozenset("-"),
    )


def key_value_lines(constraint: KeyValueLines) -> Facts:
    """A line for each key with a colon."""
    return Facts(counts=measures(SPACES=Bounds(len(constraint.keys) - 1)) | characters(":"))


def table(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Two lines or more, with a bar."""
    return Facts(counts=measures(SPACES=Bounds(1)) | characters("|"))


def links(constraint: LinkCount) -> Facts:
    """A bracket for each link, square or angular."""
    if not constraint.minimum:
        return Facts()
    return Facts(cases=((Facts(counts=characters("[]")), Facts(counts=characters("<>"))),))
