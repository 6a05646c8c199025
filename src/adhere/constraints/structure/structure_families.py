"""The types of structure by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.structure.code import CodeBlockCount, CodeLanguage
from adhere.constraints.structure.headings import HeadingCount, HeadingDepth, HeadingsInOrder
from adhere.constraints.structure.json_types import JsonArrayLength, JsonKeys, JsonSchema
from adhere.constraints.structure.lines import FrontMatter, KeyValueLines, LineCount, LineLength
from adhere.constraints.structure.lists import ListDepth, ListKind
from adhere.constraints.structure.markup import BoldCount, LinkCount, NoMarkdown
from adhere.constraints.structure.parts import OrderedParts
from adhere.constraints.structure.regular_expressions import Absent, Contains, EachLine, FullMatch
from adhere.constraints.structure.tables import TableColumns, TableOnly, TableShape
from adhere.constraints.structure.tags import ContainsTags, Wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

STRUCTURE_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        "json:schema": JsonSchema,
        "json:keys": JsonKeys,
        "json:array_length": JsonArrayLength,
        "regex:full_match": FullMatch,
        "regex:contains": Contains,
        "regex:absent": Absent,
        "regex:line_each": EachLine,
        "table:shape": TableShape,
        "table:columns": TableColumns,
        "table:only": TableOnly,
        "markdown:heading_depth": HeadingDepth,
        "markdown:heading_count": HeadingCount,
        "markdown:headings_in_order": HeadingsInOrder,
        "markdown:code_language": CodeLanguage,
        "markdown:code_block_count": CodeBlockCount,
        "markdown:list_kind": ListKind,
        "markdown:list_depth": ListDepth,
        "markdown:link_count": LinkCount,
        "markdown:bold_count": BoldCount,
        "markdown:no_markdown": NoMarkdown,
        "tags:wrapped": Wrapped,
        "tags:contains": ContainsTags,
        "lines:count": LineCount,
        "lines:max_length": LineLength,
        "lines:key_value": KeyValueLines,
        "lines:front_matter": FrontMatter,
        "order:parts": OrderedParts,
    }
)
"""The types by id."""
