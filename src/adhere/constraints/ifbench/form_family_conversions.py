"""How IFBench's arguments are read in the families format, repeat and custom."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.conversions import nothing
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.conversions import Conversions, Params

_BETWEEN_OPTIONS = re.compile(r"\s*[/,]\s*(?:or\s+)?|\s+or\s+")


def _options(given: Mapping[str, object], _prompt: str) -> Params:
    """Divide the options where the word "or", a slash or a comma stands between them."""
    options = given["options"]
    if not isinstance(options, str):
        raise UsageError(f"format:options: options is {options!r}", hint='give one text such as "yes/no/maybe"')
    return {"options": _BETWEEN_OPTIONS.split(options)}


FORM_FAMILIES: Conversions = MappingProxyType(
    {
        "format:parentheses": (nothing, ()),
        "format:quotes": (nothing, ()),
        "format:options": (_options, ("options",)),
        "format:newline": (nothing, ()),
        "format:emoji": (nothing, ()),
        "format:line_indent": (nothing, ()),
        "format:quote_unquote": (nothing, ()),
        "format:list": (lambda given, _: {"marker": given["sep"]}, ("sep",)),
        "format:thesis": (nothing, ()),
        "format:sub-bullets": (nothing, ()),
        "format:no_bullets_bullets": (nothing, ()),
        "format:title_case": (nothing, ()),
        "format:output_template": (nothing, ()),
        "format:no_whitespace": (nothing, ()),
        "repeat:repeat_change": (lambda given, _: {"prompt": given["prompt_to_repeat"]}, ("prompt_to_repeat",)),
        "repeat:repeat_simple": (nothing, ()),
        "repeat:repeat_span": (
            lambda given, _: {"prompt": given["prompt_to_repeat"], "first": given["n_start"], "last": given["n_end"]},
            ("n_start", "n_end", "prompt_to_repeat"),
        ),
        "custom:multiples": (nothing, ()),
        "custom:mcq_count_length": (nothing, ()),
        "custom:reverse_newline": (nothing, ()),
        "custom:word_reverse": (nothing, ()),
        "custom:character_reverse": (nothing, ()),
        "custom:sentence_alphabet": (nothing, ()),
        "custom:european_capitals_sort": (nothing, ()),
        "custom:csv_city": (nothing, ()),
        "custom:csv_special_character": (nothing, ()),
        "custom:csv_quotes": (nothing, ()),
        "custom:date_format_list": (nothing, ()),
    }
)
"""By id: how to read the arguments, and which they are."""
