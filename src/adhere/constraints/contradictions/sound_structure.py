"""Facts about structure: JSON, headings, lists of lines, tables, tags, links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import (
    BOTH_SIDES,
    DATA,
    EACH_BRACKET,
    NOT_EACH,
    Facts,
    Key,
    is_ordinary,
    runs,
)
from adhere.constraints.contradictions.sound_forms import NONE, characters, measures
from adhere.constraints.contradictions.sound_words import letters_of, phrase
from adhere.constraints.dividing import has_word
from adhere.constraints.structure.json_schemas import parsed_schema
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.protocol import Constraint
    from adhere.constraints.structure.code import CodeBlockCount, CodeLanguage
    from adhere.constraints.structure.headings import HeadingCount, HeadingsInOrder
    from adhere.constraints.structure.json_types import JsonArrayLength, JsonKeys, JsonSchema
    from adhere.constraints.structure.lines import FrontMatter, KeyValueLines, LineCount
    from adhere.constraints.structure.lists import ListDepth, ListKind
    from adhere.constraints.structure.markup import BoldCount, LinkCount
    from adhere.constraints.structure.tables import TableColumns, TableShape
    from adhere.constraints.structure.tags import ContainsTags, Wrapped

_JSON = Facts(
    counts=measures(
        BULLETS=NONE,
        STARRED_LINES=NONE,
        PARTS=Bounds(0, 1),
        HEADINGS=NONE,
        LISTS=NONE,
        TABLES=NONE,
        ENTRIES=NONE,
        FENCES=Bounds(0, 1),
        OPEN_BRACKETS=Bounds(1),
    ),
    first=frozenset("{[`~"),
    last=frozenset("}]~"),
    start=frozenset("{[~j"),
    unlike=((DATA, "JSON"),),
)
"""An object or array, or a fence around one: no line of it begins as a bullet or consists of asterisks."""


def json(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """An object or an array and nothing else."""
    return _JSON


def line_count(constraint: LineCount) -> Facts:
    """So many lines."""
    return Facts(counts=measures(LINES=constraint.bounds))


def json_schema(constraint: JsonSchema) -> Facts:
    """JSON, where it is the whole reply and of a kind that has brackets."""
    schema = parsed_schema(constraint.schema)
    kind = schema.get("type")
    if constraint.in_block or kind not in {"object", "array"}:
        return Facts()
    whole = _json_of(str(kind))
    required = tuple(dict.fromkeys(schema.get("required", ()))) if kind == "object" else ()
    commas = max(0, (len(required) if required else schema.get("minItems", 0) if kind == "array" else 0) - 1)
    return replace(whole, counts={**whole.counts, **_keys(required), **measures(COMMAS=Bounds(commas))})


def json_keys(constraint: JsonKeys) -> Facts:
    """An object, where it is the whole reply, with so many strings; an escape in a key has a letter of its own."""
    counts = _keys(constraint.keys) | measures(COMMAS=Bounds(len(constraint.keys) - 1))
    if constraint.in_block:
        return Facts(counts=counts)
    whole = _json_of("object")
    return replace(whole, counts={**whole.counts, **counts})


def _keys(keys: Sequence[str]) -> dict[Key, Bounds]:
    worded = any(set(key.lower()) - set("and") for key in keys if key.isalpha())
    # Whatever escape stands for a small letter has one itself.
    small = any(letter.islower() for key in keys for letter in key)
    return measures(OTHER_LETTERS=Bounds(int(worded)), SMALL=Bounds(int(small))) | (
        characters('"":', len(keys)) if keys else {}
    )


def json_array_length(constraint: JsonArrayLength) -> Facts:
    """An array, or an object that has it, with a comma between any two of its items."""
    commas = measures(COMMAS=Bounds(max(0, constraint.minimum - 1)))
    if constraint.in_block:
        return Facts(counts=commas)
    whole = _json_of("object" if constraint.key else "array")
    return replace(whole, counts={**whole.counts, **commas})


def _json_of(kind: str) -> Facts:
    opening, closing = ("{", "}") if kind == "object" else ("[", "]")
    return replace(
        _JSON,
        first=frozenset({opening, "`", "~"}),
        last=frozenset({closing, "~"}),
        unlike=(*_JSON.unlike, ("the JSON value", kind)),
    )


def heading_count(constraint: HeadingCount) -> Facts:
    """So many headings; at least so many where only those of a level count."""
    least = Bounds(constraint.minimum)
    return Facts(counts=measures(HEADINGS=constraint.bounds if constraint.level is None else least))


def headings_in_order(constraint: HeadingsInOrder) -> Facts:
    """A heading for each text."""
    headings = {key: each for text in constraint.headings for key, each in phrase(text).items()}
    return Facts(counts=measures(HEADINGS=Bounds(len(constraint.headings))) | headings)


def wrapped(constraint: Wrapped) -> Facts:
    """The tag at both ends."""
    return Facts(
        counts=measures(WORDS=Bounds(1), COMMONEST=Bounds(2)) | characters("<</>>"),
        exact=_as_written(constraint.tag),
        unlike=((EACH_BRACKET, NOT_EACH),),
        first=frozenset("<"),
        start=frozenset("<"),
        last=frozenset(">"),
        opening=runs(constraint.tag),
        closing=runs(constraint.tag),
    )


def _as_written(tag: str) -> tuple[str, ...]:
    return (f"<{tag}", f"</{tag}")


def front_matter(constraint: FrontMatter) -> Facts:
    """A line of hyphens, and a line for each key with a colon."""
    keys = len(constraint.keys)
    names = {key: each for text in constraint.keys for key, each in phrase(text).items()}
    return Facts(
        counts=measures(LINES=Bounds(keys + 1), ENTRIES=Bounds(sum(map(str.isalpha, constraint.keys))))
        | characters(":", keys)
        | characters("-" * 3)
        | names,
        unlike=((_SECOND_LINE, "a key of the front matter"), *_unbracketed(constraint.keys)),
        first=frozenset("-"),
        start=frozenset("-"),
    )


def key_value_lines(constraint: KeyValueLines) -> Facts:
    """A line for each key with a colon."""
    keys = {key: each for text in constraint.keys for key, each in phrase(text).items()}
    count = len(constraint.keys)
    entries = measures(ENTRIES=Bounds(sum(key.isalpha() for key in constraint.keys)), LINES=Bounds(count))
    return Facts(counts=entries | characters(":", count) | keys, unlike=_unbracketed(constraint.keys))


def _unbracketed(keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return that a key has no bracket before it, which begins its line."""
    return ((EACH_BRACKET, NOT_EACH),) if any(map(str.isalpha, keys)) else ()


_TABLE = measures(TABLES=Bounds(1), LINES=Bounds(2)) | characters("|-")


def table_shape(constraint: TableShape) -> Facts:
    """A line for the header, one with hyphens below it, and one for each row."""
    lines = 2 + (constraint.rows or 0)
    return Facts(counts=_TABLE | measures(LINES=Bounds(lines)) | characters("-", constraint.columns or 1))


def table_columns(constraint: TableColumns) -> Facts:
    """A table, with the letters of each name."""
    names = "".join(constraint.columns)
    plain = all(name.isascii() and name.isalpha() for name in constraint.columns)
    return Facts(
        counts=_TABLE
        | (letters_of(names) if is_ordinary(names) else {})
        | characters("-", len(constraint.columns))
        | measures(ASIDES=Bounds(sum(map(has_word, constraint.columns)))),
        texts=(" ".join(constraint.columns),) if plain else (),
    )


def table_only(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A table with a word, and no other block; a blank line would end it."""
    alone = measures(TABLES=Bounds.exactly(1), HEADINGS=NONE, LISTS=NONE, FENCES=NONE, PARAGRAPHS=Bounds(0, 1))
    unsaid = measures(SENTENCES=NONE, ASIDES=Bounds(1), WORDS=Bounds(1), PARTS=Bounds(0, 1))  # no rule but as a header
    sides = (BOTH_SIDES, "one answer on one side")
    return Facts(counts=_TABLE | alone | unsaid, unlike=((_SECOND_LINE, "a row of hyphens"), (DATA, "a table"), sides))


_SECOND_LINE = "the second line"
"""A name for ``Facts.unlike``: in a table that is all, it parts the header from the rows."""


def no_markdown(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Nothing that Markdown marks."""
    return Facts(counts=measures(MARKDOWN=NONE))


def code_blocks(constraint: CodeBlockCount) -> Facts:
    """So many fenced code blocks."""
    return _fenced(constraint.minimum, measures(FENCES=constraint.bounds))


def code_language(constraint: CodeLanguage) -> Facts:
    """A fenced code block, and a name of its language."""

    def names(run: str) -> bool:
        return constraint.check(Document(f"```{run}\nx\n```")).satisfied

    facts = _fenced(1, measures(FENCES=Bounds(1), ASIDES=Bounds(1)))
    whole = constraint.programming_language.isalnum() and not any(map(names, _NAMES_WITH_MARKS))
    return replace(facts, some=names if whole else None)


_NAMES_WITH_MARKS = ("c++", "c#")
"""Languages with other names that are no run of letters and digits."""


def _fenced(count: int, counts: dict[Key, Bounds]) -> Facts:
    if not count:
        return Facts(counts=counts)
    # A block that the end of the reply closes has one fence.
    fences = tuple(Facts(counts=characters(fence)) for fence in ("```", "~~~"))
    return Facts(counts=counts, cases=(fences,))


def heading_depth(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A heading."""
    return Facts(counts=measures(HEADINGS=Bounds(1)))


def list_kind(constraint: ListKind) -> Facts:
    """A list; with numbers, or with bullets, which a text without Markdown has none of."""
    kind = measures(DIGITS=Bounds(1), ASIDES=Bounds(1)) if constraint.ordered else measures(MARKDOWN=Bounds(1))
    return Facts(counts=measures(LISTS=Bounds(1)) | kind)


def list_depth(constraint: ListDepth) -> Facts:
    """As many lists as the deepest stands deep; none where there must be none."""
    return Facts(counts=measures(LISTS=Bounds(constraint.minimum, 0 if constraint.maximum == 0 else None)))


def bold(constraint: BoldCount) -> Facts:
    """So many places in Markdown, with two marks at each end, of one kind or the other, and a word."""
    least = constraint.minimum
    counts = measures(MARKDOWN=Bounds(least), WORDS=Bounds(least))
    marks = tuple(Facts(counts=characters(each * 4)) for each in "*_")
    return Facts(counts=counts, cases=(marks,) if least else ())


def tags(constraint: ContainsTags) -> Facts:
    """Each tag opened and closed, and a word."""
    names = dict.fromkeys(tag.lower() for tag in constraint.tags)
    letters = "".join(filter(str.isalpha, "".join(names))) * 2
    named = {key: each for tag in names if tag.isalnum() for key, each in phrase(tag, Bounds(2)).items()}
    counts = measures(WORDS=Bounds(1), COMMONEST=Bounds(2)) | characters("<</>>", len(names)) | named
    return Facts(
        counts=counts | (letters_of(letters) if letters.isascii() else {}),
        exact=tuple(mark for tag in constraint.tags for mark in _as_written(tag)),
    )


def links(constraint: LinkCount) -> Facts:
    """A bracket for each link, square or angular."""
    if not constraint.minimum:
        return Facts()
    marks = (Facts(counts=characters("[]")), Facts(counts=characters("<>")))
    return Facts(counts=measures(MARKDOWN=Bounds(constraint.minimum)), cases=(marks,))
